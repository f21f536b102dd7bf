import { z } from 'zod'
import type { App } from '../../kernel/http/types.ts'
import { blockAccount, unblockAccount } from './block.ts'
import { blockReasonSchema } from './schemas.ts'

const tags = ['console']
const config = { access: { kind: 'operator' } } as const
const params = z.object({ account: z.uuid() })
const body = z.object({ reason: blockReasonSchema })
const response = { 204: z.null() }

/** The operator keeps a person out, and lets them in again (P20). */
export function blockRoutes(app: App): void {
  app.route({
    method: 'POST',
    url: '/api/console/accounts/:account/block',
    config,
    schema: { tags, summary: 'Keep a person out: their sessions end, and none begins', params, body, response },
    handler: async (request, reply) => {
      await request.inStudio((ctx) => blockAccount(ctx, request.params.account, request.body.reason))
      return reply.code(204).send(null)
    },
  })

  app.route({
    method: 'POST',
    url: '/api/console/accounts/:account/restoration',
    config,
    schema: { tags, summary: 'Let a person in again', params, body, response },
    handler: async (request, reply) => {
      await request.inStudio((ctx) => unblockAccount(ctx, request.params.account, request.body.reason))
      return reply.code(204).send(null)
    },
  })
}
