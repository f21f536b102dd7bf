import { and, eq } from 'drizzle-orm'
import type { Ctx } from '../../kernel/context.ts'
import { publish } from '../../kernel/events/event.ts'
import { newId } from '../../kernel/ids.ts'
import { moneyJson } from '../../kernel/money.ts'
import type { Span } from '../../kernel/time.ts'
import { PLATFORM_WALLET, topUp } from '../ledger/index.ts'
import { makeStudioReadOnly, reopenStudio } from '../studios/index.ts'
import { givenUpAt, MOST_TRIES, nextTry } from './dunning.ts'
import {
  subscriptionPaymentFailed,
  subscriptionRenewed,
  subscriptionRestored,
  subscriptionSuspended,
} from './events.ts'
import { anchorAt, nextStart, periodFrom } from './period.ts'
import {
  auditOf,
  type ChargeRow,
  changeSubscription,
  isReadOnly,
  lockSubscription,
  priceOf,
  type Subscription,
  toldOf,
} from './subscription.ts'
import { subscriptionCharges } from './tables.ts'

/** What the next period costs: the price, less what was put aside. */
export function dueOf(subscription: Subscription): { amountMinor: bigint; creditMinor: bigint } {
  const { amountMinor: price, creditMinor: credit } = subscription
  const used = credit < price ? credit : price
  return { amountMinor: price - used, creditMinor: used }
}

/** The period that would be paid for next. */
export function nextPeriod(subscription: Subscription, now: Temporal.Instant): Span {
  const { plan, zone, periodEnd } = subscription
  const rhythm = { months: plan.periodMonths, zone, anchorDay: subscription.anchorDay }
  const start = nextStart({ periodEnd, readOnly: isReadOnly(subscription), now }, rhythm)
  return periodFrom(start, { ...rhythm, anchorDay: anchorOf(subscription, start) })
}

/**
 * Writes down that the next period is to be charged, before the gateway hears of it. The exclusion constraint keeps it
 * apart from what is under way or paid.
 */
export async function writeRenewal(
  ctx: Ctx,
  subscription: Subscription,
  paid: {
    id: string
    amountMinor: bigint
    creditMinor: bigint
    methodId?: string | null
    methodLabel: string | null
  },
): Promise<ChargeRow> {
  const { planId, currency, failures } = subscription
  const [row] = await ctx.tx
    .insert(subscriptionCharges)
    .values({
      ...{ studioId: ctx.studioId, kind: 'renewal', state: 'requested', planId, currency, ...paid },
      ...{ period: nextPeriod(subscription, ctx.now), attempt: failures + 1, createdAt: ctx.now },
    })
    .returning()
  if (!row) throw new Error('the charge was not written')
  return row
}

/**
 * Records how a renewal's charge ended, once whatever the gateway repeats: its state goes from requested by compare-and-
 * set, and what follows is done in the same transaction (P8). Returns whether this was the news that settled it.
 */
export async function settleRenewal(
  ctx: Ctx,
  chargeId: string,
  outcome: { state: 'succeeded' } | { state: 'failed'; failure: 'refused' | 'no_method' },
): Promise<boolean> {
  const subscription = await lockSubscription(ctx)
  const [charge] = await ctx.tx
    .update(subscriptionCharges)
    .set({ ...outcome, settledAt: ctx.now })
    .where(
      and(
        eq(subscriptionCharges.studioId, ctx.studioId),
        eq(subscriptionCharges.id, chargeId),
        eq(subscriptionCharges.state, 'requested'),
      ),
    )
    .returning()
  if (!charge || !subscription) return false
  if (outcome.state === 'failed') await refused(ctx, subscription, charge, outcome.failure)
  else await paid(ctx, subscription, charge)
  return true
}

async function paid(ctx: Ctx, before: Subscription, charge: ChargeRow): Promise<void> {
  const { id, amountMinor, currency, period } = charge
  if (!period) throw new Error('a renewal without its period')
  if (amountMinor > 0n) {
    const subject = { type: 'subscription_charge', id }
    const amount = { amountMinor, currency }
    await topUp(ctx, { transferId: newId(), subject, note: 'subscription', to: PLATFORM_WALLET, amount })
  }
  const after = await changeSubscription(ctx, before, {
    ...{ state: 'active', failures: 0, periodStart: period.start, periodEnd: period.end, nextChargeAt: period.end },
    ...{ anchorDay: anchorOf(before, period.start), remindAt: null, cancelsAtEnd: false },
    creditMinor: before.creditMinor - charge.creditMinor,
  })
  const subject = { type: 'studio', id: ctx.studioId }
  const until = period.end.toString()
  await publish(ctx, subscriptionRenewed, {
    subject,
    payload: {
      ...toldOf(after),
      chargeId: id,
      amount: moneyJson(priceOf(after)),
      from: period.start.toString(),
      until,
    },
    ...{ before: auditOf(before), after: auditOf(after) },
  })
  if (!isReadOnly(before)) return
  await reopenStudio(ctx)
  await publish(ctx, subscriptionRestored, {
    subject,
    payload: { ...toldOf(after), until },
    before: { readOnly: true },
    after: { readOnly: false },
  })
}

/**
 * Owed on; after the last try the studio is read-only, and nothing is deleted. Where the owner paid by hand while the
 * gateway was asked, that pays for it.
 */
async function refused(ctx: Ctx, before: Subscription, charge: ChargeRow, why: 'refused' | 'no_method'): Promise<void> {
  const { id: chargeId, amountMinor, currency } = charge
  const due = dueOf(before)
  if (due.amountMinor === 0n) {
    const { id } = await writeRenewal(ctx, before, { id: newId(), ...due, methodLabel: null })
    await settleRenewal(ctx, id, { state: 'succeeded' })
    return
  }
  const failures = before.failures + 1
  const nextTryAt = nextTry(failures, ctx.now)
  const state = nextTryAt ? 'past_due' : 'suspended'
  const after = await changeSubscription(ctx, before, { state, failures, nextChargeAt: nextTryAt, remindAt: null })
  const announcement = {
    subject: { type: 'studio', id: ctx.studioId },
    ...{ before: auditOf(before), after: auditOf(after) },
  }
  const told = { ...toldOf(after), amount: moneyJson({ amountMinor, currency }) }
  if (nextTryAt) {
    const when = { nextTryAt: nextTryAt.toString(), readOnlyAt: givenUpAt(failures, nextTryAt).toString() }
    const payload = { ...told, chargeId, why, attempt: failures, of: MOST_TRIES, ...when }
    await publish(ctx, subscriptionPaymentFailed, { ...announcement, payload })
    return
  }
  await makeStudioReadOnly(ctx)
  await publish(ctx, subscriptionSuspended, { ...announcement, payload: told })
}

/** Periods that follow one another begin on the same day; after a break, on the day of coming back. */
function anchorOf({ periodEnd, anchorDay, zone }: Subscription, start: Temporal.Instant): number {
  return start.equals(periodEnd) ? anchorAt(start, { anchorDay, zone }) : start.toZonedDateTimeISO(zone).day
}
