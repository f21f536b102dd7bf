import { expect, test } from 'vitest'
import { minorOf } from './typed-amount.ts'

test.each([
  ['5 000,50', '500050'],
  ['5\u00a0000,5', '500050'],
  ['5000.50', '500050'],
  ['5,000.50', '500050'],
  ['5,000', '500000'],
  ['1,234,567.89', '123456789'],
  ['12,5', '1250'],
])('%s is read as the app itself writes it, in either language', (typed, minor) => {
  expect(minorOf(typed)).toBe(minor)
})

test.each(['a lot', '5,00,0', '5,0000', '5.000,50', '50,000,0', ',500', '-5', ''])(
  '%s is no amount, and stays for the API to name',
  (typed) => {
    expect(minorOf(typed)).toBe(typed)
  },
)
