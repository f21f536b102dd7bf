/** How far a transfer is, and how long it will take. */
export interface Pace {
  sentBytes: number
  totalBytes: number
  /** Undefined until there is enough to judge by. */
  bytesPerSecond: number | undefined
  secondsLeft: number | undefined
}

/** The last seconds count for the speed: a line that became slow shows at once, a hiccup does not. */
const WINDOW_MS = 8000
const LEAST_MS = 1000

/** Judges a transfer of so many bytes by what was sent when. */
export function pace(totalBytes: number) {
  let seen: { sentBytes: number; atMs: number }[] = []
  return {
    at(sentBytes: number, nowMs: number): Pace {
      const last = seen.at(-1)
      // Less than before: the server had less than was thought. What was judged by is void.
      if (last && sentBytes < last.sentBytes) seen = []
      seen = [...seen.filter(({ atMs }) => nowMs - atMs <= WINDOW_MS), { sentBytes, atMs: nowMs }]
      const first = seen[0]
      const ms = first ? nowMs - first.atMs : 0
      const bytesPerSecond = first && ms >= LEAST_MS ? ((sentBytes - first.sentBytes) * 1000) / ms : undefined
      const secondsLeft = bytesPerSecond ? (totalBytes - sentBytes) / bytesPerSecond : undefined
      return { sentBytes, totalBytes, bytesPerSecond, secondsLeft }
    },
    /** Forgets what it judged by: after a pause, the time before it does not count. */
    rest() {
      seen = []
    },
  }
}
