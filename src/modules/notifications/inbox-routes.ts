import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { App } from '../../kernel/http/types.ts'
import type { Services } from '../../kernel/services.ts'
import { countUnread, type InboxRow, markRead, readInbox, studiosOf, type Which } from './inbox.ts'
import { inboxQuery, noticeSchema, readingSchema, unreadSchema } from './schemas.ts'
import { accountOf } from './who.ts'

/** The inbox over all profiles of whoever is signed in (P16). */
export function inboxRoutes(app: App, { database }: Services): void {
  app.route({
    method: 'GET',
    url: '/api/inbox',
    config: { access: { kind: 'account' } },
    schema: {
      querystring: inboxQuery,
      response: { 200: z.object({ items: z.array(noticeSchema), nextCursor: z.uuid().nullable() }) },
    },
    handler: async (request) => {
      const { limit } = request.query
      const rows = await request.inStudio((ctx) =>
        readInbox(ctx, accountOf(request).id, { ...request.query, limit: limit + 1 }),
      )
      const items = rows.slice(0, limit)
      return { items: items.map(noticeJson), nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null }
    },
  })

  app.route({
    method: 'GET',
    url: '/api/inbox/unread',
    config: { access: { kind: 'account' } },
    schema: { response: { 200: unreadSchema } },
    handler: async (request) => {
      const profiles = await request.inStudio((ctx) => countUnread(ctx, accountOf(request).id))
      return { total: profiles.reduce((sum, { unread }) => sum + unread, 0), profiles }
    },
  })

  app.route({
    method: 'POST',
    url: '/api/inbox/readings',
    config: { access: { kind: 'account' }, evenReadOnly: true },
    schema: { body: readingSchema, response: { 200: z.object({ changed: z.int() }) } },
    handler: async (request) => ({ changed: await markEverywhere(request, request.body) }),
  })

  /** A notice is changed in its own studio, as the system under row-level security demands: one transaction for each. */
  async function markEverywhere(request: FastifyRequest, body: z.infer<typeof readingSchema>): Promise<number> {
    const { id: accountId } = accountOf(request)
    const which: Which = body.ids ? { ids: body.ids } : { all: true }
    const studioIds = await request.inStudio((ctx) => studiosOf(ctx, accountId, which))
    let changed = 0
    for (const studioId of studioIds) {
      const scope = { studioId, actor: { kind: 'account', accountId }, request: { id: request.id } } as const
      changed += await database.transaction(scope, (ctx) =>
        markRead(ctx, accountId, which, body.read ? 'read' : 'unread'),
      )
    }
    return changed
  }
}

function noticeJson(row: InboxRow) {
  return {
    id: row.id,
    studioId: row.studioId,
    membershipId: row.membershipId,
    event: row.event,
    topic: noticeSchema.shape.topic.parse(row.topic),
    title: row.title,
    body: row.body,
    link: row.link,
    at: row.createdAt.toString(),
    readAt: row.readAt?.toString() ?? null,
  }
}
