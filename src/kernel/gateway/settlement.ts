import type { Ctx } from '../context.ts'
import type { Money } from '../money.ts'
import type { SavedMethod } from './gateway.ts'

/** An attempt whose money has come in. */
export interface SettledAttempt {
  id: string
  purpose: string
  accountId: string
  studioId: string
  amount: Money
  /** What its settlement needs, as whoever began it wrote it. */
  details: Record<string, unknown>
  /** What was paid with, where the gateway was to remember it. */
  method?: SavedMethod
}

/**
 * What a module does when money for one of its purposes has come in: in the very transaction that marks the attempt as
 * succeeded, in the attempt's studio, once whatever the gateway repeats. It must not fail for what may have changed
 * meanwhile: the money is there.
 */
export type Settlement = (ctx: Ctx, attempt: SettledAttempt) => Promise<void>
