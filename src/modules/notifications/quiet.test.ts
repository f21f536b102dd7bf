import { expect, test } from 'vitest'
import { sendableAt } from './quiet.ts'

const at = (text: string) => Temporal.Instant.from(text)
const night = { fromMinute: 22 * 60, toMinute: 8 * 60 }

test('outside the quiet hours it goes out at once', () => {
  expect(sendableAt(at('2026-11-21T12:00:00Z'), 'Europe/Moscow', night)).toBeUndefined()
  expect(sendableAt(at('2026-11-21T05:00:00Z'), 'Europe/Moscow', night)).toBeUndefined()
  expect(sendableAt(at('2026-11-21T12:00:00Z'), 'Europe/Moscow', undefined)).toBeUndefined()
})

test('in them it waits for their end, before and after midnight, by the person’s own clock', () => {
  expect(sendableAt(at('2026-11-21T20:00:00Z'), 'Europe/Moscow', night)?.toString()).toBe('2026-11-22T05:00:00Z')
  expect(sendableAt(at('2026-11-21T22:00:00Z'), 'Europe/Moscow', night)?.toString()).toBe('2026-11-22T05:00:00Z')
  expect(sendableAt(at('2026-11-21T20:00:00Z'), 'America/New_York', night)).toBeUndefined()
})

test('hours within one day', () => {
  const lunch = { fromMinute: 13 * 60, toMinute: 14 * 60 }
  expect(sendableAt(at('2026-11-21T13:30:00Z'), 'UTC', lunch)?.toString()).toBe('2026-11-21T14:00:00Z')
  expect(sendableAt(at('2026-11-21T14:00:00Z'), 'UTC', lunch)).toBeUndefined()
})

test('on the nights when the clocks change the end is the wall time’s', () => {
  // Berlin: 29 March 2026 is an hour shorter, 25 October an hour longer.
  expect(sendableAt(at('2026-03-28T22:00:00Z'), 'Europe/Berlin', night)?.toString()).toBe('2026-03-29T06:00:00Z')
  expect(sendableAt(at('2026-10-24T21:00:00Z'), 'Europe/Berlin', night)?.toString()).toBe('2026-10-25T07:00:00Z')
})
