import { and, eq, gte, inArray, sql } from 'drizzle-orm'
import type { Ctx } from '../../kernel/context.ts'
import type { Currency, Money } from '../../kernel/money.ts'
import { postings, transfers, wallets } from './tables.ts'

/**
 * What a studio earned since its day and its month began, on its own calendar (R18): what was paid out to it, less what it
 * gave back. Money that it put in or took out itself is no earning.
 */
export async function takings(
  ctx: Ctx,
  studio: { id: string; zone: string; currency: Currency },
): Promise<{ day: Money; month: Money }> {
  const day = ctx.now.toZonedDateTimeISO(studio.zone).startOfDay()
  const month = day.with({ day: 1 }).toInstant()
  const since = (moment: Temporal.Instant) =>
    sql<string>`coalesce(sum(${postings.amountMinor}) filter (where ${postings.occurredAt} >= ${moment.toString()}::timestamptz), 0)::text`
  const [row] = await ctx.tx
    .select({ day: since(day.toInstant()), month: since(month) })
    .from(postings)
    .innerJoin(wallets, eq(wallets.id, postings.walletId))
    .innerJoin(transfers, eq(transfers.id, postings.transferId))
    .where(
      and(
        ...[eq(wallets.ownerKind, 'studio'), eq(wallets.ownerId, studio.id), eq(wallets.currency, studio.currency)],
        ...[inArray(wallets.kind, ['main', 'receivable']), gte(postings.occurredAt, month)],
        inArray(transfers.kind, ['capture', 'refund', 'tip']),
      ),
    )
  const { currency } = studio
  return {
    day: { amountMinor: BigInt(row?.day ?? 0), currency },
    month: { amountMinor: BigInt(row?.month ?? 0), currency },
  }
}
