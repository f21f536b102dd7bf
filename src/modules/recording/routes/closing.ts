import { z } from 'zod'
import type { App } from '../../../kernel/http/types.ts'
import { currencySchema, moneyJson, moneySchema, positiveMinorSchema } from '../../../kernel/money.ts'
import { cancellationFigures, cancelProject } from '../cancellation.ts'
import { pressComplete, unpressComplete } from '../completion.ts'
import { decideDispute, openDispute } from '../dispute.ts'
import { sendTip } from '../tip.ts'
import { BASE, bpsSchema, may, projectParams } from './params.ts'

const tags = ['completion']

/** How a project ends, and thanks (R11, R12, R14, R17). */
export function closingRoutes(app: App): void {
  app.route({
    method: 'POST',
    url: `${BASE}/projects/:project/completion`,
    config: { ...may('projects.read'), idempotent: true, evenReadOnly: true },
    schema: {
      tags,
      summary: 'Press "complete": the second of both sides pays out and opens the originals',
      params: projectParams,
      response: { 201: z.object({ completed: z.boolean() }) },
    },
    handler: async (request, reply) => {
      const { body } = await request.once(async (ctx) => ({
        status: 201,
        body: await pressComplete(ctx, request.params.project),
      }))
      return reply.code(201).send(body)
    },
  })

  app.route({
    method: 'DELETE',
    url: `${BASE}/projects/:project/completion`,
    config: { ...may('projects.read'), evenReadOnly: true },
    schema: {
      tags,
      summary: 'Take the own press back while the other side has not pressed',
      params: projectParams,
      response: { 204: z.null() },
    },
    handler: async (request, reply) => {
      await request.inStudio((ctx) => unpressComplete(ctx, request.params.project))
      return reply.code(204).send(null)
    },
  })

  app.route({
    method: 'GET',
    url: `${BASE}/projects/:project/cancellation`,
    config: may('projects.read'),
    schema: {
      tags,
      summary: 'What cancelling would mean, in figures',
      params: projectParams,
      response: {
        200: z.array(z.object({ purchaseId: z.uuid(), paid: moneySchema, returned: moneySchema })),
      },
    },
    handler: async (request) => {
      const figures = await request.inStudio((ctx) => cancellationFigures(ctx, request.params.project))
      return figures.map(({ purchaseId, currency, paidMinor, returnedMinor }) => ({
        purchaseId,
        paid: moneyJson({ currency, amountMinor: paidMinor }),
        returned: moneyJson({ currency, amountMinor: returnedMinor }),
      }))
    },
  })

  app.route({
    method: 'POST',
    url: `${BASE}/projects/:project/cancellation`,
    config: { ...may('projects.open'), idempotent: true, evenReadOnly: true },
    schema: {
      tags,
      summary: 'Cancel a project: stages done and accepted are paid and open, the rest goes back',
      params: projectParams,
      body: z.object({
        returnedMinor: z
          .string()
          .regex(/^[0-9]{1,12}$/)
          .describe('what was shown to go back in all'),
      }),
      response: { 201: z.object({ cancelled: z.literal(true) }) },
    },
    handler: async (request, reply) => {
      const { body } = await request.once(async (ctx) => {
        await cancelProject(ctx, request.params.project, BigInt(request.body.returnedMinor))
        return { status: 201, body: { cancelled: true as const } }
      })
      return reply.code(201).send(body)
    },
  })

  app.route({
    method: 'POST',
    url: `${BASE}/projects/:project/tips`,
    config: { ...may('offers.pay'), idempotent: true },
    schema: {
      tags,
      summary: 'Thank a performer in money, in full: no split, no commission',
      params: projectParams,
      body: z.object({
        id: z.uuid(),
        performerMembershipId: z.uuid(),
        amountMinor: positiveMinorSchema,
        currency: currencySchema,
        message: z.string().trim().max(500).default(''),
      }),
      response: { 201: z.object({ id: z.uuid() }) },
    },
    handler: async (request, reply) => {
      const { amountMinor, currency, ...sent } = request.body
      const { body } = await request.once(async (ctx) => {
        const amount = { amountMinor: BigInt(amountMinor), currency }
        await sendTip(ctx, { ...sent, projectId: request.params.project, amount })
        return { status: 201, body: { id: sent.id } }
      })
      return reply.code(201).send(body)
    },
  })

  app.route({
    method: 'POST',
    url: `${BASE}/projects/:project/disputes`,
    config: { ...may('projects.read'), idempotent: true, evenReadOnly: true },
    schema: {
      tags,
      summary: 'Open a dispute: the money stays held until it is decided',
      params: projectParams,
      body: z.object({ reason: z.string().trim().min(1).max(4000) }),
      response: { 201: z.object({ id: z.uuid() }) },
    },
    handler: async (request, reply) => {
      const { body } = await request.once(async (ctx) => ({
        status: 201,
        body: await openDispute(ctx, request.params.project, request.body.reason),
      }))
      return reply.code(201).send(body)
    },
  })

  app.route({
    method: 'POST',
    url: `${BASE}/projects/:project/dispute-decision`,
    config: { access: { kind: 'operator' }, evenReadOnly: true, idempotent: true },
    schema: {
      tags,
      summary: 'Decide a dispute: the client’s share of what is held, the rest is paid out',
      params: projectParams,
      body: z.object({ clientBps: bpsSchema, note: z.string().trim().min(1).max(4000) }),
      response: { 201: z.object({ decided: z.literal(true) }) },
    },
    handler: async (request, reply) => {
      const { body } = await request.once(async (ctx) => {
        await decideDispute(ctx, request.params.project, request.body)
        return { status: 201, body: { decided: true as const } }
      })
      return reply.code(201).send(body)
    },
  })
}
