ALTER TABLE "platform_terms" DROP CONSTRAINT "platform_terms_share";--> statement-breakpoint
ALTER TABLE "platform_terms" ADD COLUMN "replaces" uuid;--> statement-breakpoint
ALTER TABLE "platform_terms" ADD COLUMN "floor_rub_minor" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "platform_terms" ADD COLUMN "floor_usd_minor" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "platform_terms" ADD COLUMN "floor_eur_minor" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "platform_terms" ADD COLUMN "reason" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "platform_terms" ADD CONSTRAINT "platform_terms_replaces" FOREIGN KEY ("replaces") REFERENCES "public"."platform_terms"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
-- What there was holds on: one floor for every currency, and each row in place of the one before.
UPDATE "platform_terms" t SET
  floor_rub_minor = least(t.floor_minor, 1000000), floor_usd_minor = least(t.floor_minor, 1000000),
  floor_eur_minor = least(t.floor_minor, 1000000),
  replaces = o.before, reason = CASE WHEN o.before IS NULL THEN '' ELSE 'set by hand' END
FROM (SELECT id, lag(id) OVER (ORDER BY in_force_from, id) AS before FROM "platform_terms") o WHERE o.id = t.id;--> statement-breakpoint
ALTER TABLE "platform_terms" DROP COLUMN "floor_minor";--> statement-breakpoint
ALTER TABLE "platform_terms" ADD CONSTRAINT "platform_terms_replaced_once" UNIQUE NULLS NOT DISTINCT("replaces");--> statement-breakpoint
ALTER TABLE "platform_terms" ADD CONSTRAINT "platform_terms_floors" CHECK ("platform_terms"."floor_rub_minor" between 0 and 1000000 and "platform_terms"."floor_usd_minor" between 0 and 1000000 and "platform_terms"."floor_eur_minor" between 0 and 1000000);--> statement-breakpoint
ALTER TABLE "platform_terms" ADD CONSTRAINT "platform_terms_reason" CHECK ("platform_terms"."replaces" is null or length("platform_terms"."reason") > 0);--> statement-breakpoint
ALTER TABLE "platform_terms" ADD CONSTRAINT "platform_terms_share" CHECK ("platform_terms"."commission_bps" between 0 and 10000);
