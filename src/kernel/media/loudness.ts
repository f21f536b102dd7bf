import type { Frames } from './sound-file.ts'

/** Measures integrated loudness (ITU-R BS.1770-4, EBU R 128) while sound passes. */
export interface LoudnessMeter {
  add(frames: Frames): void
  /** LUFS; null where nothing was loud and long enough to measure (all below −70, or shorter than 400 ms). */
  integratedLufs(): number | null
}

/** Blocks of 400 ms, a new one every 100 ms. */
const HOPS_PER_BLOCK = 4
const ABSOLUTE_GATE_LUFS = -70
const RELATIVE_GATE_LU = -10
const OFFSET_DB = -0.691

interface Biquad {
  b0: number
  b1: number
  b2: number
  a1: number
  a2: number
}

/** Weights of the channels in the order of WAV files; the LFE does not count, the surrounds count more. */
const WEIGHTS: Readonly<Record<number, readonly number[]>> = {
  4: [1, 1, 1.41, 1.41],
  5: [1, 1, 1, 1.41, 1.41],
  6: [1, 1, 1, 0, 1.41, 1.41],
}

/** A meter for one sound. Keeps one number for each tenth of a second, nothing else. */
export function loudnessMeter(sampleRateHz: number, channels: number): LoudnessMeter {
  const shelf = highShelf(sampleRateHz)
  const pass = highPass(sampleRateHz)
  const filters = Array.from({ length: channels }, (_, channel) => ({
    weight: WEIGHTS[channels]?.[channel] ?? 1,
    state: new Float64Array(4),
  }))
  const hopFrames = Math.round(sampleRateHz / 10)
  const hops: number[] = []
  let energy = 0
  let inHop = 0

  return {
    add(frames) {
      const count = frames[0]?.length ?? 0
      let at = 0
      while (at < count) {
        const until = Math.min(count, at + hopFrames - inHop)
        for (const [channel, { weight, state }] of filters.entries()) {
          const samples = frames[channel]
          if (samples && weight > 0) energy += weight * filteredEnergy(samples, at, until, state, shelf, pass)
        }
        inHop += until - at
        at = until
        if (inHop === hopFrames) {
          hops.push(energy)
          energy = 0
          inHop = 0
        }
      }
    },
    integratedLufs: () => gated(blocksOf(hops, hopFrames)),
  }
}

/** Runs both stages of the K-weighting over a stretch and sums the squares. */
function filteredEnergy(
  samples: Float32Array,
  from: number,
  until: number,
  state: Float64Array,
  shelf: Biquad,
  pass: Biquad,
): number {
  let [s1 = 0, s2 = 0, p1 = 0, p2 = 0] = state
  let sum = 0
  // Transposed direct form II: two numbers of state for each stage.
  for (let frame = from; frame < until; frame++) {
    const x = samples[frame] ?? 0
    const y = shelf.b0 * x + s1
    s1 = shelf.b1 * x - shelf.a1 * y + s2
    s2 = shelf.b2 * x - shelf.a2 * y
    const z = pass.b0 * y + p1
    p1 = pass.b1 * y - pass.a1 * z + p2
    p2 = pass.b2 * y - pass.a2 * z
    sum += z * z
  }
  state.set([s1, s2, p1, p2])
  return sum
}

function blocksOf(hops: readonly number[], hopFrames: number): number[] {
  const blocks: number[] = []
  for (let end = HOPS_PER_BLOCK; end <= hops.length; end++) {
    let sum = 0
    for (let hop = end - HOPS_PER_BLOCK; hop < end; hop++) sum += hops[hop] ?? 0
    blocks.push(sum / (HOPS_PER_BLOCK * hopFrames))
  }
  return blocks
}

function gated(blocks: readonly number[]): number | null {
  const audible = blocks.filter((power) => lufs(power) > ABSOLUTE_GATE_LUFS)
  if (audible.length === 0) return null
  const gate = lufs(mean(audible)) + RELATIVE_GATE_LU
  return lufs(mean(audible.filter((power) => lufs(power) > gate)))
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

function lufs(power: number): number {
  return OFFSET_DB + 10 * Math.log10(power)
}

/** First stage: the head's acoustic effect. The standard gives it for 48 kHz; this is the analogue filter behind it. */
function highShelf(sampleRateHz: number): Biquad {
  const k = Math.tan((Math.PI * 1681.974450955533) / sampleRateHz)
  const q = 0.7071752369554196
  const vh = 10 ** (3.999843853973347 / 20)
  const vb = vh ** 0.4996667741545416
  const a0 = 1 + k / q + k * k
  return {
    b0: (vh + (vb * k) / q + k * k) / a0,
    b1: (2 * (k * k - vh)) / a0,
    b2: (vh - (vb * k) / q + k * k) / a0,
    a1: (2 * (k * k - 1)) / a0,
    a2: (1 - k / q + k * k) / a0,
  }
}

/** Second stage: the low-frequency cut (RLB). */
function highPass(sampleRateHz: number): Biquad {
  const k = Math.tan((Math.PI * 38.13547087602444) / sampleRateHz)
  const q = 0.5003270373238773
  const a0 = 1 + k / q + k * k
  return { b0: 1, b1: -2, b2: 1, a1: (2 * (k * k - 1)) / a0, a2: (1 - k / q + k * k) / a0 }
}
