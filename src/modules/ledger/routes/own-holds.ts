import { and, desc, eq, sql } from 'drizzle-orm'
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Access, App } from '../../../kernel/http/types.ts'
import { moneyJson, moneySchema } from '../../../kernel/money.ts'
import { holds } from '../tables.ts'
import type { WalletOwner } from '../wallet.ts'
import { mine, ofStudio } from './whose.ts'

/** As many as a screen shows; more than that nobody has waiting at once. */
const MOST = 200
const LEFT = sql`${holds.amountMinor} - ${holds.capturedMinor} - ${holds.releasedMinor}`

const holdSchema = z
  .object({
    id: z.uuid(),
    /** What still waits of it. */
    left: moneySchema,
    note: z.string(),
    subject: z.object({ type: z.string(), id: z.uuid() }),
    studioId: z.uuid(),
    heldAt: z.string(),
  })
  .meta({ id: 'OpenHold' })

interface Place {
  url: string
  whose: string
  access: Access
  owner: (request: FastifyRequest) => WalletOwner
}

const PLACES: readonly Place[] = [
  { url: '/api/wallets/holds', whose: 'My', access: { kind: 'account' }, owner: mine },
  {
    url: '/api/studios/:studio/wallets/holds',
    whose: 'The studio’s',
    access: { kind: 'studio', permission: 'money.read' },
    owner: ofStudio,
  },
]

/** What the sum held in a wallet is made of: each hold that still waits, and what it is for (R14, X5). */
export function ownHoldRoutes(app: App): void {
  for (const { url, whose, access, owner } of PLACES) {
    app.route({
      method: 'GET',
      url,
      config: { access },
      schema: {
        tags: ['money'],
        summary: `${whose} money that waits for acceptance, hold by hold, the newest first`,
        ...(url.includes(':studio') ? { params: z.object({ studio: z.string() }) } : {}),
        response: { 200: z.object({ items: z.array(holdSchema) }) },
      },
      handler: async (request) => {
        const { kind, id } = owner(request)
        if (kind !== 'account' && kind !== 'studio') return { items: [] }
        const rows = await request.inStudio((ctx) =>
          ctx.tx
            .select({ hold: holds, left: sql<string>`(${LEFT})::text` })
            .from(holds)
            .where(and(eq(holds.payerKind, kind), eq(holds.payerId, id), sql`${LEFT} > 0`))
            .orderBy(desc(holds.createdAt), desc(holds.id))
            .limit(MOST),
        )
        const items = rows.map(({ hold, left }) => ({
          id: hold.id,
          left: moneyJson({ amountMinor: BigInt(left), currency: hold.currency }),
          note: hold.note,
          subject: { type: hold.subjectType, id: hold.subjectId },
          studioId: hold.studioId,
          heldAt: hold.createdAt.toString(),
        }))
        return { items }
      },
    })
  }
}
