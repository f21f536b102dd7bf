import type { Span } from '../../kernel/time.ts'
import { type Opening, openSpans } from './wall-hours.ts'

const MINUTE_MS = 60_000

/** Minutes that a room, a person or a piece of gear needs before and after each session (P10). */
export interface Buffers {
  beforeMinutes: number
  afterMinutes: number
}

/** Time that is taken, with the buffers that were kept with it. */
export interface Taken extends Span, Buffers {}

export interface Bookable extends Opening, Buffers {
  id: string
  taken: readonly Taken[]
}

/** What a client may ask for at all: not sooner, not later, and on which minutes of the clock. */
export interface Frame {
  earliest: Temporal.Instant
  latest: Temporal.Instant
  stepMinutes: number
}

/** A moment at which a session may begin, with who and what would take part in it. */
export interface FreeStart {
  start: Temporal.Instant
  resourceIds: string[]
}

/**
 * When a session of that length may begin within `range`: one of each group is open for the whole of it, and free of
 * others with the buffers between (P11). The earlier in a group is preferred. Only a proposal: the database decides.
 */
export function freeStarts(
  groups: readonly (readonly Bookable[])[],
  { range, minutes, frame, zone }: { range: Span; minutes: number; frame: Frame; zone: string },
): FreeStart[] {
  const lengthMs = minutes * MINUTE_MS
  const wide = { start: range.start, end: range.end.add({ milliseconds: lengthMs }) }
  const free = groups.map((group) => group.map((one) => ({ id: one.id, spans: freeSpans(one, wide) })))
  const from = Math.max(range.start.epochMilliseconds, frame.earliest.epochMilliseconds)
  const until = Math.min(range.end.epochMilliseconds - 1, frame.latest.epochMilliseconds)
  const starts: FreeStart[] = []
  for (let ms = Math.ceil(from / MINUTE_MS) * MINUTE_MS; ms <= until; ) {
    const start = Temporal.Instant.fromEpochMilliseconds(ms)
    const wait = minutesToStep(start, zone, frame.stepMinutes)
    if (wait > 0) {
      ms += wait * MINUTE_MS
      continue
    }
    const chosen = free.map((group) => group.find(({ spans }) => holds(spans, ms, ms + lengthMs))?.id)
    const resourceIds = chosen.flatMap((id) => id ?? [])
    if (resourceIds.length === groups.length && groups.length > 0) starts.push({ start, resourceIds })
    ms += MINUTE_MS
  }
  return starts
}

/** Whether a resource is open and free for the whole of a session. */
export function isFree(bookable: Bookable, session: Span): boolean {
  const spans = freeSpans(bookable, session)
  return holds(spans, session.start.epochMilliseconds, session.end.epochMilliseconds)
}

/** Whether a resource is open for the whole of a session, whatever is booked. */
export function isOpen(opening: Opening, session: Span): boolean {
  const [span] = openSpans(opening, session)
  return span?.start.equals(session.start) === true && span.end.equals(session.end)
}

/** Whether a moment stands on the studio's steps of the clock. */
export function isOnStep(moment: Temporal.Instant, zone: string, stepMinutes: number): boolean {
  return moment.epochMilliseconds % MINUTE_MS === 0 && minutesToStep(moment, zone, stepMinutes) === 0
}

interface Milliseconds {
  start: number
  end: number
}

/**
 * Where a session of this resource may lie. Between neighbours the larger buffer counts: what the earlier needs after
 * itself, or what the later needs before. The database keeps the larger of the earlier one's own two: where buffers have
 * changed since it was booked, what it would refuse is not offered.
 */
function freeSpans(bookable: Bookable, range: Span): Milliseconds[] {
  let free = openSpans(bookable, range).map(({ start, end }) => ({
    start: start.epochMilliseconds,
    end: end.epochMilliseconds,
  }))
  for (const taken of bookable.taken) {
    const own = Math.max(bookable.beforeMinutes, bookable.afterMinutes)
    const its = Math.max(taken.beforeMinutes, taken.afterMinutes)
    const start = taken.start.epochMilliseconds - Math.max(taken.beforeMinutes, own) * MINUTE_MS
    const end = taken.end.epochMilliseconds + Math.max(its, bookable.beforeMinutes) * MINUTE_MS
    free = free.flatMap((span) =>
      end <= span.start || start >= span.end
        ? [span]
        : [
            { start: span.start, end: start },
            { start: end, end: span.end },
          ].filter((part) => part.start < part.end),
    )
  }
  return free
}

function holds(spans: readonly Milliseconds[], start: number, end: number): boolean {
  return spans.some((span) => span.start <= start && end <= span.end)
}

function minutesToStep(moment: Temporal.Instant, zone: string, stepMinutes: number): number {
  const { hour, minute } = moment.toZonedDateTimeISO(zone)
  const over = (hour * 60 + minute) % stepMinutes
  return over === 0 ? 0 : stepMinutes - over
}
