import { expect, test } from 'vitest'
import { majorOf, minorOf } from '../../../../web/ui/typed-amount.ts'
import { readHours, stretchesOf } from './hours.ts'

const hours = (weekdays: number[], opens: string, closes: string) =>
  weekdays.map((weekday) => ({ weekday, opens, closes }))

test('days with the same hours are told together, a closed day apart', () => {
  expect(stretchesOf([...hours([1, 2, 3, 4, 5], '10:00', '22:00'), ...hours([6], '12:00', '20:00')])).toEqual([
    { from: 1, to: 5, hours: ['10:00–22:00'] },
    { from: 6, to: 6, hours: ['12:00–20:00'] },
    { from: 7, to: 7, hours: [] },
  ])
})

test('hours are read as people type them, and what is none is said so', () => {
  expect(readHours(2, '10-14, 15:30 – 2')).toEqual([
    { weekday: 2, opens: '10:00', closes: '14:00' },
    { weekday: 2, opens: '15:30', closes: '02:00' },
  ])
  expect(readHours(2, '10:00–24:00')).toEqual([{ weekday: 2, opens: '10:00', closes: '00:00' }])
  expect(readHours(2, '')).toEqual([])
  for (const wrong of ['25-26', '10', '10:75-12', 'до обеда']) expect(readHours(2, wrong)).toBeNull()
})

test('an amount that was typed comes back as it was typed', () => {
  expect(minorOf('1 800,50')).toBe('180050')
  expect(majorOf('180050')).toBe('1800.50')
  expect(majorOf(minorOf('1800'))).toBe('1800')
})
