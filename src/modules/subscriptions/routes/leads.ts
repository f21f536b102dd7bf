import { z } from 'zod'
import { limit } from '../../../kernel/http/rates.ts'
import type { App } from '../../../kernel/http/types.ts'
import { instantSchema } from '../../../kernel/time.ts'
import { emailSchema } from '../../identity/index.ts'
import { leaveEmail, listLeads } from '../lead.ts'

const leadSchema = z
  .object({
    id: z.uuid(),
    email: z.string(),
    name: z.string(),
    source: z.enum(['registration', 'site']),
    state: z.enum(['new', 'won']),
    createdAt: instantSchema,
  })
  .meta({ id: 'Lead' })

/** Who may become an owner: by an e-mail left on the product site, or by registering (P1, P20). */
export function leadRoutes(app: App): void {
  app.route({
    method: 'POST',
    url: '/api/leads',
    config: { access: { kind: 'public' }, ...limit(5, 3600) },
    schema: {
      tags: ['subscriptions'],
      summary: 'Leave an e-mail to be written to. The answer is the same whether or not it was known',
      body: z.object({ email: emailSchema }),
      response: { 204: z.null() },
    },
    handler: async (request, reply) => {
      await request.inStudio((ctx) => leaveEmail(ctx, request.body.email))
      return reply.code(204).send(null)
    },
  })

  app.route({
    method: 'GET',
    url: '/api/console/leads',
    config: { access: { kind: 'operator' } },
    schema: {
      tags: ['console'],
      summary: 'Leads, the newest first',
      querystring: z.object({
        search: z.string().max(100).optional(),
        cursor: z.uuid().optional(),
        limit: z.coerce.number().int().min(1).max(200).default(50),
      }),
      response: { 200: z.object({ items: z.array(leadSchema), nextCursor: z.uuid().nullable() }) },
    },
    handler: async (request) => {
      const { search, cursor: before, limit: most } = request.query
      const rows = await request.asOperator((ctx) => listLeads(ctx, { search, before, limit: most + 1 }))
      const items = rows.slice(0, most).map(({ id, email, name, source, state, createdAt }) => ({
        ...{ id, email, name, source, state, createdAt: createdAt.toString() },
      }))
      return { items, nextCursor: rows.length > most ? (items.at(-1)?.id ?? null) : null }
    },
  })
}
