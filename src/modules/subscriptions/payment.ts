import { z } from 'zod'
import type { Ctx } from '../../kernel/context.ts'
import { publish } from '../../kernel/events/event.ts'
import type { SettledAttempt } from '../../kernel/gateway/settlement.ts'
import { newId } from '../../kernel/ids.ts'
import { moneyJson } from '../../kernel/money.ts'
import { problem } from '../../kernel/problem.ts'
import type { Services } from '../../kernel/services.ts'
import { beginAttempt, PLATFORM_WALLET, topUp } from '../ledger/index.ts'
import { changeByPayment } from './change.ts'
import { dueOf, settleRenewal, writeRenewal } from './charge.ts'
import { subscriptionCredited } from './events.ts'
import type { WantedPayment } from './schemas.ts'
import {
  changeSubscription,
  isReadOnly,
  lockSubscription,
  openCharge,
  readSubscription,
  type Subscription,
} from './subscription.ts'
import { subscriptionCharges } from './tables.ts'

/**
 * Begins the owner's own payment for the next period through the gateway, and gives the address to pay at: for what is
 * due, or ahead of time. What is paid with is remembered for the renewals. Throws `nothing_due` where what was put aside
 * covers it, `charge_under_way` while the gateway is asked already.
 */
export async function payByOwner(ctx: Ctx, services: Services, wanted: WantedPayment): Promise<string> {
  const subscription = await readSubscription(ctx)
  const { amountMinor } = dueOf(subscription)
  if (amountMinor === 0n) throw problem('nothing_due')
  if (await openCharge(ctx)) throw problem('charge_under_way')
  const { locale } = wanted
  return beginAttempt(ctx, services, {
    ...{ ...wanted, purpose: 'subscription_payment', amount: { amountMinor, currency: subscription.currency } },
    ...{ details: { kind: 'period' }, saveMethod: true },
    description: `Atelier · ${subscription.plan.name[locale]}`,
  })
}

const detailsSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('period') }),
  z.object({ kind: z.literal('change'), planId: z.uuid() }),
])

/**
 * What the owner paid has come in: it changes the plan where it was paid for that, or pays for the period that is due,
 * and the studio works again at once. Where nothing is due (any more), or a charge is under way, it is put aside and pays for what comes next: the money is there, so it
 * never fails and is never lost.
 */
export async function settleOwnersPayment(ctx: Ctx, attempt: SettledAttempt): Promise<void> {
  const { id, amount, method } = attempt
  const found = await lockSubscription(ctx)
  if (!found) throw new Error('a payment for a subscription that is not there')
  const saved = method ? { methodId: method.id, methodLabel: method.label } : {}
  const subscription = await changeSubscription(ctx, found, { ...saved, paidByAccountId: attempt.accountId })
  const wish = detailsSchema.parse(attempt.details)
  if (wish.kind === 'change' && (await changeByPayment(ctx, subscription, attempt, wish.planId))) return
  const covered = amount.amountMinor + subscription.creditMinor - subscription.amountMinor
  const isDue = subscription.state === 'past_due' || isReadOnly(subscription)
  if (isDue && covered >= 0n && !(await openCharge(ctx))) {
    const creditMinor = subscription.amountMinor - amount.amountMinor
    await writeRenewal(ctx, subscription, {
      ...{ id, amountMinor: amount.amountMinor, creditMinor, methodLabel: subscription.methodLabel },
    })
    await settleRenewal(ctx, id, { state: 'succeeded' })
    return
  }
  await putAside(ctx, subscription, attempt)
}

async function putAside(ctx: Ctx, subscription: Subscription, { id, amount }: SettledAttempt): Promise<void> {
  const { amountMinor, currency } = amount
  await topUp(ctx, {
    ...{ transferId: newId(), subject: { type: 'subscription_charge', id }, note: 'subscription' },
    ...{ to: PLATFORM_WALLET, amount },
  })
  await ctx.tx.insert(subscriptionCharges).values({
    ...{ studioId: ctx.studioId, id, kind: 'credit', state: 'succeeded', planId: subscription.planId, currency },
    ...{ amountMinor, creditMinor: -amountMinor, methodLabel: subscription.methodLabel },
    ...{ createdAt: ctx.now, settledAt: ctx.now },
  })
  const creditMinor = subscription.creditMinor + amountMinor
  await changeSubscription(ctx, subscription, { creditMinor })
  await publish(ctx, subscriptionCredited, {
    subject: { type: 'studio', id: ctx.studioId },
    payload: { chargeId: id, amount: moneyJson(amount), credit: moneyJson({ amountMinor: creditMinor, currency }) },
    before: { creditMinor: subscription.creditMinor.toString() },
    after: { creditMinor: creditMinor.toString() },
  })
}
