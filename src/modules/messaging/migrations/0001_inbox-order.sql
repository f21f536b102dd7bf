DROP INDEX "threads_by_time";--> statement-breakpoint
CREATE INDEX "threads_by_life" ON "threads" USING btree ("studio_id",coalesce("last_message_at", "created_at"),"id");