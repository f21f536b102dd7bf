ALTER TABLE "sharing_terms" DISABLE ROW LEVEL SECURITY;--> statement-breakpoint
INSERT INTO "revenue_sharing_terms" ("studio_id", "id", "created_at", "updated_at", "membership_id", "bps", "reason", "in_force_from", "set_by")
SELECT "studio_id", "id", "created_at", "updated_at", "membership_id", "bps", "reason", "in_force_from", "set_by" FROM "sharing_terms";--> statement-breakpoint
ALTER TABLE "purchases" DROP CONSTRAINT "purchases_terms";--> statement-breakpoint
ALTER TABLE "purchases" ADD CONSTRAINT "purchases_terms" FOREIGN KEY ("studio_id","terms_id") REFERENCES "public"."revenue_sharing_terms"("studio_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
DROP TABLE "sharing_terms";
