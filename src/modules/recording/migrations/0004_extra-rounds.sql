CREATE TABLE "given_rounds" (
	"studio_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"created_at" timestamptz DEFAULT now() NOT NULL,
	"updated_at" timestamptz DEFAULT now() NOT NULL,
	"project_id" uuid NOT NULL,
	"membership_id" uuid NOT NULL,
	"round" integer NOT NULL,
	CONSTRAINT "given_rounds_studio_id_id_pk" PRIMARY KEY("studio_id","id"),
	CONSTRAINT "given_rounds_once" UNIQUE("studio_id","project_id","round")
);
--> statement-breakpoint
ALTER TABLE "offers" ADD COLUMN "round_of" uuid;--> statement-breakpoint
ALTER TABLE "given_rounds" ADD CONSTRAINT "given_rounds_project" FOREIGN KEY ("studio_id","project_id") REFERENCES "public"."projects"("studio_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "given_rounds" ADD CONSTRAINT "given_rounds_giver" FOREIGN KEY ("studio_id","membership_id") REFERENCES "public"."memberships"("studio_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "offers" ADD CONSTRAINT "offers_round_of" FOREIGN KEY ("studio_id","round_of") REFERENCES "public"."offers"("studio_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "offers" ADD CONSTRAINT "offers_round" CHECK ("offers"."round_of" is null or ("offers"."revisions_included" = 1 and "offers"."revision_price_minor" is null));