-- A room is added under the lock of the studio's limits, and counted after it: of two at once one is the last.
CREATE FUNCTION "hold_rooms"() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE most integer; taken bigint;
BEGIN
  SELECT rooms INTO most FROM studio_limits WHERE studio_id = new.studio_id FOR UPDATE;
  IF most IS NULL THEN RETURN NULL; END IF;
  SELECT count(*) INTO taken FROM resources WHERE studio_id = new.studio_id AND kind = 'room' AND NOT archived;
  IF taken > most THEN
    RAISE check_violation USING CONSTRAINT = 'resources_rooms', TABLE = 'resources', DETAIL = most::text,
      MESSAGE = 'the plan has no room left';
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER "resources_rooms_added" AFTER INSERT ON "resources" FOR EACH ROW
  WHEN (new.kind = 'room' AND NOT new.archived) EXECUTE FUNCTION "hold_rooms"();
--> statement-breakpoint
CREATE TRIGGER "resources_rooms_changed" AFTER UPDATE OF "kind", "archived" ON "resources" FOR EACH ROW
  WHEN (new.kind = 'room' AND NOT new.archived AND (old.kind <> 'room' OR old.archived)) EXECUTE FUNCTION "hold_rooms"();
