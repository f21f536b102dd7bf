import { z } from 'zod'
import type { App } from '../../../kernel/http/types.ts'
import { ownRatings } from '../own-ratings.ts'
import { publicScoreOf, ratingsOf } from '../rating.ts'
import { RATING_REASONS } from '../tables.ts'
import { BASE, studioParams } from './params.ts'

const scored = {
  score: z.number().describe('a Bayesian mean: few votes stay near the platform’s'),
  count: z.int(),
}

const ownRatingSchema = z
  .object({
    id: z.uuid(),
    score: z.int(),
    points: z.int(),
    counts: z.boolean().describe('its project has been paid out'),
    reasons: z.array(z.enum(RATING_REASONS)),
    words: z.string(),
    answer: z.string().nullable(),
    at: z.string(),
    project: z.object({ id: z.uuid(), title: z.string() }),
    work: z.object({ title: z.string(), version: z.int() }),
  })
  .meta({ id: 'OwnRating' })

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

  app.route({
    method: 'GET',
    url: `${BASE}/me/ratings`,
    config: { access: { kind: 'member' } },
    schema: {
      tags: ['terms'],
      summary: 'What clients said of my work, the newest first, and what it adds up to: score, points, level',
      params: studioParams,
      querystring: z.object({
        cursor: z.uuid().optional(),
        limit: z.coerce.number().int().min(1).max(100).default(50),
      }),
      response: {
        200: z.object({
          total: z.object({
            ...scored,
            points: z.int(),
            level: z.int(),
            nextAt: z.int().describe('points from which the next level begins'),
          }),
          items: z.array(ownRatingSchema),
          next: z.uuid().nullable(),
        }),
      },
    },
    handler: async (request) => {
      const { cursor, limit } = request.query
      const { total, items: found } = await request.inStudio((ctx) => ownRatings(ctx, { cursor, limit: limit + 1 }))
      const items = found.slice(0, limit)
      return { total, items, next: found.length > limit ? (items.at(-1)?.id ?? null) : null }
    },
  })
}
