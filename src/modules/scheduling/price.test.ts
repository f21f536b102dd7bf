import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type PriceRule, priceOf } from './price.ts'

const ZONE = 'Europe/Berlin'
const local = (text: string) => Temporal.PlainDateTime.from(text).toZonedDateTime(ZONE).toInstant()
const from = (start: string, end: string) => ({ start: local(start), end: local(end) })
const named = (name: string) => ({ ru: name, en: name })
const night: PriceRule = {
  kind: 'window',
  label: named('night'),
  weekdays: [],
  opens: '22:00',
  closes: '08:00',
  bps: 15_000,
}
const weekend: PriceRule = {
  ...{ kind: 'window', label: named('weekend'), weekdays: [6, 7], opens: '00:00', closes: '00:00', bps: 12_000 },
}
const day: PriceRule = { kind: 'package', label: named('day'), fromMinutes: 480, bps: 8_000 }
const room = { kind: 'hourly', rates: [{ label: named('Room A'), perHourMinor: 150_000n }] } as const

test('a night costs its share for the hours of the night only', () => {
  const price = priceOf(from('2026-11-19T20:00', '2026-11-20T00:00'), ZONE, room, [night], [])
  expect(price.totalMinor).toBe(750_000n)
  expect(price.lines).toEqual([
    { label: named('Room A'), minutes: 120, amountMinor: 300_000n },
    { label: named('Room A'), rule: named('night'), minutes: 120, bps: 15_000, amountMinor: 450_000n },
  ])
})

test('of windows that overlap the dearest counts', () => {
  const price = priceOf(from('2026-11-21T22:00', '2026-11-21T23:00'), ZONE, room, [weekend, night], [])
  expect(price.totalMinor).toBe(225_000n)
})

test('from its length on a package makes the whole cheaper, as a line of its own', () => {
  const price = priceOf(from('2026-11-19T10:00', '2026-11-19T18:00'), ZONE, room, [day], [])
  expect(price.lines.at(-1)).toEqual({ label: named('day'), bps: 8_000, amountMinor: -240_000n })
  expect(price.totalMinor).toBe(960_000n)
  expect(priceOf(from('2026-11-19T10:00', '2026-11-19T17:30'), ZONE, room, [day], []).totalMinor).toBe(1_125_000n)
})

test('a night when the clocks change costs the time that passes', () => {
  const hours = (start: string, end: string) => priceOf(from(start, end), ZONE, room, [], []).totalMinor / 150_000n
  expect(hours('2026-03-29T01:00', '2026-03-29T05:00')).toBe(3n)
  expect(hours('2026-10-25T01:00', '2026-10-25T05:00')).toBe(5n)
})

test('a fixed price and one by the track know no hours; extras add up', () => {
  const session = from('2026-11-21T22:00', '2026-11-22T00:00')
  const extras = [
    { label: named('drummer'), priceMinor: 100_001n, per: 'hour', quantity: 1 },
    { label: named('microphone'), priceMinor: 5_000n, per: 'session', quantity: 2 },
  ] as const
  const tariff = { kind: 'per_track', label: named('Mastering'), priceMinor: 250_000n, tracks: 3 } as const
  expect(priceOf(session, ZONE, tariff, [night], extras).totalMinor).toBe(750_000n + 200_002n + 10_000n)
  expect(priceOf(session, ZONE, { kind: 'fixed', label: named('Demo'), priceMinor: 1n }, [night], []).totalMinor).toBe(
    1n,
  )
})

const sessions = fc
  .tuple(fc.integer({ min: 0, max: 365 * 96 }), fc.integer({ min: 1, max: 96 }))
  .map(([quarter, length]) => {
    const start = Temporal.Instant.from('2026-01-01T00:00Z').add({ minutes: quarter * 15 })
    return { start, end: start.add({ minutes: length * 15 }) }
  })
const rates = fc.array(fc.bigInt({ min: 0n, max: 10_000_000n }), { minLength: 1, maxLength: 3 })

test('lines add up to the total exactly, their minutes to the session, and nothing is below zero in all', () => {
  const property = fc.property(sessions, rates, fc.subarray([night, weekend, day]), (session, amounts, rules) => {
    const tariff = {
      kind: 'hourly' as const,
      rates: amounts.map((perHourMinor) => ({ label: named('x'), perHourMinor })),
    }
    const { lines, totalMinor } = priceOf(session, ZONE, tariff, rules, [])
    expect(lines.reduce((sum, line) => sum + line.amountMinor, 0n)).toBe(totalMinor)
    expect(totalMinor >= 0n).toBe(true)
    if (totalMinor === 0n) return
    const minutes = lines.reduce((sum, line) => sum + (line.minutes ?? 0), 0)
    expect(minutes).toBe(session.end.since(session.start).total('minutes') * amounts.length)
  })
  fc.assert(property, { numRuns: 300 })
})
