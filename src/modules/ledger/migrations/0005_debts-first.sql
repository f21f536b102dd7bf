-- The only writer of wallets, transfers, postings and holds. Takes a batch of commands as JSON and has the effect of
-- applying them one after another in the order given, each whole or not at all; tells of each what became of it. It
-- reads and locks once, decides in memory, writes once. Locks in one order, whoever posts what: ids, wallets, holds.
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

  INSERT INTO transfers (id, hash, kind, studio_id, subject_type, subject_id, note, breakdown, account_ids, actor_account_id, occurred_at)
  SELECT c.id, c.hash, c.kind, c.studio_id, c.subject_type, c.subject_id, c.note, nullif(c.breakdown, 'null'), c.account_ids,
         c.actor_account_id, moments[c.n]
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
                      payload, audience, request_id, ip, user_agent, occurred_at)
  SELECT v."studioId", v.id, v.name, v."actorKind", v."actorAccountId", v."actorMembershipId", v."actorRole", v."subjectType",
         v."subjectId", v.payload, v.audience, v."requestId", v.ip, v."userAgent", v."occurredAt"
  FROM ROWS FROM (jsonb_to_recordset(commands) AS (events jsonb)) WITH ORDINALITY AS c(events, n),
       jsonb_to_recordset(c.events) AS v("studioId" uuid, id uuid, name text, "actorKind" text, "actorAccountId" uuid,
         "actorMembershipId" uuid, "actorRole" text, "subjectType" text, "subjectId" uuid, payload jsonb, audience uuid[],
         "requestId" text, ip text, "userAgent" text, "occurredAt" timestamptz)
  WHERE outcomes[c.n] = 'applied';
  RETURN QUERY SELECT * FROM unnest(ids, outcomes);
END $$;
