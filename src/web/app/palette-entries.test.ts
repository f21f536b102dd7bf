import { expect, test } from 'vitest'
import { matching } from './palette-entries.ts'

const entry = (id: string, label: string, note?: string) => ({ id, label, run: () => {}, ...(note ? { note } : {}) })
const entries = [entry('ice', 'Лёд — сингл', 'Марина Лис'), entry('people', 'Люди'), entry('money', 'Деньги')]
const found = (query: string) => matching(entries, query).map(({ id }) => id)

test('every word must be found, in the label or in the note, whatever its case', () => {
  expect(found('лис сингл')).toEqual(['ice'])
  expect(found('ЛЮДИ')).toEqual(['people'])
  expect(found('лис деньги')).toEqual([])
})

test('ё is found by е, and nothing typed finds everything', () => {
  expect(found('лед')).toEqual(['ice'])
  expect(found('  ')).toEqual(['ice', 'people', 'money'])
})
