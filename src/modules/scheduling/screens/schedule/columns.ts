import { addDays } from '../book/days.ts'
import type { Column } from './layout.ts'
import type { Booking, Resource } from './use-schedule.ts'

export type View = 'resources' | 'week' | 'month'

/** The days that a view of a date shows: the first, and how many. Weeks begin on Monday. */
export function daysShown(view: View, date: string): { first: string; count: number } {
  if (view === 'resources') return { first: date, count: 1 }
  if (view === 'week') return { first: addDays(date, -weekday(date)), count: 7 }
  const first = `${date.slice(0, 8)}01`
  const grid = addDays(first, -weekday(first))
  const next = new Date(Date.UTC(Number(date.slice(0, 4)), Number(date.slice(5, 7)), 1)).toISOString().slice(0, 10)
  const days = Math.round((Date.parse(next) - Date.parse(grid)) / 86_400_000)
  return { first: grid, count: Math.ceil(days / 7) * 7 }
}

/** The date so many steps of the view later. A month later is the first of it, so that no day is missing there. */
export function step(view: View, date: string, by: number): string {
  if (view !== 'month') return addDays(date, by * (view === 'week' ? 7 : 1))
  return new Date(Date.UTC(Number(date.slice(0, 4)), Number(date.slice(5, 7)) - 1 + by, 1)).toISOString().slice(0, 10)
}

/** A column for each room and person of a day. */
export function resourceColumns(resources: readonly Resource[], date: string): Column[] {
  return resources
    .filter(({ kind }) => kind !== 'gear')
    .map(({ id, name, detail, kind }) => ({ id, title: name, detail, date, resourceId: id, kind }))
}

/** A column for each day of a week, of one room or person or of all. */
export function weekColumns(first: string, resourceId: string | null, locale: string): Column[] {
  const weekday = new Intl.DateTimeFormat(locale, { weekday: 'short', timeZone: 'UTC' })
  const day = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', timeZone: 'UTC' })
  return Array.from({ length: 7 }, (_, index) => {
    const date = addDays(first, index)
    const noon = new Date(`${date}T12:00:00Z`)
    return { id: date, title: weekday.format(noon), detail: day.format(noon), date, resourceId, kind: 'day' as const }
  })
}

/** What stands in a column: its own room's or person's, or one block for each booking of the day. */
export function bookingsIn(column: Column, bookings: readonly Booking[]): Booking[] {
  const { resourceId } = column
  return resourceId === null
    ? [...bookings]
    : bookings.filter(({ resources }) => resources.some(({ id }) => id === resourceId))
}

/** Of which the colour of a booking is: pending and own work have their own, clients share three, each always the same. */
export function toneOf({
  state,
  kind,
  client,
}: Booking): 'pending' | 'held' | 'own' | 'past' | 'amber' | 'blue' | 'green' {
  if (state === 'pending' || state === 'held') return state
  if (state === 'completed' || state === 'no_show') return 'past'
  if (kind === 'internal' || !client) return 'own'
  const tones = ['amber', 'blue', 'green'] as const
  const sum = [...client.id].reduce((all, letter) => all + letter.charCodeAt(0), 0)
  return tones[sum % tones.length] ?? 'amber'
}

function weekday(date: string): number {
  return (new Date(`${date}T12:00:00Z`).getUTCDay() + 6) % 7
}
