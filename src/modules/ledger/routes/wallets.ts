import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { App } from '../../../kernel/http/types.ts'
import { type Currency, moneyJson, moneySchema } from '../../../kernel/money.ts'
import { problem } from '../../../kernel/problem.ts'
import { walletSchema } from '../json.ts'
import { type Balance, balances } from '../read.ts'
import { takings } from '../takings.ts'
import type { WalletOwner } from '../wallet.ts'
import { mine, ofStudio } from './whose.ts'

const studioParams = z.object({ studio: z.string() })
const walletsSchema = z.object({ items: z.array(walletSchema) })

/** Wallets: a person's own, and the studio's for whom the owner lets see it (R13, R18). */
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
    url: '/api/studios/:studio/wallets/takings',
    config: { access: { kind: 'studio', permission: 'money.read' } },
    schema: {
      tags: ['money'],
      summary: 'What the studio earned since its day and its month began, less what it gave back',
      params: studioParams,
      response: { 200: z.object({ day: moneySchema, month: moneySchema }) },
    },
    handler: async (request) => {
      const { studio } = request.principal
      if (!studio) throw problem('not_found')
      const { day, month } = await request.inStudio((ctx) => takings(ctx, studio))
      return { day: moneyJson(day), month: moneyJson(month) }
    },
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
