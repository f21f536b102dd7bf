import type { Breakdown, SplitPayout } from '../ledger/index.ts'
import { splitPayout } from '../ledger/index.ts'
import type { purchases } from './tables.ts'

export type PurchaseRow = typeof purchases.$inferSelect

/** What a payout depends on, as it was on the day of buying. */
export type BoughtTerms = Pick<
  PurchaseRow,
  | 'amountMinor'
  | 'studioId'
  | 'commissionBps'
  | 'commissionFloorMinor'
  | 'performerAccountId'
  | 'performerMembershipId'
  | 'performerBps'
>

/**
 * How a purchase, or the part of it that is paid out, is divided: by the commission and the share of the day when it was
 * bought (R15, R16), to the last kopeck. Pure.
 */
export function payoutOf(purchase: BoughtTerms, amountMinor: bigint = purchase.amountMinor): SplitPayout {
  const { performerAccountId: accountId, performerMembershipId, performerBps } = purchase
  const told = performerMembershipId ? { membershipId: performerMembershipId } : {}
  return splitPayout({
    amountMinor,
    studioId: purchase.studioId,
    commission: { bps: purchase.commissionBps, floorMinor: purchase.commissionFloorMinor },
    performers: accountId ? [{ accountId, ...told, bps: BigInt(performerBps) }] : [],
  })
}

/** The same as the lines that a statement opens: who got what, by which share, and why. */
export function breakdownOf(purchase: PurchaseRow, payout: SplitPayout): Breakdown {
  return {
    lines: payout.legs.map(({ to, role, amountMinor }) => ({
      label: role,
      amountMinor: amountMinor.toString(),
      ...(role === 'commission' ? { bps: Number(purchase.commissionBps) } : {}),
      ...(role === 'performer' ? { bps: purchase.performerBps, detail: purchase.termsReason, accountId: to.id } : {}),
    })),
  }
}
