-- A seat is taken under the lock of the studio's limits, and counted after it: of two at once one gets the last.
CREATE FUNCTION "hold_seats"() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE most integer; taken bigint;
BEGIN
  SELECT staff INTO most FROM studio_limits WHERE studio_id = new.studio_id FOR UPDATE;
  IF most IS NULL THEN RETURN NULL; END IF;
  SELECT count(DISTINCT account_id) INTO taken FROM memberships
  WHERE studio_id = new.studio_id AND role <> 'client' AND state = 'active';
  IF taken > most THEN
    RAISE check_violation USING CONSTRAINT = 'memberships_seats', TABLE = 'memberships', DETAIL = most::text,
      MESSAGE = 'the plan has no seat left';
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER "memberships_seats_taken" AFTER INSERT ON "memberships" FOR EACH ROW
  WHEN (new.role <> 'client' AND new.state = 'active') EXECUTE FUNCTION "hold_seats"();
--> statement-breakpoint
CREATE TRIGGER "memberships_seats_changed" AFTER UPDATE OF "state", "role" ON "memberships" FOR EACH ROW
  WHEN (new.role <> 'client' AND new.state = 'active' AND (old.role = 'client' OR old.state <> 'active'))
  EXECUTE FUNCTION "hold_seats"();
