import { and, desc, eq, inArray, lt, ne, type SQL, sql } from 'drizzle-orm'
import type { Ctx } from '../../kernel/context.ts'
import type { Currency } from '../../kernel/money.ts'
import { postings, transfers, wallets } from './tables.ts'

export type Period = 'week' | 'month'

/** What somebody earned in a studio in a week or a month. Amounts in minor units. */
export interface Earnings {
  currency: Currency
  /** The first day, and the day after the last one, in the zone that was asked for. */
  from: Temporal.PlainDate
  to: Temporal.PlainDate
  /** Projects and sessions of which something was paid out. */
  works: number
  sharesMinor: bigint
  tipsMinor: bigint
  /** What was given back after refunds, below zero. */
  returnedMinor: bigint
}

/** Lines of an owner's wallets that are earnings in the studio: shares and tips, less what was given back (R17, R18). */
export function earnedIn(studioId: string): SQL | undefined {
  return and(
    ...[eq(transfers.studioId, studioId), inArray(transfers.kind, ['capture', 'tip', 'refund'])],
    ...[ne(postings.role, 'payer'), inArray(wallets.kind, ['main', 'receivable'])],
  )
}

/**
 * What somebody earned in the studio, by weeks (from Monday) or months of their zone, the newest first; a time without
 * earnings is not there (R18). `before`: only what lies before this day.
 */
export async function earnings(
  ctx: Ctx,
  accountId: string,
  asked: { by: Period; zone: string; before?: Temporal.PlainDate | undefined; limit: number },
): Promise<Earnings[]> {
  const start = sql<string>`to_char(date_trunc(${asked.by}::text, ${postings.occurredAt} at time zone ${asked.zone}::text), 'YYYY-MM-DD')`
  const sum = (...kinds: readonly ('capture' | 'tip' | 'refund')[]) =>
    sql<string>`coalesce(sum(${postings.amountMinor}) filter (where ${inArray(transfers.kind, [...kinds])}), 0)::text`
  const before = asked.before?.toZonedDateTime(asked.zone).toInstant()
  const rows = await ctx.tx
    .select({
      currency: wallets.currency,
      start: start.as('start'),
      works: sql<number>`(count(distinct ${transfers.subjectId}) filter (where ${transfers.kind} = 'capture'))::int`,
      ...{ shares: sum('capture'), tips: sum('tip'), returned: sum('refund') },
    })
    .from(postings)
    .innerJoin(wallets, eq(wallets.id, postings.walletId))
    .innerJoin(transfers, eq(transfers.id, postings.transferId))
    .where(
      and(
        ...[eq(wallets.ownerKind, 'account'), eq(wallets.ownerId, accountId), earnedIn(ctx.studioId)],
        before && lt(postings.occurredAt, before),
      ),
    )
    .groupBy(wallets.currency, sql`start`)
    .orderBy(desc(sql`start`), wallets.currency)
    .limit(asked.limit)
  return rows.map(({ currency, start, works, shares, tips, returned }) => {
    const from = Temporal.PlainDate.from(start)
    const to = from.add(asked.by === 'month' ? { months: 1 } : { weeks: 1 })
    return {
      ...{ currency, from, to, works },
      ...{ sharesMinor: BigInt(shares), tipsMinor: BigInt(tips), returnedMinor: BigInt(returned) },
    }
  })
}
