import { z } from 'zod'
import { verifySlice } from '../../kernel/events/chain.ts'
import { limit } from '../../kernel/http/rates.ts'
import type { App } from '../../kernel/http/types.ts'
import { problem } from '../../kernel/problem.ts'
import { EXPORT_TYPES, exportStream } from './export.ts'
import { cursorOf, cursorText, entryJson, entrySchema, exportQuery, filterOf, pageQuery } from './schemas.ts'
import { type AuditEntry, type EventCursor, eventNames, findEvent, findSeal, searchEvents } from './search.ts'

const EXPORT_PAGE = 1000

/** The audit log: search, one entry, exports, the chain's verification (P17, P18). */
export function eventRoutes(app: App): void {
  app.route({
    method: 'GET',
    url: '/api/console/events',
    config: { access: { kind: 'operator' } },
    schema: {
      querystring: pageQuery,
      response: { 200: z.object({ items: z.array(entrySchema), nextCursor: z.string().nullable() }) },
    },
    handler: async (request) => {
      const { cursor: text, limit: most, ...filter } = request.query
      const cursor = text === undefined ? undefined : cursorOf(text)
      if (text !== undefined && !cursor)
        throw problem('invalid_request', { fields: [{ pointer: '/querystring/cursor', code: 'invalid' }] })
      const found = await request.asOperator((ctx) => searchEvents(ctx, filterOf(filter), most + 1, cursor))
      const items = found.slice(0, most)
      const last = items.at(-1)
      return { items: items.map(entryJson), nextCursor: found.length > most && last ? cursorText(last) : null }
    },
  })

  app.route({
    method: 'GET',
    url: '/api/console/event-names',
    config: { access: { kind: 'operator' }, unaudited: true },
    schema: { response: { 200: z.object({ names: z.array(z.string()) }) } },
    handler: async (request) => ({ names: await request.asOperator(eventNames) }),
  })

  app.route({
    method: 'GET',
    url: '/api/console/events/:studioId/:eventId',
    config: { access: { kind: 'operator' } },
    schema: {
      params: z.object({ studioId: z.uuid(), eventId: z.uuid() }),
      response: {
        200: entrySchema.extend({
          seal: z.object({ position: z.string(), hash: z.string() }).nullable().describe('Null until it is sealed'),
        }),
      },
    },
    handler: async (request) => {
      const { studioId, eventId } = request.params
      return request.asOperator(async (ctx) => {
        const entry = await findEvent(ctx, studioId, eventId)
        if (!entry) throw problem('not_found')
        const seal = await findSeal(ctx, studioId, eventId)
        return { ...entryJson(entry), seal: seal ? { position: seal.position, hash: seal.hash } : null }
      })
    },
  })

  app.route({
    method: 'GET',
    url: '/api/console/events/export',
    config: { access: { kind: 'operator' }, ...limit(20, 60) },
    schema: {
      querystring: exportQuery,
      summary: 'Streams the entries of a filter as CSV, JSON lines or Excel',
      response: { 200: z.unknown().describe('the file') },
    },
    handler: async (request, reply) => {
      const { format, ...filter } = request.query
      const page = (cursor?: EventCursor) =>
        request.asOperator((ctx) => searchEvents(ctx, filterOf(filter), EXPORT_PAGE, cursor))
      return reply
        .type(EXPORT_TYPES[format])
        .header('content-disposition', `attachment; filename="audit.${format}"`)
        .send(exportStream(format, allOf(page)))
    },
  })

  app.route({
    method: 'POST',
    url: '/api/console/chain-verifications',
    config: { access: { kind: 'operator' } },
    schema: {
      body: z.object({
        after: z
          .string()
          .regex(/^\d{1,18}$/)
          .default('0'),
      }),
      response: {
        200: z.object({
          position: z.string(),
          end: z.string(),
          done: z.boolean(),
          broken: z.object({ position: z.string(), eventId: z.uuid().nullable(), reason: z.string() }).optional(),
        }),
      },
    },
    handler: (request) => request.asOperator((ctx) => verifySlice(ctx, BigInt(request.body.after))),
  })
}

/** All entries of a filter, page after page: each in a short transaction of its own, so that a slow reader holds none. */
async function* allOf(page: (cursor?: EventCursor) => Promise<AuditEntry[]>): AsyncGenerator<AuditEntry> {
  let cursor: EventCursor | undefined
  do {
    const entries = await page(cursor)
    yield* entries
    cursor = entries.length === EXPORT_PAGE ? entries.at(-1) : undefined
  } while (cursor)
}
