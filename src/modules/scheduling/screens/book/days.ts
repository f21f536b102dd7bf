import { calendarDay } from '../../../../web/ui/moment.ts'

/** A moment at which a session may begin. */
export interface Start {
  start: string
  free: boolean
  resourceIds: string[]
  /** The viewer's own hold that begins then. */
  own: string | null
}

/** A day of the strip, with what may begin on it. */
export interface Day {
  /** `2026-11-21`, in the viewer's zone. */
  date: string
  starts: Start[]
  free: number
}

/** So many days from a moment on, in the viewer's zone, each with its moments. A day is a day of the viewer's clock. */
export function daysOf(starts: readonly Start[], from: Date, count: number, zone: string): Day[] {
  const byDay = new Map<string, Start[]>()
  for (const start of starts) {
    const date = calendarDay(new Date(start.start), zone)
    byDay.set(date, [...(byDay.get(date) ?? []), start])
  }
  const first = calendarDay(from, zone)
  return Array.from({ length: count }, (_, index) => {
    const date = addDays(first, index)
    const there = byDay.get(date) ?? []
    return { date, starts: there, free: there.filter(({ free }) => free).length }
  })
}

/** The day so many days later; days of the calendar, whatever the clocks do. */
export function addDays(date: string, days: number): string {
  const noon = new Date(`${date}T12:00:00Z`)
  noon.setUTCDate(noon.getUTCDate() + days)
  return noon.toISOString().slice(0, 10)
}

/** By how many minutes the studio's clock is ahead of the viewer's at a moment; negative when it is behind. */
export function minutesAhead(at: Date, studioZone: string, zone: string): number {
  return offsetOf(at, studioZone) - offsetOf(at, zone)
}

function offsetOf(at: Date, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' }).formatToParts(at)
  const name = parts.find(({ type }) => type === 'timeZoneName')?.value ?? 'GMT'
  const match = /GMT([+-])(\d{2}):(\d{2})/.exec(name)
  if (!match) return 0
  return (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3]))
}
