import { expect, test } from 'vitest'
import { bpsOf, changeText, minutesOf, numberOf, shareOf } from './typed-number.ts'

test.each([
  ['12', 12],
  ['12,5', 12.5],
  [' 1 000.25 ', 1000.25],
  ['\u221210 %', -10],
  ['+20', 20],
])('%s is read as a number', (typed, number) => {
  expect(numberOf(typed)).toBe(number)
})

test.each(['', ' ', 'много', '1.2.3', '1e9', '0x10', undefined])('%s is no number, and never nought', (typed) => {
  expect(numberOf(typed)).toBeNaN()
})

test('shares and lengths are whole units of what the API takes', () => {
  expect(bpsOf('12,5')).toBe(1250)
  expect(bpsOf('0')).toBe(0)
  expect(minutesOf('1,5')).toBe(90)
  expect(minutesOf('0.75')).toBe(45)
})

test('a rule reads as the change that was typed', () => {
  expect(changeText(shareOf('+50'), 'ru')).toBe('+50\u00a0%')
  expect(changeText(shareOf('\u221220'), 'ru')).toBe('\u221220\u00a0%')
  expect(changeText(shareOf('12,5'), 'en')).toBe('+12.5%')
  expect(changeText(10_000, 'ru')).toBe('0\u00a0%')
})
