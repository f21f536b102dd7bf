CREATE TABLE "invitations" (
	"studio_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"created_at" timestamptz DEFAULT now() NOT NULL,
	"updated_at" timestamptz DEFAULT now() NOT NULL,
	"email" text NOT NULL,
	"role" text NOT NULL,
	"display_name" text NOT NULL,
	"title" text DEFAULT '' NOT NULL,
	"permission_set_id" uuid,
	"token_hash" text NOT NULL,
	"invited_by" uuid NOT NULL,
	"expires_at" timestamptz NOT NULL,
	"state" text DEFAULT 'sent' NOT NULL,
	"accepted_membership_id" uuid,
	CONSTRAINT "invitations_studio_id_id_pk" PRIMARY KEY("studio_id","id"),
	CONSTRAINT "invitations_token" UNIQUE("studio_id","token_hash")
);
--> statement-breakpoint
CREATE TABLE "memberships" (
	"studio_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"created_at" timestamptz DEFAULT now() NOT NULL,
	"updated_at" timestamptz DEFAULT now() NOT NULL,
	"account_id" uuid NOT NULL,
	"role" text NOT NULL,
	"display_name" text NOT NULL,
	"title" text DEFAULT '' NOT NULL,
	"public" boolean DEFAULT false NOT NULL,
	"permission_set_id" uuid,
	"state" text DEFAULT 'active' NOT NULL,
	CONSTRAINT "memberships_studio_id_id_pk" PRIMARY KEY("studio_id","id"),
	CONSTRAINT "memberships_once" UNIQUE("studio_id","account_id","role")
);
--> statement-breakpoint
CREATE TABLE "permission_sets" (
	"studio_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"created_at" timestamptz DEFAULT now() NOT NULL,
	"updated_at" timestamptz DEFAULT now() NOT NULL,
	"name" text NOT NULL,
	"permissions" text[] DEFAULT '{}' NOT NULL,
	CONSTRAINT "permission_sets_studio_id_id_pk" PRIMARY KEY("studio_id","id"),
	CONSTRAINT "permission_sets_name" UNIQUE("studio_id","name")
);
--> statement-breakpoint
CREATE TABLE "sites" (
	"studio_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"created_at" timestamptz DEFAULT now() NOT NULL,
	"updated_at" timestamptz DEFAULT now() NOT NULL,
	"enabled" boolean DEFAULT true NOT NULL,
	"blocks" jsonb NOT NULL,
	CONSTRAINT "sites_studio_id_id_pk" PRIMARY KEY("studio_id","id"),
	CONSTRAINT "sites_one" UNIQUE("studio_id")
);
--> statement-breakpoint
CREATE TABLE "studios" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"slug" text NOT NULL,
	"name" text NOT NULL,
	"currency" text NOT NULL,
	"zone" text NOT NULL,
	"locale" text NOT NULL,
	"state" text DEFAULT 'active' NOT NULL,
	"colour" text DEFAULT '#c9780c' NOT NULL,
	"logo_file_id" uuid,
	"cover_file_id" uuid,
	"tagline" jsonb DEFAULT '{"ru":"","en":""}'::jsonb NOT NULL,
	"about" jsonb DEFAULT '{"ru":"","en":""}'::jsonb NOT NULL,
	"address" text DEFAULT '' NOT NULL,
	"phone" text DEFAULT '' NOT NULL,
	"email" text DEFAULT '' NOT NULL,
	"created_at" timestamptz DEFAULT now() NOT NULL,
	"updated_at" timestamptz DEFAULT now() NOT NULL,
	CONSTRAINT "studios_slug" UNIQUE("slug"),
	CONSTRAINT "studios_slug_form" CHECK ("studios"."slug" ~ '^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$'),
	CONSTRAINT "studios_colour_form" CHECK ("studios"."colour" ~ '^#[0-9a-f]{6}$')
);
--> statement-breakpoint
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_studio_id_invited_by_memberships_studio_id_id_fk" FOREIGN KEY ("studio_id","invited_by") REFERENCES "public"."memberships"("studio_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_studio_id_permission_set_id_permission_sets_studio_id_id_fk" FOREIGN KEY ("studio_id","permission_set_id") REFERENCES "public"."permission_sets"("studio_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_studio_id_accepted_membership_id_memberships_studio_id_id_fk" FOREIGN KEY ("studio_id","accepted_membership_id") REFERENCES "public"."memberships"("studio_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_studio_id_studios_id_fk" FOREIGN KEY ("studio_id") REFERENCES "public"."studios"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_studio_id_permission_set_id_permission_sets_studio_id_id_fk" FOREIGN KEY ("studio_id","permission_set_id") REFERENCES "public"."permission_sets"("studio_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "permission_sets" ADD CONSTRAINT "permission_sets_studio_id_studios_id_fk" FOREIGN KEY ("studio_id") REFERENCES "public"."studios"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sites" ADD CONSTRAINT "sites_studio_id_studios_id_fk" FOREIGN KEY ("studio_id") REFERENCES "public"."studios"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "invitations_by_token" ON "invitations" USING btree ("token_hash");--> statement-breakpoint
CREATE INDEX "invitations_by_state" ON "invitations" USING btree ("studio_id","state","id");--> statement-breakpoint
CREATE INDEX "memberships_by_account" ON "memberships" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "memberships_by_role" ON "memberships" USING btree ("studio_id","role","id");