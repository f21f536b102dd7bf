CREATE TABLE "blobs" (
	"sha256" text PRIMARY KEY NOT NULL,
	"bytes" bigint NOT NULL,
	"stored_at" timestamptz DEFAULT now() NOT NULL,
	CONSTRAINT "blobs_sha256" CHECK ("blobs"."sha256" ~ '^[0-9a-f]{64}$'),
	CONSTRAINT "blobs_bytes" CHECK ("blobs"."bytes" >= 0)
);
--> statement-breakpoint
CREATE TABLE "derived_files" (
	"studio_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"created_at" timestamptz DEFAULT now() NOT NULL,
	"updated_at" timestamptz DEFAULT now() NOT NULL,
	"file_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"sha256" text NOT NULL,
	"media_type" text NOT NULL,
	"bytes" integer NOT NULL,
	CONSTRAINT "derived_files_studio_id_id_pk" PRIMARY KEY("studio_id","id"),
	CONSTRAINT "derived_files_once" UNIQUE("studio_id","file_id","kind")
);
--> statement-breakpoint
CREATE TABLE "file_access" (
	"studio_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"created_at" timestamptz DEFAULT now() NOT NULL,
	"updated_at" timestamptz DEFAULT now() NOT NULL,
	"file_id" uuid NOT NULL,
	"membership_id" uuid,
	"right" text NOT NULL,
	"sha256" text NOT NULL,
	"received_at" timestamptz NOT NULL,
	"unlocked_at" timestamptz,
	"hidden_at" timestamptz,
	CONSTRAINT "file_access_studio_id_id_pk" PRIMARY KEY("studio_id","id"),
	CONSTRAINT "file_access_once" UNIQUE NULLS NOT DISTINCT("studio_id","file_id","membership_id")
);
--> statement-breakpoint
CREATE TABLE "files" (
	"studio_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"created_at" timestamptz DEFAULT now() NOT NULL,
	"updated_at" timestamptz DEFAULT now() NOT NULL,
	"name" text NOT NULL,
	"declared_type" text,
	"media_type" text NOT NULL,
	"kind" text NOT NULL,
	"bytes" bigint NOT NULL,
	"sha256" text NOT NULL,
	"sender_membership_id" uuid,
	"subject_type" text NOT NULL,
	"subject_id" uuid NOT NULL,
	"state" text DEFAULT 'loose' NOT NULL,
	"shown" text,
	"reading" text NOT NULL,
	"facts" jsonb DEFAULT '{}'::jsonb NOT NULL,
	CONSTRAINT "files_studio_id_id_pk" PRIMARY KEY("studio_id","id")
);
--> statement-breakpoint
CREATE TABLE "storage_use" (
	"studio_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"created_at" timestamptz DEFAULT now() NOT NULL,
	"updated_at" timestamptz DEFAULT now() NOT NULL,
	"used_bytes" bigint DEFAULT 0 NOT NULL,
	"limit_bytes" bigint,
	CONSTRAINT "storage_use_studio_id_id_pk" PRIMARY KEY("studio_id","id"),
	CONSTRAINT "storage_use_once" UNIQUE("studio_id"),
	CONSTRAINT "storage_use_bytes" CHECK ("storage_use"."used_bytes" >= 0)
);
--> statement-breakpoint
ALTER TABLE "derived_files" ADD CONSTRAINT "derived_files_file" FOREIGN KEY ("studio_id","file_id") REFERENCES "public"."files"("studio_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "derived_files" ADD CONSTRAINT "derived_files_blob" FOREIGN KEY ("sha256") REFERENCES "public"."blobs"("sha256") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "file_access" ADD CONSTRAINT "file_access_file" FOREIGN KEY ("studio_id","file_id") REFERENCES "public"."files"("studio_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "file_access" ADD CONSTRAINT "file_access_holder" FOREIGN KEY ("studio_id","membership_id") REFERENCES "public"."memberships"("studio_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "files" ADD CONSTRAINT "files_blob" FOREIGN KEY ("sha256") REFERENCES "public"."blobs"("sha256") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "files" ADD CONSTRAINT "files_sender" FOREIGN KEY ("studio_id","sender_membership_id") REFERENCES "public"."memberships"("studio_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "file_access_by_holder" ON "file_access" USING btree ("studio_id","membership_id","file_id");--> statement-breakpoint
CREATE INDEX "files_by_subject" ON "files" USING btree ("studio_id","subject_type","subject_id","id");--> statement-breakpoint
CREATE INDEX "files_by_sender" ON "files" USING btree ("studio_id","sender_membership_id","id");--> statement-breakpoint
CREATE INDEX "files_by_blob" ON "files" USING btree ("sha256");