import { z } from 'zod'
import type { App } from '../../../kernel/http/types.ts'
import { publicScoreOf, ratingsOf } from '../rating.ts'
import { BASE, studioParams } from './params.ts'

const scored = {
  score: z.number().describe('a Bayesian mean: few votes stay near the platform’s'),
  count: z.int(),
}

/** What the work was worth to those who rated it (R20). */
export function scoreRoutes(app: App): void {
  app.route({
    method: 'GET',
    url: `${BASE}/score`,
    config: { access: { kind: 'public' } },
    schema: {
      tags: ['terms'],
      summary:
        'The public score of the studio, or of one performer: a Bayesian mean with the number of votes; where its site shows it',
      params: studioParams,
      querystring: z.object({ performer: z.uuid().optional() }),
      response: { 200: z.object({ score: z.number(), count: z.int(), points: z.int() }) },
    },
    handler: (request) => request.inStudio((ctx) => publicScoreOf(ctx, request.query.performer)),
  })

  app.route({
    method: 'GET',
    url: `${BASE}/ratings`,
    config: { access: { kind: 'public' } },
    schema: {
      tags: ['terms'],
      summary:
        'What paid work was worth to the studio’s clients: the public score, the votes by score, the own of each whom the site names; where it shows them',
      params: studioParams,
      response: {
        200: z.object({
          ...scored,
          votes: z.array(z.int()).length(5).describe('how many gave 1, 2, 3, 4 and 5'),
          performers: z.array(z.object({ id: z.uuid(), ...scored })),
        }),
      },
    },
    handler: (request) => request.inStudio(ratingsOf),
  })
}
