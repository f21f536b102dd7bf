import { and, eq, gt, inArray, lt, lte, sql } from 'drizzle-orm'
import type { Ctx } from '../../kernel/context.ts'
import type { Span } from '../../kernel/time.ts'
import type { Bookable, Taken } from './availability.ts'
import type { ResourceRow } from './plan.ts'
import { expireHolds } from './state.ts'
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
  const booked = await bookedAround(ctx, ids, range)
  const taken = booked.filter(({ bookingId, lapsed }) => !lapsed && bookingId !== except)
  return bookables(rows, zone, exceptions, taken)
}

/**
 * The same of resources that the caller has locked, to write what takes them: holds whose time has run out are ended
 * first, whether or not the job has come to it yet. One that was paid at the last moment is still somebody's.
 */
export async function lockedBookablesOf(
  ctx: Ctx,
  rows: readonly ResourceRow[],
  range: Span,
  zone: string,
  except?: string,
): Promise<Map<string, Bookable>> {
  const ids = rows.map(({ id }) => id)
  const exceptions = await exceptionsOf(ctx, ids, range, zone)
  const booked = await bookedAround(ctx, ids, range)
  const lapsed = new Set(booked.flatMap((one) => (one.lapsed ? one.bookingId : [])))
  const ended = new Set(await expireHolds(ctx, [...lapsed]))
  const taken = booked.filter(({ bookingId }) => !ended.has(bookingId) && bookingId !== except)
  return bookables(rows, zone, exceptions, taken)
}

interface Booked extends Taken {
  resourceId: string
  bookingId: string
  /** Held, and not paid in time. */
  lapsed: boolean
}

function bookables(
  rows: readonly ResourceRow[],
  zone: string,
  exceptions: ReadonlyMap<string, DayException[]>,
  booked: readonly Booked[],
): Map<string, Bookable> {
  const taken = Map.groupBy(booked, ({ resourceId }) => resourceId)
  return new Map(
    rows.map(({ id, weekly, bufferBeforeMinutes: beforeMinutes, bufferAfterMinutes: afterMinutes }) => [
      id,
      {
        ...{ id, zone, weekly, beforeMinutes, afterMinutes },
        ...{ exceptions: exceptions.get(id) ?? [], taken: taken.get(id) ?? [] },
      },
    ]),
  )
}

async function bookedAround(ctx: Ctx, ids: readonly string[], range: Span): Promise<Booked[]> {
  if (ids.length === 0) return []
  const lapsed = and(eq(bookings.state, 'held'), lte(bookings.heldUntil, ctx.now))
  return ctx.tx
    .select({
      resourceId: bookingResources.resourceId,
      bookingId: bookingResources.bookingId,
      lapsed: sql<boolean>`${lapsed} is true`,
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
      ),
    )
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
  return new Map(
    [...Map.groupBy(rows, ({ resourceId }) => resourceId)].map(([id, some]) => [
      id,
      some.map(({ date, opens, closes }) => ({
        date,
        hours: opens !== null && closes !== null ? { opens, closes } : null,
      })),
    ]),
  )
}
