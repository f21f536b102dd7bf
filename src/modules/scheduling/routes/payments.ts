import { z } from 'zod'
import { uuidKey } from '../../../kernel/http/idempotency.ts'
import type { App } from '../../../kernel/http/types.ts'
import { moneyJson, moneySchema } from '../../../kernel/money.ts'
import type { Services } from '../../../kernel/services.ts'
import { instantSchema } from '../../../kernel/time.ts'
import { paymentAddress, returnSchema } from '../../ledger/index.ts'
import { findBooking, noteOf, sideOf } from '../booking.ts'
import { gatewayPayments, payByGateway } from '../gateway-payment.ts'
import { payBooking } from '../payment.ts'
import { bookingSchema } from '../schemas.ts'
import { shown } from './bookings.ts'
import { BASE, bookingParams, claimSchema, may } from './params.ts'

const tags = ['booking']
const partSchema = z.enum(['deposit', 'full'])

/** Paying for a booking: from the wallet, or through the gateway what it lacks (P11, R14). */
export function paymentRoutes(app: App, services: Services): void {
  app.route({
    method: 'POST',
    url: `${BASE}/bookings/:booking/payments`,
    config: { ...may('bookings.create'), idempotent: true },
    schema: {
      tags,
      summary: 'Pay from the wallet: the deposit, or all. The Idempotency-Key is a UUID and becomes the payment’s id',
      params: bookingParams,
      body: z.object({ part: partSchema, claim: claimSchema }),
      response: { 201: bookingSchema },
    },
    handler: async (request, reply) => {
      const wanted = paymentOf(request.body, request.params.booking, uuidKey(request))
      const { body } = await request.once(async (ctx) => {
        await payBooking(ctx, wanted)
        return { status: 201, body: await shown(ctx, wanted.bookingId) }
      })
      return reply.code(201).send(body)
    },
  })

  app.route({
    method: 'POST',
    url: `${BASE}/bookings/:booking/gateway-payments`,
    config: { ...may('bookings.create'), idempotent: true },
    schema: {
      tags,
      summary:
        'Pay through the gateway what the wallet lacks: gives the address to pay at. The key becomes the attempt’s id',
      params: bookingParams,
      body: z.object({ part: partSchema, claim: claimSchema, returnTo: returnSchema }),
      response: { 201: z.object({ attemptId: z.uuid(), paymentUrl: z.url() }) },
    },
    handler: async (request, reply) => {
      const wanted = paymentOf(request.body, request.params.booking, uuidKey(request))
      const origin = `${request.protocol}://${request.host}`
      const { returnTo } = request.body
      const { body } = await request.once(async (ctx) => {
        const paymentUrl = await payByGateway(ctx, services, { ...wanted, returnTo, origin, locale: request.locale })
        return { status: 201, body: { attemptId: wanted.paymentId, paymentUrl } }
      })
      return reply.code(201).send(body)
    },
  })

  app.route({
    method: 'GET',
    url: `${BASE}/bookings/:booking/gateway-payments`,
    config: may('bookings.read'),
    schema: {
      tags,
      summary: 'Payments for it through the gateway, the newest first; its client gets the way back to the bank’s page',
      params: bookingParams,
      response: {
        200: z.object({
          items: z.array(
            z.object({
              ...{ id: z.uuid(), state: z.enum(['pending', 'succeeded', 'failed']), amount: moneySchema },
              ...{ begunAt: instantSchema, answeredAt: instantSchema.nullable() },
              paymentUrl: z.url().nullable().describe('the same payment again: it is paid once'),
            }),
          ),
        }),
      },
    },
    handler: (request) =>
      request.inStudio(async (ctx) => {
        const { booking: bookingId } = request.params
        const from = { origin: `${request.protocol}://${request.host}`, locale: request.locale }
        const found = await gatewayPayments(ctx, bookingId)
        const description = await noteOf(ctx, await findBooking(ctx, bookingId))
        const items = found.map((one) => ({
          ...{ id: one.id, state: one.state, amount: moneyJson(one.amount) },
          ...{ begunAt: one.createdAt.toString(), answeredAt: one.settledAt?.toString() ?? null },
          paymentUrl:
            one.state === 'pending' && sideOf(ctx) === 'client'
              ? paymentAddress(services, { ...one, ...from, description })
              : null,
        }))
        return { items }
      }),
  })
}

function paymentOf(
  { part, claim }: { part: 'deposit' | 'full'; claim?: string | undefined },
  bookingId: string,
  key: string,
) {
  return { bookingId, paymentId: key, part, ...(claim ? { claim } : {}) }
}
