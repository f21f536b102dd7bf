import { splitByWeights } from '../../kernel/money.ts'
import type { PayoutLeg } from './verbs.ts'
import { PLATFORM_WALLET } from './wallet.ts'

const WHOLE_BPS = 10_000n

export interface CommissionTerms {
  /** Share in hundredths of a percent. */
  bps: bigint
  /** At least this much, in minor units, but never more than the whole. */
  floorMinor: bigint
}

export interface Payout {
  amountMinor: bigint
  commission: CommissionTerms
  studioId: string
  /** Each performer's share of what is left after the commission. Together at most the whole. */
  performers: readonly { accountId: string; membershipId?: string; bps: bigint }[]
}

export interface SplitPayout {
  legs: PayoutLeg[]
  commissionMinor: bigint
  /** What is divided between the performers and the studio. */
  distributableMinor: bigint
}

/**
 * How a payment is divided (R15): the platform's commission first, then the performers' shares of what remains, the rest
 * to the studio. Adds up to the amount exactly; rounding goes by largest remainder. Throws RangeError on shares above
 * the whole.
 */
export function splitPayout({ amountMinor, commission, studioId, performers }: Payout): SplitPayout {
  const shares = performers.reduce((sum, performer) => sum + performer.bps, 0n)
  if (shares > WHOLE_BPS || performers.some((performer) => performer.bps < 0n)) {
    throw new RangeError('the performers’ shares are more than the whole')
  }
  const byShare = splitByWeights(amountMinor, [commission.bps, WHOLE_BPS - commission.bps])[0] ?? 0n
  const wanted = byShare > commission.floorMinor ? byShare : commission.floorMinor
  const commissionMinor = wanted < amountMinor ? wanted : amountMinor
  const distributableMinor = amountMinor - commissionMinor
  const parts = splitByWeights(distributableMinor, [
    ...performers.map((performer) => performer.bps),
    WHOLE_BPS - shares,
  ])
  const legs: PayoutLeg[] = [
    { to: PLATFORM_WALLET, amountMinor: commissionMinor, role: 'commission' },
    ...performers.map(({ accountId, membershipId }, index) => ({
      to: { kind: 'account' as const, id: accountId },
      amountMinor: parts[index] ?? 0n,
      role: 'performer' as const,
      ...(membershipId ? { membershipId } : {}),
    })),
    { to: { kind: 'studio', id: studioId }, amountMinor: parts.at(-1) ?? 0n, role: 'studio' },
  ]
  return { legs, commissionMinor, distributableMinor }
}
