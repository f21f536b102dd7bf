import { sql } from 'drizzle-orm'
import { bigint, customType, foreignKey, index, integer, jsonb, text, unique, uuid } from 'drizzle-orm/pg-core'
import { bytes, instant } from './database/columns.ts'
import { platformTable, tenantTable } from './database/tables.ts'

const xid8 = customType<{ data: string; driverData: string }>({ dataType: () => 'xid8' })

/**
 * What happened: at once the outbox, the audit log and the live feed (P14, P17). Written in the transaction of the
 * change that it tells of, never changed afterwards. `xid` lets the dispatcher read them in an order in which no
 * committed event can appear behind it.
 */
export const events = tenantTable(
  'events',
  {
    name: text().notNull(),
    actorKind: text().notNull(),
    actorAccountId: uuid(),
    actorMembershipId: uuid(),
    actorRole: text(),
    subjectType: text().notNull(),
    subjectId: uuid().notNull(),
    payload: jsonb().$type<Record<string, unknown>>().notNull(),
    before: jsonb().$type<Record<string, unknown>>(),
    after: jsonb().$type<Record<string, unknown>>(),
    /** Memberships that may be told of it besides the studio's staff. */
    audience: uuid().array().notNull().default(sql`'{}'`),
    requestId: text().notNull(),
    ip: text(),
    userAgent: text(),
    occurredAt: instant().notNull(),
    xid: xid8().notNull().default(sql`pg_current_xact_id()`),
  },
  (t) => [
    index('events_dispatch').on(t.xid, t.id),
    index('events_by_time').on(t.occurredAt, t.id),
    index('events_by_studio_time').on(t.studioId, t.occurredAt, t.id),
    index('events_by_name').on(t.name, t.occurredAt, t.id),
    index('events_by_account').on(t.actorAccountId, t.occurredAt, t.id),
    index('events_by_subject').on(t.subjectId, t.occurredAt, t.id),
  ],
  { appendOnly: true, posted: true },
)

/** The hash chain over the events: each seal's hash covers its event and the hash before it (P17). */
export const eventSeals = platformTable(
  'event_seals',
  {
    position: bigint({ mode: 'bigint' }).primaryKey(),
    studioId: uuid().notNull(),
    eventId: uuid().notNull(),
    hash: bytes().notNull(),
    sealedAt: instant().notNull().default(sql`now()`),
  },
  (t) => [unique('event_seals_event').on(t.studioId, t.eventId)],
  { reason: 'one chain over the events of all studios', grants: ['select', 'insert'] },
)

/** How far the dispatcher has read. One row. */
export const eventCursor = platformTable(
  'event_cursor',
  {
    id: integer().primaryKey(),
    xid: xid8().notNull(),
    eventId: uuid().notNull(),
    position: bigint({ mode: 'bigint' }).notNull(),
    hash: bytes().notNull(),
  },
  undefined,
  { reason: 'one dispatcher for all studios', grants: ['select', 'update'] },
)

/**
 * Jobs that transactions asked for, until the dispatcher hands them to the queue, many at once. The queue notifies its
 * workers from inside the transaction, and PostgreSQL lets one notifying transaction commit at a time, each with its own
 * write to disk: people's transactions must not stand in that line.
 */
export const jobRequests = platformTable(
  'job_requests',
  {
    id: uuid().primaryKey().default(sql`uuidv7()`),
    task: text().notNull(),
    payload: jsonb().$type<Record<string, unknown>>().notNull(),
    /** Not before this moment; null: at once. */
    runAt: instant(),
    /** At most one waiting job of this key: a later one replaces it. */
    key: text(),
    maxAttempts: integer().notNull(),
  },
  undefined,
  { reason: 'one queue for all studios; a payload carries its studio', grants: ['select', 'insert', 'delete'] },
)

/** Which handler has dealt with which event: written in the handler's own transaction, so its effect comes once. */
export const handledEvents = tenantTable(
  'handled_events',
  { eventId: uuid().notNull(), handler: text().notNull() },
  (t) => [
    unique('handled_events_once').on(t.studioId, t.eventId, t.handler),
    foreignKey({ columns: [t.studioId, t.eventId], foreignColumns: [events.studioId, events.id] }),
  ],
  { appendOnly: true },
)

/** Answers kept under the client's Idempotency-Key, written in the transaction of the request they answered. */
export const idempotencyKeys = tenantTable(
  'idempotency_keys',
  {
    accountId: uuid().notNull(),
    key: text().notNull(),
    requestHash: text().notNull(),
    status: integer(),
    body: jsonb().$type<unknown>(),
  },
  (t) => [
    unique('idempotency_keys_once').on(t.studioId, t.accountId, t.key),
    index('idempotency_keys_by_age').on(t.studioId, t.createdAt),
  ],
)

/** Mail that stays in the house while no SMTP is set, outside production only. Bounded; nothing depends on it. */
export const mailbox = platformTable(
  'mailbox',
  {
    messageId: text().primaryKey(),
    recipient: text().notNull(),
    senderName: text(),
    subject: text().notNull(),
    text: text().notNull(),
    sentAt: instant().notNull().default(sql`now()`),
  },
  (t) => [index('mailbox_by_time').on(t.sentAt)],
  { reason: 'the mail server that is not there', grants: ['select', 'insert', 'delete'] },
)

/** What the simulated gateway remembers of payouts. */
export const simulatedPayouts = platformTable(
  'simulated_payouts',
  {
    payoutId: uuid().primaryKey(),
    state: text({ enum: ['succeeded', 'failed'] }).notNull(),
    at: instant().notNull().default(sql`now()`),
  },
  undefined,
  { reason: 'plays a foreign system, which knows no studios', grants: ['select', 'insert'] },
)

/** What the simulated gateway remembers of payments, as a bank would on its side. */
export const simulatedPayments = platformTable(
  'simulated_payments',
  {
    attemptId: uuid().primaryKey(),
    state: text({ enum: ['succeeded', 'failed'] }).notNull(),
    /** What was paid, in minor units. */
    amountMinor: bigint({ mode: 'bigint' }).notNull().default(sql`0`),
    /** How charges of what was paid with end; null where nothing was to be remembered. */
    later: text({ enum: ['succeeded', 'failed'] }),
    at: instant().notNull().default(sql`now()`),
  },
  undefined,
  { reason: 'plays a foreign system, which knows no studios', grants: ['select', 'insert'] },
)
