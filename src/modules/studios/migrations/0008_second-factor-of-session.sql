-- As before, but whether the second factor was given is a fact of the session, not of the account.
DROP FUNCTION "session_principal"(text, text, uuid);--> statement-breakpoint
CREATE FUNCTION "session_principal"(p_token text, p_studio text, p_profile uuid)
RETURNS TABLE (
  "session_id" uuid, "account_id" uuid, "email" text, "account_name" text, "account_locale" text, "account_zone" text, "operator" boolean, "second_factor" boolean,
  "studio_id" uuid, "slug" text, "studio_name" text, "currency" text, "zone" text, "studio_locale" text, "state" text,
  "membership_id" uuid, "role" text, "display_name" text, "granted" text[], "profiles_here" bigint
)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH session AS (
    SELECT s.id, s.user_id, s.active_membership_id, a.email, a.name, a.locale, a.zone, a.operator, s.second_factor
    FROM sessions s JOIN accounts a ON a.id = s.user_id
    WHERE s.token = p_token AND s.expires_at > now() AND a.blocked_at IS NULL
  ), studio AS (
    SELECT t.* FROM studios t WHERE t.slug = p_studio
    UNION ALL
    SELECT t.* FROM studios t
    WHERE t.id = CASE WHEN p_studio ~ '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$' THEN p_studio::uuid END
  ), profiles AS (
    SELECT m.id, m.role, m.display_name, coalesce(p.permissions, '{}') AS granted, count(*) OVER () AS here
    FROM memberships m
    LEFT JOIN permission_sets p ON p.studio_id = m.studio_id AND p.id = m.permission_set_id
    WHERE m.studio_id = (SELECT id FROM studio) AND m.account_id = (SELECT user_id FROM session) AND m.state = 'active'
  )
  SELECT session.id, session.user_id, session.email, session.name, session.locale, session.zone, session.operator,
         session.second_factor,
         studio.id, studio.slug, studio.name, studio.currency, studio.zone, studio.locale,
         CASE WHEN studio.blocked_at IS NULL THEN studio.state ELSE 'blocked' END,
         profile.id, profile.role, profile.display_name, profile.granted, coalesce((SELECT max(here) FROM profiles), 0)
  FROM (VALUES (1)) AS one
  LEFT JOIN session ON true
  LEFT JOIN studio ON true
  LEFT JOIN LATERAL (
    SELECT * FROM profiles
    WHERE CASE WHEN p_profile IS NOT NULL THEN id = p_profile
               ELSE here = 1 OR id = session.active_membership_id END
    LIMIT 1
  ) AS profile ON true
$$;
--> statement-breakpoint
GRANT CREATE ON SCHEMA public TO atelier_definer;--> statement-breakpoint
ALTER FUNCTION "session_principal"(text, text, uuid) OWNER TO atelier_definer;--> statement-breakpoint
REVOKE CREATE ON SCHEMA public FROM atelier_definer;--> statement-breakpoint
REVOKE ALL ON FUNCTION "session_principal"(text, text, uuid) FROM PUBLIC;--> statement-breakpoint
GRANT EXECUTE ON FUNCTION "session_principal"(text, text, uuid) TO atelier_app;
