/** Hours of a weekday, 1 for Monday to 7 for Sunday, by the clock on the wall. */
export interface WeekdayHours {
  weekday: number
  opens: string
  closes: string
}

/** Days that follow one another with the same hours: `{ from: 1, to: 5, hours: ['10:00–22:00'] }`; no hours, closed. */
export interface Stretch {
  from: number
  to: number
  hours: string[]
}

/** The week as people say it: days with the same hours together, in their order. */
export function stretchesOf(weekly: readonly WeekdayHours[]): Stretch[] {
  const stretches: Stretch[] = []
  for (let weekday = 1; weekday <= 7; weekday++) {
    const hours = weekly
      .filter((one) => one.weekday === weekday)
      .map(({ opens, closes }) => `${opens}–${closes}`)
      .sort()
    const last = stretches.at(-1)
    if (last && last.hours.join() === hours.join()) last.to = weekday
    else stretches.push({ from: weekday, to: weekday, hours })
  }
  return stretches
}

/** Reads one day's hours as typed: `10:00–14:00, 15-22`; nothing, closed. What cannot be read is null. */
export function readHours(weekday: number, typed: string): WeekdayHours[] | null {
  const parts = typed
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
  const read = parts.map((part) => {
    const match = /^(\d{1,2})(?::(\d{2}))?\s*[-–—]\s*(\d{1,2})(?::(\d{2}))?$/.exec(part)
    if (!match) return null
    const opens = wall(match[1], match[2])
    const closes = wall(match[3], match[4])
    return opens && closes ? { weekday, opens, closes } : null
  })
  return read.every((one) => one !== null) ? read : null
}

function wall(hours = '', minutes = '00'): string | null {
  // Midnight at the end of a day is written as 24 by some; it is the next day's 0.
  const hour = Number(hours) === 24 ? 0 : Number(hours)
  if (hour > 23 || Number(minutes) > 59) return null
  return `${String(hour).padStart(2, '0')}:${minutes}`
}
