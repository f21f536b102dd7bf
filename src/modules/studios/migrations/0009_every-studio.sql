-- Ids and currencies of all studios but the platform's own, and nothing else of them: whom the platform has to tell.
CREATE FUNCTION "every_studio"() RETURNS TABLE ("id" uuid, "currency" text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT s.id, s.currency FROM studios s WHERE s.id <> '00000000-0000-7000-8000-000000000000' ORDER BY s.id
$$;
--> statement-breakpoint
GRANT SELECT ON "studios" TO atelier_definer;
--> statement-breakpoint
GRANT CREATE ON SCHEMA public TO atelier_definer;
--> statement-breakpoint
ALTER FUNCTION "every_studio"() OWNER TO atelier_definer;
--> statement-breakpoint
REVOKE CREATE ON SCHEMA public FROM atelier_definer;
--> statement-breakpoint
REVOKE ALL ON FUNCTION "every_studio"() FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION "every_studio"() TO atelier_app;
