import { z } from 'zod'
import type { Ctx } from '../../../kernel/context.ts'
import type { App } from '../../../kernel/http/types.ts'
import { problem } from '../../../kernel/problem.ts'
import { instantSchema } from '../../../kernel/time.ts'
import { confirmBooking, declineBooking } from '../answer.ts'
import { completeBooking, missBooking } from '../cancel.ts'
import { scheduleIn } from '../list.ts'
import { plannedSchema, seenSchema } from '../moments.ts'
import { openHours } from '../open-hours.ts'
import { bookingJson, bookingSchema, extraWishesSchema, publicResourceJson, publicResourceSchema } from '../schemas.ts'
import { bookByStudio } from '../staff-booking.ts'
import { shown } from './bookings.ts'
import { BASE, bookingParams, may, studioParams } from './params.ts'

const tags = ['schedule']
const MAX_LOOK_DAYS = 62
const placeSchema = z.object({
  start: plannedSchema,
  minutes: z.int().min(5).max(1440),
  resourceIds: z.array(z.uuid()).min(1).max(20),
  staffNote: z.string().trim().max(1000).default(''),
})

/** The studio's side of its schedule: what is on, and its answers (P10, P11). */
export function scheduleRoutes(app: App): void {
  app.route({
    method: 'GET',
    url: `${BASE}/schedule`,
    config: may('schedule.read'),
    schema: {
      tags,
      summary: `Rooms and people with their hours, and what is booked, within at most ${MAX_LOOK_DAYS} days`,
      params: studioParams,
      querystring: z.object({ from: seenSchema, to: seenSchema }),
      response: {
        200: z.object({
          zone: z.string(),
          resources: z.array(
            publicResourceSchema.extend({ open: z.array(z.object({ start: instantSchema, end: instantSchema })) }),
          ),
          bookings: z.array(bookingSchema),
        }),
      },
    },
    handler: async (request) => {
      const range = { start: Temporal.Instant.from(request.query.from), end: Temporal.Instant.from(request.query.to) }
      const hours = range.start.until(range.end).total('hours')
      if (hours <= 0 || hours > MAX_LOOK_DAYS * 24) {
        throw problem('invalid_request', { fields: [{ pointer: '/to', code: 'range' }] })
      }
      return request.inStudio(async (ctx) => {
        const { zone, resources } = await openHours(ctx, range)
        const bookings = await scheduleIn(ctx, range)
        return {
          zone,
          resources: resources.map(({ resource, open }) => ({
            ...publicResourceJson(resource),
            open: open.map(({ start, end }) => ({ start: start.toString(), end: end.toString() })),
          })),
          bookings: bookings.map((one) => bookingJson(one, 'studio')),
        }
      })
    },
  })

  app.route({
    method: 'POST',
    url: `${BASE}/schedule`,
    config: { ...may('bookings.manage'), idempotent: true },
    schema: {
      tags,
      summary: 'Book by the studio: for a client, who pays later, or time that the studio keeps for itself',
      params: studioParams,
      body: z.discriminatedUnion('kind', [
        placeSchema.extend({
          kind: z.literal('session'),
          serviceId: z.uuid(),
          clientMembershipId: z.uuid(),
          extras: extraWishesSchema,
        }),
        placeSchema.extend({ kind: z.literal('internal'), title: z.string().trim().min(1).max(120) }),
      ]),
      response: { 201: bookingSchema },
    },
    handler: async (request, reply) => {
      const wanted = { ...request.body, start: Temporal.Instant.from(request.body.start) }
      const { body } = await request.once(async (ctx) => {
        const { id } = await bookByStudio(ctx, wanted)
        return { status: 201, body: await shown(ctx, id) }
      })
      return reply.code(201).send(body)
    },
  })

  answer('confirmation', 'Say yes to a request', z.object({}).nullish(), (ctx, id) => confirmBooking(ctx, id))
  answer(
    'refusal',
    'Say no to a request: everything is given back',
    z.object({ reason: z.string().trim().max(500).default('') }),
    (ctx, id, { reason }) => declineBooking(ctx, id, reason),
  )
  answer('completion', 'The session took place: what was paid is paid out', z.object({}).nullish(), (ctx, id) =>
    completeBooking(ctx, id),
  )
  answer(
    'no-show',
    'Nobody came: the fee is charged, or waived',
    z.object({ fee: z.enum(['charge', 'waive']) }),
    (ctx, id, { fee }) => missBooking(ctx, id, fee),
  )

  /** One change of a booking's state, as a resource of its own. */
  function answer<Body extends z.ZodType>(
    name: string,
    summary: string,
    body: Body,
    change: (ctx: Ctx, bookingId: string, body: z.output<Body>) => Promise<unknown>,
  ): void {
    app.route({
      method: 'POST',
      url: `${BASE}/bookings/:booking/${name}`,
      config: { ...may('bookings.manage'), idempotent: true },
      schema: { tags, summary, params: bookingParams, body, response: { 201: bookingSchema } },
      handler: async (request, reply) => {
        const answered = await request.once(async (ctx) => {
          const { booking } = bookingParams.parse(request.params)
          const parsed = body.safeParse(request.body)
          if (!parsed.success) throw problem('invalid_request')
          await change(ctx, booking, parsed.data)
          return { status: 201, body: await shown(ctx, booking) }
        })
        return reply.code(201).send(answered.body)
      },
    })
  }
}
