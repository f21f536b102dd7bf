import { z } from 'zod'
import { limit } from '../../../kernel/http/rates.ts'
import type { App } from '../../../kernel/http/types.ts'
import { currencySchema } from '../../../kernel/money.ts'
import { renderPdf } from '../../../kernel/pdf/index.ts'
import { lineJson, lineSchema, sumsJson, sumsSchema, TRANSFER_KINDS } from '../json.ts'
import { type StatedWallet, type StatementQuery, statement, statementSums } from '../read.ts'
import { statementCsv } from '../statement-csv.ts'
import { statementFacts, statementPaper } from '../statement-paper.ts'
import { WALLETS } from './whose.ts'

const CSV_PAGE = 500
const filterSchema = z.object({
  kinds: z
    .string()
    .optional()
    .transform((text) => TRANSFER_KINDS.filter((kind) => text?.split(',').includes(kind))),
  direction: z.enum(['in', 'out']).optional().describe('Into or out of what is available'),
  currency: currencySchema.optional(),
  earnedIn: z.uuid().optional().describe('Only shares and tips in this studio, less what was given back'),
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
})
const pageSchema = filterSchema.extend({
  cursor: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
})
const periodSchema = filterSchema.pick({ from: true, to: true }).extend({ currency: currencySchema })
const exportSchema = filterSchema.extend({
  format: z.enum(['csv', 'pdf']),
  currency: currencySchema,
  kinds: filterSchema.shape.kinds.describe('For CSV: a paper goes from one balance to another with every line'),
})
const statementSchema = z.object({ items: z.array(lineSchema), next: z.uuid().nullable() })

/** Statements on the screen and as files: a person's own, and the studio's for whom the owner lets see it (R13, R18). */
export function statementRoutes(app: App): void {
  for (const { url: wallets, whose, access, params, owner } of WALLETS) {
    const url = `${wallets}/statement`
    app.route({
      method: 'GET',
      url,
      config: { access },
      schema: {
        tags: ['money'],
        summary: `${whose} statement, the newest first`,
        ...params,
        querystring: pageSchema,
        response: { 200: statementSchema },
      },
      handler: async (request) => {
        const query = queryOf(request.query)
        const reader = owner(request)
        const page = await request.inStudio((ctx) => statement(ctx, reader, query))
        const items = page.rows.map((row) => lineJson(reader, row))
        return { items, next: page.more ? (items.at(-1)?.id ?? null) : null }
      },
    })
    app.route({
      method: 'GET',
      url: `${url}/sums`,
      config: { access },
      schema: {
        tags: ['money'],
        summary: `${whose} balances before and after a time, and what came and went between: available, held, owed`,
        ...params,
        querystring: periodSchema,
        response: { 200: sumsSchema },
      },
      handler: async (request) => {
        const { currency } = request.query
        const { from, to } = queryOf({ ...request.query, limit: 1 })
        const sums = await request.inStudio((ctx) => statementSums(ctx, owner(request), { currency, from, to }))
        const of = (wallet: StatedWallet) => sumsJson(sums[wallet], currency)
        return { main: of('main'), held: of('held'), receivable: of('receivable') }
      },
    })
    app.route({
      method: 'GET',
      url: `${url}/export`,
      config: { access, ...limit(20, 60) },
      schema: {
        tags: ['money'],
        summary: `${whose} statement as a file: CSV of the filtered lines, or a PDF paper with the opening and closing balance`,
        ...params,
        querystring: exportSchema,
        response: { 200: z.unknown().describe('the file: `text/csv` or `application/pdf`') },
      },
      handler: async (request, reply) => {
        const { query } = request
        reply.header('content-disposition', `attachment; filename="statement.${query.format}"`)
        if (query.format === 'csv') {
          const filter = queryOf({ ...query, limit: CSV_PAGE })
          const page = (cursor?: string) =>
            request.inStudio((ctx) => statement(ctx, owner(request), { ...filter, cursor }))
          return reply.type('text/csv; charset=utf-8').send(statementCsv(page))
        }
        const { account, studio } = request.principal
        const { from, to } = queryOf({ ...query, limit: 1 })
        const facts = await request.inStudio((ctx) =>
          statementFacts(ctx, owner(request), {
            currency: query.currency,
            from,
            to,
            locale: request.locale,
            zone: account?.zone ?? studio?.zone ?? 'UTC',
            name: studio?.name ?? account?.name ?? '',
          }),
        )
        return reply.type('application/pdf').send(await renderPdf(statementPaper(facts)))
      },
    })
  }
}

type Asked = Omit<Partial<z.output<typeof pageSchema>>, 'limit'> & { limit: number }

function queryOf({ from, to, ...asked }: Asked): StatementQuery {
  const instant = (text: string | undefined) => (text === undefined ? undefined : Temporal.Instant.from(text))
  return { ...asked, from: instant(from), to: instant(to) }
}
