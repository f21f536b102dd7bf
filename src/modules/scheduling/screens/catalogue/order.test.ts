import { expect, test } from 'vitest'
import { placesAfter } from './order.ts'

const rows = ['a', 'b', 'c'].map((id, position) => ({ id, position }))

test('only those whose place changes are written', () => {
  expect(placesAfter(rows, 'b', -1)).toEqual([
    { id: 'b', position: 0 },
    { id: 'a', position: 1 },
  ])
  expect(placesAfter(rows, 'b', 1)).toEqual([
    { id: 'c', position: 1 },
    { id: 'b', position: 2 },
  ])
})

test('at an end nothing moves, and rows that shared a place get their own', () => {
  expect(placesAfter(rows, 'a', -1)).toEqual([])
  expect(placesAfter(rows, 'c', 1)).toEqual([])
  const shared = rows.map(({ id }) => ({ id, position: 0 }))
  expect(placesAfter(shared, 'a', 1)).toEqual([
    { id: 'a', position: 1 },
    { id: 'c', position: 2 },
  ])
})
