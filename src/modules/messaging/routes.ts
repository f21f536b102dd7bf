import { z } from 'zod'
import { cursorSchema, positionOf } from '../../kernel/http/cursor.ts'
import type { App } from '../../kernel/http/types.ts'
import { ROLES } from '../../kernel/policy.ts'
import { addCannedReply, changeCannedReply, listCannedReplies, removeCannedReply } from './canned.ts'
import { editMessage, markRead, removeMessage, sendMessage } from './message.ts'
import { listMessages, listThreads } from './read.ts'
import { messageJson, messageSchema, threadJson, threadSchema } from './schemas.ts'
import { moderateThread } from './thread.ts'

const studioParams = z.object({ studio: z.string() })
const threadParams = studioParams.extend({ thread: z.uuid() })
const messageParams = threadParams.extend({ message: z.uuid() })
const read = { access: { kind: 'studio', permission: 'messages.write' } } as const
const moderate = { access: { kind: 'studio', permission: 'messages.moderate' } } as const
const tags = ['messages']
const MAX_FILES = 20

/** What can be asked of chats over HTTP (R6–R8). */
export function messagingRoutes(app: App): void {
  app.route({
    method: 'GET',
    url: '/api/studios/:studio/threads',
    config: read,
    schema: {
      tags,
      summary: 'The chats in the sight of the one who asks, the liveliest first',
      params: studioParams,
      querystring: z.object({
        show: z.enum(['all', 'mine', 'waiting', 'unassigned', 'done']).optional(),
        search: z.string().max(100).optional(),
        cursor: cursorSchema,
        limit: z.coerce.number().int().min(1).max(100).default(50),
      }),
      response: { 200: z.object({ items: z.array(threadSchema), next: z.string().nullable() }) },
    },
    handler: async (request) => {
      const { show, search, cursor, limit } = request.query
      const found = await request.inStudio((ctx) =>
        listThreads(ctx, { show, search, before: positionOf(cursor), limit: limit + 1 }),
      )
      const items = found.slice(0, limit).map(threadJson)
      return { items, next: found.length > limit ? (items.at(-1)?.cursor ?? null) : null }
    },
  })

  app.route({
    method: 'PATCH',
    url: '/api/studios/:studio/threads/:thread',
    config: moderate,
    schema: {
      tags,
      summary: 'Say who answers in a chat, and whether it is done with',
      params: threadParams,
      body: z.object({ assignedMembershipId: z.uuid().nullable(), state: z.enum(['open', 'done']) }).partial(),
      response: { 204: z.null() },
    },
    handler: async (request, reply) => {
      await request.inStudio((ctx) => moderateThread(ctx, request.params.thread, request.body))
      return reply.code(204).send(null)
    },
  })

  app.route({
    method: 'GET',
    url: '/api/studios/:studio/threads/:thread/messages',
    config: read,
    schema: {
      tags,
      summary: 'A page of a chat; `changedAfter` gives what was said or changed since',
      params: threadParams,
      querystring: z.object({
        projectId: z.uuid().optional(),
        before: z.coerce.number().int().min(1).max(2_147_483_647).optional(),
        changedAfter: z.coerce.number().int().min(0).max(2_147_483_647).optional(),
        limit: z.coerce.number().int().min(1).max(100).default(50),
      }),
      response: {
        200: z.object({
          items: z.array(messageSchema),
          more: z.boolean(),
          lastSeq: z.int(),
          marks: z.array(z.object({ membershipId: z.uuid(), seq: z.int() })),
          client: z.uuid(),
          people: z.array(z.object({ id: z.uuid(), name: z.string(), role: z.enum(ROLES) })),
        }),
      },
    },
    handler: async (request) => {
      const { thread: threadId } = request.params
      const page = await request.inStudio((ctx) => listMessages(ctx, { threadId, ...request.query }))
      return {
        client: page.thread.clientMembershipId,
        people: page.people.map(({ membershipId, displayName, role }) => ({
          id: membershipId,
          name: displayName,
          role,
        })),
        items: page.items.map(messageJson),
        more: page.more,
        lastSeq: page.thread.lastSeq,
        marks: [...page.marks],
      }
    },
  })

  app.route({
    method: 'POST',
    url: '/api/studios/:studio/threads/:thread/messages',
    config: read,
    schema: {
      tags,
      summary: 'Say something; the id is the client’s, so that sending again is harmless',
      params: threadParams,
      body: z.object({
        id: z.uuid(),
        body: z.string().max(20_000),
        fileIds: z.array(z.uuid()).max(MAX_FILES).default([]),
        projectId: z.uuid().nullable().default(null),
        internal: z.boolean().default(false),
      }),
      response: { 201: z.object({ id: z.uuid(), seq: z.int() }) },
    },
    handler: async (request, reply) => {
      const { thread: threadId } = request.params
      return reply.code(201).send(await request.inStudio((ctx) => sendMessage(ctx, { threadId, ...request.body })))
    },
  })

  app.route({
    method: 'PATCH',
    url: '/api/studios/:studio/threads/:thread/messages/:message',
    config: read,
    schema: {
      tags,
      summary: 'Mend the own message',
      params: messageParams,
      body: z.object({ body: z.string().max(20_000) }),
      response: { 204: z.null() },
    },
    handler: async (request, reply) => {
      await request.inStudio((ctx) => editMessage(ctx, request.params.message, request.body.body))
      return reply.code(204).send(null)
    },
  })

  app.route({
    method: 'DELETE',
    url: '/api/studios/:studio/threads/:thread/messages/:message',
    config: read,
    schema: {
      tags,
      summary: 'Remove the own message from the own sight; the other side keeps it (R10)',
      params: messageParams,
      response: { 204: z.null() },
    },
    handler: async (request, reply) => {
      await request.inStudio((ctx) => removeMessage(ctx, request.params.message))
      return reply.code(204).send(null)
    },
  })

  app.route({
    method: 'PUT',
    url: '/api/studios/:studio/threads/:thread/read-mark',
    config: { ...read, evenReadOnly: true },
    schema: {
      tags,
      summary: 'Say how far one has read',
      params: threadParams,
      body: z.object({ seq: z.int().min(0).max(2_147_483_647) }),
      response: { 204: z.null() },
    },
    handler: async (request, reply) => {
      await request.inStudio((ctx) => markRead(ctx, request.params.thread, request.body.seq))
      return reply.code(204).send(null)
    },
  })

  cannedRoutes(app)
}

function cannedRoutes(app: App): void {
  const schema = z.object({ id: z.uuid(), title: z.string(), body: z.string() })
  const params = studioParams.extend({ reply: z.uuid() })
  const bodySchema = z.object({ title: z.string().trim().min(1).max(80), body: z.string().trim().min(1).max(4000) })
  app.route({
    method: 'GET',
    url: '/api/studios/:studio/canned-replies',
    config: { access: { kind: 'studio', permission: 'people.read' } },
    schema: { tags, summary: 'Answers given often', params: studioParams, response: { 200: z.array(schema) } },
    handler: (request) => request.inStudio(listCannedReplies),
  })
  app.route({
    method: 'POST',
    url: '/api/studios/:studio/canned-replies',
    config: moderate,
    schema: {
      tags,
      summary: 'Add an answer given often',
      params: studioParams,
      body: bodySchema,
      response: { 201: z.object({ id: z.uuid() }) },
    },
    handler: async (request, reply) =>
      reply.code(201).send(await request.inStudio((ctx) => addCannedReply(ctx, request.body))),
  })
  app.route({
    method: 'PUT',
    url: '/api/studios/:studio/canned-replies/:reply',
    config: moderate,
    schema: { tags, summary: 'Change an answer', params, body: bodySchema, response: { 204: z.null() } },
    handler: async (request, reply) => {
      await request.inStudio((ctx) => changeCannedReply(ctx, { id: request.params.reply, ...request.body }))
      return reply.code(204).send(null)
    },
  })
  app.route({
    method: 'DELETE',
    url: '/api/studios/:studio/canned-replies/:reply',
    config: moderate,
    schema: {
      tags,
      summary: 'Take an answer away',
      params,
      response: { 204: z.null() },
    },
    handler: async (request, reply) => {
      await request.inStudio((ctx) => removeCannedReply(ctx, request.params.reply))
      return reply.code(204).send(null)
    },
  })
}
