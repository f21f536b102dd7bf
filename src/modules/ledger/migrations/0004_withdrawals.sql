ALTER TABLE "withdrawals" ADD COLUMN "studio_id" uuid NOT NULL;--> statement-breakpoint
ALTER TABLE "withdrawals" ADD COLUMN "membership_id" uuid NOT NULL;--> statement-breakpoint
CREATE INDEX "withdrawals_by_time" ON "withdrawals" USING btree ("created_at","id");
--> statement-breakpoint
-- The sums that must agree (P21). No row is what is right.
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
  SELECT 'a transfer has postings', t.id, 2, 0 FROM transfers t
  WHERE NOT EXISTS (SELECT FROM postings p WHERE p.transfer_id = t.id)
$$;
