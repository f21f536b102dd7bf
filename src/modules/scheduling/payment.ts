import { and, eq, isNull } from 'drizzle-orm'
import { accountOf, type Ctx, membershipOf } from '../../kernel/context.ts'
import { publish } from '../../kernel/events/event.ts'
import { enqueue } from '../../kernel/jobs/jobs.ts'
import { moneyJson } from '../../kernel/money.ts'
import { Problem, problem } from '../../kernel/problem.ts'
import { commissionTerms, hold, keepTerms } from '../ledger/index.ts'
import { about, findBooking, noteOf, resourcesOf, told } from './booking.ts'
import { chooseFree, lockFree } from './choose.ts'
import { isClaim } from './claim.ts'
import { bookingClaimed, bookingConfirmed, bookingPaid, bookingRequested } from './events.ts'
import { lapseAt } from './hold-time.ts'
import { firstPayment, payOut } from './money.ts'
import { type ResourceRow, readPlan } from './plan.ts'
import { quoteOf } from './quote.ts'
import { remindLater } from './reminders.ts'
import { nextBookingNumber, readScheduleSettings } from './settings.ts'
import { type BookingRow, changedState, changeState, RELEASED } from './state.ts'
import { bookingPayments, bookingResources, bookings } from './tables.ts'

/** The job that ends a session when its time has passed. */
export const COMPLETE_TASK = 'scheduling.complete'
/** Hours after a session's end for which it may still be said that nobody came. */
export const SETTLE_HOURS = 12

/** Minutes from its keeping for which a time is taken again as it was kept, though it ran out meanwhile. */
const PROMISED_MINUTES = 60

export interface WantedPayment {
  bookingId: string
  /** The client's: the same payment again moves nothing. */
  paymentId: string
  /** What is needed to book, or all that is still open. */
  part: 'deposit' | 'full'
  /** What proves that a visitor's hold is theirs. */
  claim?: string
}

/**
 * Pays for a booking from the client's wallet into a hold (P11, R14). What was held becomes confirmed, or waits for the
 * studio where that is how it takes bookings. Where the ten minutes ran out the time is taken again if it is still free, and
 * after an hour if it is still offered at its price.
 * Throws `hold_lapsed`, `slot_taken`, `nothing_to_pay`, `insufficient_funds`, `booking_changed`.
 */
export async function payBooking(ctx: Ctx, wanted: WantedPayment): Promise<BookingRow> {
  if (!accountOf(ctx.actor)) throw problem('not_signed_in')
  await keepTerms(ctx)
  const booking = await numbered(ctx, await openBooking(ctx, wanted))
  const amountMinor = await openPart(ctx, booking, wanted.part)
  if (amountMinor <= 0n && booking.state !== 'held') throw problem('nothing_to_pay')
  if (amountMinor > 0n) await payInto(ctx, booking, { paymentId: wanted.paymentId, amountMinor })
  if (booking.state === 'completed') return paidAfterwards(ctx, booking)
  return booking.state === 'held' ? settleIn(ctx, booking) : booking
}

/** What was left open of a session that took place goes out at once, and the studio has kept so much more of it. */
async function paidAfterwards(ctx: Ctx, booking: BookingRow): Promise<BookingRow> {
  const keptMinor = booking.keptMinor + (await payOut(ctx, booking))
  await ctx.tx
    .update(bookings)
    .set({ keptMinor })
    .where(and(eq(bookings.studioId, ctx.studioId), eq(bookings.id, booking.id)))
  return { ...booking, keptMinor }
}

/**
 * Holds so much of the payer's wallet for a booking, whose row the caller has locked, and tells of it. `amountMinor` is
 * in minor units, above zero. Throws `insufficient_funds`.
 */
export async function payInto(
  ctx: Ctx,
  booking: BookingRow,
  { paymentId, amountMinor }: { paymentId: string; amountMinor: bigint },
): Promise<void> {
  const accountId = accountOf(ctx.actor)
  if (!accountId) throw problem('not_signed_in')
  const amount = { amountMinor, currency: booking.currency }
  const bought = await firstPayment(ctx, booking.id)
  const { bps, floorMinor } = bought
    ? { bps: bought.commissionBps, floorMinor: bought.commissionFloorMinor }
    : await commissionTerms(ctx, booking.currency)
  const paidBefore = await paidOf(ctx, booking.id)
  const payer = { kind: 'account', id: accountId } as const
  await hold(ctx, { transferId: paymentId, payer, amount, note: await noteOf(ctx, booking), ...about(booking) })
  await ctx.tx.insert(bookingPayments).values({
    ...{ studioId: ctx.studioId, id: paymentId, bookingId: booking.id, payerAccountId: accountId, ...amount },
    // The commission is that of the first payment, which bought it, on all of them together: its floor stands there.
    ...{ commissionBps: bps, commissionFloorMinor: paidBefore === 0n ? floorMinor : 0n, paidAt: ctx.now },
  })
  await publish(ctx, bookingPaid, {
    ...about(booking),
    payload: { ...(await told(ctx, booking)), amount: moneyJson(amount) },
    before: { paidMinor: paidBefore.toString() },
    after: { paidMinor: (paidBefore + amountMinor).toString() },
  })
}

/** What is still open of the deposit, or of the whole, in minor units. */
export async function openPart(ctx: Ctx, booking: BookingRow, part: WantedPayment['part']): Promise<bigint> {
  return (part === 'deposit' ? booking.depositMinor : booking.priceMinor) - (await paidOf(ctx, booking.id))
}

/** Makes a visitor's hold the client's who registered meanwhile, by its claim. Throws `not_found`. */
export async function claimBooking(
  ctx: Ctx,
  { bookingId, claim }: Pick<WantedPayment, 'bookingId' | 'claim'>,
): Promise<BookingRow> {
  const membershipId = membershipOf(ctx.actor)
  if (!membershipId) throw problem('profile_required')
  const one = and(eq(bookings.studioId, ctx.studioId), eq(bookings.id, bookingId))
  const [seen] = await ctx.tx.select().from(bookings).where(one)
  if (!seen) throw problem('not_found')
  if (seen.clientMembershipId === membershipId) return seen
  if (seen.clientMembershipId !== null || !isClaim(seen, claim)) throw problem('not_found')
  const [claimed] = await ctx.tx
    .update(bookings)
    .set({ clientMembershipId: membershipId, claimHash: null })
    .where(and(one, isNull(bookings.clientMembershipId)))
    .returning()
  if (!claimed) throw problem('not_found')
  await publish(ctx, bookingClaimed, {
    ...about(claimed),
    payload: await told(ctx, claimed),
    before: { clientMembershipId: null },
    after: { clientMembershipId: membershipId },
  })
  return claimed
}

/** What was paid for a booking and not given back, in minor units. */
export async function paidOf(ctx: Ctx, bookingId: string): Promise<bigint> {
  const rows = await ctx.tx
    .select({ amountMinor: bookingPayments.amountMinor, returnedMinor: bookingPayments.returnedMinor })
    .from(bookingPayments)
    .where(and(eq(bookingPayments.studioId, ctx.studioId), eq(bookingPayments.bookingId, bookingId)))
  return rows.reduce((sum, { amountMinor, returnedMinor }) => sum + amountMinor - returnedMinor, 0n)
}

/** Queues the end of a session, some hours after it: until then the studio may say that nobody came. */
export function completeLater(ctx: Ctx, booking: BookingRow): Promise<void> {
  const runAt = booking.endsAt.add({ hours: SETTLE_HOURS })
  const payload = { studioId: ctx.studioId, bookingId: booking.id }
  return enqueue(ctx, COMPLETE_TASK, payload, { runAt, key: `booking-complete:${booking.id}` })
}

/** After the payment: confirmed at once, or a request that the studio has to answer. "Booked" is said only now. */
async function settleIn(ctx: Ctx, booking: BookingRow): Promise<BookingRow> {
  const { confirmation, answerHours } = await readScheduleSettings(ctx)
  if (confirmation === 'auto') {
    const confirmed = await changeState(ctx, booking, 'confirmed')
    await completeLater(ctx, confirmed)
    await remindLater(ctx, confirmed)
    await publish(ctx, bookingConfirmed, {
      ...{ ...about(confirmed), ...changedState(booking, confirmed) },
      payload: await told(ctx, confirmed),
    })
    return confirmed
  }
  const soonest = ctx.now.add({ hours: answerHours })
  const answerUntil = Temporal.Instant.compare(soonest, booking.startsAt) < 0 ? soonest : booking.startsAt
  const pending = await changeState(ctx, booking, 'pending', { answerUntil })
  await lapseAt(ctx, pending.id, answerUntil)
  await publish(ctx, bookingRequested, {
    ...{ ...about(pending), ...changedState(booking, pending) },
    payload: { ...(await told(ctx, pending)), answerUntil: answerUntil.toString() },
  })
  return pending
}

/** The booking, locked and the payer's own: a visitor's hold becomes theirs, one that ran out is taken again. */
async function openBooking(ctx: Ctx, wanted: WantedPayment): Promise<BookingRow> {
  const seen = await claimBooking(ctx, wanted)
  if (seen.endedReason === RELEASED) throw problem('hold_released')
  if (seen.state === 'expired' || isLapsed(ctx, seen)) await retake(ctx, seen)
  const booking = await findBooking(ctx, seen.id, 'lock')
  if (!['held', 'pending', 'confirmed', 'completed'].includes(booking.state)) throw problem('booking_changed')
  return booking
}

/** The booking with its number, which it gets when it is paid: until then nobody waits for the studio's counter. */
async function numbered(ctx: Ctx, booking: BookingRow): Promise<BookingRow> {
  if (booking.number !== null) return booking
  const number = await nextBookingNumber(ctx)
  await ctx.tx
    .update(bookings)
    .set({ number })
    .where(and(eq(bookings.studioId, ctx.studioId), eq(bookings.id, booking.id)))
  return { ...booking, number }
}

function isLapsed(ctx: Ctx, { state, heldUntil }: BookingRow): boolean {
  return state === 'held' && heldUntil !== null && Temporal.Instant.compare(heldUntil, ctx.now) <= 0
}

/**
 * Takes the time of a hold that ran out once more, in the same order of locks as a new one: as it was kept where its
 * money may have been under way, otherwise only where it is still offered at that price. Throws `hold_lapsed`.
 */
async function retake(ctx: Ctx, booking: BookingRow): Promise<void> {
  if (Temporal.Instant.compare(booking.startsAt, ctx.now) <= 0) throw problem('hold_lapsed')
  const session = { start: booking.startsAt, end: booking.endsAt }
  const taken = await resourcesOf(ctx, booking.id)
  if (Temporal.Instant.compare(booking.createdAt.add({ minutes: PROMISED_MINUTES }), ctx.now) > 0) {
    const groups = taken.map((one) => [one])
    await lockFree(ctx, groups, session, 'UTC', { except: booking.id, evenClosed: true })
  } else if (!(await isStillOffered(ctx, booking, taken))) throw problem('hold_lapsed')
  const now = await lockedState(ctx, booking.id)
  if (now === 'expired') {
    await changeState(ctx, { id: booking.id, state: 'expired' }, 'held', { heldUntil: ctx.now.add({ minutes: 1 }) })
  }
  await ctx.tx
    .update(bookingResources)
    .set({ active: true })
    .where(and(eq(bookingResources.studioId, ctx.studioId), eq(bookingResources.bookingId, booking.id)))
}

/** Whether the same session could be booked anew at the same price; its resources are locked. Throws `slot_taken`. */
async function isStillOffered(ctx: Ctx, booking: BookingRow, taken: readonly ResourceRow[]): Promise<boolean> {
  const { id, serviceId, startsAt: start, endsAt, extras, priceMinor } = booking
  if (serviceId === null) return false
  const of = (kind: ResourceRow['kind']) => taken.find((one) => one.kind === kind)?.id ?? null
  try {
    const plan = await readPlan(ctx, serviceId, extras)
    const minutes = start.until(endsAt).total('minutes')
    const wanted = { start, minutes, roomId: of('room'), personId: of('person'), extras }
    const { session, chosen } = await chooseFree(ctx, plan, wanted, id)
    const same = chosen.length === taken.length && taken.every((one) => chosen.some((other) => other.id === one.id))
    return same && quoteOf(plan, session, chosen, extras).totalMinor === priceMinor
  } catch (error) {
    if (error instanceof Problem && error.code !== 'slot_taken') return false
    throw error
  }
}

async function lockedState(ctx: Ctx, id: string): Promise<BookingRow['state']> {
  const [row] = await ctx.tx
    .select({ state: bookings.state })
    .from(bookings)
    .where(and(eq(bookings.studioId, ctx.studioId), eq(bookings.id, id)))
    .for('update')
  if (!row) throw problem('not_found')
  return row.state
}
