CREATE TABLE "subscription_charges" (
	"studio_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"created_at" timestamptz DEFAULT now() NOT NULL,
	"updated_at" timestamptz DEFAULT now() NOT NULL,
	"kind" text NOT NULL,
	"state" text NOT NULL,
	"plan_id" uuid NOT NULL,
	"currency" text NOT NULL,
	"amount_minor" bigint NOT NULL,
	"credit_minor" bigint DEFAULT 0 NOT NULL,
	"period" "tstzrange",
	"attempt" integer DEFAULT 1 NOT NULL,
	"failure" text,
	"method_label" text,
	"settled_at" timestamptz,
	CONSTRAINT "subscription_charges_studio_id_id_pk" PRIMARY KEY("studio_id","id"),
	CONSTRAINT "subscription_charges_amount" CHECK ("subscription_charges"."amount_minor" >= 0 and "subscription_charges"."attempt" > 0),
	CONSTRAINT "subscription_charges_failure" CHECK (("subscription_charges"."failure" is not null) = ("subscription_charges"."state" = 'failed')),
	CONSTRAINT "subscription_charges_settled" CHECK (("subscription_charges"."settled_at" is null) = ("subscription_charges"."state" = 'requested')),
	CONSTRAINT "subscription_charges_period" CHECK (("subscription_charges"."period" is null) = ("subscription_charges"."kind" = 'credit'))
);
--> statement-breakpoint
ALTER TABLE "subscriptions" ADD COLUMN "anchor_day" integer;--> statement-breakpoint
ALTER TABLE "subscriptions" ADD COLUMN "failures" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "subscriptions" ADD COLUMN "next_charge_at" timestamptz;--> statement-breakpoint
ALTER TABLE "subscriptions" ADD COLUMN "remind_at" timestamptz;--> statement-breakpoint
ALTER TABLE "subscriptions" ADD COLUMN "cancels_at_end" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "subscriptions" ADD COLUMN "credit_minor" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "subscriptions" ADD COLUMN "method_id" text;--> statement-breakpoint
ALTER TABLE "subscriptions" ADD COLUMN "method_label" text;--> statement-breakpoint
-- Those that began before: their owner's role writes, which forced row-level security would leave without a row.
ALTER TABLE "subscriptions" NO FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "studios" NO FORCE ROW LEVEL SECURITY;--> statement-breakpoint
UPDATE "subscriptions" s SET
  "anchor_day" = extract(day from (case when s.state = 'trial' then s.period_end else s.period_start end) at time zone t.zone),
  "next_charge_at" = case when s.state in ('trial', 'active') then s.period_end end
FROM "studios" t WHERE t.id = s.studio_id;--> statement-breakpoint
ALTER TABLE "subscriptions" ALTER COLUMN "anchor_day" SET NOT NULL;--> statement-breakpoint
INSERT INTO "subscription_charges" ("studio_id", "id", "created_at", "kind", "state", "plan_id", "currency", "amount_minor", "period", "settled_at")
SELECT s.studio_id, p.id, p.created_at, 'start', 'succeeded', s.plan_id, p.currency, p.amount_minor, tstzrange(s.period_start, s.period_end), p.settled_at
FROM "subscriptions" s JOIN "payment_attempts" p ON p.studio_id = s.studio_id AND p.purpose = 'subscription' AND p.state = 'succeeded'
WHERE s.state = 'active';--> statement-breakpoint
ALTER TABLE "subscription_charges" ADD CONSTRAINT "subscription_charges_studio_id_studios_id_fk" FOREIGN KEY ("studio_id") REFERENCES "public"."studios"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "subscription_charges" ADD CONSTRAINT "subscription_charges_plan_id_plans_id_fk" FOREIGN KEY ("plan_id") REFERENCES "public"."plans"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "subscription_charges_open" ON "subscription_charges" USING btree ("studio_id") WHERE state = 'requested';--> statement-breakpoint
CREATE INDEX "subscription_charges_newest" ON "subscription_charges" USING btree ("studio_id","created_at","id");--> statement-breakpoint
CREATE INDEX "subscriptions_due" ON "subscriptions" USING btree ("next_charge_at");--> statement-breakpoint
CREATE INDEX "subscriptions_to_remind" ON "subscriptions" USING btree ("remind_at");--> statement-breakpoint
ALTER TABLE "subscriptions" ADD CONSTRAINT "subscriptions_anchor" CHECK ("subscriptions"."anchor_day" between 1 and 31);--> statement-breakpoint
ALTER TABLE "subscriptions" ADD CONSTRAINT "subscriptions_credit" CHECK ("subscriptions"."credit_minor" >= 0);--> statement-breakpoint
ALTER TABLE "subscriptions" ADD CONSTRAINT "subscriptions_failures" CHECK (("subscriptions"."failures" > 0) = ("subscriptions"."state" in ('past_due', 'suspended')));--> statement-breakpoint
ALTER TABLE "subscriptions" ADD CONSTRAINT "subscriptions_awaited" CHECK (("subscriptions"."next_charge_at" is not null) = ("subscriptions"."state" in ('trial', 'active', 'past_due')));--> statement-breakpoint
-- No moment of a studio's is under way or paid twice, whoever charges.
ALTER TABLE "subscription_charges" ADD CONSTRAINT "subscription_charges_once"
  EXCLUDE USING gist (studio_id WITH =, period WITH &&) WHERE (kind in ('start', 'renewal') and state <> 'failed');
