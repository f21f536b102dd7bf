ALTER TABLE "deliverables" DROP CONSTRAINT "deliverables_stage";
--> statement-breakpoint
ALTER TABLE "offers" DROP CONSTRAINT "offers_stage";
--> statement-breakpoint
ALTER TABLE "project_stages" ADD CONSTRAINT "project_stages_of" UNIQUE("studio_id","project_id","id");--> statement-breakpoint
ALTER TABLE "deliverables" DISABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "project_stages" DISABLE ROW LEVEL SECURITY;--> statement-breakpoint
UPDATE "deliverables" d SET "stage_id" = NULL WHERE "stage_id" IS NOT NULL AND NOT EXISTS (
  SELECT FROM "project_stages" s WHERE s."studio_id" = d."studio_id" AND s."project_id" = d."project_id" AND s."id" = d."stage_id");--> statement-breakpoint
ALTER TABLE "deliverables" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "project_stages" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "deliverables" ADD CONSTRAINT "deliverables_stage" FOREIGN KEY ("studio_id","project_id","stage_id") REFERENCES "public"."project_stages"("studio_id","project_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "offers" ADD CONSTRAINT "offers_stage" FOREIGN KEY ("studio_id","project_id","stage_id") REFERENCES "public"."project_stages"("studio_id","project_id","id") ON DELETE no action ON UPDATE no action;
