import { createHash, randomBytes } from 'node:crypto'
import type { BookingRow } from './state.ts'

/** What proves that a visitor's hold is theirs: said once, kept as its hash. */
export function newClaim(): string {
  return randomBytes(24).toString('base64url')
}

/** SHA-256 of a claim, in hex. */
export function hashOfClaim(claim: string): string {
  return createHash('sha256').update(claim).digest('hex')
}

/** Whether the claim is the one that was given with the hold. */
export function isClaim({ claimHash }: Pick<BookingRow, 'claimHash'>, claim: string | null | undefined): boolean {
  return typeof claim === 'string' && claimHash !== null && hashOfClaim(claim) === claimHash
}
