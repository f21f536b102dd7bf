import { z } from 'zod'
import type { Ctx } from '../../../kernel/context.ts'
import { cursorSchema, positionOf } from '../../../kernel/http/cursor.ts'
import { uuidKey } from '../../../kernel/http/idempotency.ts'
import type { App } from '../../../kernel/http/types.ts'
import { moneyJson, moneySchema } from '../../../kernel/money.ts'
import { problem } from '../../../kernel/problem.ts'
import { instantSchema } from '../../../kernel/time.ts'
import { sideOf } from '../booking.ts'
import { cancelBooking, previewCancellation } from '../cancel.ts'
import { listBookings, listedBooking } from '../list.ts'
import { plannedSchema } from '../moments.ts'
import { moveBooking, previewMove } from '../move.ts'
import { bookingJson, bookingSchema, priceSchema } from '../schemas.ts'
import { BASE, bookingParams, may, studioParams } from './params.ts'

const tags = ['booking']
/** Bookings: seeing, moving and cancelling them (P11). */
export function bookingRoutes(app: App): void {
  app.route({
    method: 'GET',
    url: `${BASE}/bookings`,
    config: may('bookings.read'),
    schema: {
      tags,
      summary:
        'Bookings in the sight of the one who asks: upcoming and waiting the soonest first, past the latest first',
      params: studioParams,
      querystring: z.object({
        show: z.enum(['upcoming', 'past', 'waiting']).default('upcoming'),
        client: z.uuid().optional(),
        search: z.string().max(100).optional(),
        cursor: cursorSchema,
        limit: z.coerce.number().int().min(1).max(100).default(50),
      }),
      response: { 200: z.object({ items: z.array(bookingSchema), next: z.string().nullable() }) },
    },
    handler: (request) =>
      request.inStudio(async (ctx) => {
        const { client: clientMembershipId, cursor, limit: most, show, search } = request.query
        const after = positionOf(cursor)
        const found = await listBookings(ctx, { show, search, clientMembershipId, after, limit: most + 1 })
        const items = found.slice(0, most).map((one) => bookingJson(one, sideOf(ctx)))
        const last = found.length > most ? items.at(-1) : undefined
        return { items, next: last ? `${last.startsAt}_${last.id}` : null }
      }),
  })

  app.route({
    method: 'GET',
    url: `${BASE}/bookings/:booking`,
    config: may('bookings.read'),
    schema: { tags, summary: 'One booking', params: bookingParams, response: { 200: bookingSchema } },
    handler: (request) => request.inStudio((ctx) => shown(ctx, request.params.booking)),
  })

  app.route({
    method: 'GET',
    url: `${BASE}/bookings/:booking/cancellation`,
    config: may('bookings.read'),
    schema: {
      tags,
      summary: 'What cancelling now would keep and give back',
      params: bookingParams,
      response: {
        200: z.object({
          kept: moneySchema,
          returned: moneySchema,
          clause: z.enum(['free', 'late', 'by_studio', 'no_show', 'waived']),
          freeUntil: instantSchema,
        }),
      },
    },
    handler: async (request) => {
      const { booking, keptMinor, returnedMinor, clause } = await request.inStudio((ctx) =>
        previewCancellation(ctx, request.params.booking),
      )
      const money = (amountMinor: bigint) => moneyJson({ amountMinor, currency: booking.currency })
      const freeUntil = booking.freeUntil.toString()
      return { kept: money(keptMinor), returned: money(returnedMinor), clause, freeUntil }
    },
  })

  app.route({
    method: 'POST',
    url: `${BASE}/bookings/:booking/cancellation`,
    config: { ...may('bookings.read'), idempotent: true, evenReadOnly: true },
    schema: {
      tags,
      summary: 'Cancel, with what was seen to go back',
      params: bookingParams,
      body: z.object({ reason: z.string().trim().max(500).default(''), expectedReturnedMinor: priceSchema }),
      response: { 201: bookingSchema },
    },
    handler: async (request, reply) => {
      const { reason, expectedReturnedMinor } = request.body
      const { body } = await request.once(async (ctx) => {
        mayChange(ctx)
        const expected = { reason, expectedReturnedMinor: BigInt(expectedReturnedMinor) }
        await cancelBooking(ctx, request.params.booking, expected)
        return { status: 201, body: await shown(ctx, request.params.booking) }
      })
      return reply.code(201).send(body)
    },
  })

  app.route({
    method: 'GET',
    url: `${BASE}/bookings/:booking/move-quote`,
    config: may('bookings.read'),
    schema: {
      tags,
      summary: 'What a move to this time would cost, what has to be paid for it first, and what would go back',
      params: bookingParams,
      querystring: z.object({ start: plannedSchema }),
      response: { 200: z.object({ price: moneySchema, lacking: moneySchema, returned: moneySchema }) },
    },
    handler: async (request) => {
      const start = Temporal.Instant.from(request.query.start)
      const { booking, priceMinor, lackingMinor, returnedMinor } = await request.inStudio((ctx) =>
        previewMove(ctx, request.params.booking, start),
      )
      const money = (amountMinor: bigint) => moneyJson({ amountMinor, currency: booking.currency })
      return { price: money(priceMinor), lacking: money(lackingMinor), returned: money(returnedMinor) }
    },
  })

  app.route({
    method: 'POST',
    url: `${BASE}/bookings/:booking/moves`,
    config: { ...may('bookings.read'), idempotent: true },
    schema: {
      tags,
      summary: 'Move to another time; the studio also to other rooms and people, and to another length',
      params: bookingParams,
      body: z.object({
        start: plannedSchema,
        minutes: z.int().min(5).max(1440).optional(),
        resourceIds: z.array(z.uuid()).min(1).max(20).optional(),
        payUpToMinor: priceSchema
          .optional()
          .describe('what a client pays from the wallet in the same step, at most; the key is then the payment’s id'),
      }),
      response: { 201: bookingSchema },
    },
    handler: async (request, reply) => {
      const { start, payUpToMinor, ...rest } = request.body
      const pay =
        payUpToMinor === undefined ? undefined : { paymentId: uuidKey(request), upToMinor: BigInt(payUpToMinor) }
      const { body } = await request.once(async (ctx) => {
        mayChange(ctx)
        await moveBooking(ctx, request.params.booking, { ...rest, pay, start: Temporal.Instant.from(start) })
        return { status: 201, body: await shown(ctx, request.params.booking) }
      })
      return reply.code(201).send(body)
    },
  })
}

/** A booking as the one who asks may see it: a visitor their hold, a client own ones. Throws `not_found`. */
export async function shown(ctx: Ctx, id: string) {
  return bookingJson(await listedBooking(ctx, id), readerOf(ctx))
}

/** For whom a booking is put into words: what the staff tell each other is for profiles of the studio. */
export function readerOf(ctx: Ctx): 'client' | 'studio' {
  return ctx.actor.kind === 'profile' ? sideOf(ctx) : 'client'
}

/** A client changes own bookings; staff only with the permission to change others’. */
export function mayChange(ctx: Ctx): void {
  if (ctx.actor.kind !== 'profile') throw problem('forbidden')
  if (ctx.actor.role !== 'client' && !ctx.actor.permissions.has('bookings.manage')) throw problem('forbidden')
}
