import type { Ctx } from '../../kernel/context.ts'
import { publish } from '../../kernel/events/event.ts'
import { moneyJson } from '../../kernel/money.ts'
import { problem } from '../../kernel/problem.ts'
import { about, findBooking, told } from './booking.ts'
import { bookingConfirmed, bookingDeclined, bookingExpired } from './events.ts'
import { settleMoney } from './money.ts'
import { completeLater } from './payment.ts'
import { remindLater } from './reminders.ts'
import { type BookingRow, changedState, changeState } from './state.ts'

/** The studio says yes to a paid request (P11). Throws `booking_changed`. */
export async function confirmBooking(ctx: Ctx, bookingId: string): Promise<BookingRow> {
  const booking = await findBooking(ctx, bookingId, 'lock')
  if (booking.state !== 'pending') throw problem('booking_changed')
  const confirmed = await changeState(ctx, booking, 'confirmed', { answerUntil: null })
  await completeLater(ctx, confirmed)
  await remindLater(ctx, confirmed)
  await publish(ctx, bookingConfirmed, {
    ...{ ...about(confirmed), ...changedState(booking, confirmed) },
    payload: await told(ctx, confirmed),
  })
  return confirmed
}

/** The studio says no to a paid request: everything is given back. Throws `booking_changed`. */
export async function declineBooking(ctx: Ctx, bookingId: string, reason: string): Promise<BookingRow> {
  const booking = await findBooking(ctx, bookingId, 'lock')
  if (booking.state !== 'pending') throw problem('booking_changed')
  return giveBack(ctx, booking, 'declined', reason)
}

/**
 * Ends what was not paid, or not answered, in time; a request's money goes back. Does nothing where something has
 * happened since. For the job.
 */
export async function lapse(ctx: Ctx, bookingId: string): Promise<void> {
  const booking = await findBooking(ctx, bookingId, 'lock')
  const until = booking.state === 'held' ? booking.heldUntil : booking.state === 'pending' ? booking.answerUntil : null
  if (until === null || Temporal.Instant.compare(until, ctx.now) > 0) return
  await giveBack(ctx, booking, 'expired', booking.state === 'held' ? 'unpaid' : 'unanswered')
}

async function giveBack(
  ctx: Ctx,
  booking: BookingRow,
  to: 'declined' | 'expired',
  reason: string,
): Promise<BookingRow> {
  const people = await told(ctx, booking)
  const { returnedMinor } = await settleMoney(ctx, booking, () => ({ keptMinor: 0n }))
  const ended = await changeState(ctx, booking, to, { endedReason: reason, returnedMinor })
  const { currency } = booking
  await publish(ctx, to === 'declined' ? bookingDeclined : bookingExpired, {
    ...{ ...about(booking), ...changedState(booking, ended) },
    payload: {
      ...{ ...people, reason, kept: moneyJson({ amountMinor: 0n, currency }) },
      returned: moneyJson({ amountMinor: returnedMinor, currency }),
    },
  })
  return ended
}
