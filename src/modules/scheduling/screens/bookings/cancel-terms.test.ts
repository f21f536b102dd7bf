import { expect, test } from 'vitest'
import { cancelTermsOf } from './cancel-terms.ts'

const rub = (amountMinor: string) => ({ amountMinor, currency: 'RUB' as const })
const terms = { freeHours: 24, lateKeptBps: 3000, noShowKeptBps: 10_000, noShowGraceMinutes: 15 }
const booking = { state: 'confirmed' as const, price: rub('300000'), paid: rub('300000'), terms }

test.each([
  ['a request that waits gives all back', { state: 'pending' as const }, 'free', '0', { kind: 'until_answer' }],
  ['the studio gives all back', {}, 'by_studio', '0', { kind: 'studio' }],
  ['free until the deadline, then a share', {}, 'free', '0', { kind: 'until', keptMinor: 90_000n }],
  ['never more than was paid', { paid: rub('50000') }, 'free', '0', { kind: 'until', keptMinor: 50_000n }],
  ['nothing paid, nothing kept', { paid: rub('0') }, 'free', '0', { kind: 'always' }],
  [
    'too late, as the server reckons it',
    { paid: rub('50000') },
    'late',
    '50000',
    { kind: 'keeps', keptMinor: 50_000n },
  ],
  ['too late, and nothing kept', {}, 'late', '0', { kind: 'always' }],
] as const)('%s', (_what, change, clause, kept, said) => {
  expect(cancelTermsOf({ ...booking, ...change }, { clause, kept: rub(kept) })).toEqual(said)
})
