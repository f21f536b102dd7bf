import { and, asc, desc, eq, gt, gte, inArray, lt, or, type SQL, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import type { Ctx } from '../../kernel/context.ts'
import type { Currency } from '../../kernel/money.ts'
import { problem } from '../../kernel/problem.ts'
import { earnedIn } from './earnings.ts'
import { holds, postings, transfers, wallets, withdrawals } from './tables.ts'
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

/** Whether the platform was paid so much for a subject: a condition for a query that sees every studio, of two SQL expressions. */
export function platformReceived(subjectId: SQL, amountMinor: SQL): SQL {
  return sql`exists (select from ${transfers} join ${postings} on ${postings.transferId} = ${transfers.id}
    where ${transfers.subjectId} = ${subjectId}
    and ${postings.ownerKind} = 'platform' and ${postings.amountMinor} = ${amountMinor})`
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

/** What was refunded of the studio's payments for such things, by the thing's id; without those of which nothing was. */
export async function readRefunded(
  ctx: Ctx,
  subjectType: string,
  ids: readonly string[],
): Promise<Map<string, bigint>> {
  if (ids.length === 0) return new Map()
  const rows = await ctx.tx
    .select({ id: holds.subjectId, refunded: sql<string>`sum(${holds.refundedMinor})::text` })
    .from(holds)
    .where(
      and(
        ...[eq(holds.studioId, ctx.studioId), eq(holds.subjectType, subjectType), inArray(holds.subjectId, [...ids])],
        gt(holds.refundedMinor, 0n),
      ),
    )
    .groupBy(holds.subjectId)
  return new Map(rows.map(({ id, refunded }) => [id, BigInt(refunded)]))
}

function holdOf(row: typeof holds.$inferSelect): Hold {
  return {
    id: row.id,
    payer: { kind: row.payerKind, id: row.payerId },
    currency: row.currency,
    amountMinor: row.amountMinor,
    capturedMinor: row.capturedMinor,
    releasedMinor: row.releasedMinor,
    refundedMinor: row.refundedMinor,
    subject: { type: row.subjectType, id: row.subjectId },
  }
}

export type StatementKind = typeof transfers.$inferSelect.kind

/** The wallets that a statement tells of: what is available, what is held, what is owed after refunds. */
export const STATED = ['main', 'held', 'receivable'] as const
export type StatedWallet = (typeof STATED)[number]

export interface StatementQuery {
  kinds?: readonly StatementKind[] | undefined
  /** Into or out of what is available: what is paid out of a hold, or written down as a debt, is neither. */
  direction?: 'in' | 'out' | undefined
  currency?: Currency | undefined
  /** One wallet alone: every line between two of its balances. */
  wallet?: StatedWallet | undefined
  /** Only what was earned in this studio (R18). */
  earnedIn?: string | undefined
  from?: Temporal.Instant | undefined
  to?: Temporal.Instant | undefined
  /** Id of the posting after which the page begins. */
  cursor?: string | undefined
  limit: number
}

const heldTwins = alias(postings, 'held_twins')

/**
 * A page of an owner's statement, the newest first: each line with its transfer and what it is made of (R13, X5). The
 * lines of the main wallet add up to its balance. Money that moved between main and held shows once, as its line in main
 * with what was held after it; what is then paid out of a hold is a line of held, which main has no part in. One query,
 * whatever the length of the history.
 */
export async function statement(ctx: Ctx, owner: WalletOwner, query: StatementQuery) {
  const ofOwner = (...kinds: readonly WalletKind[]) =>
    sql`(select w.id from wallets w where w.owner_kind = ${owner.kind} and w.owner_id = ${owner.id} and ${inArray(sql`w.kind`, [...kinds])})`
  const rows = await ctx.tx
    .select({
      ...{ posting: postings, transfer: transfers, withdrawal: withdrawals, walletKind: wallets.kind },
      heldAfterMinor: heldTwins.balanceAfterMinor,
    })
    .from(postings)
    .innerJoin(wallets, eq(wallets.id, postings.walletId))
    .innerJoin(transfers, eq(transfers.id, postings.transferId))
    .leftJoin(withdrawals, and(eq(transfers.subjectType, 'withdrawal'), eq(withdrawals.id, transfers.subjectId)))
    .leftJoin(
      heldTwins,
      and(
        ...[eq(wallets.kind, 'main'), inArray(transfers.kind, ['hold', 'release'])],
        ...[eq(heldTwins.transferId, postings.transferId), inArray(heldTwins.walletId, ofOwner('held'))],
      ),
    )
    .where(
      and(
        inArray(postings.walletId, ofOwner(...(query.wallet ? [query.wallet] : STATED))),
        query.wallet
          ? undefined
          : or(
              eq(wallets.kind, 'main'),
              eq(wallets.kind, 'receivable'),
              and(eq(wallets.kind, 'held'), eq(transfers.kind, 'capture')),
            ),
        query.earnedIn ? earnedIn(query.earnedIn) : undefined,
        query.currency ? eq(postings.currency, query.currency) : undefined,
        query.direction ? eq(wallets.kind, 'main') : undefined,
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

export interface WalletSums {
  openingMinor: bigint
  inMinor: bigint
  /** As a positive amount. */
  outMinor: bigint
  closingMinor: bigint
}

/**
 * How an owner's wallets went from one balance to another in a time, in minor units: opening + in − out = closing in
 * each of them (R13). Without `from` since the beginning, without `to` until now.
 */
export async function statementSums(
  ctx: Ctx,
  owner: WalletOwner,
  asked: { currency: Currency; from?: Temporal.Instant | undefined; to?: Temporal.Instant | undefined },
): Promise<Record<StatedWallet, WalletSums>> {
  const { amountMinor, occurredAt } = postings
  const before = asked.from ? sql`${occurredAt} < ${asked.from.toString()}::timestamptz` : sql`false`
  const sum = (of: ReturnType<typeof sql>) => sql<string>`coalesce(sum(${amountMinor}) filter (where ${of}), 0)::text`
  const rows = await ctx.tx
    .select({
      kind: wallets.kind,
      opening: sum(before),
      in: sum(sql`${amountMinor} > 0 and not ${before}`),
      out: sum(sql`${amountMinor} < 0 and not ${before}`),
    })
    .from(postings)
    .innerJoin(wallets, eq(wallets.id, postings.walletId))
    .where(
      and(
        ...[eq(wallets.ownerKind, owner.kind), eq(wallets.ownerId, owner.id), inArray(wallets.kind, [...STATED])],
        eq(wallets.currency, asked.currency),
        asked.to ? lt(occurredAt, asked.to) : undefined,
      ),
    )
    .groupBy(wallets.kind)
  const of = (kind: StatedWallet): WalletSums => {
    const row = rows.find((one) => one.kind === kind)
    const [openingMinor, inMinor, outMinor] = [BigInt(row?.opening ?? 0), BigInt(row?.in ?? 0), -BigInt(row?.out ?? 0)]
    return { openingMinor, inMinor, outMinor, closingMinor: openingMinor + inMinor - outMinor }
  }
  return { main: of('main'), held: of('held'), receivable: of('receivable') }
}
