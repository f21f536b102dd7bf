-- The main wallet of the studio of the context, with nothing in it: it is there before the first posting. The posting
-- function is still the only writer of what it holds.
CREATE FUNCTION "ledger_open_studio_wallet"(in_currency text) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  INSERT INTO wallets (owner_kind, owner_id, kind, currency, floor_minor)
  VALUES ('studio', current_setting('app.studio_id')::uuid, 'main', in_currency, 0)
  ON CONFLICT (owner_kind, owner_id, kind, currency) DO NOTHING
$$;
--> statement-breakpoint
GRANT CREATE ON SCHEMA public TO atelier_poster;
--> statement-breakpoint
ALTER FUNCTION "ledger_open_studio_wallet"(text) OWNER TO atelier_poster;
--> statement-breakpoint
REVOKE CREATE ON SCHEMA public FROM atelier_poster;
--> statement-breakpoint
REVOKE ALL ON FUNCTION "ledger_open_studio_wallet"(text) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION "ledger_open_studio_wallet"(text) TO atelier_app;
