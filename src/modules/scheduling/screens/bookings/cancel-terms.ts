import type { Api } from '../../../../web/generated/api.ts'
import { shareOf } from '../book/Policy.tsx'
import type { Booking } from '../book/place.ts'

export type Cancellation = Api['GET /api/studios/{studio}/bookings/{booking}/cancellation']['answer']

/** What there is to say of cancelling now, and of cancelling later. Amounts in minor units. */
export type CancelTerms =
  | { kind: 'studio' }
  | { kind: 'until_answer' }
  | { kind: 'always' }
  | { kind: 'until'; keptMinor: bigint }
  | { kind: 'keeps'; keptMinor: bigint }

/**
 * What cancelling means to the one who looks, by the server's answer: a request binds nobody yet, a studio that cancels
 * keeps nothing, and never more is kept than was paid (P11). Pure.
 */
export function cancelTermsOf(
  { state, price, paid, terms }: Pick<Booking, 'state' | 'price' | 'paid' | 'terms'>,
  { clause, kept }: Pick<Cancellation, 'clause' | 'kept'>,
): CancelTerms {
  if (clause === 'by_studio') return { kind: 'studio' }
  if (state === 'pending') return { kind: 'until_answer' }
  const now = BigInt(kept.amountMinor)
  if (clause !== 'free') return now > 0n ? { kind: 'keeps', keptMinor: now } : { kind: 'always' }
  const share = shareOf(price, terms.lateKeptBps).amountMinor
  const most = BigInt(paid.amountMinor)
  const keptMinor = share < most ? share : most
  return keptMinor > 0n ? { kind: 'until', keptMinor } : { kind: 'always' }
}
