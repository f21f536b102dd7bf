INSERT INTO "event_cursor" ("id", "xid", "event_id", "position", "hash")
VALUES (1, '0', '00000000-0000-0000-0000-000000000000', 0, '\x');
--> statement-breakpoint
-- Events behind every transaction still in progress: none that is yet to commit can come before them. Sees all studios,
-- which the dispatcher must and the application's role may not; hence its owner's rights.
CREATE FUNCTION "undispatched_events"(after_xid xid8, after_id uuid, up_to integer)
RETURNS TABLE ("studio_id" uuid, "id" uuid, "name" text, "xid" xid8, "audience" uuid[], "subject_type" text, "subject_id" uuid, "canonical" text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT e.studio_id, e.id, e.name, e.xid, e.audience, e.subject_type, e.subject_id,
         (to_jsonb(e) - 'xid')::text
  FROM events e
  WHERE (e.xid, e.id) > (after_xid, after_id) AND e.xid < pg_snapshot_xmin(pg_current_snapshot())
  ORDER BY e.xid, e.id
  LIMIT up_to
$$;
--> statement-breakpoint
-- The chain as it can be computed again: each sealed event in order, with what was sealed of it.
CREATE FUNCTION "sealed_events"(after_position bigint, up_to integer)
RETURNS TABLE ("seal_position" bigint, "hash" bytea, "studio_id" uuid, "id" uuid, "canonical" text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT s.position, s.hash, s.studio_id, s.event_id, (to_jsonb(e) - 'xid')::text
  FROM event_seals s LEFT JOIN events e ON e.studio_id = s.studio_id AND e.id = s.event_id
  WHERE s.position > after_position
  ORDER BY s.position
  LIMIT up_to
$$;
--> statement-breakpoint
GRANT SELECT ON "events", "event_seals" TO atelier_definer;
--> statement-breakpoint
GRANT CREATE ON SCHEMA public TO atelier_definer;
--> statement-breakpoint
ALTER FUNCTION "undispatched_events"(xid8, uuid, integer) OWNER TO atelier_definer;
--> statement-breakpoint
ALTER FUNCTION "sealed_events"(bigint, integer) OWNER TO atelier_definer;
--> statement-breakpoint
REVOKE CREATE ON SCHEMA public FROM atelier_definer;
--> statement-breakpoint
REVOKE ALL ON FUNCTION "undispatched_events"(xid8, uuid, integer), "sealed_events"(bigint, integer) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION "undispatched_events"(xid8, uuid, integer), "sealed_events"(bigint, integer) TO atelier_app, atelier_operator;
