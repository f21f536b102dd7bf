import { and, desc, eq, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import { z } from 'zod'
import type { App } from '../../../kernel/http/types.ts'
import { moneyJson, moneySchema } from '../../../kernel/money.ts'
import { accounts } from '../../identity/index.ts'
import { studios } from '../../studios/index.ts'
import { withdrawals } from '../tables.ts'
import { maskedDestination } from '../withdrawal.ts'

const STATES = ['requested', 'paid', 'failed'] as const
const withdrawalSchema = z
  .object({
    id: z.uuid(),
    owner: z.object({ kind: z.string(), id: z.uuid(), name: z.string().nullable() }),
    askedBy: z.object({ id: z.uuid(), name: z.string().nullable() }),
    amount: moneySchema,
    destination: z.string(),
    state: z.enum(STATES),
    createdAt: z.string(),
    settledAt: z.string().nullable(),
  })
  .meta({ id: 'ConsoleWithdrawal' })

/** All payouts: whose money went out, at whose word, and how it ended (P21). */
export function withdrawalConsoleRoutes(app: App): void {
  app.route({
    method: 'GET',
    url: '/api/console/withdrawals',
    config: { access: { kind: 'operator' } },
    schema: {
      tags: ['console'],
      summary: 'All withdrawals, the newest first',
      querystring: z.object({
        cursor: z.uuid().optional(),
        limit: z.coerce.number().int().min(1).max(200).default(50),
        state: z.enum(STATES).optional(),
      }),
      response: { 200: z.object({ items: z.array(withdrawalSchema), next: z.uuid().nullable() }) },
    },
    handler: (request) =>
      request.asOperator(async (ctx) => {
        const { cursor, limit, state } = request.query
        const owners = alias(accounts, 'owners')
        const ownerName = sql<
          string | null
        >`case when ${withdrawals.ownerKind} = 'studio' then ${studios.name} else ${owners.name} end`
        const rows = await ctx.tx
          .select({ withdrawal: withdrawals, ownerName, askedBy: accounts.name })
          .from(withdrawals)
          .leftJoin(accounts, eq(accounts.id, withdrawals.accountId))
          .leftJoin(owners, eq(owners.id, withdrawals.ownerId))
          .leftJoin(studios, eq(studios.id, withdrawals.ownerId))
          .where(and(cursor ? before(cursor) : undefined, state ? eq(withdrawals.state, state) : undefined))
          .orderBy(desc(withdrawals.createdAt), desc(withdrawals.id))
          .limit(limit + 1)
        const items = rows.slice(0, limit).map(({ withdrawal: row, ownerName, askedBy }) => ({
          id: row.id,
          owner: { kind: row.ownerKind, id: row.ownerId, name: ownerName },
          askedBy: { id: row.accountId, name: askedBy },
          amount: moneyJson(row),
          destination: maskedDestination(row.destination),
          state: row.state,
          createdAt: row.createdAt.toString(),
          settledAt: row.settledAt?.toString() ?? null,
        }))
        return { items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null }
      }),
  })
}

/** By moment and id: the id is the client's own, and tells nothing of time. */
const before = (cursor: string) =>
  sql`(${withdrawals.createdAt}, ${withdrawals.id}) < (select w.created_at, w.id from withdrawals w where w.id = ${cursor})`
