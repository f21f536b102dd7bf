CREATE TABLE "event_cursor" (
	"id" integer PRIMARY KEY NOT NULL,
	"xid" "xid8" NOT NULL,
	"event_id" uuid NOT NULL,
	"position" bigint NOT NULL,
	"hash" "bytea" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "event_seals" (
	"position" bigint PRIMARY KEY NOT NULL,
	"studio_id" uuid NOT NULL,
	"event_id" uuid NOT NULL,
	"hash" "bytea" NOT NULL,
	"sealed_at" timestamptz DEFAULT now() NOT NULL,
	CONSTRAINT "event_seals_event" UNIQUE("studio_id","event_id")
);
--> statement-breakpoint
CREATE TABLE "events" (
	"studio_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"created_at" timestamptz DEFAULT now() NOT NULL,
	"updated_at" timestamptz DEFAULT now() NOT NULL,
	"name" text NOT NULL,
	"actor_kind" text NOT NULL,
	"actor_account_id" uuid,
	"actor_membership_id" uuid,
	"actor_role" text,
	"subject_type" text NOT NULL,
	"subject_id" uuid NOT NULL,
	"payload" jsonb NOT NULL,
	"before" jsonb,
	"after" jsonb,
	"audience" uuid[] DEFAULT '{}' NOT NULL,
	"request_id" text NOT NULL,
	"ip" text,
	"user_agent" text,
	"occurred_at" timestamptz NOT NULL,
	"xid" "xid8" DEFAULT pg_current_xact_id() NOT NULL,
	CONSTRAINT "events_studio_id_id_pk" PRIMARY KEY("studio_id","id")
);
--> statement-breakpoint
CREATE TABLE "handled_events" (
	"studio_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"created_at" timestamptz DEFAULT now() NOT NULL,
	"updated_at" timestamptz DEFAULT now() NOT NULL,
	"event_id" uuid NOT NULL,
	"handler" text NOT NULL,
	CONSTRAINT "handled_events_studio_id_id_pk" PRIMARY KEY("studio_id","id"),
	CONSTRAINT "handled_events_once" UNIQUE("studio_id","event_id","handler")
);
--> statement-breakpoint
CREATE TABLE "idempotency_keys" (
	"studio_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"created_at" timestamptz DEFAULT now() NOT NULL,
	"updated_at" timestamptz DEFAULT now() NOT NULL,
	"account_id" uuid NOT NULL,
	"key" text NOT NULL,
	"request_hash" text NOT NULL,
	"status" integer,
	"body" jsonb,
	CONSTRAINT "idempotency_keys_studio_id_id_pk" PRIMARY KEY("studio_id","id"),
	CONSTRAINT "idempotency_keys_once" UNIQUE("studio_id","account_id","key")
);
--> statement-breakpoint
ALTER TABLE "handled_events" ADD CONSTRAINT "handled_events_studio_id_event_id_events_studio_id_id_fk" FOREIGN KEY ("studio_id","event_id") REFERENCES "public"."events"("studio_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "events_dispatch" ON "events" USING btree ("xid","id");--> statement-breakpoint
CREATE INDEX "events_by_time" ON "events" USING btree ("occurred_at","id");--> statement-breakpoint
CREATE INDEX "events_by_studio_time" ON "events" USING btree ("studio_id","occurred_at","id");--> statement-breakpoint
CREATE INDEX "events_by_name" ON "events" USING btree ("name","occurred_at","id");--> statement-breakpoint
CREATE INDEX "events_by_account" ON "events" USING btree ("actor_account_id","occurred_at","id");--> statement-breakpoint
CREATE INDEX "events_by_subject" ON "events" USING btree ("subject_id","occurred_at","id");--> statement-breakpoint
CREATE INDEX "idempotency_keys_by_age" ON "idempotency_keys" USING btree ("studio_id","created_at");