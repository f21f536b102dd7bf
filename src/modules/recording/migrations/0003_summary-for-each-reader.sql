CREATE TABLE "project_summaries" (
	"studio_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"created_at" timestamptz DEFAULT now() NOT NULL,
	"updated_at" timestamptz DEFAULT now() NOT NULL,
	"project_id" uuid NOT NULL,
	"membership_id" uuid NOT NULL,
	"reader" text NOT NULL,
	"locale" text NOT NULL,
	"file_id" uuid NOT NULL,
	CONSTRAINT "project_summaries_studio_id_id_pk" PRIMARY KEY("studio_id","id"),
	CONSTRAINT "project_summaries_once" UNIQUE("studio_id","project_id","membership_id")
);
--> statement-breakpoint
ALTER TABLE "projects" DROP CONSTRAINT "projects_summary";
--> statement-breakpoint
ALTER TABLE "project_summaries" ADD CONSTRAINT "project_summaries_project" FOREIGN KEY ("studio_id","project_id") REFERENCES "public"."projects"("studio_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "project_summaries" ADD CONSTRAINT "project_summaries_reader" FOREIGN KEY ("studio_id","membership_id") REFERENCES "public"."memberships"("studio_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "project_summaries" ADD CONSTRAINT "project_summaries_file" FOREIGN KEY ("studio_id","file_id") REFERENCES "public"."files"("studio_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "projects" DISABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "project_members" DISABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "memberships" DISABLE ROW LEVEL SECURITY;--> statement-breakpoint
-- What was issued stays with those whom it was issued to.
INSERT INTO "project_summaries" ("studio_id", "project_id", "membership_id", "reader", "locale", "file_id")
SELECT p."studio_id", p."id", m."id",
  CASE WHEN m."id" = p."client_membership_id" THEN 'client' WHEN m."role" = 'staff' THEN 'performer' ELSE 'studio' END,
  'ru', p."summary_file_id"
FROM "projects" p JOIN "memberships" m ON m."studio_id" = p."studio_id" AND (
  m."id" = p."client_membership_id" OR m."role" IN ('owner', 'manager') OR EXISTS (
    SELECT FROM "project_members" w WHERE w."studio_id" = p."studio_id" AND w."project_id" = p."id" AND w."membership_id" = m."id"))
WHERE p."summary_file_id" IS NOT NULL;--> statement-breakpoint
ALTER TABLE "projects" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "project_members" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "memberships" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "projects" DROP COLUMN "summary_file_id";