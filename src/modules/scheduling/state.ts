import { and, eq, inArray } from 'drizzle-orm'
import type { Ctx } from '../../kernel/context.ts'
import { problem } from '../../kernel/problem.ts'
import { type BookingState, bookingResources, bookings } from './tables.ts'

export type BookingRow = typeof bookings.$inferSelect

/** What may follow what. A booking that expired unpaid may still be taken again when its money comes late. */
const NEXT: Readonly<Record<BookingState, readonly BookingState[]>> = {
  held: ['pending', 'confirmed', 'cancelled', 'expired'],
  pending: ['confirmed', 'declined', 'cancelled', 'expired'],
  confirmed: ['completed', 'no_show', 'cancelled'],
  expired: ['held'],
  completed: [],
  no_show: [],
  cancelled: [],
  declined: [],
}

/** Why a hold ended that was let go: nothing takes its time again, late money neither. */
export const RELEASED = 'released'

/** States in which the time is nobody's any more. */
const FREED: ReadonlySet<BookingState> = new Set(['cancelled', 'declined', 'expired'])

/**
 * Moves a booking on along the declared transitions, by compare-and-set; where the time becomes free, its rooms and
 * people are let go in the same transaction. Throws `booking_changed` when it is not where the caller saw it.
 */
export async function changeState(
  ctx: Ctx,
  booking: Pick<BookingRow, 'id' | 'state'>,
  to: BookingState,
  set: Partial<typeof bookings.$inferInsert> = {},
): Promise<BookingRow> {
  if (!NEXT[booking.state].includes(to)) throw problem('booking_changed')
  const [changed] = await ctx.tx
    .update(bookings)
    .set({ ...(to === 'held' ? {} : { heldUntil: null, addressHash: null }), ...set, state: to })
    .where(and(eq(bookings.studioId, ctx.studioId), eq(bookings.id, booking.id), eq(bookings.state, booking.state)))
    .returning()
  if (!changed) throw problem('booking_changed')
  if (FREED.has(to)) {
    await ctx.tx
      .update(bookingResources)
      .set({ active: false })
      .where(and(eq(bookingResources.studioId, ctx.studioId), eq(bookingResources.bookingId, booking.id)))
  }
  return changed
}

/** What an event tells of a booking that went from one state to another. */
export function changedState(before: Pick<BookingRow, 'state'>, after: Pick<BookingRow, 'state'>) {
  return { before: { state: before.state }, after: { state: after.state } }
}

/** Ends holds whose time has run out, all at once, and says which: those that are no longer held stay as they are. */
export async function expireHolds(ctx: Ctx, ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0) return []
  const ended = await ctx.tx
    .update(bookings)
    .set({ state: 'expired', heldUntil: null, addressHash: null, endedReason: 'unpaid' })
    .where(and(eq(bookings.studioId, ctx.studioId), inArray(bookings.id, [...ids]), eq(bookings.state, 'held')))
    .returning({ id: bookings.id })
  const freed = ended.map(({ id }) => id)
  if (freed.length === 0) return []
  await ctx.tx
    .update(bookingResources)
    .set({ active: false })
    .where(and(eq(bookingResources.studioId, ctx.studioId), inArray(bookingResources.bookingId, freed)))
  return freed
}

/** Whether a calendar should take it out. */
export function shownAsCancelled(state: BookingState): boolean {
  return FREED.has(state)
}
