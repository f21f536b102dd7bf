/** Days from one refused charge to the next try: on days 1, 3 and 7 after the first (P8). */
const GAPS_DAYS = [1, 2, 4] as const

/** How often a period is charged at most, the first time included. */
export const MOST_TRIES = GAPS_DAYS.length + 1

/**
 * When a charge is tried again after so many refusals, counted from the last of them: so that tries never crowd together
 * where the program did not run for days. Nothing: it is given up, and the studio is read-only until paid. Pure (P8).
 */
export function nextTry(failures: number, now: Temporal.Instant): Temporal.Instant | null {
  const days = GAPS_DAYS[failures - 1]
  return days === undefined ? null : now.add({ hours: days * 24 })
}

/** When the studio becomes read-only if every further try is refused too. Pure. */
export function givenUpAt(failures: number, nextChargeAt: Temporal.Instant): Temporal.Instant {
  const days = GAPS_DAYS.slice(failures).reduce((sum, gap) => sum + gap, 0)
  return nextChargeAt.add({ hours: days * 24 })
}
