import fc from 'fast-check'
import { expect, test } from 'vitest'
import { freeUntil, freeUntilAfterMove, onCancellation, onNoShow } from './cancellation-terms.ts'

const terms = { freeHours: 24, lateKeptBps: 5000, noShowKeptBps: 10_000, noShowGraceMinutes: 15 }
const at = (text: string) => Temporal.Instant.from(text)
const paid = { priceMinor: 600_000n, paidMinor: 600_000n }
const deadline = at('2026-11-20T10:00Z')

test('cancelling is free until the deadline, the deadline itself included, and costs the share after it', () => {
  const cancel = (now: string) => onCancellation(terms, paid, { by: 'client', deadline, now: at(now) })
  expect(cancel('2026-11-20T10:00Z')).toEqual({ keptMinor: 0n, returnedMinor: 600_000n, clause: 'free' })
  expect(cancel('2026-11-20T10:00:01Z')).toEqual({ keptMinor: 300_000n, returnedMinor: 300_000n, clause: 'late' })
})

test('when the studio cancels, everything is given back, however late', () => {
  const settled = onCancellation(terms, paid, { by: 'studio', deadline, now: at('2026-12-01T00:00Z') })
  expect(settled).toEqual({ keptMinor: 0n, returnedMinor: 600_000n, clause: 'by_studio' })
})

test('a late cancellation keeps the deposit and asks for no more', () => {
  const deposit = { priceMinor: 600_000n, paidMinor: 180_000n }
  const settled = onCancellation(terms, deposit, { by: 'client', deadline, now: at('2026-11-20T12:00Z') })
  expect(settled).toEqual({ keptMinor: 180_000n, returnedMinor: 0n, clause: 'late' })
})

test('notice is in hours that pass, whatever the clocks do in between', () => {
  const berlin = (text: string) => Temporal.PlainDateTime.from(text).toZonedDateTime('Europe/Berlin').toInstant()
  const wall = (moment: Temporal.Instant) => moment.toZonedDateTimeISO('Europe/Berlin').toPlainDateTime().toString()
  expect(wall(freeUntil(berlin('2026-03-29T12:00'), terms))).toBe('2026-03-28T11:00:00')
  expect(wall(freeUntil(berlin('2026-10-25T12:00'), terms))).toBe('2026-10-24T13:00:00')
})

test('a client’s move never makes the deadline later, the studio’s never earlier', () => {
  const later = at('2026-12-01T10:00Z')
  const sooner = at('2026-11-20T12:00Z')
  const now = at('2026-11-10T10:00Z')
  const moved = (start: Temporal.Instant, by: 'client' | 'studio', at = now) =>
    freeUntilAfterMove(deadline, start, terms, { by, now: at })
  expect(moved(later, 'client')).toEqual(deadline)
  expect(moved(sooner, 'client')).toEqual(at('2026-11-19T12:00Z'))
  expect(moved(later, 'studio')).toEqual(at('2026-11-30T10:00Z'))
  expect(moved(sooner, 'studio')).toEqual(deadline)
  // Moved when the deadline was over: there are as many hours to answer as before any start.
  expect(moved(at('2026-11-21T14:00Z'), 'studio', at('2026-11-20T20:00Z'))).toEqual(at('2026-11-21T14:00Z'))
  expect(moved(at('2026-11-22T10:00Z'), 'studio', at('2026-11-20T20:00Z'))).toEqual(at('2026-11-21T20:00Z'))
})

test('who did not come pays the share, unless it is waived', () => {
  expect(onNoShow(terms, paid, 'charge').keptMinor).toBe(600_000n)
  expect(onNoShow(terms, paid, 'waive')).toEqual({ keptMinor: 0n, returnedMinor: 600_000n, clause: 'waived' })
})

test('what is kept and what goes back is always what was paid', () => {
  const amount = fc.bigInt({ min: 0n, max: 10_000_000_000n })
  const property = fc.property(amount, amount, fc.integer({ min: 0, max: 10_000 }), (price, wanted, bps) => {
    const all = { priceMinor: price, paidMinor: wanted > price ? price : wanted }
    const late = { by: 'client', deadline, now: deadline.add({ seconds: 1 }) } as const
    const { keptMinor, returnedMinor } = onCancellation({ ...terms, lateKeptBps: bps }, all, late)
    expect(keptMinor + returnedMinor).toBe(all.paidMinor)
    expect(keptMinor >= 0n && returnedMinor >= 0n).toBe(true)
  })
  fc.assert(property)
})
