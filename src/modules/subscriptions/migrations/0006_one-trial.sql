CREATE TABLE "trials" (
	"account_id" uuid NOT NULL,
	"studio_id" uuid NOT NULL,
	"begun_at" timestamptz DEFAULT now() NOT NULL,
	CONSTRAINT "trials_once" UNIQUE("account_id")
);
--> statement-breakpoint
ALTER TABLE "trials" ADD CONSTRAINT "trials_account" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "trials" ADD CONSTRAINT "trials_studio" FOREIGN KEY ("studio_id") REFERENCES "public"."studios"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
-- Whoever is on trial now has had it. The owner's role reads, which forced row-level security would leave without a row;
-- it is forced again after the migrations.
ALTER TABLE "subscriptions" NO FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
INSERT INTO "trials" ("account_id", "studio_id", "begun_at")
SELECT DISTINCT ON ("paid_by_account_id") "paid_by_account_id", "studio_id", "created_at"
FROM "subscriptions" WHERE "state" = 'trial' ORDER BY "paid_by_account_id", "created_at";
