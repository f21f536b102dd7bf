import { sql } from 'drizzle-orm'
import type { Ctx } from '../../kernel/context.ts'
import { roleOf } from './refund.ts'
import type { WalletOwner } from './wallet.ts'

/** What became of held money in the end, in minor units: by part of the payout, less what each gave back since. */
export type PaidOut = Record<ReturnType<typeof roleOf>, bigint>

/** What each of the studio's holds paid out, refunds taken off (R15, R18). One that paid nothing out is not there. */
export async function readPaidOut(ctx: Ctx, holdIds: readonly string[]): Promise<Map<string, PaidOut>> {
  const { rows } = await ctx.tx.execute<{ hold: string; kind: WalletOwner['kind']; id: string; left: string }>(
    sql`select h.id as hold, p.owner_kind as kind, p.owner_id as id, (p.paid_minor - p.returned_minor)::text as left
      from unnest(${sql.param([...holdIds])}::uuid[]) h(id), ledger_paid_out(h.id) p`,
  )
  const paid = new Map<string, PaidOut>()
  for (const { hold, left, ...owner } of rows) {
    const parts = paid.get(hold) ?? { performer: 0n, studio: 0n, commission: 0n }
    parts[roleOf(owner)] += BigInt(left)
    paid.set(hold, parts)
  }
  return paid
}
