import { calendarDay } from '../../../../web/ui/moment.ts'

const DAY_MS = 86_400_000

/** Minutes of a day on the wall, and the day: what a column of the schedule is drawn by. */
export interface Wall {
  /** `2026-11-20`. */
  date: string
  minutes: number
}

/** What the clock on the wall of a zone shows at a moment. */
export function wallOf(iso: string, zone: string): Wall {
  const at = new Date(iso)
  const text = new Intl.DateTimeFormat('sv', { timeZone: zone, hour: '2-digit', minute: '2-digit' }).format(at)
  const [hours = 0, minutes = 0] = text.split(':').map(Number)
  return { date: calendarDay(at, zone), minutes: hours * 60 + minutes }
}

/** The moment at which the wall shows this; of an hour that is shown twice the first, for one that is skipped the next. */
export function momentOf({ date, minutes }: Wall, zone: string): Date {
  const wanted = Date.parse(`${date}T00:00:00Z`) + minutes * 60_000
  const shown = (at: number) => {
    const wall = wallOf(new Date(at).toISOString(), zone)
    return Date.parse(`${wall.date}T00:00:00Z`) + wall.minutes * 60_000
  }
  // By the zone's offsets a day before and a day after: where they differ, the clocks change in between.
  const candidates = [wanted - DAY_MS, wanted + DAY_MS].map((near) => wanted - (shown(near) - near))
  const right = candidates.filter((at) => shown(at) === wanted).sort((a, b) => a - b)[0]
  return new Date(right ?? Math.max(...candidates))
}
