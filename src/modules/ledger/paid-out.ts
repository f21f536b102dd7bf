import { sql } from 'drizzle-orm'
import type { Ctx } from '../../kernel/context.ts'
import type { LegRole, WalletOwner } from './wallet.ts'

/** Somebody to whom a hold was paid out: how much, and what of it they have given back, in minor units. */
export interface Payee {
  owner: WalletOwner
  paidMinor: bigint
  returnedMinor: bigint
}

type Part = Extract<LegRole, 'performer' | 'studio' | 'commission'>

/** What became of held money in the end, in minor units: by part of the payout, less what each gave back since. */
export type PaidOut = Record<Part, bigint>

/** To whom a hold of the context's studio was paid out, or of any studio for the operator; in an order of its own. */
export async function payeesOf(ctx: Ctx, holdId: string): Promise<Payee[]> {
  return (await payeesOfAll(ctx, [holdId])).map(({ hold: _hold, ...payee }) => payee)
}

/** What each of the studio's holds paid out, refunds taken off (R15, R18). One that paid nothing out is not there. */
export async function readPaidOut(ctx: Ctx, holdIds: readonly string[]): Promise<Map<string, PaidOut>> {
  const paid = new Map<string, PaidOut>()
  for (const { hold, owner, paidMinor, returnedMinor } of await payeesOfAll(ctx, holdIds)) {
    const parts = paid.get(hold) ?? { performer: 0n, studio: 0n, commission: 0n }
    parts[roleOf(owner)] += paidMinor - returnedMinor
    paid.set(hold, parts)
  }
  return paid
}

/** What a payee was in the payout. Pure. */
export function roleOf({ kind }: WalletOwner): Part {
  if (kind === 'platform') return 'commission'
  return kind === 'studio' ? 'studio' : 'performer'
}

async function payeesOfAll(ctx: Ctx, holdIds: readonly string[]): Promise<(Payee & { hold: string })[]> {
  const { rows } = await ctx.tx.execute<{
    hold: string
    kind: WalletOwner['kind']
    id: string
    paid: string
    returned: string
  }>(
    sql`select h.id as hold, p.owner_kind as kind, p.owner_id as id, p.paid_minor::text as paid, p.returned_minor::text as returned
      from unnest(${sql.param([...holdIds])}::uuid[]) h(id), ledger_paid_out(h.id) p`,
  )
  return rows.map(({ hold, kind, id, paid, returned }) => ({
    ...{ hold, owner: { kind, id } },
    ...{ paidMinor: BigInt(paid), returnedMinor: BigInt(returned) },
  }))
}
