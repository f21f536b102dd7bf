import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Span } from '../../kernel/time.ts'
import { type Bookable, freeStarts, isFree, isOpen } from './availability.ts'
import { openSpans, type WeekdayHours } from './wall-hours.ts'

const BERLIN = 'Europe/Berlin'
const at = (text: string) => Temporal.Instant.from(text)
const local = (text: string, zone = BERLIN) => Temporal.PlainDateTime.from(text).toZonedDateTime(zone).toInstant()
const between = (start: string, end: string, zone = BERLIN): Span => ({
  start: local(start, zone),
  end: local(end, zone),
})
const daily = (opens: string, closes: string): WeekdayHours[] =>
  [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, opens, closes }))
const always = { earliest: at('2000-01-01T00:00Z'), latest: at('2100-01-01T00:00Z'), stepMinutes: 30 }
const room = (more: Partial<Bookable> = {}): Bookable => ({
  ...{ id: 'a', zone: BERLIN, weekly: daily('10:00', '22:00'), exceptions: [], taken: [] },
  ...{ beforeMinutes: 0, afterMinutes: 0, ...more },
})
const startsOf = (groups: Bookable[][], range: Span, minutes: number, frame = always) =>
  freeStarts(groups, { range, minutes, frame, zone: BERLIN }).map(({ start }) =>
    start.toZonedDateTimeISO(BERLIN).toPlainTime().toString({ smallestUnit: 'minute' }),
  )

test('a session crosses midnight where both days are open, and is cut where the next one is a holiday', () => {
  const weekly = daily('20:00', '04:00')
  const range = between('2026-11-20T22:00', '2026-11-21T02:00')
  expect(isOpen({ zone: BERLIN, weekly, exceptions: [] }, range)).toBe(true)
  const exceptions = [{ date: Temporal.PlainDate.from('2026-11-21'), hours: null }]
  expect(isOpen({ zone: BERLIN, weekly, exceptions }, range)).toBe(false)
  expect(openSpans({ zone: BERLIN, weekly, exceptions }, range)).toEqual([
    { start: range.start, end: local('2026-11-21T00:00') },
  ])
})

test('around the clock is one span without a seam at midnight', () => {
  const range = between('2026-11-16T00:00', '2026-11-23T00:00')
  expect(openSpans({ zone: BERLIN, weekly: daily('00:00', '00:00'), exceptions: [] }, range)).toEqual([range])
})

test.each([
  ['Europe/Berlin', '2026-03-29', 23],
  ['Europe/Berlin', '2026-10-25', 25],
  ['America/New_York', '2026-03-08', 23],
  ['America/New_York', '2026-11-01', 25],
])('in %s the day %s is open for %i hours around the clock', (zone, day, hours) => {
  const range = { start: local(`${day}T00:00`, zone), end: local(`${day}T00:00`, zone).add({ hours: 48 }) }
  const weekday = Temporal.PlainDate.from(day).dayOfWeek
  const [span] = openSpans({ zone, weekly: [{ weekday, opens: '00:00', closes: '00:00' }], exceptions: [] }, range)
  expect(span?.end.since(span.start).total('hours')).toBe(hours)
})

test('opening in the hour that the clocks skip opens after it; closing in the repeated one closes at its second end', () => {
  const spring = openSpans(
    { zone: BERLIN, weekly: daily('02:30', '06:00'), exceptions: [] },
    between('2026-03-29T00:00', '2026-03-29T12:00'),
  )
  expect(spring).toEqual([{ start: at('2026-03-29T01:30Z'), end: at('2026-03-29T04:00Z') }])
  const autumn = openSpans(
    { zone: BERLIN, weekly: daily('22:00', '02:30'), exceptions: [] },
    between('2026-10-24T12:00', '2026-10-25T12:00'),
  )
  expect(autumn).toEqual([{ start: at('2026-10-24T20:00Z'), end: at('2026-10-25T01:30Z') }])
})

test('on the night of the change the repeated hour is offered twice, the skipped one never', () => {
  const open = room({ weekly: daily('00:00', '00:00') })
  const night = (day: string) => startsOf([[open]], between(`${day}T01:30`, `${day}T03:30`), 60)
  expect(night('2026-10-25')).toEqual(['01:30', '02:00', '02:30', '02:00', '02:30', '03:00'])
  expect(night('2026-03-29')).toEqual(['01:30', '03:00'])
})

test('between neighbours the larger buffer counts, not the sum', () => {
  const taken = [{ ...between('2026-11-20T12:00', '2026-11-20T14:00'), beforeMinutes: 30, afterMinutes: 60 }]
  const one = room({ taken, beforeMinutes: 30, afterMinutes: 60 })
  expect(isFree(one, between('2026-11-20T15:00', '2026-11-20T16:00'))).toBe(true)
  expect(isFree(one, between('2026-11-20T14:30', '2026-11-20T16:00'))).toBe(false)
  expect(isFree(one, between('2026-11-20T10:00', '2026-11-20T11:00'))).toBe(true)
  expect(isFree(one, between('2026-11-20T10:00', '2026-11-20T11:30'))).toBe(false)
})

test('one of each group takes part; the earlier free one is preferred', () => {
  const day = between('2026-11-20T10:00', '2026-11-20T12:00')
  const busy = room({ id: 'a', taken: [{ ...day, beforeMinutes: 0, afterMinutes: 0 }] })
  const groups = [[busy, room({ id: 'b' })], [room({ id: 'ilya' })]]
  const [first] = freeStarts(groups, { range: day, minutes: 60, frame: always, zone: BERLIN })
  expect(first?.resourceIds).toEqual(['b', 'ilya'])
  expect(startsOf([[busy], [room()]], day, 60)).toEqual([])
})

test('notice and the longest advance bound what is offered', () => {
  const frame = { ...always, earliest: local('2026-11-20T14:10'), latest: local('2026-11-20T15:00') }
  expect(startsOf([[room()]], between('2026-11-20T00:00', '2026-11-21T00:00'), 60, frame)).toEqual(['14:30', '15:00'])
})

const hourOf2026 = fc.integer({ min: 0, max: 365 * 48 }).map((n) => at('2026-01-01T00:00Z').add({ minutes: n * 30 }))
const session = fc
  .tuple(hourOf2026, fc.integer({ min: 1, max: 24 }))
  .map(([start, halves]) => ({ start, end: start.add({ minutes: halves * 30 }) }))
const buffers = fc.record({
  beforeMinutes: fc.constantFrom(0, 15, 30, 60),
  afterMinutes: fc.constantFrom(0, 15, 30, 60),
})

test('whatever is offered is open, keeps both buffers, and lies on the step', () => {
  const property = fc.property(
    fc.constantFrom(BERLIN, 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe'),
    fc.constantFrom<[string, string]>(['10:00', '22:00'], ['20:00', '04:00'], ['00:00', '00:00'], ['02:30', '03:30']),
    hourOf2026,
    fc.array(fc.tuple(session, buffers), { maxLength: 5 }),
    buffers,
    (zone, [opens, closes], start, others, own) => {
      const taken = others.map(([span, kept]) => ({ ...span, ...kept }))
      const one = { id: 'a', zone, weekly: daily(opens, closes), exceptions: [], taken, ...own }
      const range = { start, end: start.add({ hours: 36 }) }
      for (const found of freeStarts([[one]], { range, minutes: 60, frame: always, zone })) {
        const end = found.start.add({ minutes: 60 })
        expect(isOpen(one, { start: found.start, end })).toBe(true)
        expect(found.start.toZonedDateTimeISO(zone).minute % 30).toBe(0)
        for (const other of taken) {
          const after = found.start.since(other.end).total('minutes')
          const before = other.start.since(end).total('minutes')
          const gapAfter = Math.max(other.afterMinutes, own.beforeMinutes)
          const gapBefore = Math.max(other.beforeMinutes, own.afterMinutes)
          expect(after >= gapAfter || before >= gapBefore).toBe(true)
        }
      }
    },
  )
  fc.assert(property, { numRuns: 150 })
})

test('open spans never overlap, never touch, and never leave the range', () => {
  const hours = fc.record({
    weekday: fc.integer({ min: 1, max: 7 }),
    opens: fc.constantFrom('00:00', '02:30', '10:00', '18:00'),
    closes: fc.constantFrom('00:00', '02:30', '12:00', '22:00'),
  })
  const property = fc.property(
    fc.constantFrom(BERLIN, 'America/New_York'),
    fc.array(hours, { maxLength: 10 }),
    hourOf2026,
    (zone, weekly, start) => {
      const range = { start, end: start.add({ hours: 24 * 8 }) }
      let previous = start.subtract({ minutes: 1 })
      for (const span of openSpans({ zone, weekly, exceptions: [] }, range)) {
        expect(Temporal.Instant.compare(previous, span.start)).toBe(-1)
        expect(Temporal.Instant.compare(span.start, span.end)).toBe(-1)
        expect(Temporal.Instant.compare(span.end, range.end)).toBeLessThanOrEqual(0)
        previous = span.end
      }
    },
  )
  fc.assert(property, { numRuns: 300 })
})
