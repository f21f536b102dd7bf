CREATE TABLE "canned_replies" (
	"studio_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"created_at" timestamptz DEFAULT now() NOT NULL,
	"updated_at" timestamptz DEFAULT now() NOT NULL,
	"title" text NOT NULL,
	"body" text NOT NULL,
	CONSTRAINT "canned_replies_studio_id_id_pk" PRIMARY KEY("studio_id","id"),
	CONSTRAINT "canned_replies_title" UNIQUE("studio_id","title")
);
--> statement-breakpoint
CREATE TABLE "message_files" (
	"studio_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"created_at" timestamptz DEFAULT now() NOT NULL,
	"updated_at" timestamptz DEFAULT now() NOT NULL,
	"message_id" uuid NOT NULL,
	"file_id" uuid NOT NULL,
	"position" integer NOT NULL,
	CONSTRAINT "message_files_studio_id_id_pk" PRIMARY KEY("studio_id","id"),
	CONSTRAINT "message_files_once" UNIQUE("studio_id","message_id","file_id")
);
--> statement-breakpoint
CREATE TABLE "messages" (
	"studio_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"created_at" timestamptz DEFAULT now() NOT NULL,
	"updated_at" timestamptz DEFAULT now() NOT NULL,
	"thread_id" uuid NOT NULL,
	"seq" integer NOT NULL,
	"change_seq" integer NOT NULL,
	"author_membership_id" uuid,
	"kind" text DEFAULT 'text' NOT NULL,
	"body" text NOT NULL,
	"notice" text,
	"values" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"reference_type" text,
	"reference_id" uuid,
	"project_id" uuid,
	"internal" boolean DEFAULT false NOT NULL,
	"edited_at" timestamptz,
	"hidden_by_author_at" timestamptz,
	CONSTRAINT "messages_studio_id_id_pk" PRIMARY KEY("studio_id","id"),
	CONSTRAINT "messages_place" UNIQUE("studio_id","thread_id","seq"),
	CONSTRAINT "messages_length" CHECK (length("messages"."body") <= 20000)
);
--> statement-breakpoint
CREATE TABLE "read_marks" (
	"studio_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"created_at" timestamptz DEFAULT now() NOT NULL,
	"updated_at" timestamptz DEFAULT now() NOT NULL,
	"thread_id" uuid NOT NULL,
	"membership_id" uuid NOT NULL,
	"seq" integer NOT NULL,
	CONSTRAINT "read_marks_studio_id_id_pk" PRIMARY KEY("studio_id","id"),
	CONSTRAINT "read_marks_once" UNIQUE("studio_id","thread_id","membership_id")
);
--> statement-breakpoint
CREATE TABLE "thread_participants" (
	"studio_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"created_at" timestamptz DEFAULT now() NOT NULL,
	"updated_at" timestamptz DEFAULT now() NOT NULL,
	"thread_id" uuid NOT NULL,
	"membership_id" uuid NOT NULL,
	CONSTRAINT "thread_participants_studio_id_id_pk" PRIMARY KEY("studio_id","id"),
	CONSTRAINT "thread_participants_once" UNIQUE("studio_id","thread_id","membership_id")
);
--> statement-breakpoint
CREATE TABLE "threads" (
	"studio_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"created_at" timestamptz DEFAULT now() NOT NULL,
	"updated_at" timestamptz DEFAULT now() NOT NULL,
	"client_membership_id" uuid NOT NULL,
	"assigned_membership_id" uuid,
	"state" text DEFAULT 'open' NOT NULL,
	"last_seq" integer DEFAULT 0 NOT NULL,
	"last_text" text DEFAULT '' NOT NULL,
	"last_notice" jsonb,
	"last_message_at" timestamptz,
	"waiting" boolean DEFAULT false NOT NULL,
	CONSTRAINT "threads_studio_id_id_pk" PRIMARY KEY("studio_id","id"),
	CONSTRAINT "threads_one" UNIQUE("studio_id","client_membership_id")
);
--> statement-breakpoint
ALTER TABLE "message_files" ADD CONSTRAINT "message_files_message" FOREIGN KEY ("studio_id","message_id") REFERENCES "public"."messages"("studio_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "message_files" ADD CONSTRAINT "message_files_file" FOREIGN KEY ("studio_id","file_id") REFERENCES "public"."files"("studio_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_thread" FOREIGN KEY ("studio_id","thread_id") REFERENCES "public"."threads"("studio_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_author" FOREIGN KEY ("studio_id","author_membership_id") REFERENCES "public"."memberships"("studio_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "read_marks" ADD CONSTRAINT "read_marks_thread" FOREIGN KEY ("studio_id","thread_id") REFERENCES "public"."threads"("studio_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "read_marks" ADD CONSTRAINT "read_marks_member" FOREIGN KEY ("studio_id","membership_id") REFERENCES "public"."memberships"("studio_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "thread_participants" ADD CONSTRAINT "thread_participants_thread" FOREIGN KEY ("studio_id","thread_id") REFERENCES "public"."threads"("studio_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "thread_participants" ADD CONSTRAINT "thread_participants_member" FOREIGN KEY ("studio_id","membership_id") REFERENCES "public"."memberships"("studio_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "threads" ADD CONSTRAINT "threads_client" FOREIGN KEY ("studio_id","client_membership_id") REFERENCES "public"."memberships"("studio_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "threads" ADD CONSTRAINT "threads_assigned" FOREIGN KEY ("studio_id","assigned_membership_id") REFERENCES "public"."memberships"("studio_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "messages_by_change" ON "messages" USING btree ("studio_id","thread_id","change_seq");--> statement-breakpoint
CREATE INDEX "messages_by_project" ON "messages" USING btree ("studio_id","project_id","seq");--> statement-breakpoint
CREATE INDEX "thread_participants_by_member" ON "thread_participants" USING btree ("studio_id","membership_id");--> statement-breakpoint
CREATE INDEX "threads_by_time" ON "threads" USING btree ("studio_id","last_message_at","id");--> statement-breakpoint
CREATE INDEX "threads_by_assigned" ON "threads" USING btree ("studio_id","assigned_membership_id","last_message_at");