import { and, eq, inArray } from 'drizzle-orm'
import type { Ctx } from '../../kernel/context.ts'
import { newId } from '../../kernel/ids.ts'
import type { Money } from '../../kernel/money.ts'
import { readHolds, settleHolds } from '../ledger/index.ts'
import { breakdownOf, type PurchaseRow, payoutOf } from './payout.ts'
import type { Project } from './project.ts'
import { noteOf } from './purchase.ts'
import { offers, purchases } from './tables.ts'

export interface Settled {
  purchase: PurchaseRow
  paidMinor: bigint
  returnedMinor: bigint
}

/**
 * Ends every hold of a project, whose row the caller has locked: `returnedOf` says how much of each goes back to the
 * client, the rest is paid out by the terms of the day when it was bought. One batch of transfers, in the caller's
 * transaction (R11, R12, R15).
 */
export async function settle(
  ctx: Ctx,
  project: Project,
  returnedOf: (purchase: PurchaseRow) => bigint,
): Promise<Settled[]> {
  const held = await heldPurchases(ctx, project.id)
  if (held.length === 0) return []
  const holds = new Map(
    (
      await readHolds(
        ctx,
        held.map(({ purchase }) => purchase.holdId),
      )
    ).map((hold) => [hold.id, hold]),
  )
  const settled = held.map(({ purchase, number }) => {
    const hold = holds.get(purchase.holdId)
    if (!hold) throw new Error(`the hold of purchase ${purchase.id} is not there`)
    const returnedMinor = returnedOf(purchase)
    return { purchase, number, hold, returnedMinor, paidMinor: purchase.amountMinor - returnedMinor }
  })
  await settleHolds(ctx, {
    captures: settled.flatMap(({ purchase, number, hold, paidMinor }) => {
      if (paidMinor === 0n) return []
      const payout = payoutOf(purchase, paidMinor)
      return {
        // The purchase is held for us alone, so it is paid out once. An id that others know could be used up by them before.
        ...{ transferId: newId(), hold, note: noteOf(project, { number }), legs: payout.legs },
        ...{ breakdown: breakdownOf(purchase, payout), audience: [purchase.payerMembershipId] },
      }
    }),
    releases: settled.flatMap(({ purchase, number, hold, returnedMinor }) =>
      returnedMinor === 0n
        ? []
        : {
            ...{ transferId: newId(), hold, note: noteOf(project, { number }), amountMinor: returnedMinor },
            audience: [purchase.payerMembershipId],
          },
    ),
  })
  for (const state of ['paid_out', 'returned', 'divided'] as const) {
    const ids = settled.filter((one) => outcomeOf(one) === state).map(({ purchase }) => purchase.id)
    if (ids.length === 0) continue
    const changed = await ctx.tx
      .update(purchases)
      .set({ state, settledAt: ctx.now })
      .where(and(eq(purchases.studioId, ctx.studioId), inArray(purchases.id, ids), eq(purchases.state, 'held')))
      .returning({ id: purchases.id })
    if (changed.length !== ids.length) throw new Error('a purchase was settled by somebody else')
  }
  return settled.map(({ purchase, paidMinor, returnedMinor }) => ({ purchase, paidMinor, returnedMinor }))
}

/** What was bought in a project and not settled yet, with its offer's number. */
export function heldPurchases(ctx: Ctx, projectId: string) {
  return ctx.tx
    .select({ purchase: purchases, number: offers.number, stageId: offers.stageId })
    .from(purchases)
    .innerJoin(offers, and(eq(offers.studioId, purchases.studioId), eq(offers.id, purchases.offerId)))
    .where(and(eq(purchases.studioId, ctx.studioId), eq(purchases.projectId, projectId), eq(purchases.state, 'held')))
    .orderBy(purchases.id)
}

/** What was paid out in all, by currency. */
export function sumPaid(settled: readonly Settled[]): Money[] {
  const sums = new Map<Money['currency'], bigint>()
  for (const { purchase, paidMinor } of settled) {
    sums.set(purchase.currency, (sums.get(purchase.currency) ?? 0n) + paidMinor)
  }
  return [...sums].map(([currency, amountMinor]) => ({ currency, amountMinor }))
}

/** What the studio got of it, by currency. */
export function sumForStudio(settled: readonly Settled[]): Money[] {
  const parts = settled.flatMap(({ purchase, paidMinor }) => {
    const { legs } = payoutOf(purchase, paidMinor)
    return { purchase, returnedMinor: 0n, paidMinor: legs.find(({ role }) => role === 'studio')?.amountMinor ?? 0n }
  })
  return sumPaid(parts).filter(({ amountMinor }) => amountMinor > 0n)
}

function outcomeOf({ paidMinor, returnedMinor }: { paidMinor: bigint; returnedMinor: bigint }) {
  if (returnedMinor === 0n) return 'paid_out'
  return paidMinor === 0n ? 'returned' : 'divided'
}
