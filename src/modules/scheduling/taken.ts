import { and, eq, gt, inArray, lt, ne, or, sql } from 'drizzle-orm'
import type { Ctx } from '../../kernel/context.ts'
import type { Span } from '../../kernel/time.ts'
import type { Bookable, Taken } from './availability.ts'
import type { ResourceRow } from './plan.ts'
import { bookingResources, bookings, resourceExceptions } from './tables.ts'
import type { DayException } from './wall-hours.ts'

/** Longest buffer and longest session: how far around a range others may reach into it. */
const REACH_HOURS = 72

/**
 * The resources with their hours and with what is booked of them around `range`. A hold whose time has run out counts as
 * free. `except` leaves out one booking: the one that is being moved.
 */
export async function bookablesOf(
  ctx: Ctx,
  rows: readonly ResourceRow[],
  range: Span,
  zone: string,
  except?: string,
): Promise<Map<string, Bookable>> {
  const ids = rows.map(({ id }) => id)
  const exceptions = await exceptionsOf(ctx, ids, range, zone)
  const taken = await takenOf(ctx, ids, range, except)
  return new Map(
    rows.map(({ id, weekly, bufferBeforeMinutes: beforeMinutes, bufferAfterMinutes: afterMinutes }) => [
      id,
      {
        id,
        zone,
        weekly,
        beforeMinutes,
        afterMinutes,
        exceptions: exceptions.get(id) ?? [],
        taken: taken.get(id) ?? [],
      },
    ]),
  )
}

async function takenOf(ctx: Ctx, ids: readonly string[], range: Span, except?: string): Promise<Map<string, Taken[]>> {
  if (ids.length === 0) return new Map()
  const rows = await ctx.tx
    .select({
      resourceId: bookingResources.resourceId,
      start: bookingResources.startsAt,
      end: bookingResources.endsAt,
      beforeMinutes: bookingResources.bufferBeforeMinutes,
      afterMinutes: bookingResources.bufferAfterMinutes,
    })
    .from(bookingResources)
    .innerJoin(
      bookings,
      and(eq(bookings.studioId, bookingResources.studioId), eq(bookings.id, bookingResources.bookingId)),
    )
    .where(
      and(
        eq(bookingResources.studioId, ctx.studioId),
        inArray(bookingResources.resourceId, [...ids]),
        eq(bookingResources.active, true),
        gt(bookingResources.endsAt, range.start.subtract({ hours: REACH_HOURS })),
        lt(bookingResources.startsAt, range.end.add({ hours: REACH_HOURS })),
        or(ne(bookings.state, 'held'), gt(bookings.heldUntil, ctx.now)),
        except ? ne(bookings.id, except) : undefined,
      ),
    )
  return grouped(rows.map(({ resourceId, ...taken }) => [resourceId, taken]))
}

async function exceptionsOf(
  ctx: Ctx,
  ids: readonly string[],
  range: Span,
  zone: string,
): Promise<Map<string, DayException[]>> {
  if (ids.length === 0) return new Map()
  const day = (moment: Temporal.Instant) => moment.toZonedDateTimeISO(zone).toPlainDate()
  const rows = await ctx.tx
    .select()
    .from(resourceExceptions)
    .where(
      and(
        eq(resourceExceptions.studioId, ctx.studioId),
        inArray(resourceExceptions.resourceId, [...ids]),
        sql`${resourceExceptions.date} between ${day(range.start).subtract({ days: 1 }).toString()}::date
          and ${day(range.end).add({ days: 1 }).toString()}::date`,
      ),
    )
  return grouped(
    rows.map(({ resourceId, date, opens, closes }) => [
      resourceId,
      { date, hours: opens !== null && closes !== null ? { opens, closes } : null },
    ]),
  )
}

function grouped<T>(pairs: readonly (readonly [string, T])[]): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const [key, value] of pairs) groups.set(key, [...(groups.get(key) ?? []), value])
  return groups
}
