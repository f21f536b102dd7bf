CREATE TABLE "studio_limits" (
	"studio_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"created_at" timestamptz DEFAULT now() NOT NULL,
	"updated_at" timestamptz DEFAULT now() NOT NULL,
	"staff" integer,
	"rooms" integer,
	CONSTRAINT "studio_limits_studio_id_id_pk" PRIMARY KEY("studio_id","id"),
	CONSTRAINT "studio_limits_one" UNIQUE("studio_id"),
	CONSTRAINT "studio_limits_positive" CHECK ("studio_limits"."staff" > 0 and "studio_limits"."rooms" > 0)
);
--> statement-breakpoint
ALTER TABLE "studio_limits" ADD CONSTRAINT "studio_limits_studio_id_studios_id_fk" FOREIGN KEY ("studio_id") REFERENCES "public"."studios"("id") ON DELETE no action ON UPDATE no action;