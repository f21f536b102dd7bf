import { expect, test } from 'vitest'
import { writeAmount } from './amount.ts'

const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ')
const roubles = (amountMinor: string) => ({ amountMinor, currency: 'RUB' })

test('an amount has its currency and its kopecks, in both languages', () => {
  expect(plain(writeAmount(roubles('698400'), 'ru'))).toBe('6 984,00 ₽')
  expect(plain(writeAmount(roubles('698400'), 'en'))).toBe('₽6,984.00')
  expect(plain(writeAmount({ amountMinor: 5n, currency: 'EUR' }, 'ru'))).toBe('0,05 €')
})

test('what came in has a plus, what went out a minus, nothing has neither', () => {
  expect(plain(writeAmount(roubles('100000'), 'ru', { sign: true }))).toBe('+1 000,00 ₽')
  expect(plain(writeAmount(roubles('-174600'), 'ru', { sign: true }))).toBe('\u22121 746,00 ₽')
  expect(plain(writeAmount(roubles('0'), 'ru', { sign: true }))).toBe('0,00 ₽')
  expect(plain(writeAmount(roubles('-5'), 'ru'))).toBe('\u22120,05 ₽')
})

test('a sum that stands alone leaves out kopecks that are not there, and never those that are', () => {
  expect(plain(writeAmount(roubles('1200000'), 'ru', { short: true }))).toBe('12 000 ₽')
  expect(plain(writeAmount(roubles('3120450'), 'ru', { short: true }))).toBe('31 204,50 ₽')
})

test('an amount beyond a float is written to the last kopeck', () => {
  expect(plain(writeAmount(roubles('9223372036854775807'), 'ru'))).toBe('92 233 720 368 547 758,07 ₽')
})
