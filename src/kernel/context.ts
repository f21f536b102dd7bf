import type { Transaction } from './database/transaction.ts'

/** Who acts: a person as one of their profiles, or the system itself (jobs, schedules, migrations). */
export type Actor =
  | { kind: 'profile'; accountId: string; membershipId: string; role: string; permissions: ReadonlySet<string> }
  | { kind: 'account'; accountId: string }
  | { kind: 'operator'; accountId: string }
  | { kind: 'visitor' }
  | { kind: 'system' }

/** Where a request came from, as the audit log keeps it. Jobs have the id of the event or job instead. */
export interface RequestInfo {
  id: string
  ip?: string
  userAgent?: string
}

/** What every function that touches the database takes first. Lives exactly as long as its transaction. */
export interface Ctx {
  tx: Transaction
  studioId: string
  actor: Actor
  now: Temporal.Instant
  request: RequestInfo
}

/** Who and where, before there is a transaction. */
export interface Scope {
  studioId: string
  actor: Actor
  request: RequestInfo
}

/** The account behind the actor, when a person acts. */
export function accountOf(actor: Actor): string | undefined {
  return 'accountId' in actor ? actor.accountId : undefined
}

/** The profile behind the actor, when a person acts as one. */
export function membershipOf(actor: Actor): string | undefined {
  return actor.kind === 'profile' ? actor.membershipId : undefined
}
