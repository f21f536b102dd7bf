import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readSound } from './sound.ts'
import { UnreadableSound } from './sound-file.ts'
import { aiff, flac, laidDown, sine, type WavKind, wav } from './sounds-for-tests.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'atelier-sound-'))
})
afterAll(() => rm(folder, { recursive: true }))
const at = (name: string) => join(folder, name)

const tone = (channels = 2, rateHz = 44_100, dbfs = -18) => sine({ hz: 997, dbfs, seconds: 2, rateHz, channels })

describe('a sound is read for what it is', () => {
  const kinds: [WavKind, 'plain' | 'extensible' | 'rf64'][] = [
    ['int8', 'plain'],
    ['int16', 'plain'],
    ['int24', 'plain'],
    ['int24', 'extensible'],
    ['int32', 'extensible'],
    ['float32', 'plain'],
    ['float32', 'rf64'],
    ['float64', 'extensible'],
    ['int16', 'rf64'],
  ]
  test.each(kinds)('WAV %s, %s', async (kind, form) => {
    const read = await readSound(await laidDown(at(`${kind}-${form}.wav`), wav(tone(), 44_100, kind, form)))
    expect(read).toMatchObject({ container: 'wav', sampleRateHz: 44_100, channels: 2, seconds: 2 })
    expect(read.bitDepth).toBe(Number(/\d+/.exec(kind)?.[0]))
    expect(read.peakDbfs).toBeCloseTo(-18, 0)
    expect(read.loudnessLufs).toBeCloseTo(-18, 0)
  })

  test.each([
    ['int16', undefined],
    ['int24', undefined],
    ['int16', 'sowt'],
    ['int32', 'in32'],
    ['float32', 'fl32'],
    ['int8', 'NONE'],
  ] as const)('AIFF %s %s', async (kind, compression) => {
    const read = await readSound(
      await laidDown(at(`${kind}-${compression}.aiff`), aiff(tone(1), 48_000, kind, compression)),
    )
    expect(read).toMatchObject({ container: 'aiff', sampleRateHz: 48_000, channels: 1 })
    expect(read.peakDbfs).toBeCloseTo(-18, 0)
  })

  test('FLAC', async () => {
    const read = await readSound(await laidDown(at('tone.flac'), flac(tone())))
    expect(read).toMatchObject({ container: 'flac', sampleRateHz: 44_100, channels: 2, bitDepth: 16, seconds: 2 })
    expect(read.loudnessLufs).toBeCloseTo(-18, 1)
  })

  test('MP3, which is what previews are', async () => {
    const original = await laidDown(at('long.wav'), wav(tone(), 44_100, 'int24'))
    await readSound(original, { previewPath: at('long.mp3') })
    const preview = await readSound(at('long.mp3'))
    expect(preview).toMatchObject({ container: 'mp3', sampleRateHz: 44_100, channels: 2, bitDepth: null })
    expect(preview.seconds).toBeCloseTo(2, 0)
    expect(preview.loudnessLufs).toBeCloseTo(-18.5, 0)
  })
})

describe('loudness, by the calibration of BS.1770', () => {
  test.each([
    [1, 44_100, 0, -3.01],
    [1, 48_000, -20, -23.01],
    [2, 48_000, -18, -18],
    [2, 44_100, -23, -23],
    [2, 96_000, -23, -23],
  ])('%i channels at %i Hz, %i dBFS is %f LUFS', async (channels, rateHz, dbfs, lufs) => {
    const bytes = wav(tone(channels, rateHz, dbfs), rateHz, 'float32')
    const read = await readSound(await laidDown(at(`lufs-${channels}-${rateHz}-${dbfs}.wav`), bytes))
    expect(Math.abs((read.loudnessLufs ?? 0) - lufs)).toBeLessThan(0.1)
  })

  test('silence around a tone does not count: it is gated', async () => {
    const [one = new Float64Array()] = tone(1, 48_000, -23)
    const quiet = new Float64Array(48_000 * 4)
    const mixed = Float64Array.from([...quiet, ...one, ...quiet])
    const read = await readSound(await laidDown(at('gated.wav'), wav([mixed, mixed], 48_000, 'float32')))
    expect(Math.abs((read.loudnessLufs ?? 0) + 23)).toBeLessThan(0.8)
  })

  test('silence has no loudness', async () => {
    const read = await readSound(await laidDown(at('silence.wav'), wav([new Float64Array(48_000)], 48_000, 'int16')))
    expect(read).toMatchObject({ loudnessLufs: null, peakDbfs: null })
  })
})

test('the outline shows where it is loud, in about two thousand bars whatever the length', async () => {
  const loud = sine({ hz: 200, dbfs: 0, seconds: 20, rateHz: 8000, channels: 1 })[0] ?? new Float64Array()
  const half = Float64Array.from(loud, (sample, frame) => (frame < loud.length / 2 ? sample : sample / 4))
  const read = await readSound(await laidDown(at('half.wav'), wav([half], 8000, 'int16')))
  const bars = read.outline.max.length
  expect(bars).toBeGreaterThan(1000)
  expect(bars).toBeLessThanOrEqual(2000)
  expect(read.outline.framesPerBar * bars).toBeGreaterThanOrEqual(160_000)
  expect(read.outline.framesPerBar * (bars - 1)).toBeLessThan(160_000)
  expect(read.outline.max[10]).toBeGreaterThanOrEqual(126)
  expect(read.outline.min[10]).toBeLessThanOrEqual(-126)
  expect(read.outline.max[bars - 10]).toBeCloseTo(32, -1)
})

test('an unusual rate or many channels still give a preview that plays', async () => {
  for (const [channels, rateHz] of [
    [6, 48_000],
    [1, 8000],
    [2, 192_000],
  ] as const) {
    const path = await laidDown(at(`odd-${rateHz}.wav`), wav(tone(channels, rateHz), rateHz, 'int16'))
    await readSound(path, { previewPath: at(`odd-${rateHz}.mp3`) })
    const preview = await readSound(at(`odd-${rateHz}.mp3`))
    expect(preview.sampleRateHz).toBe(44_100)
    expect(preview.seconds).toBeCloseTo(2, 0)
    expect(preview.peakDbfs).toBeGreaterThan(-26)
  }
})

test('the original is only read', async () => {
  const path = await laidDown(at('kept.wav'), wav(tone(), 44_100, 'int16'))
  const before = await readFile(path)
  await readSound(path, { previewPath: at('kept.mp3') })
  expect(await readFile(path)).toEqual(before)
  expect((await stat(at('kept.mp3'))).size).toBeGreaterThan(((2 * 128_000) / 8) * 0.9)
})

const cutAfter = (bytes: Uint8Array, mark: string, further: number) =>
  bytes.subarray(0, Buffer.from(bytes).indexOf(mark) + mark.length + further)

test('what is no sound says so and leaves no preview', async () => {
  const broken = wav(tone(), 44_100, 'int16')
  const cases: [string, Uint8Array][] = [
    ['text.wav', Buffer.from('not a sound at all, just some words that were sent as one')],
    ['empty.wav', Buffer.alloc(0)],
    ['head.wav', broken.subarray(0, 40)],
    ['strange.wav', Buffer.from(broken).fill(0x55, 20, 22)],
    ['short.aiff', aiff(tone(1), 48_000, 'int16').subarray(0, 30)],
    ['noise.mp3', Buffer.from([0xff, 0xfb, 1, 2, 3, 4, 5, 6, 7, 8, 9])],
    ['years.wav', wav(tone(1), 1, 'int16')],
    ['hours.wav', wav(tone(1), 100, 'int16')],
    ['years.aiff', aiff(tone(1), 1, 'int16')],
    ['cut-sizes.wav', wav(tone(1), 48_000, 'int16', 'rf64').subarray(0, 24)],
    ['cut-sound.aiff', cutAfter(aiff(tone(1), 48_000, 'int16'), 'SSND', 6)],
  ]
  for (const [name, bytes] of cases) {
    const preview = at(`${name}.preview`)
    await expect(readSound(await laidDown(at(name), bytes), { previewPath: preview })).rejects.toBeInstanceOf(
      UnreadableSound,
    )
    expect(existsSync(preview)).toBe(false)
  }
})

test('a recorder that was cut off left its size open: what is there is read', async () => {
  const whole = wav(tone(1), 44_100, 'int16')
  const open = Buffer.from(whole)
  open.writeUInt32LE(0, open.indexOf('data') + 4)
  expect((await readSound(await laidDown(at('open.wav'), open))).seconds).toBe(2)
  expect((await readSound(await laidDown(at('cut.wav'), whole.subarray(0, 44_100)))).seconds).toBeCloseTo(0.5, 1)
})
