ALTER TABLE "studios" ADD COLUMN "blocked_at" timestamptz;--> statement-breakpoint
ALTER TABLE "studios" ADD COLUMN "blocked_reason" text;--> statement-breakpoint
ALTER TABLE "studios" ADD CONSTRAINT "studios_block_reason" CHECK (("studios"."blocked_at" is null) = ("studios"."blocked_reason" is null));