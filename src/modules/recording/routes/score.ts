import { z } from 'zod'
import type { App } from '../../../kernel/http/types.ts'
import { scoreOf } from '../rating.ts'
import { BASE, studioParams } from './params.ts'

/** What the work was worth to those who rated it (R20). */
export function scoreRoutes(app: App): void {
  app.route({
    method: 'GET',
    url: `${BASE}/score`,
    config: { access: { kind: 'public' } },
    schema: {
      tags: ['terms'],
      summary: 'The public score of the studio, or of one performer: a Bayesian mean with the number of votes',
      params: studioParams,
      querystring: z.object({ performer: z.uuid().optional() }),
      response: { 200: z.object({ score: z.number(), count: z.int(), points: z.int() }) },
    },
    handler: (request) => request.inStudio((ctx) => scoreOf(ctx, request.query.performer)),
  })
}
