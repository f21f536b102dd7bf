import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { limit } from '../../../kernel/http/rates.ts'
import type { App } from '../../../kernel/http/types.ts'
import { moneyJson } from '../../../kernel/money.ts'
import { problem } from '../../../kernel/problem.ts'
import { instantSchema } from '../../../kernel/time.ts'
import { studios } from '../../studios/index.ts'
import { freeTimes, MAX_RANGE_DAYS, quoteFor } from '../free-times.ts'
import { seenSchema } from '../moments.ts'
import { readPriceList } from '../price-list.ts'
import { linesJson } from '../quote.ts'
import {
  extraJson,
  extraWishSchema,
  priceListSchema,
  publicResourceJson,
  quoteSchema,
  serviceJson,
  settingsJson,
} from '../schemas.ts'
import { BASE, studioParams } from './params.ts'

const tags = ['booking']
const wishSchema = z.object({
  service: z.uuid(),
  minutes: z.coerce.number().int().min(5).max(1440),
  room: z.uuid().optional(),
  person: z.uuid().optional(),
  /** Ids of extras, one of each. */
  extras: z
    .string()
    .regex(/^$|^[0-9a-f-]{36}(,[0-9a-f-]{36}){0,19}$/)
    .default(''),
})

/** What anyone may see of a studio's time: what it offers, when, and for how much (P3, P11, R5). */
export function priceListRoutes(app: App): void {
  app.route({
    method: 'GET',
    url: `${BASE}/price-list`,
    config: { access: { kind: 'public' } },
    schema: {
      tags,
      summary: 'Services with their prices, rooms, people, extras, and how the studio takes bookings',
      params: studioParams,
      response: { 200: priceListSchema },
    },
    handler: (request) =>
      request.inStudio(async (ctx) => {
        const [studio] = await ctx.tx
          .select({ currency: studios.currency, zone: studios.zone })
          .from(studios)
          .where(eq(studios.id, ctx.studioId))
        if (!studio) throw problem('not_found')
        const { services, resources, extras, settings } = await readPriceList(ctx)
        return {
          ...studio,
          services: services.map((service) => serviceJson(service, resources)),
          resources: resources.map(publicResourceJson),
          extras: extras.map(extraJson),
          settings: settingsJson(settings),
        }
      }),
  })

  app.route({
    method: 'GET',
    url: `${BASE}/free-times`,
    config: { access: { kind: 'public' }, ...limit(240, 60) },
    schema: {
      tags,
      summary: `When a session may begin; times that others have are marked. At most ${MAX_RANGE_DAYS} days`,
      params: studioParams,
      querystring: wishSchema.extend({
        ...{ from: seenSchema, to: seenSchema },
        instead: z
          .uuid()
          .optional()
          .describe('my hold that I would give up, or my booking that I would move; it keeps its extras'),
      }),
      response: {
        200: z.object({
          zone: z.string(),
          starts: z.array(
            z.object({
              ...{ start: instantSchema, free: z.boolean(), resourceIds: z.array(z.uuid()) },
              own: z.uuid().nullable().describe('my own hold that begins then'),
            }),
          ),
        }),
      },
    },
    handler: async (request) => {
      const { from, to, instead } = request.query
      const range = { start: Temporal.Instant.from(from), end: Temporal.Instant.from(to) }
      const hours = range.start.until(range.end).total('hours')
      if (hours <= 0 || hours > MAX_RANGE_DAYS * 24) {
        throw problem('invalid_request', { fields: [{ pointer: '/to', code: 'range' }] })
      }
      const { plan, starts } = await request.inStudio((ctx) =>
        freeTimes(ctx, { ...wishOf(request.query), range, instead }),
      )
      return {
        zone: plan.zone,
        starts: starts.map(({ start, ...rest }) => ({ ...rest, start: start.toString() })),
      }
    },
  })

  app.route({
    method: 'GET',
    url: `${BASE}/quote`,
    config: { access: { kind: 'public' }, ...limit(240, 60) },
    schema: {
      tags,
      summary: 'What a session would cost, what is paid to book it, and until when cancelling is free',
      params: studioParams,
      querystring: wishSchema.extend({ start: seenSchema }),
      response: { 200: quoteSchema },
    },
    handler: async (request) => {
      const start = Temporal.Instant.from(request.query.start)
      const { plan, quote, chosen } = await request.inStudio((ctx) =>
        quoteFor(ctx, { ...wishOf(request.query), start }),
      )
      const { currency } = plan
      return {
        price: moneyJson({ amountMinor: quote.totalMinor, currency }),
        deposit: moneyJson({ amountMinor: quote.depositMinor, currency }),
        lines: linesJson(quote.lines),
        freeUntil: quote.freeUntil.toString(),
        terms: quote.terms,
        resourceIds: chosen.map(({ id }) => id),
      }
    },
  })
}

function wishOf({ service, minutes, room, person, extras }: z.output<typeof wishSchema>) {
  const ids = [...new Set(extras.split(',').filter((id) => id !== ''))]
  return {
    ...{ serviceId: service, minutes, roomId: room, personId: person },
    extras: ids.map((extraId) => extraWishSchema.parse({ extraId, quantity: 1 })),
  }
}
