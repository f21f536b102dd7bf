import { type Wall, wallOf } from './wall.ts'

/** A column of the schedule: a room or a person on one day, or a day of one or of all. */
export interface Column {
  id: string
  title: string
  detail: string
  date: string
  /** Whose bookings stand here; all, where it is null. */
  resourceId: string | null
  kind: 'room' | 'person' | 'gear' | 'day'
}

export interface Span {
  start: string
  end: string
}

/** Something in a column: from and to in minutes of its day, cut at midnight. */
export interface Placed<T> {
  item: T
  from: number
  to: number
  /** Where it stands among those it overlaps with, and how many stand side by side. */
  lane: number
  lanes: number
}

const DAY = 24 * 60

/** What of a span lies on a day, in minutes of that day; nothing where none of it does. */
export function onDay({ start, end }: Span, date: string, zone: string): { from: number; to: number } | undefined {
  const from = within(wallOf(start, zone), date)
  const to = within(wallOf(end, zone), date)
  return from < to ? { from, to } : undefined
}

function within(wall: Wall, date: string): number {
  return wall.date < date ? 0 : wall.date > date ? DAY : wall.minutes
}

/** Items of a column side by side where they overlap: each as wide as the crowd it stands in allows. */
export function placed<T extends Span>(items: readonly T[], date: string, zone: string): Placed<T>[] {
  const spans = items
    .flatMap((item) => {
      const at = onDay(item, date, zone)
      return at ? [{ item, ...at }] : []
    })
    .sort((a, b) => a.from - b.from || b.to - a.to)
  const done: Placed<T>[] = []
  let crowd: Placed<T>[] = []
  let crowdEnd = -1
  const close = () => {
    const lanes = Math.max(1, ...crowd.map(({ lane }) => lane + 1))
    for (const one of crowd) one.lanes = lanes
    done.push(...crowd)
    crowd = []
  }
  for (const span of spans) {
    if (span.from >= crowdEnd) close()
    const taken = new Set(crowd.filter(({ to }) => to > span.from).map(({ lane }) => lane))
    let lane = 0
    while (taken.has(lane)) lane += 1
    crowd.push({ ...span, lane, lanes: 1 })
    crowdEnd = Math.max(crowdEnd, span.to)
  }
  close()
  return done
}

/** The parts of a day at which it is closed, in minutes. */
export function closedOn(open: readonly Span[], date: string, zone: string): { from: number; to: number }[] {
  const opens = open.flatMap((span) => onDay(span, date, zone) ?? []).sort((a, b) => a.from - b.from)
  const closed: { from: number; to: number }[] = []
  let from = 0
  for (const span of opens) {
    if (span.from > from) closed.push({ from, to: span.from })
    from = Math.max(from, span.to)
  }
  if (from < DAY) closed.push({ from, to: DAY })
  return closed
}

/** Which hours to draw: from an hour before the first opening or booking to an hour after the last, whole hours. */
export function hoursToDraw(spans: readonly { from: number; to: number }[]): { first: number; last: number } {
  if (spans.length === 0) return { first: 9, last: 21 }
  const from = Math.min(...spans.map((span) => span.from))
  const to = Math.max(...spans.map((span) => span.to))
  return { first: Math.max(0, Math.floor(from / 60) - 1), last: Math.min(24, Math.ceil(to / 60) + 1) }
}

/** How full rooms are within what they are open, 0 to 100; nothing where nothing is open. */
export function fullness(open: number, taken: number): number | null {
  return open === 0 ? null : Math.min(100, Math.round((taken / open) * 100))
}

const MORNING = 5 * 60

/** Where a day that is drawn from the night on is looked at first: minutes at which something begins in the morning. */
export function morningOf(spans: readonly { from: number; to: number }[]): number | undefined {
  const begins = spans.map(({ from }) => from)
  if (begins.every((from) => from >= MORNING)) return undefined
  const morning = Math.min(...begins.filter((from) => from >= MORNING))
  return Number.isFinite(morning) ? morning : undefined
}
