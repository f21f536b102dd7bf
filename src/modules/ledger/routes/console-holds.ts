import { and, desc, eq, sql } from 'drizzle-orm'
import { z } from 'zod'
import type { App } from '../../../kernel/http/types.ts'
import { moneyJson, moneySchema } from '../../../kernel/money.ts'
import { accounts } from '../../identity/index.ts'
import { studios } from '../../studios/index.ts'
import { holds } from '../tables.ts'

const holdSchema = z
  .object({
    id: z.uuid(),
    payer: z.object({ kind: z.string(), id: z.uuid(), name: z.string().nullable() }),
    studio: z.object({ id: z.uuid(), name: z.string().nullable() }),
    amount: moneySchema,
    captured: moneySchema,
    released: moneySchema,
    refunded: moneySchema.describe('Of what was captured, how much went back to the payer'),
    open: z.boolean(),
    note: z.string(),
    subject: z.object({ type: z.string(), id: z.uuid() }),
  })
  .meta({ id: 'ConsoleHold' })

/** All holds: whose money waits, for what, and what has become of it (P21). */
export function holdConsoleRoutes(app: App): void {
  app.route({
    method: 'GET',
    url: '/api/console/holds',
    config: { access: { kind: 'operator' } },
    schema: {
      tags: ['console'],
      summary: 'All holds, the newest first',
      querystring: z.object({
        cursor: z.uuid().optional(),
        limit: z.coerce.number().int().min(1).max(200).default(50),
        open: z.stringbool().optional().describe('Only those that are not captured or released in full'),
      }),
      response: { 200: z.object({ items: z.array(holdSchema), next: z.uuid().nullable() }) },
    },
    handler: (request) =>
      request.asOperator(async (ctx) => {
        const { cursor, limit, open } = request.query
        const left = sql`${holds.amountMinor} - ${holds.capturedMinor} - ${holds.releasedMinor}`
        const rows = await ctx.tx
          .select({ hold: holds, payer: accounts.name, studio: studios.name, left: sql<string>`(${left})::text` })
          .from(holds)
          .leftJoin(accounts, and(eq(holds.payerKind, 'account'), eq(accounts.id, holds.payerId)))
          .leftJoin(studios, eq(studios.id, holds.studioId))
          .where(and(cursor ? before(cursor) : undefined, open ? sql`${left} > 0` : undefined))
          .orderBy(desc(holds.createdAt), desc(holds.id))
          .limit(limit + 1)
        const items = rows.slice(0, limit).map(({ hold, payer, studio, left }) => {
          const money = (amountMinor: bigint) => moneyJson({ amountMinor, currency: hold.currency })
          return {
            id: hold.id,
            payer: { kind: hold.payerKind, id: hold.payerId, name: payer },
            studio: { id: hold.studioId, name: studio },
            amount: money(hold.amountMinor),
            captured: money(hold.capturedMinor),
            released: money(hold.releasedMinor),
            refunded: money(hold.refundedMinor),
            open: left !== '0',
            note: hold.note,
            subject: { type: hold.subjectType, id: hold.subjectId },
          }
        })
        return { items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null }
      }),
  })
}

/** By moment and id: the id is the client's own, and tells nothing of time. */
const before = (cursor: string) =>
  sql`(${holds.createdAt}, ${holds.id}) < (select h.created_at, h.id from holds h where h.id = ${cursor})`
