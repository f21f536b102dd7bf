import { sql } from 'drizzle-orm'
import type { Ctx } from '../../kernel/context.ts'
import { type Problem, problem } from '../../kernel/problem.ts'
import { type Command, commandJson } from './command.ts'

/** Applied now, or applied by an earlier request with the same id and content. */
export type Outcome = 'applied' | 'repeated'

/**
 * Posts transfers in the caller's own transaction: with it they stand or fall. Throws `insufficient_funds`,
 * `hold_exhausted`, `transfer_id_reused`; then the transaction is to be given up.
 */
export async function post(ctx: Ctx, commands: readonly Command[]): Promise<Outcome[]> {
  const batch = JSON.stringify(commands.map((command) => commandJson(command, ctx)))
  const { rows } = await ctx.tx.execute<{ outcome: string }>(sql`select outcome from ledger_post(${batch}::jsonb)`)
  return rows.map((row) => outcomeOf(row.outcome))
}

/** Reads what the posting function says of one transfer. Throws the problem that it names. */
export function outcomeOf(text: string): Outcome {
  if (text === 'applied' || text === 'repeated') return text
  throw refusal(text)
}

const REFUSALS: Readonly<Record<string, string>> = {
  wallets_floor: 'insufficient_funds',
  holds_never_more: 'hold_exhausted',
  transfer_id_reused: 'transfer_id_reused',
  transfers_balance: 'unbalanced',
}

function refusal(constraint: string): Problem {
  return problem(REFUSALS[constraint] ?? 'internal')
}
