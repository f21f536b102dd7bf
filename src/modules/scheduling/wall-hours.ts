import type { Span } from '../../kernel/time.ts'

/** Hours by the clock on the wall. A closing that is not after the opening is on the next day; equal is a whole day. */
export interface WallHours {
  opens: string
  closes: string
}

/** Hours of a weekday, 1 for Monday to 7 for Sunday. */
export interface WeekdayHours extends WallHours {
  weekday: number
}

/** What holds on one day instead of its weekday's hours; without hours it is closed. */
export interface DayException {
  date: Temporal.PlainDate
  hours: WallHours | null
}

export interface Opening {
  zone: string
  weekly: readonly WeekdayHours[]
  exceptions: readonly DayException[]
}

/**
 * When something is open, as moments, in order, within `range` (P10). Hours that touch or overlap become one, so that a
 * session may cross midnight where both days are open. What one day's hours spill into the next is cut at midnight when
 * the next day has an exception: a holiday is a holiday from its first minute. Wall times that the clocks skip or repeat
 * are taken so that the day opens at the first such moment and closes at the last.
 */
export function openSpans(opening: Opening, range: Span): Span[] {
  const { zone } = opening
  const last = range.end.toZonedDateTimeISO(zone).toPlainDate()
  const spans: Span[] = []
  let date = range.start.toZonedDateTimeISO(zone).toPlainDate().subtract({ days: 1 })
  for (; Temporal.PlainDate.compare(date, last) <= 0; date = date.add({ days: 1 })) {
    const cutAt = exceptionsOf(opening, date.add({ days: 1 })).length > 0 ? midnight(date.add({ days: 1 }), zone) : null
    for (const hours of hoursOf(opening, date)) {
      const span = within(spanOf(date, hours, zone), range)
      const end = cutAt && Temporal.Instant.compare(cutAt, span.end) < 0 ? cutAt : span.end
      if (Temporal.Instant.compare(span.start, end) < 0) spans.push({ start: span.start, end })
    }
  }
  return merge(spans)
}

function exceptionsOf({ exceptions }: Opening, date: Temporal.PlainDate): DayException[] {
  return exceptions.filter((exception) => exception.date.equals(date))
}

function hoursOf(opening: Opening, date: Temporal.PlainDate): WallHours[] {
  const exceptions = exceptionsOf(opening, date)
  if (exceptions.length > 0) return exceptions.flatMap(({ hours }) => hours ?? [])
  return opening.weekly.filter(({ weekday }) => weekday === date.dayOfWeek)
}

function spanOf(date: Temporal.PlainDate, { opens, closes }: WallHours, zone: string): Span {
  const closesOn = closes > opens ? date : date.add({ days: 1 })
  const at = (day: Temporal.PlainDate, wall: string, disambiguation: 'compatible' | 'later') =>
    day.toPlainDateTime(Temporal.PlainTime.from(wall)).toZonedDateTime(zone, { disambiguation }).toInstant()
  return { start: at(date, opens, 'compatible'), end: at(closesOn, closes, 'later') }
}

function midnight(date: Temporal.PlainDate, zone: string): Temporal.Instant {
  return date.toZonedDateTime(zone).toInstant()
}

function within(span: Span, range: Span): Span {
  return {
    start: Temporal.Instant.compare(span.start, range.start) > 0 ? span.start : range.start,
    end: Temporal.Instant.compare(span.end, range.end) < 0 ? span.end : range.end,
  }
}

function merge(spans: Span[]): Span[] {
  const merged: Span[] = []
  for (const span of spans.sort((a, b) => Temporal.Instant.compare(a.start, b.start))) {
    const before = merged.at(-1)
    if (!before || Temporal.Instant.compare(before.end, span.start) < 0) merged.push({ ...span })
    else if (Temporal.Instant.compare(before.end, span.end) < 0) before.end = span.end
  }
  return merged
}
