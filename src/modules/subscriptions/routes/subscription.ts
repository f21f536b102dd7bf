import { z } from 'zod'
import { cursorSchema, positionOf } from '../../../kernel/http/cursor.ts'
import { uuidKey } from '../../../kernel/http/idempotency.ts'
import { limit } from '../../../kernel/http/rates.ts'
import type { App } from '../../../kernel/http/types.ts'
import { renderPdf } from '../../../kernel/pdf/index.ts'
import type { Services } from '../../../kernel/services.ts'
import { returnSchema } from '../../ledger/index.ts'
import { chargeSchema, listCharges, receiptFacts, shownSubscription, subscriptionSchema } from '../describe.ts'
import { payByOwner } from '../payment.ts'
import { receiptPaper } from '../receipt-paper.ts'

const BASE = '/api/studios/:studio/subscription'
const params = z.object({ studio: z.string() })
const access = { kind: 'studio', permission: 'subscription.manage' } as const
/** The owner's subscription: how it stands, what was paid, and paying (P8). */
export function subscriptionRoutes(app: App, services: Services): void {
  app.route({
    method: 'GET',
    url: BASE,
    config: { access },
    schema: {
      tags: ['subscriptions'],
      summary: 'How the studio’s subscription stands; null where it has none',
      params,
      response: { 200: z.object({ subscription: subscriptionSchema.nullable() }) },
    },
    handler: (request) => request.inStudio(async (ctx) => ({ subscription: await shownSubscription(ctx) })),
  })

  app.route({
    method: 'GET',
    url: `${BASE}/charges`,
    config: { access },
    schema: {
      tags: ['subscriptions'],
      summary: 'What was asked for the subscription, and how it ended, the newest first',
      params,
      querystring: z.object({
        cursor: cursorSchema,
        limit: z.coerce.number().int().min(1).max(100).default(20),
      }),
      response: { 200: z.object({ items: z.array(chargeSchema), next: z.string().nullable() }) },
    },
    handler: (request) => {
      const { cursor, limit: size } = request.query
      return request.inStudio((ctx) => listCharges(ctx, size, positionOf(cursor)))
    },
  })

  app.route({
    method: 'GET',
    url: `${BASE}/charges/:charge/receipt`,
    config: { access },
    schema: {
      tags: ['subscriptions'],
      summary: 'The receipt of what was paid, as a PDF',
      params: params.extend({ charge: z.uuid() }),
      response: { 200: z.unknown().describe('`application/pdf`') },
    },
    handler: async (request, reply) => {
      const { account, studio } = request.principal
      const reader = { locale: request.locale, zone: account?.zone ?? 'UTC', studio: studio?.name ?? '' }
      const facts = await request.inStudio((ctx) => receiptFacts(ctx, request.params.charge, reader))
      reply.header('content-disposition', 'attachment; filename="receipt.pdf"')
      return reply.type('application/pdf').send(await renderPdf(receiptPaper(facts)))
    },
  })

  app.route({
    method: 'POST',
    url: `${BASE}/payments`,
    config: { access, idempotent: true, evenReadOnly: true, ...limit(20, 600) },
    schema: {
      tags: ['subscriptions'],
      summary:
        'Pay the next period: what is due, or ahead. Gives the address to pay at; the Idempotency-Key is a UUID and becomes the attempt’s id',
      params,
      body: z.object({ returnTo: returnSchema }),
      response: { 201: z.object({ attemptId: z.uuid(), paymentUrl: z.url() }) },
    },
    handler: async (request, reply) => {
      const id = uuidKey(request)
      const { returnTo } = request.body
      const origin = `${request.protocol}://${request.host}`
      const answer = await request.once(async (ctx) => {
        const paymentUrl = await payByOwner(ctx, services, { id, returnTo, origin, locale: request.locale })
        return { status: 201, body: { attemptId: id, paymentUrl } }
      })
      return reply.code(201).send(answer.body)
    },
  })
}
