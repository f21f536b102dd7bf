import type { Breakdown } from './tables.ts'
import type { WalletOwner } from './wallet.ts'

interface Shown {
  posting: { role: string; amountMinor: bigint }
  transfer: { studioId: string; breakdown: Breakdown | null }
}

/**
 * What a wallet's statement shows of how a payment was divided (R15, X5): all of it to the studio that it was paid to,
 * to everybody else what they paid in total, or the share that is their own. Null where nothing is theirs. Pure.
 */
export function breakdownFor(reader: WalletOwner, { posting, transfer }: Shown): Breakdown | null {
  const { breakdown, studioId } = transfer
  if (!breakdown) return null
  if (reader.kind === 'studio' && reader.id === studioId) return wholeBreakdown(breakdown)
  const { role, amountMinor } = posting
  if (amountMinor < 0n) return { lines: [{ label: 'paid', amountMinor: (-amountMinor).toString() }] }
  if (role !== 'performer') return null
  const shares = breakdown.lines.filter(({ label }) => label === 'performer')
  const named = shares.filter(({ accountId }) => accountId === reader.id)
  // Lines that were written without whose they are: told by the amount, unless it could be somebody else's.
  const alike = shares.filter((line) => !line.accountId && line.amountMinor === amountMinor.toString())
  const own = named.length > 0 ? named : alike.length === 1 ? alike : []
  return own.length > 0 ? wholeBreakdown({ lines: own }) : null
}

/** Every line, without whose account it is. Pure. */
export function wholeBreakdown({ lines }: Breakdown): Breakdown {
  return { lines: lines.map(({ accountId: _, ...line }) => line) }
}
