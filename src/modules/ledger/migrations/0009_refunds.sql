ALTER TABLE "transfers" ADD COLUMN "hold_id" uuid;--> statement-breakpoint
CREATE INDEX "transfers_by_hold" ON "transfers" USING btree ("hold_id") WHERE hold_id is not null;
--> statement-breakpoint
-- What was moved before is found by the events that told of it. Policies hold for the tables' owner too, until they are
-- declared again after the migrations.
ALTER TABLE "events" NO FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE "transfers" NO FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
UPDATE "transfers" t SET hold_id = (e.payload->>'holdId')::uuid FROM "events" e
WHERE e.name IN ('payment.captured', 'hold.released', 'payment.refunded') AND (e.payload->>'transferId')::uuid = t.id;
--> statement-breakpoint
-- The only writer of wallets, transfers, postings and holds. Takes a batch of commands as JSON and has the effect of
-- applying them one after another in the order given, each whole or not at all; tells of each what became of it. It
-- reads and locks once, decides in memory, writes once. Locks in one order, whoever posts what: ids, wallets, holds.
-- Each transfer keeps the hold that it takes from, and each event what was before and after.
-- What a capture pays to somebody who owes after a refund pays that off first, as a line of its own (R14, R15).
CREATE OR REPLACE FUNCTION "ledger_post"(commands jsonb)
RETURNS TABLE ("transfer_id" uuid, "outcome" text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
-- A batch touches few rows of large tables, which the planner cannot know of JSON: by the index, always.
SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
#variable_conflict use_column
DECLARE
  -- Commands, by their place in the batch.
  ids uuid[]; kinds text[]; hashes text[]; moments timestamptz[]; outcomes text[];
  opened bigint[]; consumed uuid[]; captures bigint[]; releases bigint[]; refunds bigint[];
  -- Lines of those that are new, in order: whose command, which wallet (id and place), how much.
  line_command int[]; line_owner_kind text[]; line_owner uuid[]; line_kind text[]; line_currency text[]; line_role text[];
  line_amount bigint[]; line_excess bigint[]; line_wallet uuid[]; line_place int[]; line_after bigint[] := '{}';
  -- Wallets and holds that they touch, as they are and as they become.
  wallet_ids uuid[]; was bigint[]; balance bigint[]; floors bigint[];
  hold_ids uuid[] := '{}'; hold_left bigint[] := '{}'; hold_captured bigint[] := '{}'; hold_released bigint[] := '{}';
  hold_refunded bigint[] := '{}';
  n int; k int := 1; first int; h int; refusal text; consuming boolean;
BEGIN
  SELECT array_agg(c.id ORDER BY c.n), array_agg(c.kind ORDER BY c.n), array_agg(c.hash ORDER BY c.n), array_agg(c.moment ORDER BY c.n),
         array_agg((c.open->>'amount')::bigint ORDER BY c.n), array_agg((c.consume->>'holdId')::uuid ORDER BY c.n),
         array_agg((c.consume->>'captured')::bigint ORDER BY c.n), array_agg((c.consume->>'released')::bigint ORDER BY c.n),
         array_agg(coalesce((c.consume->>'refunded')::bigint, 0) ORDER BY c.n), count(c.consume->>'holdId') > 0
  INTO ids, kinds, hashes, moments, opened, consumed, captures, releases, refunds, consuming
  FROM ROWS FROM (jsonb_to_recordset(commands) AS (id uuid, kind text, hash text, "occurredAt" timestamptz, open jsonb, consume jsonb))
       WITH ORDINALITY AS c(id, kind, hash, moment, open, consume, n);
  IF (SELECT count(DISTINCT i) FROM unnest(ids) i) <> cardinality(ids) THEN
    RAISE EXCEPTION 'a batch names one transfer twice' USING ERRCODE = 'check_violation', CONSTRAINT = 'transfers_balance';
  END IF;

  -- Whoever posts one of these ids at the same time waits here, and then finds it.
  PERFORM pg_advisory_xact_lock(place) FROM (SELECT uuid_hash_extended(i, 0) AS place FROM unnest(ids) i ORDER BY 1) locks;
  SELECT array_agg(CASE WHEN t.hash = u.hash THEN 'repeated' WHEN t.id IS NOT NULL THEN 'transfer_id_reused' END ORDER BY u.n)
  INTO outcomes
  FROM unnest(ids, hashes) WITH ORDINALITY AS u(id, hash, n) LEFT JOIN transfers t ON t.id = u.id;
  IF array_position(outcomes, NULL) IS NULL THEN
    RETURN QUERY SELECT * FROM unnest(ids, outcomes);
    RETURN;
  END IF;

  SELECT array_agg(c.n ORDER BY c.n, l.m), array_agg(l.owner_kind ORDER BY c.n, l.m), array_agg(l.owner ORDER BY c.n, l.m),
         array_agg(l.kind ORDER BY c.n, l.m), array_agg(l.currency ORDER BY c.n, l.m), array_agg(l.role ORDER BY c.n, l.m),
         array_agg(l.amount ORDER BY c.n, l.m)
  INTO line_command, line_owner_kind, line_owner, line_kind, line_currency, line_role, line_amount
  FROM ROWS FROM (jsonb_to_recordset(commands) AS (legs jsonb)) WITH ORDINALITY AS c(legs, n),
       ROWS FROM (jsonb_to_recordset(c.legs)
         AS ("ownerKind" text, "ownerId" uuid, kind text, currency text, role text, amount bigint))
       WITH ORDINALITY AS l(owner_kind, owner, kind, currency, role, amount, m)
  WHERE outcomes[c.n] IS NULL;
  INSERT INTO wallets (owner_kind, owner_id, kind, currency, floor_minor)
  SELECT DISTINCT l.owner_kind, l.owner_id, l.kind, l.currency,
         CASE WHEN l.owner_kind = 'gateway' OR l.kind = 'receivable' THEN NULL ELSE 0 END::bigint
  FROM unnest(line_owner_kind, line_owner, line_kind, line_currency) AS l(owner_kind, owner_id, kind, currency)
  WHERE NOT EXISTS (SELECT FROM wallets w WHERE w.owner_kind = l.owner_kind AND w.owner_id = l.owner_id
                    AND w.kind = l.kind AND w.currency = l.currency)
  ORDER BY 1, 2, 3, 4
  ON CONFLICT (owner_kind, owner_id, kind, currency) DO NOTHING;
  -- Behind each line that a capture pays to somebody who has ever owed, a line of nothing yet: what of it pays the debt.
  IF 'capture' = ANY (kinds) THEN
    SELECT array_agg(x.command ORDER BY x.k, x.m), array_agg(x.owner_kind ORDER BY x.k, x.m),
           array_agg(x.owner_id ORDER BY x.k, x.m), array_agg(x.kind ORDER BY x.k, x.m),
           array_agg(x.currency ORDER BY x.k, x.m), array_agg(x.role ORDER BY x.k, x.m), array_agg(x.amount ORDER BY x.k, x.m)
    INTO line_command, line_owner_kind, line_owner, line_kind, line_currency, line_role, line_amount
    FROM (
      SELECT u.command, u.owner_kind, u.owner_id, u.kind, u.currency, u.role, u.amount, u.k, 0 AS m
      FROM unnest(line_command, line_owner_kind, line_owner, line_kind, line_currency, line_role, line_amount)
           WITH ORDINALITY AS u(command, owner_kind, owner_id, kind, currency, role, amount, k)
      UNION ALL
      SELECT u.command, u.owner_kind, u.owner_id, 'receivable', u.currency, 'debt', 0, u.k, 1
      FROM unnest(line_command, line_owner_kind, line_owner, line_kind, line_currency, line_amount)
           WITH ORDINALITY AS u(command, owner_kind, owner_id, kind, currency, amount, k)
      JOIN wallets w ON w.owner_kind = u.owner_kind AND w.owner_id = u.owner_id AND w.kind = 'receivable'
           AND w.currency = u.currency
      WHERE kinds[u.command] = 'capture' AND u.kind = 'main' AND u.amount > 0
    ) x;
  END IF;
  SELECT array_agg(l.wallet ORDER BY l.k), array_agg(l.place ORDER BY l.k), array_agg(l.excess ORDER BY l.k)
  INTO line_wallet, line_place, line_excess
  FROM (
    SELECT u.k, w.id AS wallet, dense_rank() OVER (ORDER BY w.id) AS place,
           sum(u.amount) OVER (PARTITION BY u.command, u.currency) AS excess
    FROM unnest(line_command, line_owner_kind, line_owner, line_kind, line_currency, line_amount)
         WITH ORDINALITY AS u(command, owner_kind, owner_id, kind, currency, amount, k)
    JOIN wallets w ON w.owner_kind = u.owner_kind AND w.owner_id = u.owner_id AND w.kind = u.kind AND w.currency = u.currency
  ) l;
  SELECT array_agg(w.id ORDER BY w.id), array_agg(w.balance_minor ORDER BY w.id), array_agg(w.floor_minor ORDER BY w.id)
  INTO wallet_ids, was, floors
  FROM (SELECT id, balance_minor, floor_minor FROM wallets WHERE id = ANY (line_wallet) ORDER BY id FOR NO KEY UPDATE) w;
  balance := was;
  IF consuming THEN
    SELECT coalesce(array_agg(h.id), '{}'), coalesce(array_agg(h.amount_minor - h.captured_minor - h.released_minor), '{}'),
           coalesce(array_agg(h.captured_minor), '{}'), coalesce(array_agg(h.released_minor), '{}'),
           coalesce(array_agg(h.refunded_minor), '{}')
    INTO hold_ids, hold_left, hold_captured, hold_released, hold_refunded
    FROM (SELECT * FROM holds WHERE id = ANY (consumed) ORDER BY id FOR NO KEY UPDATE) h;
  END IF;

  FOR n IN 1..cardinality(ids) LOOP
    CONTINUE WHEN outcomes[n] IS NOT NULL;
    refusal := NULL;
    IF consumed[n] IS NOT NULL THEN
      h := array_position(hold_ids, consumed[n]);
      IF h IS NULL OR captures[n] < 0 OR releases[n] < 0 OR refunds[n] < 0 OR captures[n] + releases[n] > hold_left[h]
         OR hold_refunded[h] + refunds[n] > hold_captured[h] + captures[n] THEN
        refusal := 'holds_never_more';
      END IF;
    END IF;
    first := k;
    WHILE line_command[k] = n LOOP
      IF line_excess[k] <> 0 THEN refusal := 'transfers_balance'; END IF;
      IF line_amount[k] = 0 THEN
        line_amount[k] := greatest(0, least(line_amount[k - 1], -balance[line_place[k]]));
        line_amount[k - 1] := line_amount[k - 1] - line_amount[k];
        balance[line_place[k - 1]] := balance[line_place[k - 1]] - line_amount[k];
        line_after[k - 1] := balance[line_place[k - 1]];
      END IF;
      balance[line_place[k]] := balance[line_place[k]] + line_amount[k];
      line_after[k] := balance[line_place[k]];
      k := k + 1;
    END LOOP;
    IF k = first THEN refusal := 'transfers_balance'; END IF;
    FOR j IN first..k - 1 LOOP
      EXIT WHEN refusal IS NOT NULL;
      IF balance[line_place[j]] < floors[line_place[j]] THEN refusal := 'wallets_floor'; END IF;
    END LOOP;
    IF refusal IS NOT NULL THEN
      outcomes[n] := refusal;
      FOR j IN first..k - 1 LOOP
        balance[line_place[j]] := balance[line_place[j]] - line_amount[j];
      END LOOP;
      CONTINUE;
    END IF;
    outcomes[n] := 'applied';
    IF consumed[n] IS NOT NULL THEN
      hold_left[h] := hold_left[h] - captures[n] - releases[n];
      hold_captured[h] := hold_captured[h] + captures[n];
      hold_released[h] := hold_released[h] + releases[n];
      hold_refunded[h] := hold_refunded[h] + refunds[n];
    ELSIF consuming AND opened[n] IS NOT NULL THEN
      hold_ids := hold_ids || ids[n]; hold_left := hold_left || opened[n]; hold_captured := hold_captured || 0::bigint;
      hold_released := hold_released || 0::bigint; hold_refunded := hold_refunded || 0::bigint;
    END IF;
  END LOOP;

  INSERT INTO transfers (id, hash, kind, studio_id, subject_type, subject_id, hold_id, note, breakdown, account_ids, actor_account_id,
                         occurred_at)
  SELECT c.id, c.hash, c.kind, c.studio_id, c.subject_type, c.subject_id, consumed[c.n], c.note, nullif(c.breakdown, 'null'),
         c.account_ids, c.actor_account_id, moments[c.n]
  FROM ROWS FROM (jsonb_to_recordset(commands) AS (id uuid, hash text, kind text, "studioId" uuid, "subjectType" text,
         "subjectId" uuid, note text, breakdown jsonb, "accountIds" uuid[], "actorAccountId" uuid))
       WITH ORDINALITY AS c(id, hash, kind, studio_id, subject_type, subject_id, note, breakdown, account_ids, actor_account_id, n)
  WHERE outcomes[c.n] = 'applied';
  UPDATE wallets w SET balance_minor = u.balance
  FROM unnest(wallet_ids, was, balance) AS u(id, was, balance) WHERE w.id = u.id AND u.balance <> u.was;
  INSERT INTO postings (transfer_id, wallet_id, owner_kind, owner_id, currency, amount_minor, balance_after_minor, role, occurred_at)
  SELECT ids[l.command], l.wallet, l.owner_kind, l.owner_id, l.currency, l.amount, l.after, l.role, moments[l.command]
  FROM unnest(line_command, line_wallet, line_owner_kind, line_owner, line_currency, line_amount, line_after, line_role)
       WITH ORDINALITY AS l(command, wallet, owner_kind, owner_id, currency, amount, after, role, k)
  WHERE outcomes[l.command] = 'applied' AND l.amount <> 0 ORDER BY l.k;
  INSERT INTO holds (id, studio_id, payer_kind, payer_id, currency, amount_minor, subject_type, subject_id, note, created_at)
  SELECT c.id, c.studio_id, c.open->>'payerKind', (c.open->>'payerId')::uuid, c.open->>'currency', opened[c.n],
         c.subject_type, c.subject_id, c.note, moments[c.n]
  FROM ROWS FROM (jsonb_to_recordset(commands) AS (id uuid, "studioId" uuid, "subjectType" text, "subjectId" uuid, note text, open jsonb))
       WITH ORDINALITY AS c(id, studio_id, subject_type, subject_id, note, open, n)
  WHERE outcomes[c.n] = 'applied' AND opened[c.n] IS NOT NULL;
  IF consuming THEN
    UPDATE holds h SET captured_minor = u.captured, released_minor = u.released, refunded_minor = u.refunded
    FROM unnest(hold_ids, hold_captured, hold_released, hold_refunded) AS u(id, captured, released, refunded)
    WHERE h.id = u.id AND (h.captured_minor, h.released_minor, h.refunded_minor) <> (u.captured, u.released, u.refunded);
  END IF;
  INSERT INTO events (studio_id, id, name, actor_kind, actor_account_id, actor_membership_id, actor_role, subject_type, subject_id,
                      payload, before, after, audience, request_id, ip, user_agent, occurred_at)
  SELECT v."studioId", v.id, v.name, v."actorKind", v."actorAccountId", v."actorMembershipId", v."actorRole", v."subjectType",
         v."subjectId", v.payload, nullif(v.before, 'null'), nullif(v.after, 'null'), v.audience, v."requestId", v.ip, v."userAgent", v."occurredAt"
  FROM ROWS FROM (jsonb_to_recordset(commands) AS (events jsonb)) WITH ORDINALITY AS c(events, n),
       jsonb_to_recordset(c.events) AS v("studioId" uuid, id uuid, name text, "actorKind" text, "actorAccountId" uuid,
         "actorMembershipId" uuid, "actorRole" text, "subjectType" text, "subjectId" uuid, payload jsonb, before jsonb, after jsonb, audience uuid[],
         "requestId" text, ip text, "userAgent" text, "occurredAt" timestamptz)
  WHERE outcomes[c.n] = 'applied';
  RETURN QUERY SELECT * FROM unnest(ids, outcomes);
END $$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION "ledger_discrepancies"()
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
  SELECT 'an owner’s outgoing wallet is what their withdrawals wait for', w.id, coalesce(s.waiting, 0), w.balance_minor
  FROM wallets w LEFT JOIN LATERAL (
    SELECT sum(d.amount_minor) AS waiting FROM withdrawals d
    WHERE d.owner_kind = w.owner_kind AND d.owner_id = w.owner_id AND d.currency = w.currency AND d.state = 'requested') s ON true
  WHERE w.kind = 'outgoing' AND w.balance_minor <> coalesce(s.waiting, 0)
  UNION ALL
  SELECT v.rule, h.id, v.expected, v.actual FROM holds h
  LEFT JOIN (
    SELECT t.hold_id, sum(-p.amount_minor) FILTER (WHERE t.kind = 'capture' AND p.role = 'held') AS captured,
           sum(p.amount_minor) FILTER (WHERE t.kind = 'refund' AND p.role = 'payer') AS refunded
    FROM transfers t JOIN postings p ON p.transfer_id = t.id
    WHERE t.kind IN ('capture', 'refund') AND t.hold_id IS NOT NULL GROUP BY t.hold_id) s ON s.hold_id = h.id
  CROSS JOIN LATERAL (VALUES
    ('a hold has paid out what its captures moved', coalesce(s.captured, 0), h.captured_minor),
    ('a hold has given back what its refunds moved', coalesce(s.refunded, 0), h.refunded_minor)) v(rule, expected, actual)
  WHERE v.expected <> v.actual
  UNION ALL
  SELECT 'a transfer has postings', t.id, 2, 0 FROM transfers t
  WHERE NOT EXISTS (SELECT FROM postings p WHERE p.transfer_id = t.id)
$$;
--> statement-breakpoint
-- What a hold paid out, to whom, and what each of them has given back since: for its own studio, and for the operator.
CREATE FUNCTION "ledger_paid_out"(in_hold uuid)
RETURNS TABLE ("owner_kind" text, "owner_id" uuid, "paid_minor" bigint, "returned_minor" bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT p.owner_kind, p.owner_id, coalesce(sum(p.amount_minor) FILTER (WHERE t.kind = 'capture'), 0)::bigint,
         coalesce(sum(-p.amount_minor) FILTER (WHERE t.kind = 'refund'), 0)::bigint
  FROM holds h
  JOIN transfers t ON t.hold_id = h.id AND t.kind IN ('capture', 'refund')
  JOIN postings p ON p.transfer_id = t.id
  WHERE h.id = in_hold AND p.role NOT IN ('held', 'payer')
    AND (session_user = 'atelier_operator' OR h.studio_id = nullif(current_setting('app.studio_id', true), '')::uuid)
  GROUP BY p.owner_kind, p.owner_id ORDER BY p.owner_kind, p.owner_id
$$;
--> statement-breakpoint
GRANT CREATE ON SCHEMA public TO atelier_poster;
--> statement-breakpoint
ALTER FUNCTION "ledger_paid_out"(uuid) OWNER TO atelier_poster;
--> statement-breakpoint
REVOKE CREATE ON SCHEMA public FROM atelier_poster;
--> statement-breakpoint
REVOKE ALL ON FUNCTION "ledger_paid_out"(uuid) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION "ledger_paid_out"(uuid) TO atelier_app, atelier_operator;
