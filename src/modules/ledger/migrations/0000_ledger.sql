CREATE TABLE "holds" (
	"id" uuid PRIMARY KEY NOT NULL,
	"studio_id" uuid NOT NULL,
	"payer_kind" text NOT NULL,
	"payer_id" uuid NOT NULL,
	"currency" text NOT NULL,
	"amount_minor" bigint NOT NULL,
	"captured_minor" bigint DEFAULT 0 NOT NULL,
	"released_minor" bigint DEFAULT 0 NOT NULL,
	"subject_type" text NOT NULL,
	"subject_id" uuid NOT NULL,
	"note" text NOT NULL,
	"created_at" timestamptz NOT NULL,
	CONSTRAINT "holds_never_more" CHECK ("holds"."amount_minor" > 0 and "holds"."captured_minor" >= 0 and "holds"."released_minor" >= 0 and "holds"."captured_minor" + "holds"."released_minor" <= "holds"."amount_minor")
);
--> statement-breakpoint
CREATE TABLE "payment_attempts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"purpose" text NOT NULL,
	"account_id" uuid NOT NULL,
	"studio_id" uuid NOT NULL,
	"gateway" text NOT NULL,
	"currency" text NOT NULL,
	"amount_minor" bigint NOT NULL,
	"state" text DEFAULT 'pending' NOT NULL,
	"details" jsonb NOT NULL,
	"return_to" text NOT NULL,
	"created_at" timestamptz NOT NULL,
	"settled_at" timestamptz,
	CONSTRAINT "payment_attempts_amount" CHECK ("payment_attempts"."amount_minor" > 0)
);
--> statement-breakpoint
CREATE TABLE "platform_terms" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"commission_bps" bigint NOT NULL,
	"floor_minor" bigint NOT NULL,
	"set_by" uuid,
	"in_force_from" timestamptz DEFAULT now() NOT NULL,
	CONSTRAINT "platform_terms_share" CHECK ("platform_terms"."commission_bps" between 0 and 10000 and "platform_terms"."floor_minor" >= 0)
);
--> statement-breakpoint
CREATE TABLE "postings" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"transfer_id" uuid NOT NULL,
	"wallet_id" uuid NOT NULL,
	"owner_kind" text NOT NULL,
	"owner_id" uuid NOT NULL,
	"currency" text NOT NULL,
	"amount_minor" bigint NOT NULL,
	"balance_after_minor" bigint NOT NULL,
	"role" text NOT NULL,
	"occurred_at" timestamptz NOT NULL,
	CONSTRAINT "postings_not_nothing" CHECK ("postings"."amount_minor" <> 0)
);
--> statement-breakpoint
CREATE TABLE "transfers" (
	"id" uuid PRIMARY KEY NOT NULL,
	"hash" text NOT NULL,
	"kind" text NOT NULL,
	"studio_id" uuid NOT NULL,
	"subject_type" text NOT NULL,
	"subject_id" uuid NOT NULL,
	"note" text NOT NULL,
	"breakdown" jsonb,
	"account_ids" uuid[] NOT NULL,
	"actor_account_id" uuid,
	"occurred_at" timestamptz NOT NULL
);
--> statement-breakpoint
CREATE TABLE "wallets" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"owner_kind" text NOT NULL,
	"owner_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"currency" text NOT NULL,
	"balance_minor" bigint DEFAULT 0 NOT NULL,
	"floor_minor" bigint,
	"created_at" timestamptz DEFAULT now() NOT NULL,
	CONSTRAINT "wallets_one" UNIQUE("owner_kind","owner_id","kind","currency"),
	CONSTRAINT "wallets_floor" CHECK ("wallets"."floor_minor" is null or "wallets"."balance_minor" >= "wallets"."floor_minor")
);
--> statement-breakpoint
CREATE TABLE "withdrawals" (
	"id" uuid PRIMARY KEY NOT NULL,
	"owner_kind" text NOT NULL,
	"owner_id" uuid NOT NULL,
	"account_id" uuid NOT NULL,
	"currency" text NOT NULL,
	"amount_minor" bigint NOT NULL,
	"destination" text NOT NULL,
	"state" text DEFAULT 'requested' NOT NULL,
	"created_at" timestamptz NOT NULL,
	"settled_at" timestamptz,
	CONSTRAINT "withdrawals_amount" CHECK ("withdrawals"."amount_minor" > 0)
);
--> statement-breakpoint
ALTER TABLE "holds" ADD CONSTRAINT "holds_id_transfers_id_fk" FOREIGN KEY ("id") REFERENCES "public"."transfers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "postings" ADD CONSTRAINT "postings_transfer_id_transfers_id_fk" FOREIGN KEY ("transfer_id") REFERENCES "public"."transfers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "postings" ADD CONSTRAINT "postings_wallet_id_wallets_id_fk" FOREIGN KEY ("wallet_id") REFERENCES "public"."wallets"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "holds_by_studio" ON "holds" USING btree ("studio_id","created_at","id");--> statement-breakpoint
CREATE INDEX "holds_by_payer" ON "holds" USING btree ("payer_id","created_at","id");--> statement-breakpoint
CREATE INDEX "holds_by_subject" ON "holds" USING btree ("subject_id");--> statement-breakpoint
CREATE INDEX "payment_attempts_by_account" ON "payment_attempts" USING btree ("account_id","created_at");--> statement-breakpoint
CREATE INDEX "payment_attempts_waiting" ON "payment_attempts" USING btree ("state","created_at");--> statement-breakpoint
CREATE INDEX "platform_terms_newest" ON "platform_terms" USING btree ("in_force_from");--> statement-breakpoint
CREATE INDEX "postings_statement" ON "postings" USING btree ("wallet_id","id");--> statement-breakpoint
CREATE INDEX "postings_by_transfer" ON "postings" USING btree ("transfer_id");--> statement-breakpoint
CREATE INDEX "transfers_by_studio" ON "transfers" USING btree ("studio_id","occurred_at","id");--> statement-breakpoint
CREATE INDEX "transfers_by_subject" ON "transfers" USING btree ("subject_id","occurred_at");--> statement-breakpoint
CREATE INDEX "transfers_by_time" ON "transfers" USING btree ("occurred_at","id");--> statement-breakpoint
CREATE INDEX "withdrawals_by_owner" ON "withdrawals" USING btree ("owner_id","created_at");