import { problem } from '../../kernel/problem.ts'
import type { Span } from '../../kernel/time.ts'
import type { Words } from '../studios/index.ts'
import { type CancellationTerms, freeUntil } from './cancellation-terms.ts'
import type { Plan, ResourceRow } from './plan.ts'
import { type Extra, type Price, priceOf, shareOf, type Tariff } from './price.ts'
import { termsOf } from './settings.ts'
import type { PriceLineJson } from './tables.ts'

export interface WantedExtra {
  extraId: string
  quantity: number
}

export interface Quote extends Price {
  depositMinor: bigint
  terms: CancellationTerms
  freeUntil: Temporal.Instant
}

/** What a session with these rooms and people and extras costs, what has to be paid to book it, and on what terms. */
export function quoteOf(
  plan: Plan,
  session: Span,
  chosen: readonly ResourceRow[],
  wanted: readonly WantedExtra[],
): Quote {
  // Gear that comes along as an extra costs what the extra costs, not its own hours as well.
  const extra = new Set(gearOf(plan, wanted).map(({ id }) => id))
  const tariff = tariffOf(
    plan,
    chosen.filter(({ id }) => !extra.has(id)),
  )
  const price = priceOf(session, plan.zone, tariff, plan.rules, extrasOf(plan, wanted))
  const terms = termsOf(plan.settings)
  return {
    ...price,
    depositMinor: shareOf(price.totalMinor, plan.settings.depositBps),
    terms,
    freeUntil: freeUntil(session.start, terms),
  }
}

/** The gear that the extras take along. Throws `invalid_request` where an extra is not on the list. */
export function gearOf(plan: Plan, wanted: readonly WantedExtra[]): ResourceRow[] {
  const ids = new Set(wanted.map(({ extraId }) => plan.extras.find(({ id }) => id === extraId)?.resourceId))
  return plan.gear.filter(({ id }) => ids.has(id))
}

/** The price's lines for JSON. */
export function linesJson(lines: Price['lines']): PriceLineJson[] {
  return lines.map(({ amountMinor, ...line }) => ({ ...line, amountMinor: amountMinor.toString() }))
}

/** By the hour: of the service, the room and the person, those that have a price; otherwise the service's price. */
function tariffOf({ service }: Plan, chosen: readonly ResourceRow[]): Tariff {
  const label = service.title
  if (service.pricing !== 'hourly') return { kind: 'fixed', label, priceMinor: service.priceMinor }
  const rates = [
    { label, perHourMinor: service.priceMinor },
    ...chosen.map(({ name, perHourMinor }) => ({ label: sameWords(name), perHourMinor: perHourMinor ?? 0n })),
  ].filter(({ perHourMinor }) => perHourMinor > 0n)
  return { kind: 'hourly', rates: rates.length > 0 ? rates : [{ label, perHourMinor: 0n }] }
}

function extrasOf(plan: Plan, wanted: readonly WantedExtra[]): Extra[] {
  return wanted.map(({ extraId, quantity }, index) => {
    const extra = plan.extras.find(({ id }) => id === extraId)
    if (!extra || quantity > extra.maxQuantity) {
      throw problem('invalid_request', { fields: [{ pointer: `/extras/${index}`, code: 'unknown' }] })
    }
    return { label: extra.title, priceMinor: extra.priceMinor, per: extra.per, quantity }
  })
}

function sameWords(name: string): Words {
  return { ru: name, en: name }
}
