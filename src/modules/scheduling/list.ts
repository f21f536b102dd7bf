import { and, asc, desc, eq, gt, gte, inArray, lt, ne, or, type SQL, sql } from 'drizzle-orm'
import { type Ctx, membershipOf } from '../../kernel/context.ts'
import { containing } from '../../kernel/database/containing.ts'
import type { Position } from '../../kernel/http/cursor.ts'
import { problem } from '../../kernel/problem.ts'
import type { Span } from '../../kernel/time.ts'
import { readRefunded } from '../ledger/index.ts'
import { memberships } from '../studios/index.ts'
import { isInSight, sideOf } from './booking.ts'
import type { BookingRow } from './state.ts'
import { type BookingState, bookingPayments, bookingResources, bookings, resources } from './tables.ts'

/** A booking as lists and the schedule show it. */
export interface ListedBooking {
  booking: BookingRow
  clientName: string | null
  resources: { id: string; kind: 'room' | 'person' | 'gear'; name: string }[]
  /** Paid and not given back, minor units. */
  paidMinor: bigint
  /** Given back by the platform after it was paid out, minor units (P20). */
  refundedMinor: bigint
}

/** Most bookings that one look at the schedule shows. */
export const MAX_IN_RANGE = 2000

/** What takes time of the studio within a range: held, pending, confirmed and past ones (P10). */
export function scheduleIn(ctx: Ctx, range: Span): Promise<ListedBooking[]> {
  const shown: BookingState[] = ['held', 'pending', 'confirmed', 'completed', 'no_show']
  return read(
    ctx,
    and(
      lt(bookings.startsAt, range.end),
      gt(bookings.endsAt, range.start),
      inArray(bookings.state, shown),
      or(ne(bookings.state, 'held'), gt(bookings.heldUntil, ctx.now)),
    ),
    { limit: MAX_IN_RANGE, order: 'asc' },
  )
}

export interface BookingQuery {
  show: 'upcoming' | 'past' | 'waiting'
  clientMembershipId?: string | undefined
  search?: string | undefined
  /** Start and id of the last one that was seen. */
  after?: Position | undefined
  limit: number
}

/** Bookings in the sight of the one who asks: a client's own, or the studio's; a page by start and id. */
export function listBookings(ctx: Ctx, query: BookingQuery): Promise<ListedBooking[]> {
  const { show, clientMembershipId, search, after, limit } = query
  const own = sideOf(ctx) === 'client' ? (membershipOf(ctx.actor) ?? '') : clientMembershipId
  const order = show === 'past' ? 'desc' : 'asc'
  const position = after
    ? sql`(${bookings.startsAt}, ${bookings.id}) ${sql.raw(order === 'asc' ? '>' : '<')} (${after.at.toString()}::timestamptz, ${after.id}::uuid)`
    : undefined
  const ended: BookingState[] = ['cancelled', 'declined', 'completed', 'no_show']
  const waiting: BookingState[] = ['pending']
  const open: BookingState[] = ['held', 'pending', 'confirmed']
  const of = {
    upcoming: and(
      ...[inArray(bookings.state, open), gte(bookings.endsAt, ctx.now)],
      or(ne(bookings.state, 'held'), gt(bookings.heldUntil, ctx.now)),
    ),
    past: or(inArray(bookings.state, ended), and(eq(bookings.state, 'confirmed'), lt(bookings.endsAt, ctx.now))),
    waiting: inArray(bookings.state, waiting),
  }[show]
  return read(
    ctx,
    and(
      ...[of, position, own ? eq(bookings.clientMembershipId, own) : undefined],
      search
        ? sql`(${memberships.displayName} ilike ${containing(search)} or ${bookings.number}::text = ${search})`
        : undefined,
    ),
    { limit, order },
  )
}

/** One booking as it is shown: a client sees own ones only, a visitor the hold of theirs. Throws `not_found`. */
export async function listedBooking(ctx: Ctx, id: string): Promise<ListedBooking> {
  const [found] = await read(ctx, eq(bookings.id, id), { limit: 1, order: 'asc' })
  if (!found || (ctx.actor.kind === 'profile' && !isInSight(ctx, found.booking))) throw problem('not_found')
  return found
}

async function read(
  ctx: Ctx,
  where: SQL | undefined,
  { limit, order }: { limit: number; order: 'asc' | 'desc' },
): Promise<ListedBooking[]> {
  const direction = order === 'asc' ? asc : desc
  const paid = sql<string>`(select coalesce(sum(p.amount_minor - p.returned_minor), 0)::text from ${bookingPayments} p
    where p.studio_id = ${bookings.studioId} and p.booking_id = ${bookings.id})`
  const rows = await ctx.tx
    .select({ booking: bookings, clientName: memberships.displayName, paid })
    .from(bookings)
    .leftJoin(
      memberships,
      and(eq(memberships.studioId, bookings.studioId), eq(memberships.id, bookings.clientMembershipId)),
    )
    .where(and(eq(bookings.studioId, ctx.studioId), where))
    .orderBy(direction(bookings.startsAt), direction(bookings.id))
    .limit(limit)
  const ids = rows.map(({ booking }) => booking.id)
  if (ids.length === 0) return []
  const taken = await ctx.tx
    .select({
      bookingId: bookingResources.bookingId,
      id: resources.id,
      kind: resources.kind,
      name: resources.name,
    })
    .from(bookingResources)
    .innerJoin(
      resources,
      and(eq(resources.studioId, bookingResources.studioId), eq(resources.id, bookingResources.resourceId)),
    )
    .where(and(eq(bookingResources.studioId, ctx.studioId), inArray(bookingResources.bookingId, ids)))
    .orderBy(sql`array_position(array['room', 'person', 'gear'], ${resources.kind})`, asc(resources.position))
  const keeping = rows.flatMap(({ booking }) => (booking.keptMinor > 0n ? booking.id : []))
  const refunded = await readRefunded(ctx, 'booking', keeping)
  return rows.map(({ booking, clientName, paid }) => ({
    ...{ booking, clientName, paidMinor: BigInt(paid), refundedMinor: refunded.get(booking.id) ?? 0n },
    resources: taken.flatMap(({ bookingId, ...one }) => (bookingId === booking.id ? one : [])),
  }))
}
