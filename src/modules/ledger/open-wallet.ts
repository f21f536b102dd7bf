import { sql } from 'drizzle-orm'
import type { Ctx } from '../../kernel/context.ts'
import type { Currency } from '../../kernel/money.ts'

/** Opens the main wallet of the context's studio, with nothing in it, in the transaction in which it comes to be (P2). */
export async function openStudioWallet(ctx: Ctx, currency: Currency): Promise<void> {
  await ctx.tx.execute(sql`select ledger_open_studio_wallet(${currency})`)
}
