import { expect, test } from 'vitest'
import { monthBeside, monthNamed, monthWords } from './months.ts'

test('an address names a month or none', () => {
  const named = ['2026-11', '2026-99', '2026-00', 'November', '', undefined].map(monthNamed)
  expect(named).toEqual(['2026-11', undefined, undefined, undefined, undefined, undefined])
})

test('a month is told in words, and the ones beside it cross the year', () => {
  expect([monthWords('2026-11', 'ru'), monthWords('2026-11', 'en')]).toEqual(['ноябрь 2026', 'November 2026'])
  expect([monthBeside('2026-01', -1), monthBeside('2026-12', 1)]).toEqual(['2025-12', '2027-01'])
})
