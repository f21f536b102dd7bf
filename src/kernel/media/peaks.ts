import type { Frames } from './sound-file.ts'

/** The outline of a sound: for each bar of so many frames the lowest and highest sample of any channel, ±127. */
export interface Peaks {
  framesPerBar: number
  min: Int8Array
  max: Int8Array
}

/** Collects an outline of a sound whose length is not known beforehand. */
export interface PeakMeter {
  add(frames: Frames): void
  /** The outline in at most so many bars, all but the last of equal length. */
  inBars(most: number): Peaks
  frames(): number
  /** The highest absolute sample, full scale at 1. */
  highest(): number
}

const FIRST_BAR_FRAMES = 64

/**
 * Keeps between `most / 2` and `most` bars: when there are too many, neighbours are joined and bars become twice as
 * long. Memory does not grow with the length of the sound.
 */
export function peakMeter(most: number): PeakMeter {
  const low = new Float32Array(most)
  const high = new Float32Array(most)
  let framesPerBar = FIRST_BAR_FRAMES
  let full = 0
  let total = 0
  let inBar = 0
  let min = Number.POSITIVE_INFINITY
  let max = Number.NEGATIVE_INFINITY

  const join = () => {
    for (let bar = 0; bar < most / 2; bar++) {
      low[bar] = Math.min(low[2 * bar] ?? 0, low[2 * bar + 1] ?? 0)
      high[bar] = Math.max(high[2 * bar] ?? 0, high[2 * bar + 1] ?? 0)
    }
    full = most / 2
    framesPerBar *= 2
  }
  const endBar = () => {
    low[full] = min
    high[full] = max
    full += 1
    inBar = 0
    min = Number.POSITIVE_INFINITY
    max = Number.NEGATIVE_INFINITY
    if (full === most) join()
  }

  return {
    add(frames) {
      const count = frames[0]?.length ?? 0
      total += count
      let at = 0
      while (at < count) {
        const until = Math.min(count, at + framesPerBar - inBar)
        for (const channel of frames) {
          for (let frame = at; frame < until; frame++) {
            const sample = channel[frame] ?? 0
            if (sample < min) min = sample
            if (sample > max) max = sample
          }
        }
        inBar += until - at
        at = until
        if (inBar === framesPerBar) endBar()
      }
    },
    inBars(mostBars) {
      const lows = [...low.subarray(0, full), ...(inBar > 0 ? [min] : [])]
      const highs = [...high.subarray(0, full), ...(inBar > 0 ? [max] : [])]
      const joined = Math.max(1, Math.ceil(lows.length / mostBars))
      const bars = Math.ceil(lows.length / joined)
      const over = (values: number[], bar: number) => values.slice(bar * joined, (bar + 1) * joined)
      return {
        framesPerBar: framesPerBar * joined,
        min: Int8Array.from({ length: bars }, (_, bar) => inEight(Math.min(...over(lows, bar)))),
        max: Int8Array.from({ length: bars }, (_, bar) => inEight(Math.max(...over(highs, bar)))),
      }
    },
    frames: () => total,
    highest() {
      let most = inBar > 0 ? Math.max(-min, max) : 0
      for (let bar = 0; bar < full; bar++) most = Math.max(most, -(low[bar] ?? 0), high[bar] ?? 0)
      return most
    },
  }
}

function inEight(sample: number): number {
  return Math.round(Math.max(-1, Math.min(1, sample)) * 127)
}
