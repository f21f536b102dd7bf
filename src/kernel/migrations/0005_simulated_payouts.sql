CREATE TABLE "simulated_payouts" (
	"payout_id" uuid PRIMARY KEY NOT NULL,
	"state" text NOT NULL,
	"at" timestamptz DEFAULT now() NOT NULL
);
