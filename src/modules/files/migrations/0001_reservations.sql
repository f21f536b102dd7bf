CREATE TABLE "storage_reservations" (
	"studio_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"created_at" timestamptz DEFAULT now() NOT NULL,
	"updated_at" timestamptz DEFAULT now() NOT NULL,
	"bytes" bigint NOT NULL,
	"expires_at" timestamptz NOT NULL,
	CONSTRAINT "storage_reservations_studio_id_id_pk" PRIMARY KEY("studio_id","id"),
	CONSTRAINT "storage_reservations_bytes" CHECK ("storage_reservations"."bytes" >= 0)
);
--> statement-breakpoint
CREATE INDEX "storage_reservations_by_end" ON "storage_reservations" USING btree ("studio_id","expires_at");