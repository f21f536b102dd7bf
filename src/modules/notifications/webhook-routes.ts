import { z } from 'zod'
import type { App } from '../../kernel/http/types.ts'
import type { Services } from '../../kernel/services.ts'
import { webhookSecret } from './webhook-task.ts'
import {
  addWebhook,
  changeWebhook,
  listDeliveries,
  listWebhooks,
  removeWebhook,
  resendDelivery,
  type Webhook,
} from './webhooks.ts'

const webhookSchema = z
  .object({
    id: z.uuid(),
    url: z.string(),
    events: z.array(z.string()).describe('Empty: all'),
    state: z.enum(['active', 'paused', 'gone']),
    secret: z.string().describe('Signs each message by the Standard Webhooks scheme'),
  })
  .meta({ id: 'Webhook' })

const deliverySchema = z
  .object({
    id: z.uuid(),
    event: z.string(),
    eventId: z.uuid(),
    state: z.enum(['waiting', 'delivered', 'failed']),
    attempts: z.int(),
    status: z.int().nullable(),
    answer: z.string().nullable(),
    attemptedAt: z.string().nullable(),
    at: z.string(),
  })
  .meta({ id: 'WebhookDelivery' })

const input = z.object({
  url: z.url({ protocol: /^https?$/ }).max(500),
  events: z.array(z.string().max(100)).max(200).default([]),
  state: z.enum(['active', 'paused']).default('active'),
})
const studioParams = z.object({ studio: z.string() })
const oneParams = studioParams.extend({ webhook: z.uuid() })
const access = { kind: 'studio', permission: 'webhooks.manage' } as const

/** A studio's webhooks, their delivery log, and sending again (P16). */
export function webhookRoutes(app: App, { config }: Services, kinds: readonly string[]): void {
  const json = (webhook: Webhook) => ({
    id: webhook.id,
    url: webhook.url,
    events: webhook.events,
    state: webhook.state,
    secret: webhookSecret(config, webhook),
  })

  app.route({
    method: 'GET',
    url: '/api/studios/:studio/webhooks',
    config: { access },
    schema: {
      params: studioParams,
      response: { 200: z.object({ items: z.array(webhookSchema), kinds: z.array(z.string()) }) },
    },
    handler: async (request) => ({ items: (await request.inStudio(listWebhooks)).map(json), kinds: [...kinds] }),
  })

  app.route({
    method: 'POST',
    url: '/api/studios/:studio/webhooks',
    config: { access },
    schema: { params: studioParams, body: input, response: { 201: webhookSchema } },
    handler: async (request, reply) => {
      const added = await request.inStudio((ctx) => addWebhook(ctx, request.body))
      return reply.code(201).send(json(added))
    },
  })

  app.route({
    method: 'PATCH',
    url: '/api/studios/:studio/webhooks/:webhook',
    config: { access },
    schema: {
      params: oneParams,
      body: z.object({
        url: input.shape.url.optional(),
        events: z.array(z.string().max(100)).max(200).optional(),
        state: z.enum(['active', 'paused']).optional(),
        newSecret: z.boolean().optional(),
      }),
      response: { 200: webhookSchema },
    },
    handler: async (request) =>
      json(await request.inStudio((ctx) => changeWebhook(ctx, request.params.webhook, request.body))),
  })

  app.route({
    method: 'DELETE',
    url: '/api/studios/:studio/webhooks/:webhook',
    config: { access },
    schema: { params: oneParams, response: { 204: z.undefined() } },
    handler: async (request, reply) => {
      await request.inStudio((ctx) => removeWebhook(ctx, request.params.webhook))
      return reply.code(204).send()
    },
  })

  app.route({
    method: 'GET',
    url: '/api/studios/:studio/webhooks/:webhook/deliveries',
    config: { access },
    schema: {
      params: oneParams,
      querystring: z.object({
        cursor: z.uuid().optional(),
        limit: z.coerce.number().int().min(1).max(100).default(30),
      }),
      response: { 200: z.object({ items: z.array(deliverySchema), nextCursor: z.uuid().nullable() }) },
    },
    handler: async (request) => {
      const { cursor, limit } = request.query
      const rows = await request.inStudio((ctx) =>
        listDeliveries(ctx, request.params.webhook, { limit: limit + 1, ...(cursor ? { cursor } : {}) }),
      )
      const items = rows.slice(0, limit).map((row) => ({
        id: row.id,
        event: row.event,
        eventId: row.eventId,
        state: row.state,
        attempts: row.attempts,
        status: row.status,
        answer: row.answer,
        attemptedAt: row.attemptedAt?.toString() ?? null,
        at: row.createdAt.toString(),
      }))
      return { items, nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null }
    },
  })

  app.route({
    method: 'POST',
    url: '/api/studios/:studio/webhooks/:webhook/deliveries/:delivery/resends',
    config: { access },
    schema: {
      params: oneParams.extend({ delivery: z.uuid() }),
      response: { 202: z.object({ queued: z.literal(true) }) },
    },
    handler: async (request, reply) => {
      await request.inStudio((ctx) => resendDelivery(ctx, request.params.webhook, request.params.delivery))
      return reply.code(202).send({ queued: true } as const)
    },
  })
}
