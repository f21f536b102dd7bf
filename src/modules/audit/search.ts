import { and, desc, eq, gte, lt, ne, type SQL, sql } from 'drizzle-orm'
import type { Ctx } from '../../kernel/context.ts'
import { events } from '../../kernel/tables.ts'
import { accounts } from '../identity/index.ts'
import { memberships, studios } from '../studios/index.ts'
import { consoleRead } from './events.ts'

/** What the operator asks of the audit log: any of these, together; each is the beginning of an index (P18). */
export interface EventFilter {
  studioId?: string
  accountId?: string
  /** A kind (`booking.confirmed`) or all of a subject's (`booking`). */
  name?: string
  subjectId?: string
  /** The console's own readings too; left out unless asked for, or asked for by name. */
  withReadings?: boolean
  from?: Temporal.Instant
  /** Not in it. */
  to?: Temporal.Instant
}

/** Where a page ended. */
export interface EventCursor {
  occurredAt: Temporal.Instant
  id: string
}

const columns = {
  id: events.id,
  studioId: events.studioId,
  studioName: studios.name,
  studioSlug: studios.slug,
  name: events.name,
  actorKind: events.actorKind,
  actorAccountId: events.actorAccountId,
  actorName: accounts.name,
  actorEmail: accounts.email,
  actorMembershipId: events.actorMembershipId,
  actorProfile: memberships.displayName,
  actorRole: events.actorRole,
  subjectType: events.subjectType,
  subjectId: events.subjectId,
  payload: events.payload,
  before: events.before,
  after: events.after,
  requestId: events.requestId,
  ip: events.ip,
  userAgent: events.userAgent,
  occurredAt: events.occurredAt,
}

/** An audit entry: who, as which profile, when, from where, in which studio, what was before and after. */
export type AuditEntry = Awaited<ReturnType<typeof searchEvents>>[number]

/**
 * A page of the audit log, the newest first; `ctx` is the operator's. The page is cut from the index before anything is
 * joined to it, so its price does not grow with the log.
 */
export async function searchEvents(ctx: Ctx, filter: EventFilter, limit: number, cursor?: EventCursor) {
  const page = ctx.tx
    .select({ studioId: events.studioId, id: events.id })
    .from(events)
    .where(and(...conditions(filter), cursor ? before(cursor) : undefined))
    .orderBy(desc(events.occurredAt), desc(events.id))
    .limit(limit)
    .as('page')
  return ctx.tx
    .select(columns)
    .from(page)
    .innerJoin(events, and(eq(events.studioId, page.studioId), eq(events.id, page.id)))
    .leftJoin(studios, eq(studios.id, events.studioId))
    .leftJoin(accounts, eq(accounts.id, events.actorAccountId))
    .leftJoin(memberships, and(eq(memberships.studioId, events.studioId), eq(memberships.id, events.actorMembershipId)))
    .orderBy(desc(events.occurredAt), desc(events.id))
}

/** One entry, or undefined. */
export async function findEvent(ctx: Ctx, studioId: string, id: string): Promise<AuditEntry | undefined> {
  const [entry] = await ctx.tx
    .select(columns)
    .from(events)
    .leftJoin(studios, eq(studios.id, events.studioId))
    .leftJoin(accounts, eq(accounts.id, events.actorAccountId))
    .leftJoin(memberships, and(eq(memberships.studioId, events.studioId), eq(memberships.id, events.actorMembershipId)))
    .where(and(eq(events.studioId, studioId), eq(events.id, id)))
  return entry
}

/** Where an event stands in the hash chain, once it is sealed. */
export async function findSeal(ctx: Ctx, studioId: string, id: string) {
  const { rows } = await ctx.tx.execute<{ position: string; hash: string; sealed_at: string }>(sql`
    select position::text, encode(hash, 'hex') as hash, sealed_at::text from event_seals
    where studio_id = ${studioId} and event_id = ${id}`)
  return rows[0]
}

/** The names of all kinds of events that ever happened, read by hopping along the index, not by reading the log. */
export async function eventNames(ctx: Ctx): Promise<string[]> {
  const { rows } = await ctx.tx.execute<{ name: string }>(sql`
    with recursive names as (
      (select name from events order by name limit 1)
      union all
      select (select e.name from events e where e.name > names.name order by e.name limit 1) from names
      where names.name is not null
    )
    select name from names where name is not null order by name`)
  return rows.map((row) => row.name)
}

/** How many events of some kinds happened on each day of a range, by the days of a zone (P19). */
export async function eventsByDay(
  ctx: Ctx,
  names: readonly string[],
  range: { from: Temporal.Instant; to: Temporal.Instant; zone: string },
): Promise<{ day: string; count: number }[]> {
  if (names.length === 0) return []
  const { rows } = await ctx.tx.execute<{ day: string; count: number }>(sql`
    select to_char(occurred_at at time zone ${range.zone}, 'YYYY-MM-DD') as day, count(*)::int as count
    from events
    where name in ${[...names]} and occurred_at >= ${range.from.toString()} and occurred_at < ${range.to.toString()}
    group by 1 order by 1`)
  return rows
}

function conditions(filter: EventFilter): (SQL | undefined)[] {
  return [
    filter.studioId ? eq(events.studioId, filter.studioId) : undefined,
    filter.accountId ? eq(events.actorAccountId, filter.accountId) : undefined,
    filter.name ? named(filter.name) : filter.withReadings ? undefined : ne(events.name, consoleRead.name),
    filter.subjectId ? eq(events.subjectId, filter.subjectId) : undefined,
    filter.from ? gte(events.occurredAt, filter.from) : undefined,
    filter.to ? lt(events.occurredAt, filter.to) : undefined,
  ]
}

/** `booking` is every event of bookings: the names between `booking.` and what comes after the dot in ASCII. */
function named(name: string): SQL | undefined {
  if (name.includes('.')) return eq(events.name, name)
  return and(gte(events.name, `${name}.`), lt(events.name, `${name}/`))
}

function before(cursor: EventCursor): SQL {
  return sql`(${events.occurredAt}, ${events.id}) < (${cursor.occurredAt.toString()}::timestamptz, ${cursor.id}::uuid)`
}
