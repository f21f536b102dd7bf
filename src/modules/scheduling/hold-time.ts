import { and, count, eq, gt, type SQL } from 'drizzle-orm'
import { type Ctx, membershipOf } from '../../kernel/context.ts'
import { lockNamed } from '../../kernel/database/index.ts'
import { publish } from '../../kernel/events/event.ts'
import { enqueue } from '../../kernel/jobs/jobs.ts'
import { problem } from '../../kernel/problem.ts'
import { hashOfAddress } from './address.ts'
import { about, occupy, sideOf, told } from './booking.ts'
import { chooseFree, type WantedSession } from './choose.ts'
import { hashOfClaim, newClaim } from './claim.ts'
import { bookingHeld } from './events.ts'
import { type ResourceRow, readPlan } from './plan.ts'
import { linesJson, quoteOf } from './quote.ts'
import { type OwnHold, releaseHold } from './release.ts'
import type { BookingRow } from './state.ts'
import { bookings } from './tables.ts'

/** For how long time is kept for somebody who has not paid yet. */
export const HOLD_MINUTES = 10
/** How many unpaid times one person may hold at once. */
export const MAX_HOLDS = 3
/** How many unpaid times visitors from one address may hold at once: an address may be a family's, or a school's. */
export const MAX_VISITOR_HOLDS = 6
/** The job that ends what was not paid, or not answered, in time. */
export const LAPSE_TASK = 'scheduling.lapse'

export interface WantedBooking extends WantedSession {
  serviceId: string
  note: string
  /** The price that the person saw. */
  expectedMinor: bigint
  /** The asker's hold that this one takes the place of: given up in the same step. */
  instead?: OwnHold | null | undefined
}

/**
 * Keeps a time for ten minutes, for a client or for a visitor who has yet to register (P11). A visitor gets a claim: the
 * secret by which the hold becomes theirs. Throws what `chooseFree` and `releaseHold` throw, `price_changed`,
 * `too_many_holds`, `too_many_visitor_holds`; the hold that was to be given up is kept then.
 */
export async function holdTime(
  ctx: Ctx,
  wanted: WantedBooking,
): Promise<{ booking: BookingRow; chosen: ResourceRow[]; claim: string | null }> {
  const clientMembershipId = sideOf(ctx) === 'client' ? (membershipOf(ctx.actor) ?? null) : null
  const claim = clientMembershipId ? null : newClaim()
  const addressHash = clientMembershipId ? null : hashOfAddress(ctx)
  const plan = await readPlan(ctx, wanted.serviceId, wanted.extras)
  const { session, chosen } = await chooseFree(ctx, plan, wanted, wanted.instead?.bookingId)
  // After the resources, as everywhere. Whose it is, is seen to here: until now nothing was written.
  if (wanted.instead) await releaseHold(ctx, wanted.instead)
  if (clientMembershipId) {
    const own = eq(bookings.clientMembershipId, clientMembershipId)
    await checkHolds(ctx, clientMembershipId, own, { most: MAX_HOLDS, code: 'too_many_holds' })
  }
  if (addressHash) {
    const here = eq(bookings.addressHash, addressHash)
    await checkHolds(ctx, addressHash, here, { most: MAX_VISITOR_HOLDS, code: 'too_many_visitor_holds' })
  }
  const quote = quoteOf(plan, session, chosen, wanted.extras)
  if (quote.totalMinor !== wanted.expectedMinor) {
    throw problem('price_changed', { params: { priceMinor: quote.totalMinor.toString() } })
  }
  const heldUntil = ctx.now.add({ minutes: HOLD_MINUTES })
  const [booking] = await ctx.tx
    .insert(bookings)
    .values({
      ...{ studioId: ctx.studioId, kind: 'session', state: 'held' },
      ...{ serviceId: plan.service.id, title: plan.service.title, clientMembershipId },
      ...{ claimHash: claim ? hashOfClaim(claim) : null, addressHash, bookedBy: membershipOf(ctx.actor) ?? null },
      ...{ startsAt: session.start, endsAt: session.end, heldUntil, currency: plan.currency, note: wanted.note },
      ...{ priceMinor: quote.totalMinor, priceLines: linesJson(quote.lines), depositMinor: quote.depositMinor },
      ...{ terms: quote.terms, freeUntil: quote.freeUntil, extras: [...wanted.extras] },
    })
    .returning()
  if (!booking) throw new Error('the booking was not written')
  await occupy(ctx, booking.id, session, chosen)
  await lapseAt(ctx, booking.id, heldUntil)
  await publish(ctx, bookingHeld, { ...about(booking), payload: await told(ctx, booking, chosen) })
  return { booking, chosen, claim }
}

/** Queues what ends the booking if nothing has happened until then. */
export function lapseAt(ctx: Ctx, bookingId: string, moment: Temporal.Instant): Promise<void> {
  const { studioId } = ctx
  return enqueue(ctx, LAPSE_TASK, { studioId, bookingId }, { runAt: moment, key: `booking-lapse:${bookingId}` })
}

/** Counts under a lock that the transaction keeps: of many presses at once the next one counts what this one wrote. */
async function checkHolds(
  ctx: Ctx,
  whose: string,
  theirs: SQL,
  { most, code }: { most: number; code: string },
): Promise<void> {
  await lockNamed(ctx, 'holds', whose)
  const [held] = await ctx.tx
    .select({ n: count() })
    .from(bookings)
    .where(
      and(
        ...[eq(bookings.studioId, ctx.studioId), theirs],
        ...[eq(bookings.state, 'held'), gt(bookings.heldUntil, ctx.now)],
      ),
    )
  if ((held?.n ?? 0) >= most) throw problem(code, { params: { count: most } })
}
