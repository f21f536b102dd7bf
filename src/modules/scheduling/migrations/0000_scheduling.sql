CREATE TABLE "booking_payments" (
	"studio_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"created_at" timestamptz DEFAULT now() NOT NULL,
	"updated_at" timestamptz DEFAULT now() NOT NULL,
	"booking_id" uuid NOT NULL,
	"payer_account_id" uuid NOT NULL,
	"currency" text NOT NULL,
	"amount_minor" bigint NOT NULL,
	"commission_bps" bigint NOT NULL,
	"commission_floor_minor" bigint NOT NULL,
	"paid_at" timestamptz NOT NULL,
	"state" text DEFAULT 'held' NOT NULL,
	"kept_minor" bigint DEFAULT 0 NOT NULL,
	"returned_minor" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "booking_payments_studio_id_id_pk" PRIMARY KEY("studio_id","id"),
	CONSTRAINT "booking_payments_amount" CHECK ("booking_payments"."amount_minor" > 0),
	CONSTRAINT "booking_payments_settled" CHECK ("booking_payments"."kept_minor" + "booking_payments"."returned_minor" <= "booking_payments"."amount_minor")
);
--> statement-breakpoint
CREATE TABLE "booking_resources" (
	"studio_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"created_at" timestamptz DEFAULT now() NOT NULL,
	"updated_at" timestamptz DEFAULT now() NOT NULL,
	"booking_id" uuid NOT NULL,
	"resource_id" uuid NOT NULL,
	"starts_at" timestamptz NOT NULL,
	"ends_at" timestamptz NOT NULL,
	"buffer_before_minutes" integer NOT NULL,
	"buffer_after_minutes" integer NOT NULL,
	"occupies" "tstzrange" NOT NULL,
	"active" boolean DEFAULT true NOT NULL,
	CONSTRAINT "booking_resources_studio_id_id_pk" PRIMARY KEY("studio_id","id"),
	CONSTRAINT "booking_resources_once" UNIQUE("studio_id","booking_id","resource_id"),
	CONSTRAINT "booking_resources_time" CHECK ("booking_resources"."starts_at" < "booking_resources"."ends_at")
);
--> statement-breakpoint
CREATE TABLE "bookings" (
	"studio_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"created_at" timestamptz DEFAULT now() NOT NULL,
	"updated_at" timestamptz DEFAULT now() NOT NULL,
	"number" integer NOT NULL,
	"kind" text NOT NULL,
	"state" text NOT NULL,
	"service_id" uuid,
	"title" jsonb NOT NULL,
	"client_membership_id" uuid,
	"claim_hash" text,
	"starts_at" timestamptz NOT NULL,
	"ends_at" timestamptz NOT NULL,
	"held_until" timestamptz,
	"answer_until" timestamptz,
	"currency" text NOT NULL,
	"price_minor" bigint NOT NULL,
	"price_lines" jsonb NOT NULL,
	"deposit_minor" bigint NOT NULL,
	"terms" jsonb NOT NULL,
	"free_until" timestamptz NOT NULL,
	"extras" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"note" text DEFAULT '' NOT NULL,
	"staff_note" text DEFAULT '' NOT NULL,
	"booked_by" uuid,
	"ended_reason" text DEFAULT '' NOT NULL,
	"kept_minor" bigint DEFAULT 0 NOT NULL,
	"returned_minor" bigint DEFAULT 0 NOT NULL,
	"sequence" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "bookings_studio_id_id_pk" PRIMARY KEY("studio_id","id"),
	CONSTRAINT "bookings_number" UNIQUE("studio_id","number"),
	CONSTRAINT "bookings_time" CHECK ("bookings"."starts_at" < "bookings"."ends_at" and "bookings"."ends_at" <= "bookings"."starts_at" + interval '48 hours'),
	CONSTRAINT "bookings_held_until" CHECK (("bookings"."state" = 'held') = ("bookings"."held_until" is not null)),
	CONSTRAINT "bookings_answer_until" CHECK ("bookings"."state" <> 'pending' or "bookings"."answer_until" is not null),
	CONSTRAINT "bookings_whose" CHECK (("bookings"."kind" = 'internal' and "bookings"."client_membership_id" is null and "bookings"."price_minor" = 0)
        or ("bookings"."kind" = 'session' and ("bookings"."client_membership_id" is not null or "bookings"."state" in ('held', 'expired')))),
	CONSTRAINT "bookings_money" CHECK ("bookings"."price_minor" >= 0 and "bookings"."deposit_minor" between 0 and "bookings"."price_minor" and "bookings"."kept_minor" >= 0 and "bookings"."returned_minor" >= 0)
);
--> statement-breakpoint
CREATE TABLE "calendar_feeds" (
	"studio_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"created_at" timestamptz DEFAULT now() NOT NULL,
	"updated_at" timestamptz DEFAULT now() NOT NULL,
	"token_hash" text NOT NULL,
	"resource_id" uuid NOT NULL,
	"named" boolean NOT NULL,
	"created_by" uuid NOT NULL,
	"revoked_at" timestamptz,
	CONSTRAINT "calendar_feeds_studio_id_id_pk" PRIMARY KEY("studio_id","id"),
	CONSTRAINT "calendar_feeds_token" UNIQUE("studio_id","token_hash")
);
--> statement-breakpoint
CREATE TABLE "extras" (
	"studio_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"created_at" timestamptz DEFAULT now() NOT NULL,
	"updated_at" timestamptz DEFAULT now() NOT NULL,
	"title" jsonb NOT NULL,
	"price_minor" bigint NOT NULL,
	"per" text NOT NULL,
	"resource_id" uuid,
	"max_quantity" integer DEFAULT 1 NOT NULL,
	"position" integer DEFAULT 0 NOT NULL,
	"archived" boolean DEFAULT false NOT NULL,
	CONSTRAINT "extras_studio_id_id_pk" PRIMARY KEY("studio_id","id"),
	CONSTRAINT "extras_price" CHECK ("extras"."price_minor" >= 0),
	CONSTRAINT "extras_quantity" CHECK ("extras"."max_quantity" between 1 and 20),
	CONSTRAINT "extras_gear_is_one" CHECK ("extras"."resource_id" is null or "extras"."max_quantity" = 1)
);
--> statement-breakpoint
CREATE TABLE "resource_exceptions" (
	"studio_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"created_at" timestamptz DEFAULT now() NOT NULL,
	"updated_at" timestamptz DEFAULT now() NOT NULL,
	"resource_id" uuid NOT NULL,
	"date" date NOT NULL,
	"opens" text,
	"closes" text,
	"note" text DEFAULT '' NOT NULL,
	CONSTRAINT "resource_exceptions_studio_id_id_pk" PRIMARY KEY("studio_id","id"),
	CONSTRAINT "resource_exceptions_hours" CHECK (("resource_exceptions"."opens" is null) = ("resource_exceptions"."closes" is null))
);
--> statement-breakpoint
CREATE TABLE "resources" (
	"studio_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"created_at" timestamptz DEFAULT now() NOT NULL,
	"updated_at" timestamptz DEFAULT now() NOT NULL,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"detail" text DEFAULT '' NOT NULL,
	"membership_id" uuid,
	"per_hour_minor" bigint,
	"buffer_before_minutes" integer DEFAULT 0 NOT NULL,
	"buffer_after_minutes" integer DEFAULT 0 NOT NULL,
	"weekly" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"position" integer DEFAULT 0 NOT NULL,
	"archived" boolean DEFAULT false NOT NULL,
	CONSTRAINT "resources_studio_id_id_pk" PRIMARY KEY("studio_id","id"),
	CONSTRAINT "resources_person" UNIQUE("studio_id","membership_id"),
	CONSTRAINT "resources_person_is_member" CHECK (("resources"."kind" = 'person') = ("resources"."membership_id" is not null)),
	CONSTRAINT "resources_price" CHECK ("resources"."per_hour_minor" is null or "resources"."per_hour_minor" > 0),
	CONSTRAINT "resources_buffers" CHECK ("resources"."buffer_before_minutes" between 0 and 1440 and "resources"."buffer_after_minutes" between 0 and 1440)
);
--> statement-breakpoint
CREATE TABLE "schedule_settings" (
	"studio_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"created_at" timestamptz DEFAULT now() NOT NULL,
	"updated_at" timestamptz DEFAULT now() NOT NULL,
	"confirmation" text DEFAULT 'auto' NOT NULL,
	"step_minutes" integer DEFAULT 60 NOT NULL,
	"notice_minutes" integer DEFAULT 120 NOT NULL,
	"advance_days" integer DEFAULT 60 NOT NULL,
	"deposit_bps" integer DEFAULT 3000 NOT NULL,
	"free_hours" integer DEFAULT 24 NOT NULL,
	"late_kept_bps" integer DEFAULT 3000 NOT NULL,
	"no_show_kept_bps" integer DEFAULT 10000 NOT NULL,
	"no_show_grace_minutes" integer DEFAULT 15 NOT NULL,
	"answer_hours" integer DEFAULT 24 NOT NULL,
	"last_number" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "schedule_settings_studio_id_id_pk" PRIMARY KEY("studio_id","id"),
	CONSTRAINT "schedule_settings_one" UNIQUE("studio_id"),
	CONSTRAINT "schedule_settings_step" CHECK ("schedule_settings"."step_minutes" in (5, 10, 15, 20, 30, 60)),
	CONSTRAINT "schedule_settings_notice" CHECK ("schedule_settings"."notice_minutes" between 0 and 43200),
	CONSTRAINT "schedule_settings_advance" CHECK ("schedule_settings"."advance_days" between 1 and 730),
	CONSTRAINT "schedule_settings_shares" CHECK ("schedule_settings"."deposit_bps" between 0 and 10000 and "schedule_settings"."late_kept_bps" between 0 and 10000 and "schedule_settings"."no_show_kept_bps" between 0 and 10000),
	CONSTRAINT "schedule_settings_free" CHECK ("schedule_settings"."free_hours" between 0 and 720),
	CONSTRAINT "schedule_settings_grace" CHECK ("schedule_settings"."no_show_grace_minutes" between 0 and 720),
	CONSTRAINT "schedule_settings_answer" CHECK ("schedule_settings"."answer_hours" between 1 and 168)
);
--> statement-breakpoint
CREATE TABLE "price_rules" (
	"studio_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"created_at" timestamptz DEFAULT now() NOT NULL,
	"updated_at" timestamptz DEFAULT now() NOT NULL,
	"kind" text NOT NULL,
	"title" jsonb NOT NULL,
	"weekdays" integer[] DEFAULT '{}' NOT NULL,
	"opens" text,
	"closes" text,
	"from_minutes" integer,
	"bps" integer NOT NULL,
	"position" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "price_rules_studio_id_id_pk" PRIMARY KEY("studio_id","id"),
	CONSTRAINT "price_rules_share" CHECK ("price_rules"."bps" between 100 and 100000),
	CONSTRAINT "price_rules_form" CHECK (case "price_rules"."kind" when 'window' then "price_rules"."opens" is not null and "price_rules"."closes" is not null and "price_rules"."from_minutes" is null
        else "price_rules"."opens" is null and "price_rules"."closes" is null and "price_rules"."from_minutes" between 30 and 1440 end)
);
--> statement-breakpoint
CREATE TABLE "service_resources" (
	"studio_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"created_at" timestamptz DEFAULT now() NOT NULL,
	"updated_at" timestamptz DEFAULT now() NOT NULL,
	"service_id" uuid NOT NULL,
	"resource_id" uuid NOT NULL,
	CONSTRAINT "service_resources_studio_id_id_pk" PRIMARY KEY("studio_id","id"),
	CONSTRAINT "service_resources_once" UNIQUE("studio_id","service_id","resource_id")
);
--> statement-breakpoint
CREATE TABLE "services" (
	"studio_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"created_at" timestamptz DEFAULT now() NOT NULL,
	"updated_at" timestamptz DEFAULT now() NOT NULL,
	"title" jsonb NOT NULL,
	"about" jsonb DEFAULT '{"ru":"","en":""}'::jsonb NOT NULL,
	"pricing" text NOT NULL,
	"price_minor" bigint NOT NULL,
	"bookable" boolean NOT NULL,
	"min_minutes" integer DEFAULT 60 NOT NULL,
	"max_minutes" integer DEFAULT 480 NOT NULL,
	"position" integer DEFAULT 0 NOT NULL,
	"archived" boolean DEFAULT false NOT NULL,
	CONSTRAINT "services_studio_id_id_pk" PRIMARY KEY("studio_id","id"),
	CONSTRAINT "services_price" CHECK ("services"."price_minor" >= 0 and ("services"."pricing" = 'hourly' or "services"."price_minor" > 0)),
	CONSTRAINT "services_length" CHECK ("services"."min_minutes" between 5 and 1440 and "services"."max_minutes" between "services"."min_minutes" and 1440),
	CONSTRAINT "services_tracks_are_offered" CHECK (not ("services"."bookable" and "services"."pricing" = 'per_track'))
);
--> statement-breakpoint
ALTER TABLE "booking_payments" ADD CONSTRAINT "booking_payments_booking" FOREIGN KEY ("studio_id","booking_id") REFERENCES "public"."bookings"("studio_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "booking_resources" ADD CONSTRAINT "booking_resources_booking" FOREIGN KEY ("studio_id","booking_id") REFERENCES "public"."bookings"("studio_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "booking_resources" ADD CONSTRAINT "booking_resources_resource" FOREIGN KEY ("studio_id","resource_id") REFERENCES "public"."resources"("studio_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bookings" ADD CONSTRAINT "bookings_studio" FOREIGN KEY ("studio_id") REFERENCES "public"."studios"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bookings" ADD CONSTRAINT "bookings_service" FOREIGN KEY ("studio_id","service_id") REFERENCES "public"."services"("studio_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bookings" ADD CONSTRAINT "bookings_client" FOREIGN KEY ("studio_id","client_membership_id") REFERENCES "public"."memberships"("studio_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bookings" ADD CONSTRAINT "bookings_booked_by" FOREIGN KEY ("studio_id","booked_by") REFERENCES "public"."memberships"("studio_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "calendar_feeds" ADD CONSTRAINT "calendar_feeds_resource" FOREIGN KEY ("studio_id","resource_id") REFERENCES "public"."resources"("studio_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "calendar_feeds" ADD CONSTRAINT "calendar_feeds_created_by" FOREIGN KEY ("studio_id","created_by") REFERENCES "public"."memberships"("studio_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "extras" ADD CONSTRAINT "extras_studio" FOREIGN KEY ("studio_id") REFERENCES "public"."studios"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "extras" ADD CONSTRAINT "extras_resource" FOREIGN KEY ("studio_id","resource_id") REFERENCES "public"."resources"("studio_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "resource_exceptions" ADD CONSTRAINT "resource_exceptions_resource" FOREIGN KEY ("studio_id","resource_id") REFERENCES "public"."resources"("studio_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "resources" ADD CONSTRAINT "resources_studio" FOREIGN KEY ("studio_id") REFERENCES "public"."studios"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "resources" ADD CONSTRAINT "resources_member" FOREIGN KEY ("studio_id","membership_id") REFERENCES "public"."memberships"("studio_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "schedule_settings" ADD CONSTRAINT "schedule_settings_studio" FOREIGN KEY ("studio_id") REFERENCES "public"."studios"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "price_rules" ADD CONSTRAINT "price_rules_studio" FOREIGN KEY ("studio_id") REFERENCES "public"."studios"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "service_resources" ADD CONSTRAINT "service_resources_service" FOREIGN KEY ("studio_id","service_id") REFERENCES "public"."services"("studio_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "service_resources" ADD CONSTRAINT "service_resources_resource" FOREIGN KEY ("studio_id","resource_id") REFERENCES "public"."resources"("studio_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "services" ADD CONSTRAINT "services_studio" FOREIGN KEY ("studio_id") REFERENCES "public"."studios"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "booking_payments_by_booking" ON "booking_payments" USING btree ("studio_id","booking_id","id");--> statement-breakpoint
CREATE INDEX "booking_resources_by_time" ON "booking_resources" USING btree ("studio_id","resource_id","ends_at") WHERE active;--> statement-breakpoint
CREATE INDEX "bookings_by_time" ON "bookings" USING btree ("studio_id","starts_at","id");--> statement-breakpoint
CREATE INDEX "bookings_by_client" ON "bookings" USING btree ("studio_id","client_membership_id","starts_at","id");--> statement-breakpoint
CREATE INDEX "bookings_waiting" ON "bookings" USING btree ("studio_id","state","starts_at") WHERE state in ('held', 'pending');--> statement-breakpoint
CREATE INDEX "calendar_feeds_by_resource" ON "calendar_feeds" USING btree ("studio_id","resource_id","id");--> statement-breakpoint
CREATE INDEX "resource_exceptions_by_date" ON "resource_exceptions" USING btree ("studio_id","resource_id","date");--> statement-breakpoint
CREATE INDEX "resources_in_order" ON "resources" USING btree ("studio_id","archived","kind","position","id");--> statement-breakpoint
CREATE INDEX "services_in_order" ON "services" USING btree ("studio_id","archived","position","id");