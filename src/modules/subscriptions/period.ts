import type { Span } from '../../kernel/time.ts'

export interface Rhythm {
  months: number
  /** The day of the month on which periods begin. */
  anchorDay: number
  zone: string
}

/**
 * The period that begins at a moment: so many months long on the studio's wall, to the day of the month on which its
 * periods begin (the 31st is the last day of shorter months, and the 31st again after them; another day than that where
 * the studio's zone has changed). Pure (P8).
 */
export function periodFrom(start: Temporal.Instant, rhythm: Rhythm): Span {
  const from = start.toZonedDateTimeISO(rhythm.zone)
  const month = from.toPlainDate().toPlainYearMonth().add({ months: rhythm.months })
  const day = Math.min(anchorAt(start, rhythm), month.daysInMonth)
  const end = month.toPlainDate({ day }).toZonedDateTime({ timeZone: rhythm.zone, plainTime: from.toPlainTime() })
  return { start, end: end.toInstant() }
}

/**
 * The day of the month on which periods begin that go on from a moment: the one known, where the moment falls on it. In
 * another zone it falls on a neighbouring day, perhaps of another month: then that one, or a period would be as short as
 * a day, or as long as two months. Pure.
 */
export function anchorAt(start: Temporal.Instant, { anchorDay, zone }: Pick<Rhythm, 'anchorDay' | 'zone'>): number {
  const { day, daysInMonth } = start.toZonedDateTimeISO(zone)
  return day === Math.min(anchorDay, daysInMonth) ? anchorDay : day
}

/**
 * When the next period begins: where the last one ended, so that no day is lost or given away. Time that is over as a
 * whole is not charged for (nothing ran for that long), nor is time in which the studio was read-only: then it is now.
 */
export function nextStart(last: { periodEnd: Temporal.Instant; readOnly: boolean; now: Temporal.Instant }, of: Rhythm) {
  if (last.readOnly) return last.now
  const { end } = periodFrom(last.periodEnd, of)
  return Temporal.Instant.compare(end, last.now) <= 0 ? last.now : last.periodEnd
}
