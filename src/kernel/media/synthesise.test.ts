import { createHash } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readSound } from './sound.ts'
import { type Song, synthesise } from './synthesise.ts'

const bytesOf = (song: Song) => Buffer.concat([...synthesise(song)])
const hash = (song: Song) => createHash('sha256').update(bytesOf(song)).digest('hex')

test('the same seed gives the same song, another one another', () => {
  expect(hash({ seed: 7, seconds: 5 })).toBe(hash({ seed: 7, seconds: 5 }))
  expect(hash({ seed: 7, seconds: 5 })).not.toBe(hash({ seed: 8, seconds: 5 }))
  expect(hash({ seed: 7, seconds: 5 })).not.toBe(hash({ seed: 7, seconds: 5, mix: { lead: 0.5 } }))
})

test('it is a WAV of the length that was asked for, as loud as music is', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'atelier-song-'))
  const path = join(folder, 'song.wav')
  for (const [gainDb, quieter] of [
    [0, 0],
    [-6, 6],
  ] as const) {
    await writeFile(path, bytesOf({ seed: 3, seconds: 40, gainDb }))
    const read = await readSound(path)
    expect(read).toMatchObject({ container: 'wav', sampleRateHz: 44_100, bitDepth: 16, channels: 2, seconds: 40 })
    expect(read.loudnessLufs).toBeGreaterThan(-24 - quieter)
    expect(read.loudnessLufs).toBeLessThan(-9)
    expect(read.peakDbfs).toBeLessThan(0)
  }
  await rm(folder, { recursive: true })
})
