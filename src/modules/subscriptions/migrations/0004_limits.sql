UPDATE "plans" SET "limits" = "limits" || '{"rooms":2}', "summary" = '{"ru":"Для одного-двух залов и пары человек","en":"For a room or two and a couple of people"}' WHERE "code" = 'start';
--> statement-breakpoint
UPDATE "plans" SET "limits" = "limits" || '{"rooms":6}' WHERE "code" = 'studio';
--> statement-breakpoint
UPDATE "plans" SET "limits" = "limits" || '{"rooms":null}' WHERE NOT "limits" ? 'rooms';
--> statement-breakpoint
-- Those that began before get what their plan allows. Their owner's role writes, which forced row-level security would
-- leave without a row; it is forced again after the migrations.
ALTER TABLE "subscriptions" NO FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE "studio_limits" NO FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE "storage_use" NO FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
INSERT INTO "studio_limits" ("studio_id", "staff", "rooms")
SELECT s.studio_id, (p.limits ->> 'staff')::integer, (p.limits ->> 'rooms')::integer
FROM "subscriptions" s JOIN "plans" p ON p.id = s.plan_id;
--> statement-breakpoint
INSERT INTO "storage_use" ("studio_id", "limit_bytes")
SELECT s.studio_id, (p.limits ->> 'storageGib')::bigint * 1073741824
FROM "subscriptions" s JOIN "plans" p ON p.id = s.plan_id WHERE p.limits ->> 'storageGib' IS NOT NULL
ON CONFLICT ("studio_id") DO UPDATE SET "limit_bytes" = excluded.limit_bytes;
