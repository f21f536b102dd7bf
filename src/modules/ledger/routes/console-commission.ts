import { inArray } from 'drizzle-orm'
import { z } from 'zod'
import type { Ctx } from '../../../kernel/context.ts'
import type { App } from '../../../kernel/http/types.ts'
import { CURRENCIES, moneyJson, moneySchema } from '../../../kernel/money.ts'
import type { Services } from '../../../kernel/services.ts'
import { instantSchema } from '../../../kernel/time.ts'
import { accounts, blockReasonSchema } from '../../identity/index.ts'
import {
  type Commission,
  commissionJson,
  commissionOf,
  commissionOn,
  listCommission,
  setCommission,
  type TermsRow,
} from '../commission.ts'
import { MAX_FLOOR_MINOR } from '../tables.ts'

const tags = ['console']
const access = { kind: 'operator' } as const

/** Purchases that show what a commission means: a small one, where the floor tells, and a large one. */
const EXAMPLES_MINOR = { RUB: [50_000n, 1_000_000n], USD: [500n, 10_000n], EUR: [500n, 10_000n] } as const

const bpsSchema = z.int().min(0).max(10_000).describe('Hundredths of a percent')
const floorSchema = z
  .string()
  .regex(/^(0|[1-9][0-9]{0,5}|1000000)$/)
  .describe(`Minor units as digits, from 0 to ${MAX_FLOOR_MINOR}`)
const floorsSchema = z.object({ RUB: floorSchema, USD: floorSchema, EUR: floorSchema })

const termsSchema = z
  .object({
    id: z.uuid(),
    bps: bpsSchema,
    floors: z.array(moneySchema).describe('At least so much of a purchase, by currency'),
    reason: z.string().describe('Empty for the first ones, which came with the installation'),
    setBy: z.object({ id: z.uuid(), name: z.string() }).nullable(),
    inForceFrom: instantSchema,
  })
  .meta({ id: 'CommissionTerms' })

const exampleSchema = z.object({ price: moneySchema, inForce: moneySchema, wanted: moneySchema })

/** The platform's commission: what it is and was, what another would mean, and setting it (R15). */
export function commissionRoutes(app: App, { database }: Services): void {
  app.route({
    method: 'GET',
    url: '/api/console/commission-terms',
    config: { access },
    schema: {
      tags,
      summary: 'The platform’s commission: the terms in force first, then all before them, at most 500',
      response: { 200: z.object({ items: z.array(termsSchema) }) },
    },
    handler: (request) =>
      request.asOperator(async (ctx) => {
        const rows = await listCommission(ctx)
        const names = await namesOf(ctx, rows)
        return { items: rows.map((row) => termsJson(row, names)) }
      }),
  })

  app.route({
    method: 'GET',
    url: '/api/console/commission-terms/examples',
    config: { access },
    schema: {
      tags,
      summary:
        'What the platform would take of a small and of a large purchase in each currency, and what it takes now',
      querystring: z.object({ bps: z.coerce.number().pipe(bpsSchema), ...floorsSchema.shape }),
      response: { 200: z.array(exampleSchema) },
    },
    handler: (request) =>
      request.asOperator(async (ctx) => {
        const [row] = await listCommission(ctx)
        const { bps, ...floors } = request.query
        const wanted = commissionFrom(bps, floors)
        const inForce = row ? commissionOf(row) : wanted
        return CURRENCIES.flatMap((currency) =>
          EXAMPLES_MINOR[currency].map((amountMinor) => {
            const price = { amountMinor, currency }
            return {
              price: moneyJson(price),
              inForce: moneyJson(commissionOn(price, inForce)),
              wanted: moneyJson(commissionOn(price, wanted)),
            }
          }),
        )
      }),
  })

  app.route({
    method: 'POST',
    url: '/api/console/commission-terms',
    config: { access, idempotent: true },
    schema: {
      tags,
      summary: 'Set the platform’s commission from now on; what was bought keeps the one of its day',
      body: z.object({
        replaces: z.uuid().describe('The terms that were seen in force; others meanwhile are `commission_changed`'),
        bps: bpsSchema,
        floors: floorsSchema,
        reason: blockReasonSchema,
      }),
      response: { 201: z.object({ id: z.uuid() }) },
    },
    handler: async (request, reply) => {
      const { replaces, bps, floors, reason } = request.body
      const { body } = await request.once(async (ctx) => ({
        status: 201,
        body: await setCommission(ctx, { ...commissionFrom(bps, floors), replaces, reason }, database.clock),
      }))
      return reply.code(201).send(body)
    },
  })
}

function commissionFrom(bps: number, floors: z.infer<typeof floorsSchema>): Commission {
  return { bps: BigInt(bps), floors: { RUB: BigInt(floors.RUB), USD: BigInt(floors.USD), EUR: BigInt(floors.EUR) } }
}

async function namesOf(ctx: Ctx, rows: readonly TermsRow[]): Promise<Map<string, string>> {
  const ids = rows.flatMap(({ setBy }) => setBy ?? [])
  if (ids.length === 0) return new Map()
  const found = await ctx.tx
    .select({ id: accounts.id, name: accounts.name })
    .from(accounts)
    .where(inArray(accounts.id, ids))
  return new Map(found.map(({ id, name }) => [id, name]))
}

function termsJson(row: TermsRow, names: ReadonlyMap<string, string>): z.infer<typeof termsSchema> {
  const { id, reason, setBy, inForceFrom } = row
  return {
    ...{ id, ...commissionJson(commissionOf(row)), reason, inForceFrom: inForceFrom.toString() },
    setBy: setBy === null ? null : { id: setBy, name: names.get(setBy) ?? '' },
  }
}
