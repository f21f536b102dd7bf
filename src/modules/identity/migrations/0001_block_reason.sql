ALTER TABLE "accounts" ADD COLUMN "blocked_reason" text;--> statement-breakpoint
UPDATE "accounts" SET "blocked_reason" = '—' WHERE "blocked_at" IS NOT NULL;--> statement-breakpoint
ALTER TABLE "accounts" ADD CONSTRAINT "accounts_block_reason" CHECK (("accounts"."blocked_at" is null) = ("accounts"."blocked_reason" is null));