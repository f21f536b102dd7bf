import { z } from 'zod'
import type { App } from '../../../kernel/http/types.ts'
import { moneyJson, moneySchema } from '../../../kernel/money.ts'
import { problem } from '../../../kernel/problem.ts'
import { earnings } from '../earnings.ts'
import { mine } from './whose.ts'

const earningsSchema = z
  .object({
    /** The first day and the day after the last one, and when they begin, in my zone. */
    from: z.iso.date(),
    to: z.iso.date(),
    begins: z.iso.datetime(),
    ends: z.iso.datetime(),
    works: z.int().describe('Projects and sessions of which something was paid out'),
    shares: moneySchema,
    tips: moneySchema,
    returned: moneySchema.describe('What was given back after refunds, below zero'),
    total: moneySchema,
  })
  .meta({ id: 'Earnings' })

/** What a worker earned in a studio; its lines are those of the statement with `earnedIn` (R18). */
export function earningsRoutes(app: App): void {
  app.route({
    method: 'GET',
    url: '/api/studios/:studio/me/earnings',
    config: { access: { kind: 'member' } },
    schema: {
      tags: ['money'],
      summary: 'What I earned in the studio by weeks or months of my zone, the newest first',
      params: z.object({ studio: z.string() }),
      querystring: z.object({
        by: z.enum(['week', 'month']).default('month'),
        before: z.iso.date().optional().describe('Only what lies before this day: the last `from` of a page'),
        limit: z.coerce.number().int().min(3).max(60).default(12),
      }),
      response: { 200: z.object({ items: z.array(earningsSchema), next: z.iso.date().nullable() }) },
    },
    handler: async (request) => {
      const { by, before, limit } = request.query
      const { account } = request.principal
      if (!account) throw problem('not_signed_in')
      const { zone } = account
      const asked = { by, zone, before: before ? Temporal.PlainDate.from(before) : undefined, limit: limit + 1 }
      const found = await request.inStudio((ctx) => earnings(ctx, mine(request).id, asked))
      // A time stands on one page in all its currencies, of which there are three at most.
      const cut = found[limit]?.from
      const whole = found.slice(0, limit).filter(({ from }) => !cut?.equals(from))
      const items = whole.map(({ from, to, works, currency, ...sums }) => {
        const money = (amountMinor: bigint) => moneyJson({ amountMinor, currency })
        const { sharesMinor, tipsMinor, returnedMinor } = sums
        const beginning = (day: Temporal.PlainDate) => day.toZonedDateTime(zone).toInstant().toString()
        return {
          ...{ from: from.toString(), to: to.toString(), begins: beginning(from), ends: beginning(to), works },
          ...{ shares: money(sharesMinor), tips: money(tipsMinor), returned: money(returnedMinor) },
          total: money(sharesMinor + tipsMinor + returnedMinor),
        }
      })
      return { items, next: cut ? (items.at(-1)?.from ?? null) : null }
    },
  })
}
