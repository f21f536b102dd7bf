import { z } from 'zod'
import { type Ctx, membershipOf } from '../../kernel/context.ts'
import { publish } from '../../kernel/events/event.ts'
import type { Settlement } from '../../kernel/gateway/settlement.ts'
import { newId } from '../../kernel/ids.ts'
import { moneyJson } from '../../kernel/money.ts'
import { Problem, problem } from '../../kernel/problem.ts'
import type { Services } from '../../kernel/services.ts'
import { type AttemptSeen, attemptsFor, balances, beginAttempt, keepTerms, topUp } from '../ledger/index.ts'
import { findPeople } from '../studios/index.ts'
import { about, findBooking, noteOf, told } from './booking.ts'
import { bookingPaymentReturned } from './events.ts'
import { claimBooking, openPart, payBooking, type WantedPayment } from './payment.ts'

const detailsSchema = z.object({
  bookingId: z.uuid(),
  membershipId: z.uuid(),
  part: z.enum(['deposit', 'full']),
})

/**
 * Begins a payment through the gateway for what the wallet lacks, and gives the address to pay at. Throws
 * `nothing_to_pay` where the wallet has enough, and `payment_under_way` where the bank has yet to answer another for the
 * same booking: nobody pays twice from two open pages. A time that is only kept may be paid for anew, since it runs out.
 */
export async function payByGateway(
  ctx: Ctx,
  services: Services,
  wanted: WantedPayment & { returnTo: string; origin: string; locale: 'ru' | 'en' },
): Promise<string> {
  const membershipId = membershipOf(ctx.actor)
  if (ctx.actor.kind !== 'profile' || !membershipId) throw problem('profile_required')
  await claimBooking(ctx, wanted)
  const booking = await findBooking(ctx, wanted.bookingId, 'lock')
  const { currency } = booking
  if (booking.state !== 'held' && booking.state !== 'expired') {
    const others = await gatewayPayments(ctx, booking.id)
    if (others.some(({ id, state }) => state === 'pending' && id !== wanted.paymentId))
      throw problem('payment_under_way')
  }
  const dueMinor = await openPart(ctx, booking, wanted.part)
  const owner = { kind: 'account', id: ctx.actor.accountId } as const
  const main = (await balances(ctx, owner)).find((one) => one.kind === 'main' && one.currency === currency)
  const missingMinor = dueMinor - (main?.balanceMinor ?? 0n)
  if (missingMinor <= 0n) throw problem('nothing_to_pay')
  const { bookingId, part, paymentId, returnTo, origin, locale } = wanted
  return beginAttempt(ctx, services, {
    ...{ id: paymentId, purpose: 'booking', amount: { amountMinor: missingMinor, currency } },
    ...{
      details: { bookingId, membershipId, part },
      returnTo,
      origin,
      locale,
      description: await noteOf(ctx, booking),
    },
  })
}

/** A booking's payments through the gateway, the newest first, for its client and the studio. Throws `not_found`. */
export async function gatewayPayments(ctx: Ctx, bookingId: string): Promise<AttemptSeen[]> {
  const { clientMembershipId } = await findBooking(ctx, bookingId)
  const [client] = clientMembershipId ? await findPeople(ctx, { membershipIds: [clientMembershipId] }) : []
  if (!client) return []
  return attemptsFor(ctx, { accountId: client.accountId, purpose: 'booking', details: { bookingId } })
}

/**
 * What came in is credited, and pays for the booking at once. Where the time is gone meanwhile the money stays in the
 * client's wallet, and they are told: it never fails, since the money is there (P11).
 */
export const settleBookingPayment: Settlement = async (ctx, { accountId, amount, details }) => {
  const { bookingId, membershipId, part } = detailsSchema.parse(details)
  const actor = { kind: 'profile', accountId, membershipId, role: 'client', permissions: new Set<string>() } as const
  const acting: Ctx = { ...ctx, actor }
  const subject = { type: 'booking', id: bookingId }
  // Before the wallet is locked, and what another payment of the booking may have locked: they wait for us, or we for them.
  await keepTerms(acting)
  await topUp(acting, { transferId: newId(), subject, note: 'top-up', to: { kind: 'account', id: accountId }, amount })
  await ctx.tx.$client.query('savepoint pay_booking')
  try {
    await payBooking(acting, { bookingId, paymentId: newId(), part })
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    await ctx.tx.$client.query('rollback to savepoint pay_booking')
    const booking = await findBooking(acting, bookingId)
    await publish(acting, bookingPaymentReturned, {
      ...about(booking),
      payload: { ...(await told(acting, booking)), amount: moneyJson(amount), why: error.code },
    })
  }
}
