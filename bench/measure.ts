/** One figure of a bench beside its limit, as `npm run bench -- NAME --json` prints it. */
export interface Measure {
  name: string
  value: number
  unit: string
  /** The best that could be had, measured in the same run; or the most that is allowed. */
  limit: number
  /** value / limit. */
  ratio: number
}

/** What is promised of a ratio: `least` where more is better, `most` where less is; nothing where it is only told. */
export type Promised = { least: number } | { most: number } | undefined

const promises = new WeakMap<Measure, Promised>()

/** A figure beside its limit, and what is promised of the two. */
export function measure(name: string, value: number, unit: string, limit: number, promised?: Promised): Measure {
  const made = { name, value, unit, limit, ratio: value / limit }
  promises.set(made, promised)
  return made
}

/** The promise of a figure in words, and whether it is kept. */
export function promiseOf(made: Measure): { promise: string; kept: boolean } {
  const promised = promises.get(made)
  if (!promised) return { promise: '', kept: true }
  if ('least' in promised) return { promise: `at least ${promised.least}`, kept: made.ratio >= promised.least }
  return { promise: `at most ${promised.most}`, kept: made.ratio <= promised.most }
}

/** The promise that a figure stays within its limit. */
export const WITHIN = { most: 1 }
