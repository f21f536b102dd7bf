/** What proves that a visitor's hold is theirs, and the payment that is under way: kept while the tab is open. */
const claimKey = (bookingId: string) => `claim:${bookingId}`
const attemptKey = (bookingId: string) => `attempt:${bookingId}`

/** Keeps a visitor's claim until they have registered. */
export function keepClaim(bookingId: string, claim: string): void {
  sessionStorage.setItem(claimKey(bookingId), claim)
}

/** The claim that was kept, if there is one. */
export function claimOf(bookingId: string): string | null {
  return sessionStorage.getItem(claimKey(bookingId))
}

/** Forgets a claim that has done its work. */
export function dropClaim(bookingId: string): void {
  sessionStorage.removeItem(claimKey(bookingId))
}

/** Remembers which payment the person has gone to the gateway with. */
export function keepAttempt(bookingId: string, attemptId: string): void {
  sessionStorage.setItem(attemptKey(bookingId), attemptId)
}

/** The payment that the person came back from, if there is one. */
export function attemptOf(bookingId: string): string | null {
  return sessionStorage.getItem(attemptKey(bookingId))
}

/** Forgets a payment that has ended. */
export function dropAttempt(bookingId: string): void {
  sessionStorage.removeItem(attemptKey(bookingId))
}
