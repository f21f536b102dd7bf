import { z } from 'zod'
import type { App } from '../../../kernel/http/types.ts'
import { moneyJson, moneySchema } from '../../../kernel/money.ts'
import { problem } from '../../../kernel/problem.ts'
import { type FIGURES, MOST_SUMMED, type ProjectSums, sumProjects, totalsOf } from '../sums.ts'
import { PROJECT_STATES } from '../tables.ts'
import { BASE, may, studioParams } from './params.ts'

const sumsSchema = z.object({
  bought: moneySchema.describe('held + paid + returned'),
  held: moneySchema,
  paid: moneySchema.describe('performers + commission + studio'),
  returned: moneySchema,
  performers: moneySchema,
  commission: moneySchema,
  studio: moneySchema,
  tips: moneySchema.describe('Apart from all the rest'),
})

/** The money of projects under way and of those that ended, for whom the owner lets see it (R18). */
export function sumRoutes(app: App): void {
  app.route({
    method: 'GET',
    url: `${BASE}/projects/sums`,
    config: may('money.read'),
    schema: {
      tags: ['money'],
      summary: `The money of the projects under way, or of those that ended in a month of the studio’s; at most ${MOST_SUMMED}`,
      params: studioParams,
      querystring: z.object({
        month: z
          .string()
          .regex(/^\d{4}-(0[1-9]|1[0-2])$/)
          .optional()
          .describe('`2026-11`; without it the projects under way'),
      }),
      response: {
        200: z.object({
          items: z.array(
            sumsSchema
              .extend({
                project: z.object({ id: z.uuid(), title: z.string(), state: z.enum(PROJECT_STATES) }),
                client: z.string(),
                closedAt: z.string().nullable(),
              })
              .meta({ id: 'SummedProject' }),
          ),
          totals: z.array(sumsSchema).describe('Of these items, one for each currency'),
        }),
      },
    },
    handler: async (request) => {
      const { studio } = request.principal
      if (!studio) throw problem('not_found')
      const { month } = request.query
      const closed = month ? monthIn(month, studio.zone) : undefined
      const found = await request.inStudio((ctx) => sumProjects(ctx, { closed, currency: studio.currency }))
      return {
        items: found.map(({ project, clientName, ...sums }) => ({
          project: { id: project.id, title: project.title, state: project.state },
          ...{ client: clientName, closedAt: project.closedAt?.toString() ?? null, ...sumsJson(sums) },
        })),
        totals: totalsOf(found).map(sumsJson),
      }
    },
  })
}

function monthIn(month: string, zone: string) {
  const first = Temporal.PlainYearMonth.from(month).toPlainDate({ day: 1 })
  const begins = (day: Temporal.PlainDate) => day.toZonedDateTime(zone).toInstant()
  return { from: begins(first), to: begins(first.add({ months: 1 })) }
}

function sumsJson(sums: ProjectSums): z.infer<typeof sumsSchema> {
  const money = (figure: (typeof FIGURES)[number]) =>
    moneyJson({ amountMinor: sums[`${figure}Minor`], currency: sums.currency })
  const [bought, held, paid, returned] = [money('bought'), money('held'), money('paid'), money('returned')]
  const [performers, commission] = [money('performers'), money('commission')]
  return { bought, held, paid, returned, performers, commission, studio: money('studio'), tips: money('tips') }
}
