ALTER TABLE "bookings" ADD COLUMN "day_reminder_for" timestamptz;--> statement-breakpoint
ALTER TABLE "bookings" ADD COLUMN "soon_reminder_for" timestamptz;