import { z } from 'zod'
import { publish } from '../../kernel/events/event.ts'
import type { App } from '../../kernel/http/types.ts'
import { type DeadLetter, deadLetter, deadLetters, queueState, sendAgain } from '../../kernel/jobs/dead-letters.ts'
import { MAIL_TASK } from '../../kernel/mail/index.ts'
import { problem } from '../../kernel/problem.ts'
import { jobsResent } from './events.ts'

const jobId = z.string().regex(/^\d{1,18}$/)

const letterSchema = z
  .object({
    id: jobId,
    task: z.string(),
    payload: z.unknown(),
    attempts: z.int(),
    lastError: z.string().nullable(),
    createdAt: z.string(),
    failedAt: z.string(),
  })
  .meta({ id: 'DeadLetter' })

/** The queue and its dead letters: seen, read, sent again (P14, P19). */
export function queueRoutes(app: App): void {
  app.route({
    method: 'GET',
    url: '/api/console/queue',
    config: { access: { kind: 'operator' }, unaudited: true },
    schema: {
      response: {
        200: z
          .object({
            waiting: z.int(),
            later: z.int(),
            running: z.int(),
            retrying: z.int(),
            dead: z.int(),
            oldestS: z.int().describe('Age of the oldest job that is due, in seconds'),
          })
          .meta({ id: 'QueueState' }),
      },
    },
    handler: (request) => request.asOperator((ctx) => queueState(ctx.tx.$client)),
  })

  app.route({
    method: 'GET',
    url: '/api/console/dead-letters',
    config: { access: { kind: 'operator' } },
    schema: {
      querystring: z.object({ cursor: jobId.optional(), limit: z.coerce.number().int().min(1).max(200).default(50) }),
      response: { 200: z.object({ items: z.array(letterSchema), nextCursor: jobId.nullable() }) },
    },
    handler: async (request) => {
      const { cursor, limit } = request.query
      const found = await request.asOperator((ctx) =>
        deadLetters(ctx.tx.$client, { limit: limit + 1, ...(cursor ? { before: cursor } : {}) }),
      )
      const items = found.slice(0, limit)
      return { items: items.map(letterJson), nextCursor: found.length > limit ? (items.at(-1)?.id ?? null) : null }
    },
  })

  app.route({
    method: 'GET',
    url: '/api/console/dead-letters/:id',
    config: { access: { kind: 'operator' } },
    schema: { params: z.object({ id: jobId }), response: { 200: letterSchema } },
    handler: async (request) => {
      const letter = await request.asOperator((ctx) => deadLetter(ctx.tx.$client, request.params.id))
      if (!letter) throw problem('not_found')
      return letterJson(letter)
    },
  })

  app.route({
    method: 'POST',
    url: '/api/console/dead-letters/resends',
    config: { access: { kind: 'operator' } },
    schema: {
      body: z.object({ ids: z.array(jobId).min(1).max(200) }),
      response: { 200: z.object({ sent: z.int().describe('How many of them were dead letters still') }) },
    },
    handler: async (request) => {
      const { ids } = request.body
      const sent = await request.inStudio(async (ctx) => {
        const count = await sendAgain(ctx.tx.$client, ids)
        const operator = request.principal.account?.id
        if (count > 0 && operator) {
          await publish(ctx, jobsResent, { subject: { type: 'account', id: operator }, payload: { jobIds: ids } })
        }
        return count
      })
      return { sent }
    },
  })
}

function letterJson(letter: DeadLetter): z.infer<typeof letterSchema> {
  return {
    ...letter,
    payload: letter.task === MAIL_TASK ? withoutText(letter.payload) : letter.payload,
    createdAt: letter.createdAt.toString(),
    failedAt: letter.failedAt.toString(),
  }
}

/** A mail's text may hold a code or a link that signs somebody in: not even the operator reads it. */
function withoutText(payload: unknown): unknown {
  if (typeof payload !== 'object' || payload === null) return payload
  return { ...payload, text: '…', html: undefined }
}
