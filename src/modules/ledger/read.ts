import { and, asc, desc, eq, gt, gte, inArray, lt, or, sql } from 'drizzle-orm'
import type { Ctx } from '../../kernel/context.ts'
import type { Currency } from '../../kernel/money.ts'
import { problem } from '../../kernel/problem.ts'
import type { CommissionTerms } from './split.ts'
import { holds, platformTerms, postings, transfers, wallets, withdrawals } from './tables.ts'
import type { Hold } from './verbs.ts'
import type { WalletKind, WalletOwner } from './wallet.ts'

export interface Balance {
  walletId: string
  kind: WalletKind
  currency: Currency
  balanceMinor: bigint
}

/** The owner's wallets. One that was never used is not there; its balance is nothing. */
export async function balances(ctx: Ctx, owner: WalletOwner): Promise<Balance[]> {
  return ctx.tx
    .select({
      walletId: wallets.id,
      kind: wallets.kind,
      currency: wallets.currency,
      balanceMinor: wallets.balanceMinor,
    })
    .from(wallets)
    .where(and(eq(wallets.ownerKind, owner.kind), eq(wallets.ownerId, owner.id)))
    .orderBy(asc(wallets.currency), asc(wallets.kind))
}

/** One hold. Throws `not_found` when the context may not see it. */
export async function readHold(ctx: Ctx, id: string): Promise<Hold> {
  const [row] = await readHolds(ctx, [id])
  if (!row) throw problem('not_found')
  return row
}

/** Several holds at once, in no order. */
export async function readHolds(ctx: Ctx, ids: readonly string[]): Promise<Hold[]> {
  if (ids.length === 0) return []
  const rows = await ctx.tx
    .select()
    .from(holds)
    .where(inArray(holds.id, [...ids]))
  return rows.map(holdOf)
}

function holdOf(row: typeof holds.$inferSelect): Hold {
  return {
    id: row.id,
    payer: { kind: row.payerKind, id: row.payerId },
    currency: row.currency,
    amountMinor: row.amountMinor,
    capturedMinor: row.capturedMinor,
    releasedMinor: row.releasedMinor,
    subject: { type: row.subjectType, id: row.subjectId },
  }
}

export type StatementKind = typeof transfers.$inferSelect.kind

export interface StatementQuery {
  kinds?: readonly StatementKind[] | undefined
  direction?: 'in' | 'out' | undefined
  currency?: Currency | undefined
  /** The main wallet alone: the lines between two of its balances, without debts and what was paid out of a hold. */
  mainOnly?: true | undefined
  from?: Temporal.Instant | undefined
  to?: Temporal.Instant | undefined
  /** Id of the posting after which the page begins. */
  cursor?: string | undefined
  limit: number
}

/**
 * A page of an owner's statement, the newest first: each line with its transfer and what it is made of (R13, X5).
 * Money that only moved between main and held shows once, as its line in main. One query, whatever the length of the
 * history.
 */
export async function statement(ctx: Ctx, owner: WalletOwner, query: StatementQuery) {
  const rows = await ctx.tx
    .select({ posting: postings, transfer: transfers, withdrawal: withdrawals, walletKind: wallets.kind })
    .from(postings)
    .innerJoin(wallets, eq(wallets.id, postings.walletId))
    .innerJoin(transfers, eq(transfers.id, postings.transferId))
    .leftJoin(withdrawals, and(eq(transfers.subjectType, 'withdrawal'), eq(withdrawals.id, transfers.subjectId)))
    .where(
      and(
        inArray(
          postings.walletId,
          sql`(select w.id from wallets w where w.owner_kind = ${owner.kind} and w.owner_id = ${owner.id} and w.kind in ('main', 'held', 'receivable'))`,
        ),
        query.mainOnly
          ? eq(wallets.kind, 'main')
          : or(
              eq(wallets.kind, 'main'),
              eq(wallets.kind, 'receivable'),
              and(eq(wallets.kind, 'held'), eq(transfers.kind, 'capture')),
            ),
        query.currency ? eq(postings.currency, query.currency) : undefined,
        query.direction === 'in' ? gt(postings.amountMinor, 0n) : undefined,
        query.direction === 'out' ? lt(postings.amountMinor, 0n) : undefined,
        query.kinds && query.kinds.length > 0 ? inArray(transfers.kind, [...query.kinds]) : undefined,
        query.from ? gte(postings.occurredAt, query.from) : undefined,
        query.to ? lt(postings.occurredAt, query.to) : undefined,
        query.cursor ? lt(postings.id, query.cursor) : undefined,
      ),
    )
    .orderBy(desc(postings.id))
    .limit(query.limit + 1)
  return { rows: rows.slice(0, query.limit), more: rows.length > query.limit }
}

/** What was in the owner's main wallet just before the moment, in minor units. */
export async function balanceBefore(
  ctx: Ctx,
  owner: WalletOwner,
  currency: Currency,
  moment: Temporal.Instant,
): Promise<bigint> {
  const [row] = await ctx.tx
    .select({ sum: sql<string>`coalesce(sum(${postings.amountMinor}), 0)::text` })
    .from(postings)
    .innerJoin(wallets, eq(wallets.id, postings.walletId))
    .where(
      and(
        eq(wallets.ownerKind, owner.kind),
        eq(wallets.ownerId, owner.id),
        eq(wallets.kind, 'main'),
        eq(wallets.currency, currency),
        lt(postings.occurredAt, moment),
      ),
    )
  return BigInt(row?.sum ?? 0)
}

/** The platform's commission in force at the moment of the context (R15). */
export async function commissionTerms(ctx: Ctx): Promise<CommissionTerms> {
  const [row] = await ctx.tx
    .select({ bps: platformTerms.commissionBps, floorMinor: platformTerms.floorMinor })
    .from(platformTerms)
    .where(sql`${platformTerms.inForceFrom} <= ${ctx.now.toString()}`)
    .orderBy(desc(platformTerms.inForceFrom))
    .limit(1)
  if (!row) throw new Error('the platform has no terms')
  return row
}
