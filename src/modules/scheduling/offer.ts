import { and, eq, inArray } from 'drizzle-orm'
import type { Ctx } from '../../kernel/context.ts'
import { Problem, problem } from '../../kernel/problem.ts'
import { isInSight } from './booking.ts'
import { type Plan, readPlan } from './plan.ts'
import type { BookingRow } from './state.ts'
import { bookings } from './tables.ts'

/** A booking's length in minutes. Pure. */
export function minutesOf({ startsAt, endsAt }: Pick<BookingRow, 'startsAt' | 'endsAt'>): number {
  return startsAt.until(endsAt).total('minutes')
}

/**
 * The plan by which a booking could be had at another time as it is: its service, length and extras. Throws
 * `no_longer_offered` where one of them is off the list since; `not_bookable`.
 */
export async function readOffer(ctx: Ctx, booking: BookingRow): Promise<Plan> {
  const { serviceId, extras } = booking
  if (serviceId === null) throw problem('booking_changed')
  const plan = await readPlan(ctx, serviceId, extras).catch((error: unknown) => {
    throw error instanceof Problem && error.code === 'not_found' ? problem('no_longer_offered') : error
  })
  const { minMinutes, maxMinutes } = plan.service
  const isKnown = ({ extraId, quantity }: (typeof extras)[number]) =>
    plan.extras.some(({ id, maxQuantity }) => id === extraId && quantity <= maxQuantity)
  const minutes = minutesOf(booking)
  if (minutes < minMinutes || minutes > maxMinutes || !extras.every(isKnown)) throw problem('no_longer_offered')
  return plan
}

/** The session that the asker would move, where the id names one in their sight. */
export async function movedBooking(ctx: Ctx, id: string | undefined): Promise<BookingRow | undefined> {
  if (!id || ctx.actor.kind !== 'profile') return undefined
  const [row] = await ctx.tx
    .select()
    .from(bookings)
    .where(
      and(
        ...[eq(bookings.studioId, ctx.studioId), eq(bookings.id, id), eq(bookings.kind, 'session')],
        inArray(bookings.state, ['pending', 'confirmed']),
      ),
    )
  return row && isInSight(ctx, row) ? row : undefined
}
