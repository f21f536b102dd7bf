import { and, asc, desc, eq, gte, lt, sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Ctx } from '../../../kernel/context.ts'
import type { App } from '../../../kernel/http/types.ts'
import { type Currency, moneyJson, moneySchema } from '../../../kernel/money.ts'
import { problem } from '../../../kernel/problem.ts'
import { instantSchema } from '../../../kernel/time.ts'
import { accounts } from '../../identity/index.ts'
import { studios } from '../../studios/index.ts'
import { amountOf, transferJson, transferSchema } from '../json.ts'
import { isRevenue, REVENUES, type Revenue } from '../revenue.ts'
import { postings, transfers, wallets } from '../tables.ts'

const pageSchema = z.object({ cursor: z.uuid().optional(), limit: z.coerce.number().int().min(1).max(200).default(50) })

const listedSchema = transferSchema.extend({
  earned: moneySchema.nullable().describe('What the platform earned by it; below zero where it gave commission back'),
})

/** The operator's view of all money, and whether the sums agree (P21, R18). */
export function ledgerConsoleRoutes(app: App): void {
  app.route({
    method: 'GET',
    url: '/api/console/reconciliation',
    config: { access: { kind: 'operator' } },
    schema: {
      tags: ['console'],
      summary: 'The sums that must agree: totals by currency and kind, and every discrepancy (none is right)',
      response: {
        200: z.object({
          totals: z.array(z.object({ ownerKind: z.string(), kind: z.string(), total: moneySchema, wallets: z.int() })),
          discrepancies: z.array(
            z.object({ rule: z.string(), subject: z.uuid(), expectedMinor: z.string(), actualMinor: z.string() }),
          ),
        }),
      },
    },
    handler: (request) =>
      request.asOperator(async (ctx) => {
        const totals = await ctx.tx
          .select({
            ownerKind: wallets.ownerKind,
            kind: wallets.kind,
            currency: wallets.currency,
            total: sql<string>`sum(${wallets.balanceMinor})::text`,
            wallets: sql<number>`count(*)::int`,
          })
          .from(wallets)
          .groupBy(wallets.ownerKind, wallets.kind, wallets.currency)
          .orderBy(asc(wallets.currency), asc(wallets.ownerKind), asc(wallets.kind))
        const { rows } = await ctx.tx.execute<{ rule: string; subject: string; expected: string; actual: string }>(
          sql`select rule, subject, expected_minor::text as expected, actual_minor::text as actual from ledger_discrepancies() limit 500`,
        )
        return {
          totals: totals.map((row) => ({
            ownerKind: row.ownerKind,
            kind: row.kind,
            wallets: row.wallets,
            total: { amountMinor: row.total, currency: row.currency },
          })),
          discrepancies: rows.map((row) => ({
            rule: row.rule,
            subject: row.subject,
            expectedMinor: row.expected,
            actualMinor: row.actual,
          })),
        }
      }),
  })

  app.route({
    method: 'GET',
    url: '/api/console/transfers',
    config: { access: { kind: 'operator' } },
    schema: {
      tags: ['console'],
      summary: 'All transfers, the newest first; or those that brought the platform revenue of a kind',
      querystring: pageSchema.extend({
        revenue: z.enum(REVENUES).optional(),
        from: instantSchema.optional(),
        to: instantSchema.optional(),
      }),
      response: { 200: z.object({ items: z.array(listedSchema), next: z.uuid().nullable() }) },
    },
    handler: (request) =>
      request.asOperator(async (ctx) => {
        const { limit, ...asked } = request.query
        const found = await listTransfers(ctx, { ...asked, limit: limit + 1 })
        const items = found.slice(0, limit)
        return { items, next: found.length > limit ? (items.at(-1)?.id ?? null) : null }
      }),
  })

  app.route({
    method: 'GET',
    url: '/api/console/transfers/:transfer',
    config: { access: { kind: 'operator' } },
    schema: {
      tags: ['console'],
      summary: 'One transfer with its postings',
      params: z.object({ transfer: z.uuid() }),
      response: {
        200: transferSchema.extend({
          holdId: z.uuid().nullable().describe('The hold that it pays out of, gives back, or refunds a payment from'),
          postings: z.array(
            z.object({
              walletId: z.uuid(),
              ownerKind: z.string(),
              ownerId: z.uuid(),
              ownerName: z.string().nullable(),
              role: z.string(),
              amount: moneySchema,
            }),
          ),
        }),
      },
    },
    handler: (request) =>
      request.asOperator(async (ctx) => {
        const [row] = await ctx.tx.select().from(transfers).where(eq(transfers.id, request.params.transfer))
        if (!row) throw problem('not_found')
        const lines = await ctx.tx
          .select({ line: postings, ownerName: sql<string | null>`coalesce(${accounts.name}, ${studios.name})` })
          .from(postings)
          .leftJoin(accounts, and(eq(postings.ownerKind, 'account'), eq(accounts.id, postings.ownerId)))
          .leftJoin(studios, and(eq(postings.ownerKind, 'studio'), eq(studios.id, postings.ownerId)))
          .where(eq(postings.transferId, row.id))
          .orderBy(asc(postings.id))
        return {
          ...transferJson(row),
          holdId: row.holdId,
          postings: lines.map(({ line, ownerName }) => ({
            walletId: line.walletId,
            ownerKind: line.ownerKind,
            ownerId: line.ownerId,
            ownerName,
            role: line.role,
            amount: amountOf(line),
          })),
        }
      }),
  })

  app.route({
    method: 'GET',
    url: '/api/console/wallets',
    config: { access: { kind: 'operator' } },
    schema: {
      tags: ['console'],
      summary: 'All wallets',
      querystring: pageSchema,
      response: {
        200: z.object({
          items: z.array(
            z.object({
              id: z.uuid(),
              ownerKind: z.string(),
              ownerId: z.uuid(),
              ownerName: z.string().nullable(),
              kind: z.string(),
              balance: moneySchema,
            }),
          ),
          next: z.uuid().nullable(),
        }),
      },
    },
    handler: (request) =>
      request.asOperator(async (ctx) => {
        const { cursor, limit } = request.query
        const rows = await ctx.tx
          .select({ wallet: wallets, ownerName: sql<string | null>`coalesce(${accounts.name}, ${studios.name})` })
          .from(wallets)
          .leftJoin(accounts, and(eq(wallets.ownerKind, 'account'), eq(accounts.id, wallets.ownerId)))
          .leftJoin(studios, and(eq(wallets.ownerKind, 'studio'), eq(studios.id, wallets.ownerId)))
          .where(cursor ? lt(wallets.id, cursor) : undefined)
          .orderBy(desc(wallets.id))
          .limit(limit + 1)
        const items = rows.slice(0, limit).map(({ wallet, ownerName }) => ({
          id: wallet.id,
          ownerKind: wallet.ownerKind,
          ownerId: wallet.ownerId,
          ownerName,
          kind: wallet.kind,
          balance: moneyJson({ amountMinor: wallet.balanceMinor, currency: wallet.currency }),
        }))
        return { items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null }
      }),
  })
}

interface AskedTransfers {
  cursor?: string | undefined
  revenue?: Revenue | undefined
  from?: string | undefined
  to?: string | undefined
  limit: number
}

async function listTransfers(ctx: Ctx, { cursor, revenue, from, to, limit }: AskedTransfers) {
  // One transfer has one currency.
  const earned = ctx.tx
    .select({
      transferId: postings.transferId,
      currency: sql<Currency>`min(${postings.currency})`.as('earned_currency'),
      amount: sql<string>`sum(${postings.amountMinor})::text`.as('earned_amount'),
    })
    .from(postings)
    .where(and(eq(postings.transferId, transfers.id), isRevenue(revenue)))
    .groupBy(postings.transferId)
    .as('earned')
  const rows = await ctx.tx
    .select({ transfer: transfers, currency: earned.currency, amount: earned.amount })
    .from(transfers)
    .leftJoinLateral(earned, sql`true`)
    .where(
      and(
        // By moment and id: those of one batch have one moment.
        cursor
          ? sql`(${transfers.occurredAt}, ${transfers.id}) < (select t.occurred_at, t.id from transfers t where t.id = ${cursor})`
          : undefined,
        revenue ? sql`${transfers.id} in (select transfer_id from ${postings} where ${isRevenue(revenue)})` : undefined,
        from ? gte(transfers.occurredAt, Temporal.Instant.from(from)) : undefined,
        to ? lt(transfers.occurredAt, Temporal.Instant.from(to)) : undefined,
      ),
    )
    .orderBy(desc(transfers.occurredAt), desc(transfers.id))
    .limit(limit)
  return rows.map(({ transfer, currency, amount }) => ({
    ...transferJson(transfer),
    earned: currency && amount ? { currency, amountMinor: amount } : null,
  }))
}
