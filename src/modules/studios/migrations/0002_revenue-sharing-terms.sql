CREATE TABLE "revenue_sharing_terms" (
	"studio_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"created_at" timestamptz DEFAULT now() NOT NULL,
	"updated_at" timestamptz DEFAULT now() NOT NULL,
	"membership_id" uuid,
	"bps" integer NOT NULL,
	"reason" text DEFAULT '' NOT NULL,
	"in_force_from" timestamptz NOT NULL,
	"set_by" uuid,
	CONSTRAINT "revenue_sharing_terms_studio_id_id_pk" PRIMARY KEY("studio_id","id"),
	CONSTRAINT "revenue_sharing_terms_share" CHECK ("revenue_sharing_terms"."bps" between 0 and 10000),
	CONSTRAINT "revenue_sharing_terms_reason" CHECK ("revenue_sharing_terms"."membership_id" is null or length("revenue_sharing_terms"."reason") > 0)
);
--> statement-breakpoint
ALTER TABLE "revenue_sharing_terms" ADD CONSTRAINT "revenue_sharing_terms_member" FOREIGN KEY ("studio_id","membership_id") REFERENCES "public"."memberships"("studio_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "revenue_sharing_terms" ADD CONSTRAINT "revenue_sharing_terms_set_by" FOREIGN KEY ("studio_id","set_by") REFERENCES "public"."memberships"("studio_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "revenue_sharing_terms_newest" ON "revenue_sharing_terms" USING btree ("studio_id","membership_id","in_force_from");