import { and, eq } from 'drizzle-orm'
import { type Ctx, membershipOf } from '../../kernel/context.ts'
import { violatedConstraint } from '../../kernel/database/door.ts'
import { problem } from '../../kernel/problem.ts'
import type { Span } from '../../kernel/time.ts'
import { studios } from '../studios/index.ts'
import type { ResourceRow } from './plan.ts'
import type { BookingRow } from './state.ts'
import { bookingResources, bookings, resources } from './tables.ts'

/** Whether the one who acts runs the studio's schedule, or is a client of it. */
export function sideOf(ctx: Ctx): 'client' | 'studio' {
  return ctx.actor.kind === 'profile' && ctx.actor.role === 'client' ? 'client' : 'studio'
}

/**
 * One booking, for those whose it is: a client sees own ones only. `lock` makes two changes of one booking come one after
 * the other. Throws `not_found`.
 */
export async function findBooking(ctx: Ctx, id: string, lock?: 'lock'): Promise<BookingRow> {
  const query = ctx.tx
    .select()
    .from(bookings)
    .where(and(eq(bookings.studioId, ctx.studioId), eq(bookings.id, id)))
  const [row] = await (lock ? query.for('update') : query)
  if (!row || !isInSight(ctx, row)) throw problem('not_found')
  return row
}

/** Whether it is the studio that asks, or the booking's own client. */
export function isInSight(ctx: Ctx, { clientMembershipId }: Pick<BookingRow, 'clientMembershipId'>): boolean {
  return sideOf(ctx) === 'studio' || clientMembershipId === membershipOf(ctx.actor)
}

/** What a booking takes: rooms, people, gear, in the order in which they are locked. */
export async function resourcesOf(ctx: Ctx, bookingId: string): Promise<ResourceRow[]> {
  const rows = await ctx.tx
    .select({ resource: resources })
    .from(bookingResources)
    .innerJoin(
      resources,
      and(eq(resources.studioId, bookingResources.studioId), eq(resources.id, bookingResources.resourceId)),
    )
    .where(and(eq(bookingResources.studioId, ctx.studioId), eq(bookingResources.bookingId, bookingId)))
    .orderBy(resources.id)
  return rows.map(({ resource }) => resource)
}

/**
 * Writes what a booking takes. The database refuses what overlaps: `slot_taken` (P11). The resources' buffers are kept
 * with the booking.
 */
export async function occupy(
  ctx: Ctx,
  bookingId: string,
  session: Span,
  chosen: readonly ResourceRow[],
): Promise<void> {
  const rows = [...chosen]
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map(({ id: resourceId, bufferBeforeMinutes, bufferAfterMinutes }) => ({
      ...{ studioId: ctx.studioId, bookingId, resourceId, bufferBeforeMinutes, bufferAfterMinutes },
      ...{ startsAt: session.start, endsAt: session.end },
      occupies: {
        start: session.start,
        end: session.end.add({ minutes: Math.max(bufferBeforeMinutes, bufferAfterMinutes) }),
      },
    }))
  await ctx.tx.insert(bookingResources).values(rows).catch(refuseTwice)
}

/** Lets go what a booking takes, to be written anew by `occupy`. */
export async function vacate(ctx: Ctx, bookingId: string): Promise<void> {
  await ctx.tx
    .delete(bookingResources)
    .where(and(eq(bookingResources.studioId, ctx.studioId), eq(bookingResources.bookingId, bookingId)))
}

/** What an event tells of a booking. */
export async function told(ctx: Ctx, booking: BookingRow, taken?: readonly ResourceRow[]) {
  const rows = taken ?? (await resourcesOf(ctx, booking.id))
  return {
    bookingId: booking.id,
    number: booking.number,
    title: booking.title,
    startsAt: booking.startsAt.toString(),
    endsAt: booking.endsAt.toString(),
    people: rows.flatMap(({ membershipId }) => membershipId ?? []),
  }
}

/** What every event of a booking is about, and which clients may hear of it live. */
export function about(booking: BookingRow) {
  return {
    subject: { type: 'booking', id: booking.id },
    audience: booking.clientMembershipId ? [booking.clientMembershipId] : [],
  }
}

/** What a payment is for, as a statement prints it: in the studio's language. */
export async function noteOf(ctx: Ctx, { title, number }: Pick<BookingRow, 'number' | 'title'>): Promise<string> {
  const [studio] = await ctx.tx.select({ locale: studios.locale }).from(studios).where(eq(studios.id, ctx.studioId))
  const named = title[studio?.locale ?? 'ru'] || title.ru || title.en
  return [named, ...(number === null ? [] : [`№ ${number}`])].join(' · ')
}

function refuseTwice(error: unknown): never {
  if (violatedConstraint(error) === 'booking_resources_never_twice') throw problem('slot_taken')
  throw error
}
