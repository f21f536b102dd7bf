import { expect, test } from 'vitest'
import { clocksDiffer, tellMoment } from './moment.ts'

const now = new Date('2026-11-20T11:41:00Z')
const moscow = { locale: 'ru', zone: 'Europe/Moscow', now }

test('today, yesterday and tomorrow are named, further days have their date', () => {
  expect(tellMoment(new Date('2026-11-20T11:20:00Z'), 'both', moscow)).toBe('сегодня, 14:20')
  expect(tellMoment(new Date('2026-11-19T08:00:00Z'), 'near', moscow)).toBe('вчера')
  expect(tellMoment(new Date('2026-11-21T08:00:00Z'), 'near', { ...moscow, locale: 'en' })).toBe('tomorrow')
  expect(tellMoment(new Date('2026-11-14T13:31:00Z'), 'both', moscow)).toBe('14 ноября, 16:31')
})

test('the day is the one of whoever looks', () => {
  const late = new Date('2026-11-20T22:30:00Z')
  expect(tellMoment(late, 'near', moscow)).toBe('завтра')
  expect(tellMoment(late, 'near', { ...moscow, zone: 'Europe/London' })).toBe('сегодня')
})

test('another year is named', () => {
  expect(tellMoment(new Date('2025-11-14T13:31:00Z'), 'near', moscow)).toBe('14 ноября 2025 г.')
})

test('two zones differ only when their clocks do', () => {
  expect(clocksDiffer(now, 'Europe/Moscow', 'Europe/Istanbul')).toBe(false)
  expect(clocksDiffer(now, 'Europe/Moscow', 'Asia/Yekaterinburg')).toBe(true)
  expect(clocksDiffer(new Date('2026-07-01T10:00:00Z'), 'Europe/London', 'Africa/Casablanca')).toBe(false)
})
