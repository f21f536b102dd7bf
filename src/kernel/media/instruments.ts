import { dice } from './dice.ts'

export type Wave = 'soft' | 'round' | 'bright'
export type Drum = 'kick' | 'snare' | 'hat'

const RATE_HZ = 44_100
/** A power of two, so that a phase is wrapped by a mask. */
const TABLE_FRAMES = 2048

/** One period of each tone colour, given by its harmonics' strengths. */
export const waves: Readonly<Record<Wave, Float32Array>> = {
  soft: period([1, 0.5, 0.33, 0.18, 0.12, 0.06]),
  round: period([1, 0.42, 0.16, 0.05]),
  bright: period([1, 0.1, 0.36, 0.05, 0.2, 0.02, 0.11, 0, 0.05]),
}

/** The drums, struck once each when the program is loaded. */
export const drumKit: Readonly<Record<Drum, Float32Array>> = {
  kick: strike(0.32, (t) => Math.sin(2 * Math.PI * (46 * t + 9 * (1 - Math.exp(-t * 34)))) * Math.exp(-t * 11)),
  snare: strike(0.22, (t, noise) => (0.75 * noise + 0.4 * Math.sin(2 * Math.PI * 186 * t)) * Math.exp(-t * 19)),
  hat: strike(0.07, (t, noise, before) => 0.5 * (noise - before) * Math.exp(-t * 62)),
}

function period(harmonics: readonly number[]): Float32Array {
  const sum = harmonics.reduce((total, strength) => total + strength, 0)
  return Float32Array.from({ length: TABLE_FRAMES }, (_, frame) => {
    const phase = (2 * Math.PI * frame) / TABLE_FRAMES
    return harmonics.reduce((tone, strength, number) => tone + strength * Math.sin(phase * (number + 1)), 0) / sum
  })
}

function strike(seconds: number, tone: (t: number, noise: number, before: number) => number): Float32Array {
  const roll = dice(0x5eed)
  let before = 0
  return Float32Array.from({ length: Math.round(seconds * RATE_HZ) }, (_, frame) => {
    const noise = roll() * 2 - 1
    const sample = tone(frame / RATE_HZ, noise, before)
    before = noise
    return sample
  })
}
