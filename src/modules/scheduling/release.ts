import { and, eq, gt, isNull, or } from 'drizzle-orm'
import { type Ctx, membershipOf } from '../../kernel/context.ts'
import { publish } from '../../kernel/events/event.ts'
import { moneyJson } from '../../kernel/money.ts'
import { problem } from '../../kernel/problem.ts'
import { about, sideOf, told } from './booking.ts'
import { isClaim } from './claim.ts'
import { bookingExpired } from './events.ts'
import { type BookingRow, changedState, changeState, RELEASED } from './state.ts'
import { bookings } from './tables.ts'

/** A hold, and what proves that a visitor's is theirs. */
export interface OwnHold {
  bookingId: string
  claim?: string | null | undefined
}

/**
 * Lets a hold go: its time is free at once, and no money takes it again (P11). The client their own, a visitor theirs by
 * its claim, the studio any. Does nothing where it has run out; throws `not_found`, `booking_changed` where it is paid.
 */
export async function releaseHold(ctx: Ctx, { bookingId, claim }: OwnHold): Promise<void> {
  const [booking] = await ctx.tx
    .select()
    .from(bookings)
    .where(and(eq(bookings.studioId, ctx.studioId), eq(bookings.id, bookingId)))
    .for('update')
  if (!booking || !isTheirs(ctx, booking, claim)) throw problem('not_found')
  if (booking.state === 'expired') return
  const released = await changeState(ctx, held(booking), 'expired', { endedReason: RELEASED, claimHash: null })
  const nothing = moneyJson({ amountMinor: 0n, currency: booking.currency })
  await publish(ctx, bookingExpired, {
    ...{ ...about(released), ...changedState(booking, released) },
    payload: { ...(await told(ctx, released)), reason: RELEASED, kept: nothing, returned: nothing },
  })
}

/** The holds of the one who asks that have not run out: a client's own, and the one that a visitor says is theirs. */
export function liveHolds(ctx: Ctx, named: string | undefined): Promise<BookingRow[]> | [] {
  const own = sideOf(ctx) === 'client' ? membershipOf(ctx.actor) : undefined
  if (!own && !named) return []
  return ctx.tx
    .select()
    .from(bookings)
    .where(
      and(
        ...[eq(bookings.studioId, ctx.studioId), eq(bookings.state, 'held'), gt(bookings.heldUntil, ctx.now)],
        or(own ? eq(bookings.clientMembershipId, own) : undefined, named ? visitorsHold(named) : undefined),
      ),
    )
}

/** Who names a visitor's hold knows its id; that only the claim gives it up, `releaseHold` sees to. */
function visitorsHold(bookingId: string) {
  return and(eq(bookings.id, bookingId), isNull(bookings.clientMembershipId))
}

function held(booking: BookingRow): BookingRow {
  if (booking.state !== 'held') throw problem('booking_changed')
  return booking
}

function isTheirs(ctx: Ctx, booking: BookingRow, claim: string | null | undefined): boolean {
  if (booking.clientMembershipId === null && isClaim(booking, claim)) return true
  if (sideOf(ctx) === 'client') return booking.clientMembershipId === membershipOf(ctx.actor)
  return ctx.actor.kind === 'profile'
}
