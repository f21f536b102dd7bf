CREATE TABLE "deliverables" (
	"studio_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"created_at" timestamptz DEFAULT now() NOT NULL,
	"updated_at" timestamptz DEFAULT now() NOT NULL,
	"project_id" uuid NOT NULL,
	"stage_id" uuid,
	"title" text NOT NULL,
	CONSTRAINT "deliverables_studio_id_id_pk" PRIMARY KEY("studio_id","id"),
	CONSTRAINT "deliverables_title" UNIQUE("studio_id","project_id","title")
);
--> statement-breakpoint
CREATE TABLE "ratings" (
	"studio_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"created_at" timestamptz DEFAULT now() NOT NULL,
	"updated_at" timestamptz DEFAULT now() NOT NULL,
	"version_id" uuid NOT NULL,
	"project_id" uuid NOT NULL,
	"rater_membership_id" uuid NOT NULL,
	"performer_membership_id" uuid NOT NULL,
	"score" integer NOT NULL,
	"reasons" text[] DEFAULT '{}' NOT NULL,
	"words" text DEFAULT '' NOT NULL,
	"points" integer DEFAULT 0 NOT NULL,
	"answer" text,
	"answered_at" timestamptz,
	CONSTRAINT "ratings_studio_id_id_pk" PRIMARY KEY("studio_id","id"),
	CONSTRAINT "ratings_once" UNIQUE("studio_id","version_id","rater_membership_id"),
	CONSTRAINT "ratings_score" CHECK ("ratings"."score" between 1 and 5)
);
--> statement-breakpoint
CREATE TABLE "review_comments" (
	"studio_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"created_at" timestamptz DEFAULT now() NOT NULL,
	"updated_at" timestamptz DEFAULT now() NOT NULL,
	"version_id" uuid NOT NULL,
	"project_id" uuid NOT NULL,
	"author_membership_id" uuid NOT NULL,
	"at_ms" integer NOT NULL,
	"body" text NOT NULL,
	"answers" uuid,
	"state" text DEFAULT 'open' NOT NULL,
	"resolved_by" uuid,
	"resolved_at" timestamptz,
	CONSTRAINT "review_comments_studio_id_id_pk" PRIMARY KEY("studio_id","id"),
	CONSTRAINT "review_comments_moment" CHECK ("review_comments"."at_ms" >= 0)
);
--> statement-breakpoint
CREATE TABLE "verdicts" (
	"studio_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"created_at" timestamptz DEFAULT now() NOT NULL,
	"updated_at" timestamptz DEFAULT now() NOT NULL,
	"version_id" uuid NOT NULL,
	"membership_id" uuid NOT NULL,
	"verdict" text NOT NULL,
	"sha256" text NOT NULL,
	"round" integer,
	"note" text DEFAULT '' NOT NULL,
	CONSTRAINT "verdicts_studio_id_id_pk" PRIMARY KEY("studio_id","id"),
	CONSTRAINT "verdicts_once" UNIQUE("studio_id","version_id","verdict")
);
--> statement-breakpoint
CREATE TABLE "versions" (
	"studio_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"created_at" timestamptz DEFAULT now() NOT NULL,
	"updated_at" timestamptz DEFAULT now() NOT NULL,
	"deliverable_id" uuid NOT NULL,
	"project_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"file_id" uuid NOT NULL,
	"sha256" text NOT NULL,
	"delivered_by" uuid NOT NULL,
	"note" text DEFAULT '' NOT NULL,
	"state" text DEFAULT 'delivered' NOT NULL,
	"heard_at" timestamptz,
	CONSTRAINT "versions_studio_id_id_pk" PRIMARY KEY("studio_id","id"),
	CONSTRAINT "versions_number" UNIQUE("studio_id","deliverable_id","number"),
	CONSTRAINT "versions_file" UNIQUE("studio_id","file_id")
);
--> statement-breakpoint
CREATE TABLE "offers" (
	"studio_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"created_at" timestamptz DEFAULT now() NOT NULL,
	"updated_at" timestamptz DEFAULT now() NOT NULL,
	"project_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"side" text NOT NULL,
	"proposed_by" uuid NOT NULL,
	"scope" text NOT NULL,
	"currency" text NOT NULL,
	"amount_minor" bigint NOT NULL,
	"service_id" uuid,
	"stage_id" uuid,
	"performer_membership_id" uuid,
	"revisions_included" integer NOT NULL,
	"revision_price_minor" bigint,
	"expires_at" timestamptz NOT NULL,
	"state" text DEFAULT 'proposed' NOT NULL,
	"counter_of" uuid,
	"decided_by" uuid,
	"decided_at" timestamptz,
	CONSTRAINT "offers_studio_id_id_pk" PRIMARY KEY("studio_id","id"),
	CONSTRAINT "offers_number" UNIQUE("studio_id","number"),
	CONSTRAINT "offers_price" CHECK ("offers"."amount_minor" > 0 and ("offers"."revision_price_minor" is null or "offers"."revision_price_minor" > 0)),
	CONSTRAINT "offers_revisions" CHECK ("offers"."revisions_included" between 0 and 99)
);
--> statement-breakpoint
CREATE TABLE "purchases" (
	"studio_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"created_at" timestamptz DEFAULT now() NOT NULL,
	"updated_at" timestamptz DEFAULT now() NOT NULL,
	"project_id" uuid NOT NULL,
	"offer_id" uuid NOT NULL,
	"hold_id" uuid NOT NULL,
	"payer_membership_id" uuid NOT NULL,
	"payer_account_id" uuid NOT NULL,
	"currency" text NOT NULL,
	"amount_minor" bigint NOT NULL,
	"commission_bps" bigint NOT NULL,
	"commission_floor_minor" bigint NOT NULL,
	"performer_membership_id" uuid,
	"performer_account_id" uuid,
	"terms_id" uuid,
	"performer_bps" integer DEFAULT 0 NOT NULL,
	"terms_reason" text DEFAULT '' NOT NULL,
	"bought_at" timestamptz NOT NULL,
	"state" text DEFAULT 'held' NOT NULL,
	"settled_at" timestamptz,
	CONSTRAINT "purchases_studio_id_id_pk" PRIMARY KEY("studio_id","id"),
	CONSTRAINT "purchases_once" UNIQUE("studio_id","offer_id")
);
--> statement-breakpoint
CREATE TABLE "sharing_terms" (
	"studio_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"created_at" timestamptz DEFAULT now() NOT NULL,
	"updated_at" timestamptz DEFAULT now() NOT NULL,
	"membership_id" uuid,
	"bps" integer NOT NULL,
	"reason" text DEFAULT '' NOT NULL,
	"in_force_from" timestamptz NOT NULL,
	"set_by" uuid,
	CONSTRAINT "sharing_terms_studio_id_id_pk" PRIMARY KEY("studio_id","id"),
	CONSTRAINT "sharing_terms_share" CHECK ("sharing_terms"."bps" between 0 and 10000),
	CONSTRAINT "sharing_terms_reason" CHECK ("sharing_terms"."membership_id" is null or length("sharing_terms"."reason") > 0)
);
--> statement-breakpoint
CREATE TABLE "tips" (
	"studio_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"created_at" timestamptz DEFAULT now() NOT NULL,
	"updated_at" timestamptz DEFAULT now() NOT NULL,
	"project_id" uuid NOT NULL,
	"from_membership_id" uuid NOT NULL,
	"performer_membership_id" uuid NOT NULL,
	"currency" text NOT NULL,
	"amount_minor" bigint NOT NULL,
	"message" text DEFAULT '' NOT NULL,
	CONSTRAINT "tips_studio_id_id_pk" PRIMARY KEY("studio_id","id"),
	CONSTRAINT "tips_amount" CHECK ("tips"."amount_minor" > 0)
);
--> statement-breakpoint
CREATE TABLE "completions" (
	"studio_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"created_at" timestamptz DEFAULT now() NOT NULL,
	"updated_at" timestamptz DEFAULT now() NOT NULL,
	"project_id" uuid NOT NULL,
	"side" text NOT NULL,
	"membership_id" uuid,
	"pressed_at" timestamptz NOT NULL,
	CONSTRAINT "completions_studio_id_id_pk" PRIMARY KEY("studio_id","id"),
	CONSTRAINT "completions_once" UNIQUE("studio_id","project_id","side")
);
--> statement-breakpoint
CREATE TABLE "disputes" (
	"studio_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"created_at" timestamptz DEFAULT now() NOT NULL,
	"updated_at" timestamptz DEFAULT now() NOT NULL,
	"project_id" uuid NOT NULL,
	"side" text NOT NULL,
	"opened_by" uuid,
	"reason" text NOT NULL,
	"state" text DEFAULT 'open' NOT NULL,
	"client_bps" integer,
	"decision_note" text,
	"decided_at" timestamptz,
	CONSTRAINT "disputes_studio_id_id_pk" PRIMARY KEY("studio_id","id"),
	CONSTRAINT "disputes_share" CHECK ("disputes"."client_bps" between 0 and 10000)
);
--> statement-breakpoint
CREATE TABLE "project_members" (
	"studio_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"created_at" timestamptz DEFAULT now() NOT NULL,
	"updated_at" timestamptz DEFAULT now() NOT NULL,
	"project_id" uuid NOT NULL,
	"membership_id" uuid NOT NULL,
	CONSTRAINT "project_members_studio_id_id_pk" PRIMARY KEY("studio_id","id"),
	CONSTRAINT "project_members_once" UNIQUE("studio_id","project_id","membership_id")
);
--> statement-breakpoint
CREATE TABLE "project_settings" (
	"studio_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"created_at" timestamptz DEFAULT now() NOT NULL,
	"updated_at" timestamptz DEFAULT now() NOT NULL,
	"stages" jsonb NOT NULL,
	"silence_days" integer DEFAULT 10 NOT NULL,
	"silence_outcome" text DEFAULT 'complete' NOT NULL,
	"last_offer_number" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "project_settings_studio_id_id_pk" PRIMARY KEY("studio_id","id"),
	CONSTRAINT "project_settings_one" UNIQUE("studio_id"),
	CONSTRAINT "project_settings_silence" CHECK ("project_settings"."silence_days" between 1 and 90)
);
--> statement-breakpoint
CREATE TABLE "project_stages" (
	"studio_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"created_at" timestamptz DEFAULT now() NOT NULL,
	"updated_at" timestamptz DEFAULT now() NOT NULL,
	"project_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"name" text NOT NULL,
	"state" text DEFAULT 'planned' NOT NULL,
	"assignee_membership_id" uuid,
	"done_at" timestamptz,
	CONSTRAINT "project_stages_studio_id_id_pk" PRIMARY KEY("studio_id","id"),
	CONSTRAINT "project_stages_place" UNIQUE("studio_id","project_id","position")
);
--> statement-breakpoint
CREATE TABLE "projects" (
	"studio_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"created_at" timestamptz DEFAULT now() NOT NULL,
	"updated_at" timestamptz DEFAULT now() NOT NULL,
	"title" text NOT NULL,
	"kind" text NOT NULL,
	"state" text DEFAULT 'active' NOT NULL,
	"client_membership_id" uuid NOT NULL,
	"thread_id" uuid NOT NULL,
	"deadline" date,
	"opened_by" uuid,
	"silent_until" timestamptz,
	"closed_at" timestamptz,
	"summary_file_id" uuid,
	CONSTRAINT "projects_studio_id_id_pk" PRIMARY KEY("studio_id","id")
);
--> statement-breakpoint
ALTER TABLE "deliverables" ADD CONSTRAINT "deliverables_project" FOREIGN KEY ("studio_id","project_id") REFERENCES "public"."projects"("studio_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deliverables" ADD CONSTRAINT "deliverables_stage" FOREIGN KEY ("studio_id","stage_id") REFERENCES "public"."project_stages"("studio_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ratings" ADD CONSTRAINT "ratings_version" FOREIGN KEY ("studio_id","version_id") REFERENCES "public"."versions"("studio_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ratings" ADD CONSTRAINT "ratings_rater" FOREIGN KEY ("studio_id","rater_membership_id") REFERENCES "public"."memberships"("studio_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ratings" ADD CONSTRAINT "ratings_performer" FOREIGN KEY ("studio_id","performer_membership_id") REFERENCES "public"."memberships"("studio_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "review_comments" ADD CONSTRAINT "review_comments_version" FOREIGN KEY ("studio_id","version_id") REFERENCES "public"."versions"("studio_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "review_comments" ADD CONSTRAINT "review_comments_author" FOREIGN KEY ("studio_id","author_membership_id") REFERENCES "public"."memberships"("studio_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "review_comments" ADD CONSTRAINT "review_comments_answers" FOREIGN KEY ("studio_id","answers") REFERENCES "public"."review_comments"("studio_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "verdicts" ADD CONSTRAINT "verdicts_version" FOREIGN KEY ("studio_id","version_id") REFERENCES "public"."versions"("studio_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "verdicts" ADD CONSTRAINT "verdicts_member" FOREIGN KEY ("studio_id","membership_id") REFERENCES "public"."memberships"("studio_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "versions" ADD CONSTRAINT "versions_deliverable" FOREIGN KEY ("studio_id","deliverable_id") REFERENCES "public"."deliverables"("studio_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "versions" ADD CONSTRAINT "versions_project" FOREIGN KEY ("studio_id","project_id") REFERENCES "public"."projects"("studio_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "versions" ADD CONSTRAINT "versions_file_row" FOREIGN KEY ("studio_id","file_id") REFERENCES "public"."files"("studio_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "versions" ADD CONSTRAINT "versions_delivered_by" FOREIGN KEY ("studio_id","delivered_by") REFERENCES "public"."memberships"("studio_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "offers" ADD CONSTRAINT "offers_project" FOREIGN KEY ("studio_id","project_id") REFERENCES "public"."projects"("studio_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "offers" ADD CONSTRAINT "offers_stage" FOREIGN KEY ("studio_id","stage_id") REFERENCES "public"."project_stages"("studio_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "offers" ADD CONSTRAINT "offers_proposed_by" FOREIGN KEY ("studio_id","proposed_by") REFERENCES "public"."memberships"("studio_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "offers" ADD CONSTRAINT "offers_performer" FOREIGN KEY ("studio_id","performer_membership_id") REFERENCES "public"."memberships"("studio_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "offers" ADD CONSTRAINT "offers_counter_of" FOREIGN KEY ("studio_id","counter_of") REFERENCES "public"."offers"("studio_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "purchases" ADD CONSTRAINT "purchases_project" FOREIGN KEY ("studio_id","project_id") REFERENCES "public"."projects"("studio_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "purchases" ADD CONSTRAINT "purchases_offer" FOREIGN KEY ("studio_id","offer_id") REFERENCES "public"."offers"("studio_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "purchases" ADD CONSTRAINT "purchases_payer" FOREIGN KEY ("studio_id","payer_membership_id") REFERENCES "public"."memberships"("studio_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "purchases" ADD CONSTRAINT "purchases_performer" FOREIGN KEY ("studio_id","performer_membership_id") REFERENCES "public"."memberships"("studio_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "purchases" ADD CONSTRAINT "purchases_terms" FOREIGN KEY ("studio_id","terms_id") REFERENCES "public"."sharing_terms"("studio_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sharing_terms" ADD CONSTRAINT "sharing_terms_member" FOREIGN KEY ("studio_id","membership_id") REFERENCES "public"."memberships"("studio_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sharing_terms" ADD CONSTRAINT "sharing_terms_set_by" FOREIGN KEY ("studio_id","set_by") REFERENCES "public"."memberships"("studio_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tips" ADD CONSTRAINT "tips_project" FOREIGN KEY ("studio_id","project_id") REFERENCES "public"."projects"("studio_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tips" ADD CONSTRAINT "tips_from" FOREIGN KEY ("studio_id","from_membership_id") REFERENCES "public"."memberships"("studio_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tips" ADD CONSTRAINT "tips_performer" FOREIGN KEY ("studio_id","performer_membership_id") REFERENCES "public"."memberships"("studio_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "completions" ADD CONSTRAINT "completions_project" FOREIGN KEY ("studio_id","project_id") REFERENCES "public"."projects"("studio_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "completions" ADD CONSTRAINT "completions_member" FOREIGN KEY ("studio_id","membership_id") REFERENCES "public"."memberships"("studio_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "disputes" ADD CONSTRAINT "disputes_project" FOREIGN KEY ("studio_id","project_id") REFERENCES "public"."projects"("studio_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "disputes" ADD CONSTRAINT "disputes_opened_by" FOREIGN KEY ("studio_id","opened_by") REFERENCES "public"."memberships"("studio_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "project_members" ADD CONSTRAINT "project_members_project" FOREIGN KEY ("studio_id","project_id") REFERENCES "public"."projects"("studio_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "project_members" ADD CONSTRAINT "project_members_member" FOREIGN KEY ("studio_id","membership_id") REFERENCES "public"."memberships"("studio_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "project_stages" ADD CONSTRAINT "project_stages_project" FOREIGN KEY ("studio_id","project_id") REFERENCES "public"."projects"("studio_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "project_stages" ADD CONSTRAINT "project_stages_assignee" FOREIGN KEY ("studio_id","assignee_membership_id") REFERENCES "public"."memberships"("studio_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "projects" ADD CONSTRAINT "projects_client" FOREIGN KEY ("studio_id","client_membership_id") REFERENCES "public"."memberships"("studio_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "projects" ADD CONSTRAINT "projects_opened_by" FOREIGN KEY ("studio_id","opened_by") REFERENCES "public"."memberships"("studio_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "projects" ADD CONSTRAINT "projects_thread" FOREIGN KEY ("studio_id","thread_id") REFERENCES "public"."threads"("studio_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "projects" ADD CONSTRAINT "projects_summary" FOREIGN KEY ("studio_id","summary_file_id") REFERENCES "public"."files"("studio_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "ratings_by_performer" ON "ratings" USING btree ("studio_id","performer_membership_id","id");--> statement-breakpoint
CREATE INDEX "ratings_by_project" ON "ratings" USING btree ("studio_id","project_id");--> statement-breakpoint
CREATE INDEX "review_comments_by_version" ON "review_comments" USING btree ("studio_id","version_id","at_ms","id");--> statement-breakpoint
CREATE INDEX "review_comments_by_project" ON "review_comments" USING btree ("studio_id","project_id");--> statement-breakpoint
CREATE INDEX "versions_by_project" ON "versions" USING btree ("studio_id","project_id","id");--> statement-breakpoint
CREATE INDEX "offers_by_project" ON "offers" USING btree ("studio_id","project_id","id");--> statement-breakpoint
CREATE INDEX "purchases_by_project" ON "purchases" USING btree ("studio_id","project_id","id");--> statement-breakpoint
CREATE INDEX "purchases_by_performer" ON "purchases" USING btree ("studio_id","performer_membership_id","settled_at");--> statement-breakpoint
CREATE INDEX "sharing_terms_newest" ON "sharing_terms" USING btree ("studio_id","membership_id","in_force_from");--> statement-breakpoint
CREATE INDEX "tips_by_project" ON "tips" USING btree ("studio_id","project_id");--> statement-breakpoint
CREATE INDEX "tips_by_performer" ON "tips" USING btree ("studio_id","performer_membership_id","id");--> statement-breakpoint
CREATE INDEX "disputes_by_project" ON "disputes" USING btree ("studio_id","project_id");--> statement-breakpoint
CREATE INDEX "project_members_by_member" ON "project_members" USING btree ("studio_id","membership_id","project_id");--> statement-breakpoint
CREATE INDEX "projects_by_state" ON "projects" USING btree ("studio_id","state","id");--> statement-breakpoint
CREATE INDEX "projects_by_client" ON "projects" USING btree ("studio_id","client_membership_id","id");