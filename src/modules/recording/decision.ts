import { and, eq } from 'drizzle-orm'
import type { Ctx } from '../../kernel/context.ts'
import { type Currency, splitByWeights } from '../../kernel/money.ts'
import { type PurchaseRow, payoutOf } from './payout.ts'
import { type disputes, purchases } from './tables.ts'

/** All of it, in hundredths of a percent. */
export const WHOLE_BPS = 10_000

/** How much of a purchase a decision gives back to the client, in minor units; the rest is paid out (R12). Pure. */
export function returnedBy(clientBps: number, amountMinor: bigint): bigint {
  return splitByWeights(amountMinor, [BigInt(clientBps), BigInt(WHOLE_BPS - clientBps)])[0] ?? 0n
}

/** What one of the sides gets by a decision. */
export interface DecisionPart {
  role: 'client' | 'performer' | 'studio' | 'commission'
  /** The performer; nobody for the others. */
  membershipId: string | null
  currency: Currency
  amountMinor: bigint
}

/**
 * Who gets how much by a decision (R12), to the last kopeck: counted by what pays it out, so that it is what will happen.
 * Pure.
 */
export function partsBy(clientBps: number, bought: readonly PurchaseRow[]): DecisionPart[] {
  const parts = new Map<string, DecisionPart>()
  const add = (part: DecisionPart) => {
    const key = `${part.role} ${part.membershipId} ${part.currency}`
    parts.set(key, { ...part, amountMinor: part.amountMinor + (parts.get(key)?.amountMinor ?? 0n) })
  }
  for (const purchase of bought) {
    const { currency } = purchase
    const returnedMinor = returnedBy(clientBps, purchase.amountMinor)
    add({ role: 'client', membershipId: null, currency, amountMinor: returnedMinor })
    const { legs } = payoutOf(purchase, purchase.amountMinor - returnedMinor)
    for (const { role, amountMinor } of legs) {
      if (role !== 'performer' && role !== 'studio' && role !== 'commission') continue
      const membershipId = role === 'performer' ? purchase.performerMembershipId : null
      add({ role, membershipId, currency, amountMinor })
    }
  }
  const order = ['client', 'performer', 'studio', 'commission']
  return [...parts.values()].sort((a, b) => order.indexOf(a.role) - order.indexOf(b.role))
}

/** What a dispute is about: the purchases that are held by it, or, once decided, those that the decision settled. */
export async function disputedPurchases(ctx: Ctx, dispute: typeof disputes.$inferSelect): Promise<PurchaseRow[]> {
  const { decidedAt } = dispute
  return ctx.tx
    .select()
    .from(purchases)
    .where(
      and(
        eq(purchases.studioId, ctx.studioId),
        eq(purchases.projectId, dispute.projectId),
        decidedAt ? eq(purchases.settledAt, decidedAt) : eq(purchases.state, 'held'),
      ),
    )
    .orderBy(purchases.id)
}
