import { and, desc, eq, lt, or } from 'drizzle-orm'
import { z } from 'zod'
import type { Ctx } from '../../kernel/context.ts'
import type { Position } from '../../kernel/http/cursor.ts'
import { moneyJson, moneySchema } from '../../kernel/money.ts'
import { problem } from '../../kernel/problem.ts'
import { accounts } from '../identity/index.ts'
import { dueOf, nextPeriod } from './charge.ts'
import { givenUpAt, MOST_TRIES } from './dunning.ts'
import { limitsSchema, readUse, useSchema } from './limits.ts'
import type { ReceiptFacts } from './receipt-paper.ts'
import { type ChargeRow, openCharge, priceOf, readSubscription, type Subscription } from './subscription.ts'
import { plans, subscriptionCharges, subscriptions } from './tables.ts'

const words = z.object({ ru: z.string(), en: z.string() })

export const subscriptionSchema = z
  .object({
    state: z.enum(['trial', 'active', 'past_due', 'suspended', 'cancelled']),
    plan: z.object({ id: z.uuid(), code: z.string(), name: words, periodMonths: z.int() }),
    price: moneySchema,
    periodStart: z.string(),
    periodEnd: z.string(),
    cancelsAtEnd: z.boolean(),
    credit: moneySchema,
    methodLabel: z.string().nullable(),
    /** What is to be paid next, and when it is charged by itself; nothing is, where it ends or is read-only. */
    next: z.object({ amount: moneySchema, at: z.string().nullable(), from: z.string(), until: z.string() }),
    /** Refused tries of what is due. */
    dunning: z.object({ failures: z.int(), of: z.int(), readOnlyAt: z.string() }).nullable(),
    /** The gateway is asked right now. */
    charging: z.boolean(),
    limits: limitsSchema,
    use: useSchema,
  })
  .meta({ id: 'Subscription' })

export const chargeSchema = z
  .object({
    id: z.uuid(),
    kind: z.enum(['start', 'renewal', 'change', 'credit']),
    state: z.enum(['requested', 'succeeded', 'failed']),
    planName: words,
    amount: moneySchema,
    /** Taken from what was put aside; below zero, put aside. */
    credit: moneySchema,
    from: z.string().nullable(),
    until: z.string().nullable(),
    attempt: z.int(),
    failure: z.enum(['refused', 'no_method']).nullable(),
    methodLabel: z.string().nullable(),
    at: z.string(),
  })
  .meta({ id: 'SubscriptionCharge' })

/** How the studio's subscription stands, as the owner sees it; null where it has none. */
export async function shownSubscription(ctx: Ctx): Promise<z.infer<typeof subscriptionSchema> | null> {
  const [there] = await ctx.tx
    .select({ id: subscriptions.id })
    .from(subscriptions)
    .where(eq(subscriptions.studioId, ctx.studioId))
  if (!there) return null
  const subscription = await readSubscription(ctx)
  const { state, plan, currency, cancelsAtEnd, creditMinor, methodLabel, nextChargeAt } = subscription
  const { start, end } = nextPeriod(subscription, ctx.now)
  const { amountMinor } = dueOf(subscription)
  return {
    ...{ state, cancelsAtEnd, methodLabel, price: moneyJson(priceOf(subscription)) },
    plan: { id: plan.id, code: plan.code, name: plan.name, periodMonths: plan.periodMonths },
    ...{ periodStart: subscription.periodStart.toString(), periodEnd: subscription.periodEnd.toString() },
    credit: moneyJson({ amountMinor: creditMinor, currency }),
    next: {
      amount: moneyJson({ amountMinor, currency }),
      at: cancelsAtEnd ? null : (nextChargeAt?.toString() ?? null),
      ...{ from: start.toString(), until: end.toString() },
    },
    dunning: dunningOf(subscription),
    charging: (await openCharge(ctx)) !== undefined,
    ...{ limits: plan.limits, use: await readUse(ctx) },
  }
}

/** What was asked of the studio, the newest first, page by page. */
export async function listCharges(ctx: Ctx, limit: number, after: Position | undefined) {
  const rows = await ctx.tx
    .select({ charge: subscriptionCharges, planName: plans.name })
    .from(subscriptionCharges)
    .innerJoin(plans, eq(plans.id, subscriptionCharges.planId))
    .where(and(eq(subscriptionCharges.studioId, ctx.studioId), after ? older(after) : undefined))
    .orderBy(desc(subscriptionCharges.createdAt), desc(subscriptionCharges.id))
    .limit(limit + 1)
  const last = rows[limit - 1]?.charge
  return {
    items: rows.slice(0, limit).map(({ charge, planName }) => shownCharge(charge, planName)),
    next: rows.length > limit && last ? `${last.createdAt}_${last.id}` : null,
  }
}

function older({ at, id }: Position) {
  const { createdAt, id: ids } = subscriptionCharges
  return or(lt(createdAt, at), and(eq(createdAt, at), lt(ids, id)))
}

function shownCharge(charge: ChargeRow, planName: { ru: string; en: string }): z.infer<typeof chargeSchema> {
  const { id, kind, state, currency, amountMinor, creditMinor, period, attempt, failure, methodLabel } = charge
  return {
    ...{ id, kind, state, planName, attempt, failure, methodLabel },
    amount: moneyJson({ amountMinor, currency }),
    credit: moneyJson({ amountMinor: creditMinor, currency }),
    ...{ from: period?.start.toString() ?? null, until: period?.end.toString() ?? null },
    at: (charge.settledAt ?? charge.createdAt).toString(),
  }
}

function dunningOf({ failures, nextChargeAt }: Subscription) {
  if (failures === 0 || !nextChargeAt) return null
  return { failures, of: MOST_TRIES, readOnlyAt: givenUpAt(failures, nextChargeAt).toString() }
}

/** What stands on the receipt of a charge that was paid. Throws `not_found`. */
export async function receiptFacts(
  ctx: Ctx,
  id: string,
  reader: { locale: 'ru' | 'en'; zone: string; studio: string },
): Promise<ReceiptFacts> {
  const [row] = await ctx.tx
    .select({ charge: subscriptionCharges, planName: plans.name, payer: accounts.name })
    .from(subscriptionCharges)
    .innerJoin(plans, eq(plans.id, subscriptionCharges.planId))
    .innerJoin(subscriptions, eq(subscriptions.studioId, subscriptionCharges.studioId))
    .innerJoin(accounts, eq(accounts.id, subscriptions.paidByAccountId))
    .where(
      and(
        ...[eq(subscriptionCharges.studioId, ctx.studioId), eq(subscriptionCharges.id, id)],
        eq(subscriptionCharges.state, 'succeeded'),
      ),
    )
  if (!row) throw problem('not_found')
  const { charge, planName, payer } = row
  const { currency, amountMinor, creditMinor, kind, period, methodLabel } = charge
  return {
    ...{ ...reader, id, kind, planName, payer, period, methodLabel },
    paidAt: charge.settledAt ?? charge.createdAt,
    amount: { amountMinor, currency },
    credit: { amountMinor: creditMinor, currency },
  }
}
