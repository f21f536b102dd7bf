import { and, asc, eq } from 'drizzle-orm'
import { z } from 'zod'
import type { Ctx } from '../../../kernel/context.ts'
import { withinStudio } from '../../../kernel/database/index.ts'
import { idempotencyKey } from '../../../kernel/http/idempotency.ts'
import { limit } from '../../../kernel/http/rates.ts'
import type { App } from '../../../kernel/http/types.ts'
import { isUuid, newId } from '../../../kernel/ids.ts'
import { moneyJson, moneySchema } from '../../../kernel/money.ts'
import { problem } from '../../../kernel/problem.ts'
import type { Services } from '../../../kernel/services.ts'
import { beginAttempt } from '../../ledger/index.ts'
import { refuseTakenSlug } from '../../studios/index.ts'
import { birthOnTrial } from '../birth.ts'
import { limitsSchema } from '../limits.ts'
import { type Birth, birthSchema } from '../schemas.ts'
import { planPrices, plans } from '../tables.ts'

const words = z.object({ ru: z.string(), en: z.string() })
const planSchema = z
  .object({
    id: z.uuid(),
    code: z.string(),
    name: words,
    summary: words,
    periodMonths: z.int(),
    trialDays: z.int(),
    limits: limitsSchema,
    prices: z.array(moneySchema),
  })
  .meta({ id: 'Plan' })

const begunSchema = z.object({ paymentUrl: z.url().nullable(), slug: z.string(), attemptId: z.uuid().nullable() })
type Begun = z.infer<typeof begunSchema>

/** Plans, and the checkout by which a studio is born (P1, P2, P8). */
export function checkoutRoutes(app: App, services: Services): void {
  app.route({
    method: 'GET',
    url: '/api/plans',
    config: { access: { kind: 'public' } },
    schema: {
      tags: ['subscriptions'],
      summary: 'What studios can subscribe to',
      response: { 200: z.object({ items: z.array(planSchema) }) },
    },
    handler: (request) => request.inStudio(listPlans),
  })

  app.route({
    method: 'POST',
    url: '/api/subscriptions',
    config: { access: { kind: 'account' }, idempotent: true, ...limit(20, 600) },
    schema: {
      tags: ['subscriptions'],
      summary:
        'Begin a studio: pay, or try for the plan’s days. The Idempotency-Key is a UUID; paying, it becomes the attempt’s id',
      body: birthSchema.extend({ trial: z.boolean() }),
      response: { 201: begunSchema },
    },
    handler: async (request, reply) => {
      const attemptId = idempotencyKey(request)
      if (!isUuid(attemptId))
        throw problem('invalid_request', { fields: [{ pointer: '/headers/idempotency-key', code: 'not_a_uuid' }] })
      const { account } = request.principal
      if (!account) throw problem('not_signed_in')
      const { trial, ...birth } = request.body
      const studioId = newId()
      const answer = await request.once<Begun>(async (ctx) => {
        const { amount, name, trialDays } = await priceOf(ctx, birth)
        const { slug } = birth.studio
        if (trial) {
          if (trialDays === 0) throw problem('no_trial')
          await withinStudio(ctx, studioId, (inside) => birthOnTrial(inside, birth, account.id, amount))
          return { status: 201, body: { paymentUrl: null, slug, attemptId: null } }
        }
        await refuseTakenSlug(ctx, slug)
        const paymentUrl = await beginAttempt(ctx, services, {
          id: attemptId,
          studioId,
          purpose: 'subscription',
          amount,
          details: birth,
          saveMethod: true,
          returnTo: `/app/new?paid=${attemptId}`,
          description: `${name[request.locale]} · ${birth.studio.name}`,
          locale: request.locale,
          origin: `${request.protocol}://${request.host}`,
        })
        return { status: 201, body: { paymentUrl, slug, attemptId } }
      })
      return reply.code(201).send(answer.body)
    },
  })
}

async function listPlans(ctx: Ctx) {
  const rows = await ctx.tx
    .select({ plan: plans, price: planPrices })
    .from(plans)
    .innerJoin(planPrices, eq(planPrices.planId, plans.id))
    .where(eq(plans.offered, true))
    .orderBy(asc(plans.position), asc(planPrices.currency))
  const byId = new Map<string, z.infer<typeof planSchema>>()
  for (const { plan, price } of rows) {
    const { offered: _offered, position: _position, ...shown } = plan
    const entry = byId.get(plan.id) ?? { ...shown, prices: [] }
    entry.prices.push(moneyJson(price))
    byId.set(plan.id, entry)
  }
  return { items: [...byId.values()] }
}

async function priceOf(ctx: Ctx, birth: Birth) {
  const [row] = await ctx.tx
    .select({ plan: plans, price: planPrices })
    .from(plans)
    .innerJoin(planPrices, and(eq(planPrices.planId, plans.id), eq(planPrices.currency, birth.studio.currency)))
    .where(and(eq(plans.id, birth.planId), eq(plans.offered, true)))
  if (!row) throw problem('invalid_request', { fields: [{ pointer: '/planId', code: 'unknown' }] })
  const { amountMinor, currency } = row.price
  return { amount: { amountMinor, currency }, name: row.plan.name, trialDays: row.plan.trialDays }
}
