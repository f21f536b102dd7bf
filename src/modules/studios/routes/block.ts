import { z } from 'zod'
import type { App } from '../../../kernel/http/types.ts'
import { blockReasonSchema } from '../../identity/index.ts'
import { blockStudio, unblockStudio } from '../block.ts'

const tags = ['console']
const config = { access: { kind: 'operator' }, evenReadOnly: true } as const
const params = z.object({ studio: z.string() })
const body = z.object({ reason: blockReasonSchema })
const response = { 204: z.null() }

/** The operator closes a studio, and opens it again (P20). */
export function studioBlockRoutes(app: App): void {
  app.route({
    method: 'POST',
    url: '/api/console/studios/:studio/block',
    config,
    schema: { tags, summary: 'Close a studio: its site says so, nobody gets in', params, body, response },
    handler: async (request, reply) => {
      await request.inStudio((ctx) => blockStudio(ctx, request.body.reason))
      return reply.code(204).send(null)
    },
  })

  app.route({
    method: 'POST',
    url: '/api/console/studios/:studio/restoration',
    config,
    schema: { tags, summary: 'Open a studio again', params, body, response },
    handler: async (request, reply) => {
      await request.inStudio((ctx) => unblockStudio(ctx, request.body.reason))
      return reply.code(204).send(null)
    },
  })
}
