ALTER TABLE "studios" ADD COLUMN "logo" jsonb;--> statement-breakpoint
ALTER TABLE "studios" ADD COLUMN "cover" jsonb;--> statement-breakpoint
-- As before, with what the studio shows as its logo.
DROP FUNCTION "profiles_of"(uuid);--> statement-breakpoint
CREATE FUNCTION "profiles_of"(p_account uuid)
RETURNS TABLE (
  "membership_id" uuid, "role" text, "display_name" text, "title" text, "granted" text[],
  "studio_id" uuid, "slug" text, "studio_name" text, "currency" text, "zone" text, "studio_locale" text, "state" text,
  "colour" text, "logo" jsonb
)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT m.id, m.role, m.display_name, m.title, coalesce(p.permissions, '{}'),
         s.id, s.slug, s.name, s.currency, s.zone, s.locale, s.state, s.colour, s.logo
  FROM memberships m JOIN studios s ON s.id = m.studio_id
  LEFT JOIN permission_sets p ON p.studio_id = m.studio_id AND p.id = m.permission_set_id
  WHERE m.account_id = p_account AND m.state = 'active' AND s.blocked_at IS NULL
  ORDER BY s.name, m.role
$$;
--> statement-breakpoint
GRANT CREATE ON SCHEMA public TO atelier_definer;--> statement-breakpoint
ALTER FUNCTION "profiles_of"(uuid) OWNER TO atelier_definer;--> statement-breakpoint
REVOKE CREATE ON SCHEMA public FROM atelier_definer;--> statement-breakpoint
REVOKE ALL ON FUNCTION "profiles_of"(uuid) FROM PUBLIC;--> statement-breakpoint
GRANT EXECUTE ON FUNCTION "profiles_of"(uuid) TO atelier_app;
