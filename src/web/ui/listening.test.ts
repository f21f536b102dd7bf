import { expect, test } from 'vitest'
import { clock, gains, outline, type SoundVersion } from './listening.ts'

const version = (id: string, lufs: number | null): SoundVersion => ({
  id,
  label: id,
  url: '',
  lufs,
  peaks: { seconds: 1, secondsPerBar: 0.5, min: [-127, 0], max: [64, 127] },
})

test('the louder version is turned down to the quieter one, and nothing is turned up', () => {
  const found = gains([version('a', -14), version('b', -8), version('unmeasured', null)])
  expect(found.a).toBe(1)
  expect(found.b).toBeCloseTo(0.501, 3)
  expect(found.unmeasured).toBe(1)
})

test('a player’s clock has minutes, and hours when there are any', () => {
  expect([0, 95.9, 222, 3727].map(clock)).toEqual(['0:00', '1:35', '3:42', '1:02:07'])
})

test('a bar is as high as its furthest sample', () => {
  expect(outline(version('a', -14).peaks)).toEqual([1, 1])
})
