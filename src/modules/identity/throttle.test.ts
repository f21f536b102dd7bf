import { expect, test } from 'vitest'
import { waitAfter } from './throttle.ts'

const none = { byBoth: 0, byAddress: 0, byEmail: 0, byDevice: 0 }

test('tries at one e-mail from everywhere wait longer and longer; its own device does not, until it fails by itself', () => {
  const waits = [0, 9, 10, 20, 30, 60, 299].map((byEmail) => waitAfter({ ...none, byEmail }, false))
  expect(waits).toEqual([0, 0, 250, 500, 1000, 8000, 8000])
  expect(waitAfter({ ...none, byEmail: 300 }, false)).toBe('shut')
  expect(waitAfter({ ...none, byEmail: 300, byAddress: 50 }, true)).toBe(0)
  expect(waitAfter({ ...none, byEmail: 300, byDevice: 10 }, true)).toBe('shut')
  expect(waitAfter({ ...none, byBoth: 10 }, false)).toBe('shut')
  expect(waitAfter({ ...none, byAddress: 50 }, false)).toBe('shut')
})
