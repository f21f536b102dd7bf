import { expect, test } from 'vitest'
import { prorate } from './proration.ts'

const at = (text: string) => Temporal.ZonedDateTime.from(`${text}[Europe/Moscow]`).toInstant()
const terms = {
  ...{ periodStart: at('2026-04-01T12:00'), periodEnd: at('2026-05-01T12:00'), anchorDay: 1, zone: 'Europe/Moscow' },
  ...{ from: { priceMinor: 150_000n, months: 1 }, to: { priceMinor: 450_000n, months: 1 } },
}

test.each([
  ['on the first day all of it is left', '2026-04-01T12:30', 30, 150_000n, 450_000n],
  ['today is among the days that are left', '2026-04-21T23:59', 10, 50_000n, 150_000n],
  ['what is shown holds all day', '2026-04-21T00:00', 10, 50_000n, 150_000n],
  ['on the day when it ends nothing is left', '2026-05-01T11:00', 0, 0n, 0n],
  ['after it ended nothing is left', '2026-05-03T11:00', 0, 0n, 0n],
])('%s', (_, now, daysLeft, unusedMinor, costMinor) => {
  expect(prorate({ ...terms, now: at(now) })).toEqual({ daysLeft, daysTotal: 30, unusedMinor, costMinor })
})

test('what does not divide is rounded in the studio’s favour', () => {
  const odd = {
    ...terms,
    from: { priceMinor: 100n, months: 1 },
    to: { priceMinor: 100n, months: 1 },
    now: at('2026-04-20T12:00'),
  }
  expect(prorate(odd)).toMatchObject({ daysLeft: 11, unusedMinor: 37n, costMinor: 36n })
})

test('a plan by the year costs for the days that are left what they cost by the year', () => {
  const yearly = { ...terms, to: { priceMinor: 365_000n, months: 12 }, now: at('2026-04-21T12:00') }
  expect(prorate(yearly)).toMatchObject({ daysLeft: 10, costMinor: 10_000n })
})
