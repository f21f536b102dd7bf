import fc from 'fast-check'
import { expect, test } from 'vitest'
import { closedOn, hoursToDraw, morningOf, onDay, placed } from './layout.ts'
import { momentOf, wallOf } from './wall.ts'

const ZONE = 'Europe/Berlin'
const span = (start: string, end: string) => ({ start, end })

test('what crosses midnight stands on both days, cut at it', () => {
  const night = span('2026-11-20T21:00:00Z', '2026-11-21T01:00:00Z')
  expect(onDay(night, '2026-11-20', ZONE)).toEqual({ from: 22 * 60, to: 24 * 60 })
  expect(onDay(night, '2026-11-21', ZONE)).toEqual({ from: 0, to: 120 })
  expect(onDay(night, '2026-11-22', ZONE)).toBeUndefined()
})

test('what overlaps stands side by side, and what only touches does not', () => {
  const items = [
    span('2026-11-20T09:00:00Z', '2026-11-20T12:00:00Z'),
    span('2026-11-20T10:00:00Z', '2026-11-20T11:00:00Z'),
    span('2026-11-20T11:00:00Z', '2026-11-20T12:00:00Z'),
    span('2026-11-20T12:00:00Z', '2026-11-20T13:00:00Z'),
  ]
  expect(placed(items, '2026-11-20', ZONE).map(({ lane, lanes }) => [lane, lanes])).toEqual([
    [0, 2],
    [1, 2],
    [1, 2],
    [0, 1],
  ])
})

test('a day is closed before it opens, between, and after', () => {
  const open = [
    span('2026-11-20T09:00:00Z', '2026-11-20T12:00:00Z'),
    span('2026-11-20T13:00:00Z', '2026-11-20T20:00:00Z'),
  ]
  expect(closedOn(open, '2026-11-20', ZONE)).toEqual([
    { from: 0, to: 600 },
    { from: 780, to: 840 },
    { from: 1260, to: 1440 },
  ])
  expect(hoursToDraw([{ from: 600, to: 1260 }])).toEqual({ first: 9, last: 22 })
})

test('a moment drawn on the wall and read from it is the same moment, but for hours that the clocks skip or repeat', () => {
  const zones = ['Europe/Berlin', 'Europe/Moscow', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe']
  const minutes = fc.integer({ min: Date.UTC(2025, 0) / 60_000, max: Date.UTC(2028, 0) / 60_000 })
  fc.assert(
    fc.property(minutes, fc.constantFrom(...zones), (minute, zone) => {
      const iso = new Date(minute * 60_000).toISOString()
      const wall = wallOf(iso, zone)
      expect(wallOf(momentOf(wall, zone).toISOString(), zone)).toEqual(wall)
    }),
  )
  expect(momentOf({ date: '2026-03-29', minutes: 150 }, ZONE).toISOString()).toBe('2026-03-29T01:30:00.000Z')
  expect(momentOf({ date: '2026-10-25', minutes: 150 }, ZONE).toISOString()).toBe('2026-10-25T00:30:00.000Z')
})

test('a day that begins with the end of a night is looked at from its morning on', () => {
  const night = { from: 0, to: 120 }
  expect(morningOf([night, { from: 600, to: 1440 }, { from: 540, to: 1380 }])).toBe(540)
  expect(morningOf([{ from: 600, to: 1320 }])).toBeUndefined()
  expect(morningOf([night])).toBeUndefined()
})
