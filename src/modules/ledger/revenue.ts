import { type SQL, sql } from 'drizzle-orm'
import type { Ctx } from '../../kernel/context.ts'
import type { FigureDay, FigureRange } from '../../kernel/figures.ts'
import type { Currency, Money } from '../../kernel/money.ts'
import { postings } from './tables.ts'

/** What the platform earns: its part of what is paid out, and what studios pay it. */
export const REVENUES = ['commission', 'subscription'] as const
export type Revenue = (typeof REVENUES)[number]

/**
 * Whether a posting is the platform's revenue of a kind (P19): a condition on a query of postings. Commission that was
 * given back counts against it, also where it was owed for a while.
 */
export function isRevenue(kind?: Revenue): SQL {
  const roles = { commission: sql`('commission', 'debt')`, subscription: sql`('payee')` }
  const all = sql`('commission', 'debt', 'payee')`
  // Said as the partial index says it.
  return sql`owner_kind = 'platform' and ${postings.role} in ${kind ? roles[kind] : all}`
}

/** What came in of a kind by day and currency, less what was given back; days without are left out (P19). */
export async function revenueByDay(ctx: Ctx, kind: Revenue, { from, to, zone }: FigureRange): Promise<FigureDay[]> {
  const { rows } = await ctx.tx.execute<{ day: string; currency: Currency; count: number; sum: string }>(sql`
    select to_char(occurred_at at time zone ${zone}, 'YYYY-MM-DD') as day, currency, count(*)::int as count,
      sum(amount_minor)::text as sum
    from ${postings}
    where ${isRevenue(kind)} and occurred_at >= ${from.toString()} and occurred_at < ${to.toString()}
    group by 1, 2 order by 1, 2`)
  const days = new Map<string, { day: string; count: number; sums: Money[] }>()
  for (const { day, currency, count, sum } of rows) {
    const known = days.get(day) ?? { day, count: 0, sums: [] }
    known.count += count
    known.sums.push({ amountMinor: BigInt(sum), currency })
    days.set(day, known)
  }
  return [...days.values()]
}

/** Sums of several days, by currency. Pure. */
export function sumOfDays(days: readonly FigureDay[]): Money[] {
  const sums = new Map<Currency, bigint>()
  for (const { sums: ofDay = [] } of days) {
    for (const { amountMinor, currency } of ofDay) sums.set(currency, (sums.get(currency) ?? 0n) + amountMinor)
  }
  return [...sums].sort().map(([currency, amountMinor]) => ({ currency, amountMinor }))
}
