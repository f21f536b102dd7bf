import { expect, test } from 'vitest'
import { addDays, daysOf, minutesAhead } from './days.ts'
import { readWish, writeWish } from './wish.ts'

const start = (at: string, free = true) => ({ start: at, free, resourceIds: [], own: null })

test('a moment stands on the day of the viewer’s clock, not of the studio’s', () => {
  const starts = [start('2026-11-21T19:00:00Z'), start('2026-11-21T21:00:00Z', false)]
  const from = new Date('2026-11-21T08:00:00Z')
  const seen = (zone: string) =>
    daysOf(starts, from, 2, zone).map(({ date, starts, free }) => [date, starts.length, free])
  expect(seen('Europe/Moscow')).toEqual([
    ['2026-11-21', 1, 1],
    ['2026-11-22', 1, 0],
  ])
  expect(seen('Asia/Yekaterinburg')).toEqual([
    ['2026-11-21', 0, 0],
    ['2026-11-22', 2, 1],
  ])
})

test('days follow one another over the end of a month and over changed clocks', () => {
  expect(addDays('2026-10-31', 1)).toBe('2026-11-01')
  expect(daysOf([], new Date('2026-10-24T22:30:00Z'), 3, 'Europe/Berlin').map(({ date }) => date)).toEqual([
    ...['2026-10-25', '2026-10-26', '2026-10-27'],
  ])
})

test('clocks are compared at the moment in question', () => {
  expect(minutesAhead(new Date('2026-11-21T12:00Z'), 'Europe/Moscow', 'Asia/Yekaterinburg')).toBe(-120)
  expect(minutesAhead(new Date('2026-07-01T12:00Z'), 'Europe/Lisbon', 'UTC')).toBe(60)
  expect(minutesAhead(new Date('2026-12-01T12:00Z'), 'Europe/Lisbon', 'UTC')).toBe(0)
  expect(minutesAhead(new Date('2026-12-01T12:00Z'), 'Asia/Kolkata', 'UTC')).toBe(330)
})

test('a wish goes into the address and comes back', () => {
  const wish = { ...readWish(''), service: 's', minutes: 120, extras: ['a', 'b'], start: '2026-11-21T12:00:00Z' }
  expect(readWish(writeWish(wish))).toEqual(wish)
  expect(readWish('?minutes=-3&extras=').minutes).toBeNull()
})
