import { and, eq, gt, inArray } from 'drizzle-orm'
import type { Ctx } from '../../kernel/context.ts'
import { publish } from '../../kernel/events/event.ts'
import { enqueue } from '../../kernel/jobs/jobs.ts'
import { moneyJson } from '../../kernel/money.ts'
import { problem } from '../../kernel/problem.ts'
import { findPeople } from '../studios/index.ts'
import { about, findBooking, sideOf, told } from './booking.ts'
import { noShowFrom, onCancellation, onNoShow, type Settlement } from './cancellation-terms.ts'
import { bookingCancelled, bookingCompleted, bookingMissed } from './events.ts'
import { payOut, settleMoney } from './money.ts'
import { paidOf, SETTLE_HOURS } from './payment.ts'
import { type BookingRow, changedState, changeState } from './state.ts'
import { bookings } from './tables.ts'

/** Why a booking ended whose client was shut out of the studio. */
const SHUT_OUT = 'shut_out'
/** The job that cancels what a client who was shut out has ahead. */
export const SHUT_OUT_TASK = 'scheduling.shut_out'
/** Minutes in which a client may be let in again as if nothing had happened. */
const SHUT_OUT_MINUTES = 10

/** What cancelling now would keep and give back: shown before the press (P11). Nothing is written. */
export async function previewCancellation(ctx: Ctx, bookingId: string): Promise<Settlement & { booking: BookingRow }> {
  const booking = await findBooking(ctx, bookingId)
  refuseEnded(booking)
  const paid = { priceMinor: booking.priceMinor, paidMinor: await paidOf(ctx, booking.id) }
  return { ...cancellationOf(ctx, booking, paid), booking }
}

/**
 * Cancels a booking by the terms of the day when it was booked (P11): the client within them, the studio giving all back.
 * `expectedReturnedMinor` is what the one who pressed had seen: `price_changed` where the deadline passed meanwhile.
 */
export async function cancelBooking(
  ctx: Ctx,
  bookingId: string,
  { reason, expectedReturnedMinor }: { reason: string; expectedReturnedMinor: bigint },
): Promise<BookingRow> {
  const booking = await findBooking(ctx, bookingId, 'lock')
  refuseEnded(booking)
  if (sideOf(ctx) === 'client' && Temporal.Instant.compare(booking.startsAt, ctx.now) <= 0)
    throw problem('move_too_late')
  const decide = (paid: { priceMinor: bigint; paidMinor: bigint }) => cancellationOf(ctx, booking, paid)
  const { cancelled, returnedMinor } = await cancel(ctx, booking, reason, decide)
  if (returnedMinor !== expectedReturnedMinor) throw problem('price_changed')
  return cancelled
}

/** Queues what becomes of the sessions of a client who is shut out: after a while in which the press is taken back. */
export function cancelForBlockedLater(ctx: Ctx, membershipId: string): Promise<void> {
  const payload = { studioId: ctx.studioId, membershipId, blockedAt: ctx.now.toString() }
  const runAt = ctx.now.add({ minutes: SHUT_OUT_MINUTES })
  return enqueue(ctx, SHUT_OUT_TASK, payload, { runAt, key: `booking-shut-out:${membershipId}` })
}

/**
 * Whoever is shut out of the studio cannot come, nor cancel: what they had ahead then is cancelled in the studio's name,
 * and all of it given back (P11). Does nothing where they are let in again. For the job.
 */
export async function cancelForBlocked(ctx: Ctx, shut: { membershipId: string; blockedAt: string }): Promise<void> {
  const { membershipId, blockedAt } = shut
  if ((await findPeople(ctx, { membershipIds: [membershipId] })).length > 0) return
  const ahead = await ctx.tx
    .select()
    .from(bookings)
    .where(
      and(
        ...[eq(bookings.studioId, ctx.studioId), eq(bookings.clientMembershipId, membershipId)],
        ...[inArray(bookings.state, ['pending', 'confirmed']), gt(bookings.startsAt, Temporal.Instant.from(blockedAt))],
      ),
    )
    .orderBy(bookings.id)
    .for('update')
  for (const booking of ahead) await cancel(ctx, booking, SHUT_OUT, () => ({ keptMinor: 0n }))
}

async function cancel(
  ctx: Ctx,
  booking: BookingRow,
  reason: string,
  decide: (paid: { priceMinor: bigint; paidMinor: bigint }) => Pick<Settlement, 'keptMinor'>,
): Promise<{ cancelled: BookingRow; returnedMinor: bigint }> {
  const people = await told(ctx, booking)
  const { keptMinor, returnedMinor } = await settleMoney(ctx, booking, decide)
  const cancelled = await changeState(ctx, booking, 'cancelled', {
    ...{ endedReason: reason, keptMinor, returnedMinor, sequence: booking.sequence + 1 },
  })
  await publish(ctx, bookingCancelled, {
    ...about(booking),
    payload: { ...people, reason, by: sideOf(ctx), ...moneyOf(booking, keptMinor, returnedMinor) },
    ...changedState(booking, cancelled),
  })
  return { cancelled, returnedMinor }
}

function refuseEnded({ state }: BookingRow): void {
  if (!['held', 'pending', 'confirmed'].includes(state)) throw problem('booking_changed')
}

/** Says that nobody came: a state set after the start and a grace; its fee is charged once, or waived. */
export async function missBooking(ctx: Ctx, bookingId: string, fee: 'charge' | 'waive'): Promise<BookingRow> {
  const booking = await findBooking(ctx, bookingId, 'lock')
  if (Temporal.Instant.compare(noShowFrom(booking.startsAt, booking.terms), ctx.now) > 0) throw problem('not_yet')
  const money = await settleMoney(ctx, booking, (paid) => onNoShow(booking.terms, paid, fee))
  const missed = await changeState(ctx, booking, 'no_show', { ...money, endedReason: fee })
  await publish(ctx, bookingMissed, {
    ...{ ...about(booking), ...changedState(booking, missed) },
    payload: {
      ...(await told(ctx, booking)),
      ...{ reason: fee, ...moneyOf(booking, money.keptMinor, money.returnedMinor) },
    },
  })
  return missed
}

/** The session took place: what was paid is paid out (R15). Not before its start. */
export async function completeBooking(ctx: Ctx, bookingId: string): Promise<BookingRow> {
  const booking = await findBooking(ctx, bookingId, 'lock')
  if (Temporal.Instant.compare(booking.startsAt, ctx.now) > 0) throw problem('not_yet')
  return complete(ctx, booking)
}

/** Ends a session by itself some hours after its time. Does nothing where it moved or ended otherwise. For the job. */
export async function completeByItself(ctx: Ctx, bookingId: string): Promise<void> {
  const booking = await findBooking(ctx, bookingId, 'lock')
  const due = booking.endsAt.add({ hours: SETTLE_HOURS })
  if (booking.state !== 'confirmed' || Temporal.Instant.compare(due, ctx.now) > 0) return
  await complete(ctx, booking)
}

async function complete(ctx: Ctx, booking: BookingRow): Promise<BookingRow> {
  const keptMinor = await payOut(ctx, booking)
  const completed = await changeState(ctx, booking, 'completed', { keptMinor })
  await publish(ctx, bookingCompleted, {
    ...{ ...about(booking), ...changedState(booking, completed) },
    payload: { ...(await told(ctx, booking)), reason: '', ...moneyOf(booking, keptMinor, 0n) },
  })
  return completed
}

function cancellationOf(ctx: Ctx, booking: BookingRow, paid: { priceMinor: bigint; paidMinor: bigint }): Settlement {
  // A request that the studio has not answered, and time that was not paid for, bind nobody yet.
  const by = booking.state === 'confirmed' ? sideOf(ctx) : 'studio'
  const settlement = onCancellation(booking.terms, paid, { by, deadline: booking.freeUntil, now: ctx.now })
  return by === sideOf(ctx) ? settlement : { ...settlement, clause: 'free' }
}

function moneyOf({ currency }: BookingRow, keptMinor: bigint, returnedMinor: bigint) {
  return {
    kept: moneyJson({ amountMinor: keptMinor, currency }),
    returned: moneyJson({ amountMinor: returnedMinor, currency }),
  }
}
