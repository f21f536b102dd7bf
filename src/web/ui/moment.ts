/** How much of a moment is told: `14:20` · `20 November` · `today` · `today, 14:20` · `Friday, 20 November, 14:20`. */
export type Telling = 'time' | 'day' | 'near' | 'both' | 'full'

interface Place {
  locale: string
  /** IANA zone of whoever reads. */
  zone: string
  now: Date
}

/** A moment as people say it: today and yesterday by name, the year only when it is another one. */
export function tellMoment(at: Date, telling: Telling, { locale, zone, now }: Place): string {
  const time = new Intl.DateTimeFormat(locale, { timeZone: zone, hour: 'numeric', minute: '2-digit' }).format(at)
  if (telling === 'time') return time
  const sameYear = calendarDay(at, zone).slice(0, 4) === calendarDay(now, zone).slice(0, 4)
  const date = new Intl.DateTimeFormat(locale, {
    timeZone: zone,
    day: 'numeric',
    month: 'long',
    ...(telling === 'full' ? { weekday: 'long' } : {}),
    ...(sameYear ? {} : { year: 'numeric' }),
  }).format(at)
  if (telling === 'day') return date
  if (telling === 'full') return `${date}, ${time}`
  const day = nearDay(daysBetween(now, at, zone), locale) ?? date
  return telling === 'near' ? day : `${day}, ${time}`
}

/** A moment after «до»: the day and the time, without a weekday, which Russian would have to decline. */
export function tellUntil(at: Date, place: Place): string {
  return `${tellMoment(at, 'day', place)}, ${tellMoment(at, 'time', place)}`
}

/** Whether the clocks of two zones show something else at this moment. */
export function clocksDiffer(at: Date, zone: string, other: string): boolean {
  return wallClock(at, zone) !== wallClock(at, other)
}

/** The day in the zone, as `2026-11-20`. */
export function calendarDay(at: Date, zone: string): string {
  return wallClock(at, zone).slice(0, 10)
}

function wallClock(at: Date, zone: string): string {
  // Swedish writes dates as ISO does.
  return new Intl.DateTimeFormat('sv', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' }).format(at)
}

function daysBetween(from: Date, to: Date, zone: string): number {
  const noon = (at: Date) => Date.parse(`${calendarDay(at, zone)}T12:00Z`)
  return Math.round((noon(to) - noon(from)) / 86_400_000)
}

function nearDay(days: number, locale: string): string | undefined {
  if (Math.abs(days) > 1) return undefined
  return new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(days, 'day')
}
