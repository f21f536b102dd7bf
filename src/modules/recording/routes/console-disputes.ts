import { z } from 'zod'
import type { App } from '../../../kernel/http/types.ts'
import { moneyJson, moneySchema } from '../../../kernel/money.ts'
import { ROLES } from '../../../kernel/policy.ts'
import { instantSchema } from '../../../kernel/time.ts'
import { messageJson, messageSchema } from '../../messaging/index.ts'
import { decisionFigures, disputeMessages, type FoundDispute, listDisputes, viewDispute } from '../console-disputes.ts'
import { projectViewSchema } from '../schemas.ts'
import { SIDES } from '../tables.ts'
import { bpsSchema } from './params.ts'

const tags = ['console']
const access = { access: { kind: 'operator' } } as const
const params = z.object({ dispute: z.uuid() })

const disputeSchema = z
  .object({
    id: z.uuid(),
    projectId: z.uuid(),
    title: z.string().describe('the project’s'),
    studio: z.object({ id: z.uuid(), slug: z.string(), name: z.string() }),
    client: z.string(),
    side: z.enum(SIDES).describe('who opened it'),
    openedBy: z.string().nullable().describe('null: the studio’s terms, since one side stayed silent'),
    reason: z.string(),
    state: z.enum(['open', 'decided', 'withdrawn']),
    disputed: z.array(moneySchema).describe('held, or settled by the decision'),
    openedAt: instantSchema,
    clientBps: bpsSchema.nullable(),
    note: z.string().nullable(),
    decidedAt: instantSchema.nullable(),
  })
  .meta({ id: 'ConsoleDispute' })

const partSchema = z.object({
  role: z.enum(['client', 'performer', 'studio', 'commission']),
  name: z.string().nullable().describe('the performer’s'),
  amount: moneySchema,
})

/** Disputes of all studios for whoever decides them: both sides' words, and what a decision would mean (R12, P20). */
export function disputeConsoleRoutes(app: App): void {
  app.route({
    method: 'GET',
    url: '/api/console/disputes',
    config: access,
    schema: {
      tags,
      summary: 'Disputes: open ones the longest waiting first, decided ones the newest first',
      querystring: z.object({
        state: z.enum(['open', 'decided']).default('open'),
        cursor: z.uuid().optional(),
        limit: z.coerce.number().int().min(1).max(200).default(50),
      }),
      response: { 200: z.object({ items: z.array(disputeSchema), next: z.uuid().nullable() }) },
    },
    handler: async (request) => {
      const { limit, ...rest } = request.query
      const found = await request.asOperator((ctx) => listDisputes(ctx, { ...rest, limit: limit + 1 }))
      const items = found.slice(0, limit).map(disputeJson)
      return { items, next: found.length > limit ? (items.at(-1)?.id ?? null) : null }
    },
  })

  app.route({
    method: 'GET',
    url: '/api/console/disputes/:dispute',
    config: access,
    schema: {
      tags,
      summary: 'A dispute with its project: the offers, the files with their hashes, the money',
      params,
      response: { 200: disputeSchema.extend({ project: projectViewSchema }) },
    },
    handler: async (request) => {
      const found = await request.asOperator((ctx) => viewDispute(ctx, request.params.dispute))
      return { ...disputeJson(found), project: found.project }
    },
  })

  app.route({
    method: 'GET',
    url: '/api/console/disputes/:dispute/figures',
    config: access,
    schema: {
      tags,
      summary: 'What each side would get: all paid out, all given back, and by the share asked for',
      params,
      querystring: z.object({ clientBps: z.coerce.number().pipe(bpsSchema).optional() }),
      response: { 200: z.array(z.object({ clientBps: bpsSchema, parts: z.array(partSchema) })) },
    },
    handler: async (request) => {
      const { clientBps } = request.query
      const figures = await request.asOperator((ctx) => decisionFigures(ctx, request.params.dispute, clientBps))
      return figures.map(({ parts, ...share }) => ({
        ...share,
        parts: parts.map(({ role, name, ...amount }) => ({ role, name, amount: moneyJson(amount) })),
      }))
    },
  })

  app.route({
    method: 'GET',
    url: '/api/console/disputes/:dispute/messages',
    config: access,
    schema: {
      tags,
      summary: 'What both sides said in the project’s chat, from the newest back',
      params,
      querystring: z.object({
        before: z.coerce.number().int().min(0).max(2_000_000_000).optional().describe('place in the chat'),
        limit: z.coerce.number().int().min(1).max(100).default(50),
      }),
      response: {
        200: z.object({
          items: z.array(messageSchema).describe('the oldest first'),
          people: z.array(z.object({ id: z.uuid(), name: z.string(), role: z.enum(ROLES) })),
          next: z.int().nullable(),
        }),
      },
    },
    handler: async (request) => {
      const { items, people, next } = await request.asOperator((ctx) =>
        disputeMessages(ctx, request.params.dispute, request.query),
      )
      return {
        items: items.map(messageJson),
        people: people.map(({ membershipId, displayName, role }) => ({ id: membershipId, name: displayName, role })),
        next,
      }
    },
  })
}

function disputeJson({ dispute, ...found }: FoundDispute): z.infer<typeof disputeSchema> {
  const { id, projectId, side, reason, state, clientBps, decisionNote } = dispute
  const { title, studio, client, openedBy, disputed } = found
  return {
    ...{ id, projectId, title, studio, client, side, openedBy, reason, state, disputed, clientBps },
    note: decisionNote,
    openedAt: dispute.createdAt.toString(),
    decidedAt: dispute.decidedAt?.toString() ?? null,
  }
}
