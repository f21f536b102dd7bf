import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { App } from '../../../kernel/http/types.ts'
import { type Currency, moneyJson } from '../../../kernel/money.ts'
import { lineJson, lineSchema, TRANSFER_KINDS, walletSchema } from '../json.ts'
import { type Balance, balances, statement } from '../read.ts'
import type { WalletOwner } from '../wallet.ts'
import { mine, ofStudio } from './whose.ts'

const pageSchema = z.object({
  kinds: z
    .string()
    .optional()
    .transform((text) => TRANSFER_KINDS.filter((kind) => text?.split(',').includes(kind))),
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
  cursor: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
})
const studioParams = z.object({ studio: z.string() })
const walletsSchema = z.object({ items: z.array(walletSchema) })
const statementSchema = z.object({ items: z.array(lineSchema), next: z.uuid().nullable() })

/** Wallets and statements: a person's own, and the studio's for whom the owner lets see it (R13, R18). */
export function walletRoutes(app: App): void {
  app.route({
    method: 'GET',
    url: '/api/wallets',
    config: { access: { kind: 'account' } },
    schema: { tags: ['money'], summary: 'My wallets, one for each currency', response: { 200: walletsSchema } },
    handler: async (request) => ({ items: await walletsOf(request, mine(request)) }),
  })
  app.route({
    method: 'GET',
    url: '/api/wallets/statement',
    config: { access: { kind: 'account' } },
    schema: {
      tags: ['money'],
      summary: 'My statement, the newest first',
      querystring: pageSchema,
      response: { 200: statementSchema },
    },
    handler: (request) => pageOf(request, mine(request), request.query),
  })
  app.route({
    method: 'GET',
    url: '/api/studios/:studio/wallets',
    config: { access: { kind: 'studio', permission: 'money.read' } },
    schema: {
      tags: ['money'],
      summary: 'The studio’s wallets',
      params: studioParams,
      response: { 200: walletsSchema },
    },
    handler: async (request) => ({ items: await walletsOf(request, ofStudio(request)) }),
  })
  app.route({
    method: 'GET',
    url: '/api/studios/:studio/wallets/statement',
    config: { access: { kind: 'studio', permission: 'money.read' } },
    schema: {
      tags: ['money'],
      summary: 'The studio’s statement, the newest first',
      params: studioParams,
      querystring: pageSchema,
      response: { 200: statementSchema },
    },
    handler: (request) => pageOf(request, ofStudio(request), request.query),
  })
}

async function walletsOf(request: FastifyRequest, owner: WalletOwner) {
  const rows = await request.inStudio((ctx) => balances(ctx, owner))
  const currencies = [...new Set(rows.map((row) => row.currency))]
  return currencies.map((currency) => ({
    currency,
    available: sumOf(rows, currency, 'main'),
    held: sumOf(rows, currency, 'held'),
    owed: sumOf(rows, currency, 'receivable'),
    leaving: sumOf(rows, currency, 'outgoing'),
  }))
}

function sumOf(rows: readonly Balance[], currency: Currency, kind: Balance['kind']) {
  const row = rows.find((one) => one.currency === currency && one.kind === kind)
  return moneyJson({ amountMinor: row?.balanceMinor ?? 0n, currency })
}

async function pageOf(request: FastifyRequest, owner: WalletOwner, query: z.output<typeof pageSchema>) {
  const { kinds, from, to, cursor, limit } = query
  const page = await request.inStudio((ctx) =>
    statement(ctx, owner, {
      kinds,
      limit,
      ...(from ? { from: Temporal.Instant.from(from) } : {}),
      ...(to ? { to: Temporal.Instant.from(to) } : {}),
      ...(cursor ? { cursor } : {}),
    }),
  )
  const items = page.rows.map(lineJson)
  return { items, next: page.more ? (items.at(-1)?.id ?? null) : null }
}
