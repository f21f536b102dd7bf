import { eq } from 'drizzle-orm'
import type { Ctx } from '../../kernel/context.ts'
import { publish } from '../../kernel/events/event.ts'
import { newId } from '../../kernel/ids.ts'
import { moneyJson } from '../../kernel/money.ts'
import { makeStudioReadOnly } from '../studios/index.ts'
import { dueOf, settleRenewal, writeRenewal } from './charge.ts'
import { withBlock } from './closure.ts'
import { subscriptionEnded, subscriptionTrialEnding } from './events.ts'
import {
  auditOf,
  type ChargeRow,
  changeSubscription,
  lockSubscription,
  openCharge,
  type Subscription,
  toldOf,
} from './subscription.ts'
import { subscriptions } from './tables.ts'

/** A charge that the gateway is to be asked for. */
export interface WantedCharge {
  charge: ChargeRow
  methodId: string
  description: string
}

/**
 * The subscription's turn (P8): reminds of a trial's end, ends what was cancelled, pays the next period from what was put
 * aside, or writes down the charge that the gateway is to be asked for and gives it back. Before its time it does nothing;
 * with a charge under way it gives back that one, to be asked for again by the same id. While the operator keeps the
 * studio out nothing new is begun. Whatever runs at once waits for the lock, and then finds its work done.
 */
export async function takeTurn(ctx: Ctx): Promise<WantedCharge | undefined> {
  const found = await lockSubscription(ctx)
  if (!found) return undefined
  const subscription = await withBlock(ctx, found)
  if (subscription.pausedAt) {
    // Begun before the studio was kept out, and perhaps taken already: only its answer can say.
    const open = await openCharge(ctx)
    return open && wanted(subscription, open)
  }
  await remind(ctx, subscription)
  const { nextChargeAt } = subscription
  if (!nextChargeAt || Temporal.Instant.compare(nextChargeAt, ctx.now) > 0) return undefined
  const open = await openCharge(ctx)
  if (open) return wanted(subscription, open)
  if (subscription.cancelsAtEnd) {
    await endSubscription(ctx, subscription)
    return undefined
  }
  const { methodId, methodLabel } = subscription
  const method = { methodId, methodLabel }
  const charge = await writeRenewal(ctx, subscription, { id: newId(), ...dueOf(subscription), ...method })
  if (charge.amountMinor > 0n && methodId) return wanted(subscription, charge)
  const failed = { state: 'failed', failure: 'no_method' } as const
  await settleRenewal(ctx, charge.id, charge.amountMinor === 0n ? { state: 'succeeded' } : failed)
  return undefined
}

/** Ends it as its owner wished: the studio is read-only, and nothing is deleted. */
export async function endSubscription(ctx: Ctx, before: Subscription): Promise<void> {
  const change = { state: 'cancelled', nextChargeAt: null, remindAt: null, failures: 0, cancelsAtEnd: false } as const
  const after = await changeSubscription(ctx, before, change)
  await makeStudioReadOnly(ctx)
  await publish(ctx, subscriptionEnded, {
    subject: { type: 'studio', id: ctx.studioId },
    payload: toldOf(after),
    ...{ before: auditOf(before), after: auditOf(after) },
  })
}

async function remind(ctx: Ctx, subscription: Subscription): Promise<void> {
  const { remindAt, cancelsAtEnd, state, currency, methodId, periodEnd } = subscription
  if (!remindAt || Temporal.Instant.compare(remindAt, ctx.now) > 0) return
  await ctx.tx.update(subscriptions).set({ remindAt: null }).where(eq(subscriptions.studioId, ctx.studioId))
  const { amountMinor } = dueOf(subscription)
  if (state !== 'trial' || cancelsAtEnd || amountMinor === 0n) return
  const amount = moneyJson({ amountMinor, currency })
  await publish(ctx, subscriptionTrialEnding, {
    subject: { type: 'studio', id: ctx.studioId },
    payload: { ...toldOf(subscription), amount, until: periodEnd.toString(), hasMethod: methodId !== null },
  })
}

function wanted({ plan }: Subscription, charge: ChargeRow): WantedCharge {
  return { charge, methodId: charge.methodId ?? '', description: `Atelier · ${plan.name.en}` }
}
