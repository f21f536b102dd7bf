import { expect, test } from 'vitest'
import { amountOf, timeOf } from './amounts.ts'

const plain = (text: string) => text.replace(/\u00a0|\u202f/g, ' ')

test('amounts are said as people say them, in both languages', () => {
  expect(plain(amountOf(0, 'en'))).toBe('0 byte')
  expect(plain(amountOf(3_240_000, 'en'))).toBe('3.2 MB')
  expect(plain(amountOf(3_240_000, 'ru'))).toBe('3,2 МБ')
  expect(plain(amountOf(340_900_000, 'ru'))).toBe('341 МБ')
  expect(plain(amountOf(2_000_000_000, 'ru'))).toBe('2 ГБ')
})

test('time that is left is rounded up and never nothing', () => {
  expect(plain(timeOf(0.2, 'en'))).toBe('1 sec')
  expect(plain(timeOf(59, 'ru'))).toBe('59 с')
  expect(plain(timeOf(61, 'ru'))).toBe('2 мин')
  expect(plain(timeOf(7300, 'ru'))).toBe('3 ч')
})
