import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import { uuidKey } from '../../../kernel/http/idempotency.ts'
import { actorOf } from '../../../kernel/http/principal.ts'
import { limit } from '../../../kernel/http/rates.ts'
import type { App } from '../../../kernel/http/types.ts'
import { currencySchema, MAX_AMOUNT_MINOR, moneyJson, moneySchema, positiveMinorSchema } from '../../../kernel/money.ts'
import { problem } from '../../../kernel/problem.ts'
import type { Services } from '../../../kernel/services.ts'
import { returnSchema, settleAttempt } from '../attempt.ts'
import { postSoon } from '../group-commit.ts'
import { paymentAttempts } from '../tables.ts'
import { beginTopUp } from '../top-up.ts'
import { holdCommand } from '../verbs.ts'
import { settleWithdrawal } from '../withdrawal.ts'

const amountSchema = z.object({ amountMinor: positiveMinorSchema, currency: currencySchema })

/** Money coming in through the gateway, and money put on hold (R13, R14). */
export function paymentRoutes(app: App, services: Services): void {
  app.route({
    method: 'POST',
    url: '/api/top-ups',
    config: { access: { kind: 'account' }, idempotent: true, ...limit(60, 60) },
    schema: {
      tags: ['money'],
      summary:
        'Top my wallet up: gives the address to pay at. The Idempotency-Key is a UUID and becomes the attempt’s id',
      body: amountSchema.extend({
        returnTo: returnSchema,
        profile: z.uuid().optional().describe('which of my profiles is told of it; otherwise my first'),
      }),
      response: { 201: z.object({ attemptId: z.uuid(), paymentUrl: z.url() }) },
    },
    handler: async (request, reply) => {
      const id = uuidKey(request)
      const { amountMinor, currency, returnTo, profile } = request.body
      const answer = await request.once(async (ctx) => {
        const paymentUrl = await beginTopUp(ctx, services, {
          ...{ id, amount: { amountMinor: BigInt(amountMinor), currency }, returnTo, profile },
          ...{ locale: request.locale, origin: `${request.protocol}://${request.host}` },
        })
        return { status: 201, body: { attemptId: id, paymentUrl } }
      })
      return reply.code(201).send(answer.body)
    },
  })

  app.route({
    method: 'GET',
    url: '/api/payment-attempts/:attempt',
    config: { access: { kind: 'account' } },
    schema: {
      tags: ['money'],
      summary: 'How my payment stands',
      params: z.object({ attempt: z.uuid() }),
      response: {
        200: z.object({
          id: z.uuid(),
          purpose: z.string(),
          state: z.enum(['pending', 'succeeded', 'failed']),
          amount: moneySchema,
        }),
      },
    },
    handler: async (request) => {
      const accountId = request.principal.account?.id ?? ''
      const [row] = await request.inStudio((ctx) =>
        ctx.tx
          .select()
          .from(paymentAttempts)
          .where(and(eq(paymentAttempts.id, request.params.attempt), eq(paymentAttempts.accountId, accountId))),
      )
      if (!row) throw problem('not_found')
      const { id, purpose, state, amountMinor, currency } = row
      return { id, purpose, state, amount: moneyJson({ amountMinor, currency }) }
    },
  })

  app.route({
    method: 'POST',
    url: '/api/gateway/simulated/messages',
    config: { access: { kind: 'public' }, ...limit(6000, 60) },
    schema: {
      tags: ['money'],
      summary: 'Messages of the simulated gateway, signed',
      body: z.record(z.string(), z.unknown()),
      response: { 204: z.null() },
    },
    handler: async (request, reply) => {
      const signature = request.headers['x-signature']
      const news = services.gateway.readMessage(request.body, typeof signature === 'string' ? signature : undefined)
      if ('payoutId' in news) await settleWithdrawal(services, news)
      else await settleAttempt(services, news)
      return reply.code(204).send(null)
    },
  })

  app.route({
    method: 'POST',
    url: '/api/studios/:studio/holds',
    config: { access: { kind: 'studio', permission: 'money.pay' }, idempotent: true, ...limit(1_000_000, 60) },
    schema: {
      tags: ['money'],
      summary:
        'Put money of my wallet on hold for this studio. The Idempotency-Key is a UUID and becomes the hold’s id',
      params: z.object({ studio: z.string() }),
      body: amountSchema.extend({ note: z.string().trim().min(1).max(200) }),
      response: { 201: z.object({ holdId: z.uuid() }) },
    },
    handler: async (request, reply) => {
      const transferId = uuidKey(request)
      const { account, studio } = request.principal
      if (!account || !studio) throw problem('not_signed_in')
      const amount = { amountMinor: BigInt(request.body.amountMinor), currency: request.body.currency }
      if (amount.amountMinor > MAX_AMOUNT_MINOR) throw problem('invalid_request')
      const command = holdCommand({
        transferId,
        payer: { kind: 'account', id: account.id },
        amount,
        subject: { type: 'studio', id: studio.id },
        note: request.body.note,
      })
      const scope = {
        studioId: studio.id,
        actor: actorOf(request.principal),
        request: { id: request.id, ip: request.ip },
      }
      await postSoon(services.database, scope, command)
      return reply.code(201).send({ holdId: transferId })
    },
  })
}
