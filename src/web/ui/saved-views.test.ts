import { expect, test } from 'vitest'
import { keepViews, readViews } from './saved-views.ts'

function storage(kept: Record<string, string> = {}) {
  return {
    getItem: (key: string) => kept[key] ?? null,
    setItem: (key: string, value: string) => {
      kept[key] = value
    },
  }
}

test('views are kept for each list apart, at most twenty', () => {
  const place = storage()
  keepViews(
    'people',
    Array.from({ length: 25 }, (_, index) => ({ name: `view ${index}`, view: '' })),
    place,
  )
  expect(readViews('people', place)).toHaveLength(20)
  expect(readViews('people', place).at(-1)?.name).toBe('view 24')
  expect(readViews('projects', place)).toEqual([])
})

test('what another version left behind is no view, and breaks nothing', () => {
  expect(readViews('people', storage({ 'atelier-views:people': '{"a":1}' }))).toEqual([])
  expect(readViews('people', storage({ 'atelier-views:people': 'no json' }))).toEqual([])
})
