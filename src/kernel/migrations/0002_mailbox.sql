CREATE TABLE "mailbox" (
	"message_id" text PRIMARY KEY NOT NULL,
	"recipient" text NOT NULL,
	"sender_name" text,
	"subject" text NOT NULL,
	"text" text NOT NULL,
	"sent_at" timestamptz DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE INDEX "mailbox_by_time" ON "mailbox" USING btree ("sent_at");