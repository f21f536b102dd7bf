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

/** A figure beside its limit. */
export function measure(name: string, value: number, unit: string, limit: number): Measure {
  return { name, value, unit, limit, ratio: value / limit }
}
