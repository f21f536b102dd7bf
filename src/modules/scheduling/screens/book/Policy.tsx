import { m } from '../../../../web/generated/messages/messages.js'
import { getLocale } from '../../../../web/generated/messages/runtime.js'
import { amountText } from '../../../../web/ui/Money.tsx'
import { tellUntil } from '../../../../web/ui/moment.ts'
import { type Quote, viewerZone } from './place.ts'

/** The terms of cancelling in a sentence, with the moment in the reader's zone (P11). */
export function Policy({ freeUntil, terms, price }: Pick<Quote, 'freeUntil' | 'terms' | 'price'>) {
  const kept = shareOf(price, terms.lateKeptBps)
  const amount = amountText(kept, { short: true })
  const place = { locale: getLocale(), zone: viewerZone(), now: new Date() }
  if (kept.amountMinor === 0n) return m.book_always_free()
  if (new Date(freeUntil) <= place.now) return m.book_never_free({ amount })
  return m.book_free_until({ until: tellUntil(new Date(freeUntil), place), amount })
}

/** A share of a price in hundredths of a percent, a half rounded up: as the server will reckon it. */
export function shareOf(price: Quote['price'], bps: number) {
  const amountMinor = (BigInt(price.amountMinor) * BigInt(bps) + 5000n) / 10_000n
  return { amountMinor, currency: price.currency }
}
