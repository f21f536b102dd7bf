CREATE TABLE "job_requests" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"task" text NOT NULL,
	"payload" jsonb NOT NULL,
	"run_at" timestamptz,
	"key" text,
	"max_attempts" integer NOT NULL
);
