import { z } from 'zod'
import { uuidKey } from '../../../kernel/http/idempotency.ts'
import { limit } from '../../../kernel/http/rates.ts'
import type { App } from '../../../kernel/http/types.ts'
import { minorSchema, moneyJson, moneySchema } from '../../../kernel/money.ts'
import type { Services } from '../../../kernel/services.ts'
import { returnSchema } from '../../ledger/index.ts'
import { cancelSubscription, resumeSubscription } from '../cancellation.ts'
import { changePlan, quoteChange } from '../change.ts'
import { readSubscription } from '../subscription.ts'

const BASE = '/api/studios/:studio/subscription'
const params = z.object({ studio: z.string() })
const access = { kind: 'studio', permission: 'subscription.manage' } as const
const config = { access, idempotent: true, evenReadOnly: true, ...limit(30, 600) }
const changeSchema = z
  .object({
    planId: z.uuid(),
    /** The price of a period from now on. */
    price: moneySchema,
    /** To be paid now. */
    pay: moneySchema,
    /** Taken from what was put aside; below zero, put aside. */
    credit: moneySchema,
    proration: z
      .object({ daysLeft: z.int(), daysTotal: z.int(), unused: moneySchema, cost: moneySchema })
      .nullable()
      .describe('Null where no paid period runs: on trial, or while it is owed'),
    /** What the studio has more of than the plan allows: with any of it the change is refused. */
    excess: z.array(z.enum(['staff', 'storageGib', 'rooms'])),
  })
  .meta({ id: 'PlanChange' })

/** Another plan, and the end of the subscription (P8). */
export function changeRoutes(app: App, services: Services): void {
  app.route({
    method: 'GET',
    url: `${BASE}/changes/:plan`,
    config: { access },
    schema: {
      tags: ['subscriptions'],
      summary: 'What changing to the plan comes to today',
      params: params.extend({ plan: z.uuid() }),
      response: { 200: changeSchema },
    },
    handler: (request) =>
      request.inStudio(async (ctx) => {
        const subscription = await readSubscription(ctx)
        const change = await quoteChange(ctx, subscription, request.params.plan)
        const { plan, priceMinor, payMinor, creditMinor, proration } = change
        const money = (amountMinor: bigint) => moneyJson({ amountMinor, currency: subscription.currency })
        return {
          ...{ planId: plan.id, price: money(priceMinor), pay: money(payMinor), credit: money(creditMinor) },
          excess: change.excess,
          proration: proration && {
            ...{ daysLeft: proration.daysLeft, daysTotal: proration.daysTotal },
            ...{ unused: money(proration.unusedMinor), cost: money(proration.costMinor) },
          },
        }
      }),
  })

  app.route({
    method: 'POST',
    url: `${BASE}/changes`,
    config,
    schema: {
      tags: ['subscriptions'],
      summary:
        'Change the plan: at once, or by paying at the address given. The Idempotency-Key is a UUID; paying, it becomes the attempt’s id',
      params,
      body: z.object({ planId: z.uuid(), expectedMinor: minorSchema, returnTo: returnSchema }),
      response: { 201: z.object({ paymentUrl: z.url().nullable() }) },
    },
    handler: async (request, reply) => {
      const id = uuidKey(request)
      const { planId, expectedMinor, returnTo } = request.body
      const place = { returnTo, origin: `${request.protocol}://${request.host}`, locale: request.locale }
      const answer = await request.once(async (ctx) => {
        const wanted = { id, planId, expectedMinor: BigInt(expectedMinor), ...place }
        return { status: 201, body: { paymentUrl: await changePlan(ctx, services, wanted) } }
      })
      return reply.code(201).send(answer.body)
    },
  })

  app.route({
    method: 'PUT',
    url: `${BASE}/cancellation`,
    config: { access, evenReadOnly: true },
    schema: {
      tags: ['subscriptions'],
      summary: 'End the subscription with its period; at once where the period is owed',
      params,
      response: { 204: z.null() },
    },
    handler: async (request, reply) => {
      await request.inStudio(cancelSubscription)
      return reply.code(204).send(null)
    },
  })

  app.route({
    method: 'DELETE',
    url: `${BASE}/cancellation`,
    config: { access, evenReadOnly: true },
    schema: {
      tags: ['subscriptions'],
      summary: 'Let it be renewed after all',
      params,
      response: { 204: z.null() },
    },
    handler: async (request, reply) => {
      await request.inStudio(resumeSubscription)
      return reply.code(204).send(null)
    },
  })
}
