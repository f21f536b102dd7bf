-- A block stands beside what the subscription allows: whoever asks is told `blocked`, and the subscription goes on.
CREATE OR REPLACE FUNCTION "session_principal"(p_token text, p_studio text, p_profile uuid)
RETURNS TABLE (
  "session_id" uuid, "account_id" uuid, "email" text, "account_name" text, "account_locale" text, "account_zone" text, "operator" boolean,
  "studio_id" uuid, "slug" text, "studio_name" text, "currency" text, "zone" text, "studio_locale" text, "state" text,
  "membership_id" uuid, "role" text, "display_name" text, "granted" text[], "profiles_here" bigint
)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH session AS (
    SELECT s.id, s.user_id, s.active_membership_id, a.email, a.name, a.locale, a.zone, a.operator
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
CREATE OR REPLACE FUNCTION "profiles_of"(p_account uuid)
RETURNS TABLE (
  "membership_id" uuid, "role" text, "display_name" text, "title" text, "granted" text[],
  "studio_id" uuid, "slug" text, "studio_name" text, "currency" text, "zone" text, "studio_locale" text, "state" text,
  "colour" text, "logo_file_id" uuid
)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT m.id, m.role, m.display_name, m.title, coalesce(p.permissions, '{}'),
         s.id, s.slug, s.name, s.currency, s.zone, s.locale, s.state, s.colour, s.logo_file_id
  FROM memberships m JOIN studios s ON s.id = m.studio_id
  LEFT JOIN permission_sets p ON p.studio_id = m.studio_id AND p.id = m.permission_set_id
  WHERE m.account_id = p_account AND m.state = 'active' AND s.blocked_at IS NULL
  ORDER BY s.name, m.role
$$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION "invitation_by_token"(p_token_hash text)
RETURNS TABLE ("studio_id" uuid, "id" uuid, "email" text, "role" text, "display_name" text, "state" text, "expires_at" timestamptz, "slug" text, "studio_name" text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT i.studio_id, i.id, i.email, i.role, i.display_name, i.state, i.expires_at, s.slug, s.name
  FROM invitations i JOIN studios s ON s.id = i.studio_id
  WHERE i.token_hash = p_token_hash AND s.state = 'active' AND s.blocked_at IS NULL
$$;
