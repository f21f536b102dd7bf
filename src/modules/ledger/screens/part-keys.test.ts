import { expect, test } from 'vitest'
import { withKeys } from './part-keys.ts'

test('two performers of one payment are two lines, whatever they got', () => {
  const labels = ['commission', 'performer', 'performer', 'studio', 'performer']
  const keys = withKeys(labels.map((label) => ({ label }))).map(({ key }) => key)
  expect(new Set(keys).size).toBe(labels.length)
  expect(keys).toEqual(['commission 1', 'performer 1', 'performer 2', 'studio 1', 'performer 3'])
})
