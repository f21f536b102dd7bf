-- The only writer of wallets, transfers, postings and holds. Takes a batch of commands as JSON, applies all of them set-
-- based in the order given, and tells of each whether it was applied now or had been before. Raises when any of them
-- cannot be: then none is. Ids before wallets, both in order, so that batches that cross never wait in a circle.
CREATE FUNCTION "ledger_apply"(commands jsonb)
RETURNS TABLE ("transfer_id" uuid, "outcome" text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
-- A batch touches few rows of large tables, which the planner cannot know of JSON: by the index, always.
SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
#variable_conflict use_column
DECLARE
  fresh uuid[];
  touched uuid[];
BEGIN
  IF (SELECT count(DISTINCT c->>'id') FROM jsonb_array_elements(commands) c) <> jsonb_array_length(commands) THEN
    RAISE EXCEPTION 'a batch names one transfer twice' USING ERRCODE = 'check_violation', CONSTRAINT = 'transfers_balance';
  END IF;

  WITH made AS (
    INSERT INTO transfers (id, hash, kind, studio_id, subject_type, subject_id, note, breakdown, account_ids, actor_account_id, occurred_at)
    SELECT (c->>'id')::uuid, c->>'hash', c->>'kind', (c->>'studioId')::uuid, c->>'subjectType', (c->>'subjectId')::uuid, c->>'note',
           nullif(c->'breakdown', 'null'), ARRAY(SELECT jsonb_array_elements_text(c->'accountIds')::uuid),
           (c->>'actorAccountId')::uuid, (c->>'occurredAt')::timestamptz
    FROM jsonb_array_elements(commands) c ORDER BY 1
    ON CONFLICT (id) DO NOTHING
    RETURNING id
  )
  SELECT coalesce(array_agg(id), '{}') INTO fresh FROM made;

  IF cardinality(fresh) > 0 THEN
    INSERT INTO wallets (owner_kind, owner_id, kind, currency, floor_minor)
    SELECT DISTINCT l->>'ownerKind', (l->>'ownerId')::uuid, l->>'kind', l->>'currency',
           CASE WHEN l->>'ownerKind' = 'gateway' OR l->>'kind' = 'receivable' THEN NULL ELSE 0 END::bigint
    FROM jsonb_array_elements(commands) c, jsonb_array_elements(c->'legs') l
    WHERE (c->>'id')::uuid = ANY (fresh)
    ORDER BY 1, 2, 3, 4
    ON CONFLICT (owner_kind, owner_id, kind, currency) DO NOTHING;

    SELECT array_agg(DISTINCT w.id) INTO touched
    FROM jsonb_array_elements(commands) c, jsonb_array_elements(c->'legs') l, wallets w
    WHERE (c->>'id')::uuid = ANY (fresh)
      AND w.owner_kind = l->>'ownerKind' AND w.owner_id = (l->>'ownerId')::uuid AND w.kind = l->>'kind' AND w.currency = l->>'currency';
    PERFORM 1 FROM wallets w WHERE w.id = ANY (touched) ORDER BY w.id FOR NO KEY UPDATE;

    IF EXISTS (
      SELECT FROM jsonb_array_elements(commands) c, jsonb_array_elements(c->'legs') l
      WHERE (c->>'id')::uuid = ANY (fresh)
      GROUP BY c->>'id', l->>'currency' HAVING sum((l->>'amount')::bigint) <> 0
    ) THEN
      RAISE EXCEPTION 'a transfer does not balance' USING ERRCODE = 'check_violation', CONSTRAINT = 'transfers_balance';
    END IF;

    WITH lines AS MATERIALIZED (
      SELECT DISTINCT ON (n, m) w.id AS wallet_id, w.balance_minor, w.owner_kind, w.owner_id, w.currency, c, l, n, m,
             (l->>'amount')::bigint AS amount
      FROM jsonb_array_elements(commands) WITH ORDINALITY AS e(c, n), jsonb_array_elements(c->'legs') WITH ORDINALITY AS f(l, m), wallets w
      WHERE (c->>'id')::uuid = ANY (fresh)
        AND w.owner_kind = l->>'ownerKind' AND w.owner_id = (l->>'ownerId')::uuid AND w.kind = l->>'kind' AND w.currency = l->>'currency'
      ORDER BY n, m
    ), moved AS (
      UPDATE wallets w SET balance_minor = w.balance_minor + d.amount
      FROM (SELECT wallet_id, sum(amount)::bigint AS amount FROM lines GROUP BY wallet_id) d
      WHERE w.id = d.wallet_id
    )
    INSERT INTO postings (transfer_id, wallet_id, owner_kind, owner_id, currency, amount_minor, balance_after_minor, role, occurred_at)
    SELECT (c->>'id')::uuid, wallet_id, owner_kind, owner_id, currency, amount,
           balance_minor + sum(amount) OVER (PARTITION BY wallet_id ORDER BY n, m), l->>'role', (c->>'occurredAt')::timestamptz
    FROM lines ORDER BY n, m;

    INSERT INTO holds (id, studio_id, payer_kind, payer_id, currency, amount_minor, subject_type, subject_id, note, created_at)
    SELECT (c->>'id')::uuid, (c->>'studioId')::uuid, c->'open'->>'payerKind', (c->'open'->>'payerId')::uuid, c->'open'->>'currency',
           (c->'open'->>'amount')::bigint, c->>'subjectType', (c->>'subjectId')::uuid, c->>'note', (c->>'occurredAt')::timestamptz
    FROM jsonb_array_elements(commands) c
    WHERE (c->>'id')::uuid = ANY (fresh) AND jsonb_typeof(c->'open') = 'object';

    UPDATE holds h SET captured_minor = h.captured_minor + d.captured, released_minor = h.released_minor + d.released
    FROM (
      SELECT (c->'consume'->>'holdId')::uuid AS hold_id, sum((c->'consume'->>'captured')::bigint)::bigint AS captured,
             sum((c->'consume'->>'released')::bigint)::bigint AS released
      FROM jsonb_array_elements(commands) c
      WHERE (c->>'id')::uuid = ANY (fresh) AND jsonb_typeof(c->'consume') = 'object'
      GROUP BY 1
    ) d WHERE h.id = d.hold_id;

    INSERT INTO events (studio_id, id, name, actor_kind, actor_account_id, actor_membership_id, actor_role, subject_type, subject_id,
                        payload, audience, request_id, ip, user_agent, occurred_at)
    SELECT (v->>'studioId')::uuid, (v->>'id')::uuid, v->>'name', v->>'actorKind', (v->>'actorAccountId')::uuid,
           (v->>'actorMembershipId')::uuid, v->>'actorRole', v->>'subjectType', (v->>'subjectId')::uuid, v->'payload',
           ARRAY(SELECT jsonb_array_elements_text(v->'audience')::uuid), v->>'requestId', v->>'ip', v->>'userAgent', (v->>'occurredAt')::timestamptz
    FROM jsonb_array_elements(commands) c, jsonb_array_elements(c->'events') v
    WHERE (c->>'id')::uuid = ANY (fresh);
  END IF;

  RETURN QUERY
  SELECT (c->>'id')::uuid,
         CASE WHEN t.hash <> c->>'hash' THEN 'transfer_id_reused' WHEN t.id = ANY (fresh) THEN 'applied' ELSE 'repeated' END
  FROM jsonb_array_elements(commands) WITH ORDINALITY AS e(c, n) LEFT JOIN transfers t ON t.id = (c->>'id')::uuid
  ORDER BY n;
END $$;
--> statement-breakpoint
-- A batch in which one that fails does not take the others along. All at once first; when that is refused, one by one
-- behind locks that were all taken beforehand, in order.
CREATE FUNCTION "ledger_post"(commands jsonb)
RETURNS TABLE ("transfer_id" uuid, "outcome" text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET enable_seqscan = off SET enable_hashjoin = off AS $$
#variable_conflict use_column
DECLARE
  command jsonb;
  violated text;
BEGIN
  BEGIN
    RETURN QUERY SELECT * FROM ledger_apply(commands);
    RETURN;
  EXCEPTION WHEN check_violation THEN
    IF jsonb_array_length(commands) = 1 THEN
      GET STACKED DIAGNOSTICS violated = CONSTRAINT_NAME;
      RETURN QUERY SELECT (commands->0->>'id')::uuid, violated;
      RETURN;
    END IF;
  END;
  PERFORM 1 FROM wallets w
  WHERE (w.owner_kind, w.owner_id, w.kind, w.currency) IN (
    SELECT l->>'ownerKind', (l->>'ownerId')::uuid, l->>'kind', l->>'currency'
    FROM jsonb_array_elements(commands) c, jsonb_array_elements(c->'legs') l)
  ORDER BY w.id FOR NO KEY UPDATE;
  FOR command IN SELECT c FROM jsonb_array_elements(commands) WITH ORDINALITY AS e(c, n) ORDER BY n LOOP
    BEGIN
      RETURN QUERY SELECT * FROM ledger_apply(jsonb_build_array(command));
    EXCEPTION WHEN check_violation THEN
      GET STACKED DIAGNOSTICS violated = CONSTRAINT_NAME;
      RETURN QUERY SELECT (command->>'id')::uuid, violated;
    END;
  END LOOP;
END $$;
--> statement-breakpoint
-- Locks wallets in order and tells what each holds: for a refund, whose legs depend on what the payees still have.
CREATE FUNCTION "ledger_lock"(owners jsonb)
RETURNS TABLE ("owner_kind" text, "owner_id" uuid, "kind" text, "currency" text, "balance_minor" bigint)
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT w.owner_kind, w.owner_id, w.kind, w.currency, w.balance_minor
  FROM wallets w
  WHERE (w.owner_kind, w.owner_id, w.kind, w.currency) IN (
    SELECT l->>'ownerKind', (l->>'ownerId')::uuid, l->>'kind', l->>'currency' FROM jsonb_array_elements(owners) l)
  ORDER BY w.id FOR NO KEY UPDATE
$$;
--> statement-breakpoint
-- The sums that must agree (P21). No row is what is right.
CREATE FUNCTION "ledger_discrepancies"()
RETURNS TABLE ("rule" text, "subject" uuid, "expected_minor" numeric, "actual_minor" numeric)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT 'a transfer’s postings add up to nothing', p.transfer_id, 0::numeric, sum(p.amount_minor)
  FROM postings p GROUP BY p.transfer_id, p.currency HAVING sum(p.amount_minor) <> 0
  UNION ALL
  SELECT 'a wallet’s balance is the sum of its postings', w.id, coalesce(sum(p.amount_minor), 0), w.balance_minor
  FROM wallets w LEFT JOIN postings p ON p.wallet_id = w.id
  GROUP BY w.id HAVING coalesce(sum(p.amount_minor), 0) <> w.balance_minor
  UNION ALL
  SELECT 'a wallet is not below its floor', w.id, w.floor_minor, w.balance_minor
  FROM wallets w WHERE w.balance_minor < w.floor_minor
  UNION ALL
  SELECT 'a payer’s held wallet is what their holds still hold', w.id,
         coalesce((SELECT sum(h.amount_minor - h.captured_minor - h.released_minor) FROM holds h
                   WHERE h.payer_kind = w.owner_kind AND h.payer_id = w.owner_id AND h.currency = w.currency), 0), w.balance_minor
  FROM wallets w WHERE w.kind = 'held'
    AND w.balance_minor <> coalesce((SELECT sum(h.amount_minor - h.captured_minor - h.released_minor) FROM holds h
                   WHERE h.payer_kind = w.owner_kind AND h.payer_id = w.owner_id AND h.currency = w.currency), 0)
  UNION ALL
  SELECT 'a transfer has postings', t.id, 2, 0 FROM transfers t
  WHERE NOT EXISTS (SELECT FROM postings p WHERE p.transfer_id = t.id)
$$;
--> statement-breakpoint
GRANT CREATE ON SCHEMA public TO atelier_poster;
--> statement-breakpoint
ALTER FUNCTION "ledger_apply"(jsonb) OWNER TO atelier_poster;
--> statement-breakpoint
ALTER FUNCTION "ledger_post"(jsonb) OWNER TO atelier_poster;
--> statement-breakpoint
ALTER FUNCTION "ledger_lock"(jsonb) OWNER TO atelier_poster;
--> statement-breakpoint
ALTER FUNCTION "ledger_discrepancies"() OWNER TO atelier_poster;
--> statement-breakpoint
REVOKE CREATE ON SCHEMA public FROM atelier_poster;
--> statement-breakpoint
REVOKE ALL ON FUNCTION "ledger_apply"(jsonb), "ledger_post"(jsonb), "ledger_lock"(jsonb), "ledger_discrepancies"() FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION "ledger_post"(jsonb), "ledger_lock"(jsonb), "ledger_discrepancies"() TO atelier_app;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION "ledger_discrepancies"() TO atelier_operator;
--> statement-breakpoint
INSERT INTO "platform_terms" ("commission_bps", "floor_minor", "in_force_from") VALUES (300, 0, '2026-01-01');
