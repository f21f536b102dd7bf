ALTER TABLE "studios" DROP COLUMN "logo_file_id";--> statement-breakpoint
ALTER TABLE "studios" DROP COLUMN "cover_file_id";