import { and, eq } from 'drizzle-orm'
import type { Ctx } from '../../kernel/context.ts'
import type { Money } from '../../kernel/money.ts'
import { problem } from '../../kernel/problem.ts'
import { studios } from '../studios/index.ts'
import { plans, subscriptionCharges, subscriptions } from './tables.ts'

export type ChargeRow = typeof subscriptionCharges.$inferSelect

/** A subscription with its plan and the studio's wall clock. */
export type Subscription = typeof subscriptions.$inferSelect & { plan: typeof plans.$inferSelect; zone: string }

/**
 * The studio's subscription, locked: whoever changes it waits here for whoever changes it now. Nothing where the studio
 * has none.
 */
export async function lockSubscription(ctx: Ctx): Promise<Subscription | undefined> {
  const [row] = await ctx.tx.select().from(subscriptions).where(mine(ctx)).for('update')
  return row ? complete(ctx, row) : undefined
}

/** The studio's subscription. Throws `not_found` where there is none. */
export async function readSubscription(ctx: Ctx): Promise<Subscription> {
  const [row] = await ctx.tx.select().from(subscriptions).where(mine(ctx))
  if (!row) throw problem('not_found')
  return complete(ctx, row)
}

/** Writes what changed, and gives the subscription as it is now. */
export async function changeSubscription(
  ctx: Ctx,
  before: Subscription,
  change: Partial<typeof subscriptions.$inferInsert>,
): Promise<Subscription> {
  const [row] = await ctx.tx.update(subscriptions).set(change).where(mine(ctx)).returning()
  if (!row) throw new Error('the subscription is gone')
  return row.planId === before.planId ? { ...row, plan: before.plan, zone: before.zone } : complete(ctx, row)
}

/** The charge whose answer is awaited, if any: there is one at most. */
export async function openCharge(ctx: Ctx): Promise<ChargeRow | undefined> {
  const [row] = await ctx.tx
    .select()
    .from(subscriptionCharges)
    .where(and(eq(subscriptionCharges.studioId, ctx.studioId), eq(subscriptionCharges.state, 'requested')))
  return row
}

/** Whether its studio is read-only until somebody pays. */
export function isReadOnly({ state }: Pick<Subscription, 'state'>): boolean {
  return state === 'suspended' || state === 'cancelled'
}

/** The price of its period. */
export function priceOf({ amountMinor, currency }: Subscription): Money {
  return { amountMinor, currency }
}

/** As events tell of it. */
export function toldOf({ plan }: Subscription) {
  return { plan: plan.code, planName: plan.name }
}

/** As the audit log keeps it, before and after. */
export function auditOf(subscription: Subscription) {
  const { plan, state, periodEnd, failures, nextChargeAt, cancelsAtEnd, creditMinor } = subscription
  return {
    ...{ plan: plan.code, state, periodEnd: periodEnd.toString(), failures, cancelsAtEnd },
    ...{ nextChargeAt: nextChargeAt?.toString() ?? null, creditMinor: creditMinor.toString() },
  }
}

function mine(ctx: Ctx) {
  return eq(subscriptions.studioId, ctx.studioId)
}

async function complete(ctx: Ctx, row: typeof subscriptions.$inferSelect): Promise<Subscription> {
  const [plan] = await ctx.tx.select().from(plans).where(eq(plans.id, row.planId))
  const [studio] = await ctx.tx.select({ zone: studios.zone }).from(studios).where(eq(studios.id, ctx.studioId))
  if (!plan || !studio) throw new Error('a subscription without its plan or studio')
  return { ...row, plan, zone: studio.zone }
}
