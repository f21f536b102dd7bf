-- A moment's text depends on the session's zone: what is sealed must read the same whoever computes it again.
ALTER FUNCTION "undispatched_events"(xid8, uuid, integer) SET timezone = 'UTC';
--> statement-breakpoint
ALTER FUNCTION "sealed_events"(bigint, integer) SET timezone = 'UTC';
