-- Whose charge, end or reminder is due: for the hourly job, which looks across studios and learns nothing but this.
CREATE FUNCTION "due_subscriptions"(p_now timestamptz, p_after uuid, p_limit integer)
RETURNS TABLE ("studio_id" uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT s.studio_id FROM subscriptions s
  WHERE (s.next_charge_at <= p_now OR s.remind_at <= p_now) AND s.studio_id > p_after
  ORDER BY s.studio_id LIMIT p_limit
$$;
--> statement-breakpoint
GRANT SELECT ON "subscriptions" TO atelier_definer;
--> statement-breakpoint
GRANT CREATE ON SCHEMA public TO atelier_definer;
--> statement-breakpoint
ALTER FUNCTION "due_subscriptions"(timestamptz, uuid, integer) OWNER TO atelier_definer;
--> statement-breakpoint
REVOKE CREATE ON SCHEMA public FROM atelier_definer;
--> statement-breakpoint
REVOKE ALL ON FUNCTION "due_subscriptions"(timestamptz, uuid, integer) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION "due_subscriptions"(timestamptz, uuid, integer) TO atelier_app;
