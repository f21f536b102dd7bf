import { z } from 'zod'
import { limit } from '../../../kernel/http/rates.ts'
import type { App } from '../../../kernel/http/types.ts'
import { holdTime } from '../hold-time.ts'
import { plannedSchema } from '../moments.ts'
import { claimBooking } from '../payment.ts'
import { releaseHold } from '../release.ts'
import { bookingJson, bookingSchema, extraWishesSchema, priceSchema } from '../schemas.ts'
import { mayChange, readerOf, shown } from './bookings.ts'
import { BASE, bookingParams, claimSchema, may, studioParams } from './params.ts'

const tags = ['booking']

/** Time that is kept before it is paid: keeping it, making it one's own, letting it go (P11). */
export function holdRoutes(app: App): void {
  app.route({
    method: 'POST',
    url: `${BASE}/bookings`,
    config: { access: { kind: 'public' }, idempotent: true, ...limit(60, 600) },
    schema: {
      tags,
      summary: 'Keep a time for ten minutes, until it is paid. A visitor gets a claim, and registers meanwhile',
      params: studioParams,
      body: z.object({
        serviceId: z.uuid(),
        start: plannedSchema,
        minutes: z.int().min(5).max(1440),
        roomId: z.uuid().nullable().default(null),
        personId: z.uuid().nullable().default(null),
        extras: extraWishesSchema,
        note: z.string().trim().max(1000).default(''),
        expectedMinor: priceSchema,
        instead: z
          .object({ bookingId: z.uuid(), claim: claimSchema.nullable() })
          .nullish()
          .describe('my hold that this one takes the place of: given up in the same step'),
      }),
      response: { 201: z.object({ booking: bookingSchema, claim: z.string().nullable() }) },
    },
    handler: async (request, reply) => {
      const { start, expectedMinor, ...wanted } = request.body
      const { body } = await request.once(async (ctx) => {
        const held = await holdTime(ctx, {
          ...{ ...wanted, start: Temporal.Instant.from(start), expectedMinor: BigInt(expectedMinor) },
        })
        const resources = held.chosen.map(({ id, kind, name }) => ({ id, kind, name }))
        const clientName = request.principal.profile?.displayName ?? null
        const listed = { booking: held.booking, clientName, resources, paidMinor: 0n, refundedMinor: 0n }
        return { status: 201, body: { booking: bookingJson(listed, readerOf(ctx)), claim: held.claim } }
      })
      return reply.code(201).send(body)
    },
  })

  app.route({
    method: 'POST',
    url: `${BASE}/bookings/:booking/claims`,
    config: may('bookings.create'),
    schema: {
      tags,
      summary: 'Make a visitor’s hold mine, now that I have registered',
      params: bookingParams,
      body: z.object({ claim: z.string().max(64) }),
      response: { 201: bookingSchema },
    },
    handler: async (request, reply) => {
      const { booking: bookingId } = request.params
      const body = await request.inStudio(async (ctx) => {
        await claimBooking(ctx, { bookingId, claim: request.body.claim })
        return shown(ctx, bookingId)
      })
      return reply.code(201).send(body)
    },
  })

  app.route({
    method: 'POST',
    url: `${BASE}/bookings/:booking/release`,
    config: { access: { kind: 'public' }, evenReadOnly: true, ...limit(60, 600) },
    schema: {
      tags,
      summary: 'Let a hold go: its time is free at once. A visitor by the claim, the studio any',
      params: bookingParams,
      body: z.object({ claim: claimSchema }),
      response: { 204: z.null() },
    },
    handler: async (request, reply) => {
      const { booking: bookingId } = request.params
      await request.inStudio((ctx) => {
        if (ctx.actor.kind === 'profile') mayChange(ctx)
        return releaseHold(ctx, { bookingId, claim: request.body.claim })
      })
      return reply.code(204).send(null)
    },
  })
}
