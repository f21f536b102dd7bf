import { z } from 'zod'
import { uuidKey } from '../../../kernel/http/idempotency.ts'
import type { App } from '../../../kernel/http/types.ts'
import { moneyJson, moneySchema } from '../../../kernel/money.ts'
import { MOST_OPEN_HOLDS, openHolds, takeHoldBack } from '../own-hold.ts'
import { WALLETS } from './whose.ts'

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

/** What the sum held in a wallet is made of, and taking back what one put there oneself (R14, X5). */
export function ownHoldRoutes(app: App): void {
  for (const { url, whose, access, params, owner } of WALLETS) {
    app.route({
      method: 'GET',
      url: `${url}/holds`,
      config: { access },
      schema: {
        tags: ['money'],
        summary: `${whose} money that waits for acceptance, hold by hold, the newest first; at most ${MOST_OPEN_HOLDS}`,
        ...params,
        response: { 200: z.object({ items: z.array(holdSchema) }) },
      },
      handler: async (request) => {
        const held = await request.inStudio((ctx) => openHolds(ctx, owner(request)))
        const items = held.map(({ left, heldAt, ...hold }) => ({
          ...hold,
          ...{ left: moneyJson(left), heldAt: heldAt.toString() },
        }))
        return { items }
      },
    })
  }

  app.route({
    method: 'POST',
    url: '/api/studios/:studio/holds/:hold/release',
    config: { access: { kind: 'account' }, idempotent: true, evenReadOnly: true },
    schema: {
      tags: ['money'],
      summary:
        'Take back what I put on hold for this studio myself; what an order or a booking holds ends with it. The Idempotency-Key is a UUID',
      params: z.object({ studio: z.string(), hold: z.uuid() }),
      response: { 204: z.null() },
    },
    handler: async (request, reply) => {
      const transferId = uuidKey(request)
      await request.once(async (ctx) => {
        await takeHoldBack(ctx, { holdId: request.params.hold, transferId })
        return { status: 204, body: null }
      })
      return reply.code(204).send(null)
    },
  })
}
