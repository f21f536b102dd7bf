import { z } from 'zod'
import type { Figure, FigureDay, FigureValue } from '../../kernel/figures.ts'
import type { App } from '../../kernel/http/types.ts'
import { queueState } from '../../kernel/jobs/dead-letters.ts'
import { moneyJson, moneySchema } from '../../kernel/money.ts'
import { problem } from '../../kernel/problem.ts'
import { rangeQuery } from './schemas.ts'
import { eventsByDay } from './search.ts'

const DEFAULT_DAYS = 30
const MAX_DAYS = 400

const valueSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('count'), value: z.number() }),
  z.object({ kind: z.literal('bytes'), value: z.number() }),
  z.object({ kind: z.literal('money'), sums: z.array(moneySchema) }),
])

const figureSchema = z
  .object({
    name: z.string(),
    label: z.string(),
    value: valueSchema,
    events: z.array(z.string()).describe('The kinds of events behind the curve: the drill-down’s filter'),
    revenue: z.string().nullable().describe('The kind of revenue whose transfers are its rows, in place of events'),
    days: z.array(z.object({ day: z.string(), count: z.int(), sums: z.array(moneySchema).optional() })),
  })
  .meta({ id: 'Figure' })

/** Where the platform stands: the modules' figures, their curves, and the queue (P19). */
export function dashboardRoutes(app: App, figures: readonly Figure[]): void {
  app.route({
    method: 'GET',
    url: '/api/console/dashboard',
    config: { access: { kind: 'operator' } },
    schema: {
      querystring: rangeQuery,
      response: {
        200: z.object({
          from: z.string(),
          to: z.string(),
          figures: z.array(figureSchema),
          queue: z.object({ waiting: z.int(), retrying: z.int(), dead: z.int(), oldestS: z.int() }),
        }),
      },
    },
    handler: async (request) => {
      const { zone } = request.query
      return request.asOperator(async (ctx) => {
        const to = request.query.to ? Temporal.Instant.from(request.query.to) : ctx.now
        const from = request.query.from
          ? Temporal.Instant.from(request.query.from)
          : to.subtract({ hours: 24 * DEFAULT_DAYS })
        if (to.since(from).total('hours') > 24 * MAX_DAYS) {
          throw problem('invalid_request', { fields: [{ pointer: '/querystring/from', code: 'too_long' }] })
        }
        const range = { from, to, zone }
        const shown: z.infer<typeof figureSchema>[] = []
        // One after another: they share the transaction's connection, and show one moment.
        for (const figure of figures) {
          shown.push({
            name: figure.name,
            label: figure.label[request.locale],
            value: valueJson(await figure.read(ctx, range)),
            events: [...figure.events],
            revenue: figure.revenue ?? null,
            days: figure.days
              ? (await figure.days(ctx, range)).map(dayJson)
              : await eventsByDay(ctx, figure.events, range),
          })
        }
        const queue = await queueState(ctx.tx.$client)
        return { from: from.toString(), to: to.toString(), figures: shown, queue }
      })
    },
  })
}

function valueJson(value: FigureValue): z.infer<typeof valueSchema> {
  return value.kind === 'money' ? { kind: 'money', sums: value.sums.map(moneyJson) } : value
}

function dayJson({ day, count, sums = [] }: FigureDay) {
  return { day, count, sums: sums.map(moneyJson) }
}
