import { periodFrom } from './period.ts'

export interface ProratedTerms {
  periodStart: Temporal.Instant
  periodEnd: Temporal.Instant
  anchorDay: number
  zone: string
  /** What the period was paid with, and what one of the other plan costs, minor units. */
  from: { priceMinor: bigint; months: number }
  to: { priceMinor: bigint; months: number }
  now: Temporal.Instant
}

export interface Proration {
  /** Days of the studio's calendar, today among those that are left. */
  daysLeft: number
  daysTotal: number
  /** Of what was paid, what is not used up. */
  unusedMinor: bigint
  /** What the days that are left cost by the other plan. */
  costMinor: bigint
}

/**
 * What another plan costs for the days that are left of the period, and what of the present one is not used up (P8). By
 * whole days, so that what is shown holds all day; rounded in the studio's favour, by less than a kopeck each. Pure.
 */
export function prorate(terms: ProratedTerms): Proration {
  const { periodStart, periodEnd, zone, now } = terms
  const day = (moment: Temporal.Instant) => moment.toZonedDateTimeISO(zone).toPlainDate()
  const days = (from: Temporal.Instant, to: Temporal.Instant) => day(from).until(day(to), { largestUnit: 'day' }).days
  const daysTotal = Math.max(1, days(periodStart, periodEnd))
  const daysLeft = Math.min(daysTotal, Math.max(0, days(now, periodEnd)))
  const other = periodFrom(periodStart, { months: terms.to.months, anchorDay: terms.anchorDay, zone })
  // Of the same length it is this very period, however long that is since the operator kept the studio out.
  const otherDays = terms.to.months === terms.from.months ? daysTotal : Math.max(1, days(periodStart, other.end))
  const [left, total] = [BigInt(daysLeft), BigInt(daysTotal)]
  return {
    ...{ daysLeft, daysTotal },
    unusedMinor: (terms.from.priceMinor * left + total - 1n) / total,
    costMinor: (terms.to.priceMinor * left) / BigInt(otherDays),
  }
}
