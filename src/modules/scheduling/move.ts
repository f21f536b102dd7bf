import { and, eq, sql } from 'drizzle-orm'
import type { Ctx } from '../../kernel/context.ts'
import { publish } from '../../kernel/events/event.ts'
import { problem } from '../../kernel/problem.ts'
import type { Span } from '../../kernel/time.ts'
import { keepTerms } from '../ledger/index.ts'
import { studios } from '../studios/index.ts'
import { about, findBooking, occupy, resourcesOf, sideOf, told, vacate } from './booking.ts'
import { freeUntilAfterMove } from './cancellation-terms.ts'
import { chooseFree, lockFree, type WantedSession } from './choose.ts'
import { bookingMoved } from './events.ts'
import { quoteFor } from './free-times.ts'
import { returnSurplus } from './money.ts'
import { minutesOf, readOffer } from './offer.ts'
import { completeLater, paidOf, payInto } from './payment.ts'
import { type Plan, type ResourceRow, readBookable } from './plan.ts'
import { linesJson, type Quote, quoteOf } from './quote.ts'
import { remindLater } from './reminders.ts'
import type { BookingRow } from './state.ts'
import { bookings } from './tables.ts'

export interface WantedMove {
  start: Temporal.Instant
  /** Its length, for the studio's stretching; the same as before, where it is left out. */
  minutes?: number | undefined
  /** What takes part from now on, for the studio's dragging to another room; the same as before, where left out. */
  resourceIds?: readonly string[] | undefined
  /** What a client pays for it from the wallet in the same step, in minor units at most, and that payment's id. */
  pay?: { paymentId: string; upToMinor: bigint } | undefined
}

/**
 * Moves a booking to another time (P11). The client: until the free deadline, to what is offered, at that time's price,
 * with the surplus given back and what the new deposit lacks paid first; the deadline is never made later by it. The
 * studio: wherever nothing else is, at the agreed price. The same guard as booking anew. Throws `slot_taken`,
 * `move_too_late`, `no_longer_offered`, `booking_changed`, `move_unpaid` with what is lacking, `insufficient_funds`.
 */
export async function moveBooking(ctx: Ctx, bookingId: string, wanted: WantedMove): Promise<BookingRow> {
  if (wanted.pay) await keepTerms(ctx)
  const seen = await findBooking(ctx, bookingId)
  const by = sideOf(ctx)
  const place = by === 'client' ? await clientPlace(ctx, seen, wanted) : await studioPlace(ctx, seen, wanted)
  // After the resources, as everywhere: whoever moves the same booking at once waits here.
  const booking = await findBooking(ctx, bookingId, 'lock')
  if (!movable(booking, by) || !booking.startsAt.equals(seen.startsAt)) throw problem('booking_changed')
  await payLacking(ctx, booking, place.price, wanted.pay)
  const before = await resourcesOf(ctx, bookingId)
  await vacate(ctx, bookingId)
  await occupy(ctx, bookingId, place.session, place.chosen)
  const [moved] = await ctx.tx
    .update(bookings)
    .set({
      ...{ startsAt: place.session.start, endsAt: place.session.end, ...place.price },
      freeUntil: deadlineAfter(ctx, booking, place.session, by),
      sequence: sql`${bookings.sequence} + 1`,
    })
    .where(and(eq(bookings.studioId, ctx.studioId), eq(bookings.id, bookingId)))
    .returning()
  if (!moved) throw problem('booking_changed')
  const surplusMinor = (await paidOf(ctx, bookingId)) - moved.priceMinor
  if (surplusMinor > 0n) await returnSurplus(ctx, moved, surplusMinor)
  if (moved.state === 'confirmed') {
    await completeLater(ctx, moved)
    await remindLater(ctx, moved)
  }
  await publish(ctx, bookingMoved, {
    ...about(moved),
    payload: {
      ...(await told(ctx, moved, place.chosen)),
      from: booking.startsAt.toString(),
      by,
      ...handed(before, place.chosen),
    },
    before: { startsAt: booking.startsAt.toString(), endsAt: booking.endsAt.toString() },
    after: { startsAt: moved.startsAt.toString(), endsAt: moved.endsAt.toString() },
  })
  return moved
}

/** Who takes part from now on, and who no longer does. */
function handed(before: readonly ResourceRow[], after: readonly ResourceRow[]) {
  const others = (those: readonly ResourceRow[], than: readonly ResourceRow[]) =>
    those.flatMap(({ id, membershipId }) => (than.some((one) => one.id === id) ? [] : (membershipId ?? [])))
  return { joined: others(after, before), freed: others(before, after) }
}

/** What a move to a time would cost, pay and give back, in minor units: shown before the press. Nothing is written. */
export async function previewMove(
  ctx: Ctx,
  bookingId: string,
  start: Temporal.Instant,
): Promise<{ booking: BookingRow; priceMinor: bigint; lackingMinor: bigint; returnedMinor: bigint }> {
  const booking = await findBooking(ctx, bookingId)
  const by = sideOf(ctx)
  if (!movable(booking, by)) throw problem('booking_changed')
  if (by === 'studio' || booking.serviceId === null)
    return { booking, priceMinor: booking.priceMinor, lackingMinor: 0n, returnedMinor: 0n }
  const plan = await readOffer(ctx, booking)
  const wanted = sameAgain(booking, await resourcesOf(ctx, booking.id), plan, start)
  const { quote } = await quoteFor(ctx, { ...wanted, serviceId: booking.serviceId })
  const paidMinor = await paidOf(ctx, booking.id)
  const above = (minor: bigint) => (minor > 0n ? minor : 0n)
  return {
    ...{ booking, priceMinor: quote.totalMinor, lackingMinor: lackingOf(booking, priceOf(quote), paidMinor) },
    returnedMinor: above(paidMinor - quote.totalMinor),
  }
}

/** Pays what the deposit lacks, where the client has agreed to pay so much. Throws `move_unpaid`. */
async function payLacking(ctx: Ctx, booking: BookingRow, price: Place['price'], pay: WantedMove['pay']): Promise<void> {
  const lackingMinor = lackingOf(booking, price, await paidOf(ctx, booking.id))
  if (lackingMinor === 0n) return
  if (!pay || pay.upToMinor < lackingMinor) {
    const { currency } = booking
    throw problem('move_unpaid', { params: { lackingMinor: lackingMinor.toString(), currency } })
  }
  await payInto(ctx, booking, { paymentId: pay.paymentId, amountMinor: lackingMinor })
}

/**
 * What the new deposit lacks, in minor units, and never more than the time costs more: whoever booked on other settings,
 * or was booked by the studio to pay later, owes no more for a move to the same price. Pure.
 */
function lackingOf(booking: BookingRow, { priceMinor, depositMinor }: Place['price'], paidMinor: bigint): bigint {
  const dearer = (priceMinor ?? booking.priceMinor) - booking.priceMinor
  const lacking = (depositMinor ?? 0n) - paidMinor
  const least = lacking < dearer ? lacking : dearer
  return least > 0n ? least : 0n
}

/** Stretched at its place, a session keeps its deadline; moved or cut short, its client may answer. */
function deadlineAfter(ctx: Ctx, booking: BookingRow, { start, end }: Span, by: 'client' | 'studio'): Temporal.Instant {
  const stays = start.equals(booking.startsAt) && Temporal.Instant.compare(end, booking.endsAt) >= 0
  return stays ? booking.freeUntil : freeUntilAfterMove(booking.freeUntil, start, booking.terms, { by, now: ctx.now })
}

interface Place {
  session: { start: Temporal.Instant; end: Temporal.Instant }
  chosen: ResourceRow[]
  price: Partial<typeof bookings.$inferInsert>
}

/** What a client may move to: what the service offers, with the same people where they are free. */
async function clientPlace(ctx: Ctx, booking: BookingRow, wanted: WantedMove): Promise<Place> {
  if (!movable(booking, 'client') || booking.serviceId === null) throw problem('booking_changed')
  if (Temporal.Instant.compare(ctx.now, booking.freeUntil) > 0) throw problem('move_too_late')
  const plan = await readOffer(ctx, booking)
  const same = sameAgain(booking, await resourcesOf(ctx, booking.id), plan, wanted.start)
  const { session, chosen } = await chooseFree(ctx, plan, same, booking.id)
  const quote = quoteOf(plan, session, chosen, booking.extras)
  return { session, chosen, price: priceOf(quote) }
}

/** The same session at another time: of the same length, with the same room and person where the service still has them. */
function sameAgain(
  booking: BookingRow,
  taken: readonly ResourceRow[],
  plan: Plan,
  start: Temporal.Instant,
): WantedSession {
  const of = (kind: ResourceRow['kind']) =>
    taken.find((one) => one.kind === kind && plan.candidates.some(({ id }) => id === one.id))?.id
  return {
    ...{ start, minutes: minutesOf(booking), extras: booking.extras },
    ...{ roomId: of('room') ?? null, personId: of('person') ?? null },
  }
}

/**
 * Where the studio puts it: any hour, closed ones included, but never where something is, and a client's session never
 * into the past.
 */
async function studioPlace(ctx: Ctx, booking: BookingRow, wanted: WantedMove): Promise<Place> {
  if (!movable(booking, 'studio')) throw problem('booking_changed')
  const { minutes = minutesOf(booking), start, resourceIds } = wanted
  const stays = Temporal.Instant.compare(start, booking.startsAt) === 0
  if (booking.kind === 'session' && !stays && Temporal.Instant.compare(start, ctx.now) < 0) throw problem('past_start')
  const session = { start, end: start.add({ minutes }) }
  const groups = resourceIds ? await pick(ctx, resourceIds) : (await resourcesOf(ctx, booking.id)).map((one) => [one])
  const [studio] = await ctx.tx.select({ zone: studios.zone }).from(studios).where(eq(studios.id, ctx.studioId))
  const chosen = await lockFree(ctx, groups, session, studio?.zone ?? 'UTC', { except: booking.id, evenClosed: true })
  return { session, chosen, price: {} }
}

/** The resources that were named, each as a group of its own. Throws `resource_unknown`. */
export async function pick(ctx: Ctx, ids: readonly string[]): Promise<ResourceRow[][]> {
  const all = await readBookable(ctx)
  return [...new Set(ids)].map((id) => {
    const found = all.find((one) => one.id === id)
    if (!found) throw problem('resource_unknown')
    return [found]
  })
}

function movable({ state, kind }: BookingRow, by: 'client' | 'studio'): boolean {
  return (state === 'pending' || state === 'confirmed') && (by === 'studio' || kind === 'session')
}

function priceOf({ totalMinor, lines, depositMinor }: Quote) {
  return { priceMinor: totalMinor, priceLines: linesJson(lines), depositMinor }
}
