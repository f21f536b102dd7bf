import { z } from 'zod'
import type { App } from '../../../kernel/http/types.ts'
import { scoreOf } from '../rating.ts'
import { termsSchema } from '../schemas.ts'
import { listTerms, setSharingTerms } from '../terms.ts'
import { BASE, bpsSchema, may, studioParams } from './params.ts'

const tags = ['terms']

/** How revenue is shared, and what the work was worth to those who rated it (R16, R20). */
export function termsRoutes(app: App): void {
  app.route({
    method: 'GET',
    url: `${BASE}/sharing-terms`,
    config: may('terms.read'),
    schema: {
      tags,
      summary: 'The history of revenue-sharing terms, the newest first; a worker sees own and the defaults',
      params: studioParams,
      response: { 200: z.array(termsSchema) },
    },
    handler: async (request) => {
      const rows = await request.inStudio(listTerms)
      return rows.map(({ id, membershipId, bps, reason, inForceFrom, setBy }) => ({
        ...{ id, membershipId, bps, reason, setBy, inForceFrom: inForceFrom.toString() },
      }))
    },
  })

  app.route({
    method: 'POST',
    url: `${BASE}/sharing-terms`,
    config: { ...may('terms.manage'), idempotent: true },
    schema: {
      tags,
      summary: 'Set the default share of performers, or one worker’s own with its reason; from now on',
      params: studioParams,
      body: z.object({
        membershipId: z.uuid().nullable(),
        bps: bpsSchema,
        reason: z.string().trim().max(500).default(''),
      }),
      response: { 201: z.object({ id: z.uuid() }) },
    },
    handler: async (request, reply) => {
      const { body } = await request.once(async (ctx) => ({
        status: 201,
        body: await setSharingTerms(ctx, request.body),
      }))
      return reply.code(201).send(body)
    },
  })

  app.route({
    method: 'GET',
    url: `${BASE}/score`,
    config: { access: { kind: 'public' } },
    schema: {
      tags,
      summary: 'The public score of the studio, or of one performer: a Bayesian mean with the number of votes',
      params: studioParams,
      querystring: z.object({ performer: z.uuid().optional() }),
      response: { 200: z.object({ score: z.number(), count: z.int(), points: z.int() }) },
    },
    handler: (request) => request.inStudio((ctx) => scoreOf(ctx, request.query.performer)),
  })
}
