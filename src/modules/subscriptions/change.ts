import { and, eq } from 'drizzle-orm'
import type { Ctx } from '../../kernel/context.ts'
import { publish } from '../../kernel/events/event.ts'
import type { SettledAttempt } from '../../kernel/gateway/settlement.ts'
import { newId } from '../../kernel/ids.ts'
import { moneyJson } from '../../kernel/money.ts'
import { Problem, problem } from '../../kernel/problem.ts'
import type { Services } from '../../kernel/services.ts'
import { beginAttempt, PLATFORM_WALLET, topUp } from '../ledger/index.ts'
import { subscriptionPlanChanged } from './events.ts'
import { applyLimits, excessOf, readUse, tooSmall, type Use } from './limits.ts'
import { type Proration, prorate } from './proration.ts'
import type { WantedPayment } from './schemas.ts'
import { auditOf, changeSubscription, lockSubscription, openCharge, type Subscription, toldOf } from './subscription.ts'
import { type PlanLimits, planPrices, plans, subscriptionCharges } from './tables.ts'

type Plan = typeof plans.$inferSelect

/** What a change of plan comes to, before it is made. */
export interface Change {
  plan: Plan
  priceMinor: bigint
  /** Nothing in a period that is not paid for: on trial, or while it is owed. */
  proration: Proration | null
  /** To be paid now, after what was put aside. */
  payMinor: bigint
  /** Taken from what was put aside; below zero, put aside. */
  creditMinor: bigint
  use: Use
  /** What the studio has more of than the plan allows: with any of it the change is not made. */
  excess: (keyof PlanLimits)[]
}

/**
 * What changing to a plan comes to today (P8): the days that are left of a paid period by the new price, less what is
 * not used up of the old one; a rest is put aside for what comes next. Throws `not_found`, `same_plan`, `no_trial`.
 */
export async function quoteChange(ctx: Ctx, subscription: Subscription, planId: string): Promise<Change> {
  const { currency, state } = subscription
  if (planId === subscription.planId) throw problem('same_plan')
  const [found] = await ctx.tx
    .select({ plan: plans, priceMinor: planPrices.amountMinor })
    .from(plans)
    .innerJoin(planPrices, and(eq(planPrices.planId, plans.id), eq(planPrices.currency, currency)))
    .where(and(eq(plans.id, planId), eq(plans.offered, true)))
  if (!found) throw problem('not_found')
  const { plan, priceMinor } = found
  if (state === 'trial' && plan.trialDays === 0) throw problem('no_trial')
  const use = await readUse(ctx)
  const seen = { plan, priceMinor, use, excess: excessOf(use, plan.limits) }
  if (state !== 'active') return { ...seen, proration: null, payMinor: 0n, creditMinor: 0n }
  const proration = prorate({
    ...subscription,
    from: { priceMinor: subscription.amountMinor, months: subscription.plan.periodMonths },
    to: { priceMinor, months: plan.periodMonths },
    now: ctx.now,
  })
  const difference = proration.costMinor - proration.unusedMinor
  const fromCredit = difference < subscription.creditMinor ? difference : subscription.creditMinor
  return { ...seen, proration, payMinor: difference - fromCredit, creditMinor: fromCredit }
}

export interface WantedChange {
  planId: string
  /** What the owner saw that is to be paid now. */
  expectedMinor: bigint
}

/**
 * Changes the plan at once where nothing is to be paid for it; otherwise begins the payment, and the change is made when
 * it comes in. Gives the address to pay at, or null. Throws what `quoteChange` throws, `price_changed` where another sum
 * was seen, `charge_under_way`, `plan_too_small`.
 */
export async function changePlan(
  ctx: Ctx,
  services: Services,
  wanted: WantedChange & WantedPayment,
): Promise<string | null> {
  const subscription = await lockSubscription(ctx)
  if (!subscription) throw problem('not_found')
  if (await openCharge(ctx)) throw problem('charge_under_way')
  const { planId, expectedMinor, id, returnTo, origin, locale } = wanted
  const change = await quoteChange(ctx, subscription, planId)
  if (change.payMinor !== expectedMinor) throw problem('price_changed')
  if (change.excess.length > 0) throw tooSmall(change.use, change.plan.limits)
  if (change.payMinor === 0n) {
    await makeChange(ctx, subscription, change, { id: newId(), amountMinor: 0n })
    return null
  }
  const amount = { amountMinor: change.payMinor, currency: subscription.currency }
  return beginAttempt(ctx, services, {
    ...{ id, purpose: 'subscription_payment', amount, details: { kind: 'change', planId } },
    ...{ returnTo, origin, locale, saveMethod: true, description: `Atelier · ${change.plan.name[locale]}` },
  })
}

/**
 * Makes the change that was paid for, with what it costs now that the money came: less than was paid is put aside.
 * Returns whether it was made: where it cannot be any more (a charge is under way, a new period has begun and costs
 * more), the money is for the caller to put aside.
 */
export async function changeByPayment(
  ctx: Ctx,
  subscription: Subscription,
  attempt: SettledAttempt,
  planId: string,
): Promise<boolean> {
  const isOver = Temporal.Instant.compare(ctx.now, subscription.periodEnd) >= 0
  if (subscription.state !== 'active' || isOver || (await openCharge(ctx))) return false
  const change = await quoteChange(ctx, subscription, planId).catch((error: unknown) => {
    if (error instanceof Problem) return undefined
    throw error
  })
  const { amountMinor } = attempt.amount
  if (!change || change.excess.length > 0 || change.payMinor > amountMinor) return false
  await ctx.tx.$client.query('savepoint change_plan')
  try {
    const subject = { type: 'subscription_charge', id: attempt.id }
    await topUp(ctx, {
      ...{ transferId: newId(), subject, note: 'subscription', to: PLATFORM_WALLET, amount: attempt.amount },
    })
    await makeChange(ctx, subscription, change, { id: attempt.id, amountMinor })
    return true
  } catch (error) {
    // Somebody took a seat at this very moment, and the plan is too small now.
    if (!(error instanceof Problem)) throw error
    await ctx.tx.$client.query('rollback to savepoint change_plan')
    return false
  }
}

async function makeChange(
  ctx: Ctx,
  before: Subscription,
  change: Change,
  paid: { id: string; amountMinor: bigint },
): Promise<void> {
  const { plan, priceMinor, proration } = change
  const { currency, periodEnd, methodLabel } = before
  // What was paid beyond what it costs now is put aside too.
  const creditMinor = change.creditMinor + change.payMinor - paid.amountMinor
  if (proration && (paid.amountMinor > 0n || creditMinor !== 0n)) {
    await ctx.tx.insert(subscriptionCharges).values({
      ...{
        studioId: ctx.studioId,
        ...paid,
        kind: 'change',
        state: 'succeeded',
        planId: plan.id,
        currency,
        creditMinor,
      },
      ...{ period: { start: ctx.now, end: periodEnd }, methodLabel, createdAt: ctx.now, settledAt: ctx.now },
    })
  }
  await applyLimits(ctx, plan.limits)
  const after = await changeSubscription(ctx, before, {
    ...{ planId: plan.id, amountMinor: priceMinor, creditMinor: before.creditMinor - creditMinor },
  })
  const amount = moneyJson({ amountMinor: paid.amountMinor, currency })
  await publish(ctx, subscriptionPlanChanged, {
    subject: { type: 'studio', id: ctx.studioId },
    payload: {
      ...toldOf(after),
      fromName: before.plan.name,
      amount,
      price: moneyJson({ amountMinor: priceMinor, currency }),
    },
    ...{ before: auditOf(before), after: auditOf(after) },
  })
}
