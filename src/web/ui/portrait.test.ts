import { expect, test } from 'vitest'
import { contrast } from '../brand.ts'
import { colourOf, initialsOf } from './portrait.ts'

test('initials are of the first and the last word', () => {
  expect(initialsOf('Марина Лис')).toBe('МЛ')
  expect(initialsOf('  Илья ')).toBe('И')
  expect(initialsOf('Anna Maria von Stein')).toBe('AS')
  expect(initialsOf('Группа «Полюс»')).toBe('ГП')
  expect(initialsOf('')).toBe('')
})

test('a person keeps their colour, and white reads on each', () => {
  expect(colourOf('0190-a')).toBe(colourOf('0190-a'))
  const colours = new Set(Array.from({ length: 200 }, (_, index) => colourOf(`person ${index}`)))
  expect(colours.size).toBe(8)
  for (const colour of colours) expect(contrast('#ffffff', colour)).toBeGreaterThanOrEqual(4.5)
})
