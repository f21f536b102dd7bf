import { and, eq, inArray, or } from 'drizzle-orm'
import { z } from 'zod'
import type { Ctx } from '../../../kernel/context.ts'
import { uuidKey } from '../../../kernel/http/idempotency.ts'
import type { App } from '../../../kernel/http/types.ts'
import { type Currency, minorSchema, moneyJson, moneySchema, positiveMinorSchema } from '../../../kernel/money.ts'
import { Problem, problem } from '../../../kernel/problem.ts'
import { accounts, blockReasonSchema } from '../../identity/index.ts'
import { studios } from '../../studios/index.ts'
import { payeesOf, roleOf } from '../paid-out.ts'
import { giversOf, ownerKey, refund } from '../refund.ts'
import { holds, wallets } from '../tables.ts'
import type { WalletOwner } from '../wallet.ts'

const tags = ['console']
const access = { kind: 'operator' } as const

const giverSchema = z.object({
  ...{ ownerKind: z.string(), ownerId: z.uuid(), ownerName: z.string().nullable() },
  role: z.enum(['performer', 'studio', 'commission']),
  amount: moneySchema,
  debt: moneySchema.describe('The part of it that the wallet lacks now: it is owed, and paid off by the next payouts'),
})

const previewSchema = z
  .object({
    holdId: z.uuid(),
    studio: z.object({ id: z.uuid(), name: z.string().nullable() }),
    payer: z.object({ kind: z.string(), id: z.uuid(), name: z.string().nullable() }),
    note: z.string(),
    captured: moneySchema,
    refunded: moneySchema,
    left: moneySchema.describe('As much as can be refunded'),
    amount: moneySchema,
    givers: z.array(giverSchema),
  })
  .meta({ id: 'RefundPreview' })

/** The operator gives back a payment that was paid out: what it would mean for whom, and doing it (P20). */
export function refundConsoleRoutes(app: App): void {
  app.route({
    method: 'GET',
    url: '/api/console/holds/:hold/refund',
    config: { access },
    schema: {
      tags,
      summary: 'Who would give back how much of a payment that was paid out: of so much, or of all that is left',
      params: z.object({ hold: z.uuid() }),
      querystring: z.object({ amountMinor: positiveMinorSchema.optional() }),
      response: { 200: previewSchema },
    },
    handler: (request) =>
      request.asOperator((ctx) => {
        const { amountMinor } = request.query
        return preview(ctx, request.params.hold, amountMinor === undefined ? undefined : BigInt(amountMinor))
      }),
  })

  app.route({
    method: 'POST',
    url: '/api/console/studios/:studio/holds/:hold/refunds',
    config: { access, idempotent: true, evenReadOnly: true },
    schema: {
      tags,
      summary:
        'Give back a payment that was paid out, whole or in part. The Idempotency-Key is a UUID and becomes the transfer’s id',
      params: z.object({ studio: z.string(), hold: z.uuid() }),
      body: z.object({
        amountMinor: positiveMinorSchema,
        refundedMinor: minorSchema.describe('Refunded before, as it was seen; more meanwhile is `refund_changed`'),
        reason: blockReasonSchema,
      }),
      response: { 201: z.object({ transferId: z.uuid() }) },
    },
    handler: async (request, reply) => {
      const transferId = uuidKey(request)
      const { amountMinor, refundedMinor, reason } = request.body
      const { body } = await request.once(async (ctx) => {
        const asked = { amountMinor: BigInt(amountMinor), seenMinor: BigInt(refundedMinor), reason }
        await refund(ctx, { transferId, holdId: request.params.hold, ...asked }).catch(tooMuch)
        return { status: 201, body: { transferId } }
      })
      return reply.code(201).send(body)
    },
  })
}

async function preview(ctx: Ctx, id: string, wanted: bigint | undefined): Promise<z.infer<typeof previewSchema>> {
  const [found] = await ctx.tx
    .select({ hold: holds, payer: accounts.name, studio: studios.name })
    .from(holds)
    .leftJoin(accounts, and(eq(holds.payerKind, 'account'), eq(accounts.id, holds.payerId)))
    .leftJoin(studios, eq(studios.id, holds.studioId))
    .where(eq(holds.id, id))
  if (!found) throw problem('not_found')
  const { hold } = found
  const { currency } = hold
  const payees = await payeesOf(ctx, id)
  const leftMinor = hold.capturedMinor - hold.refundedMinor
  const amountMinor = wanted ?? leftMinor
  if (amountMinor > leftMinor) throw tooMuchAsked()
  const owners = payees.map(({ owner }) => owner)
  const givers = amountMinor > 0n ? giversOf(payees, amountMinor, await availableTo(ctx, owners, currency)) : []
  const names = await namesOf(ctx, owners)
  const nameOf = ({ kind, id: whose }: WalletOwner) => (kind === 'platform' ? null : (names.get(whose) ?? null))
  const money = (minor: bigint) => moneyJson({ amountMinor: minor, currency })
  return {
    ...{ holdId: id, note: hold.note, studio: { id: hold.studioId, name: found.studio } },
    payer: { kind: hold.payerKind, id: hold.payerId, name: found.payer },
    ...{ captured: money(hold.capturedMinor), refunded: money(hold.refundedMinor) },
    ...{ left: money(leftMinor), amount: money(amountMinor) },
    givers: givers.map(({ owner, amountMinor: gives, nowMinor }) => ({
      ...{ ownerKind: owner.kind, ownerId: owner.id, ownerName: nameOf(owner), role: roleOf(owner) },
      ...{ amount: money(gives), debt: money(gives - nowMinor) },
    })),
  }
}

async function availableTo(ctx: Ctx, owners: readonly WalletOwner[], currency: Currency) {
  const rows = await ctx.tx
    .select({ kind: wallets.ownerKind, id: wallets.ownerId, balanceMinor: wallets.balanceMinor })
    .from(wallets)
    .where(
      and(
        ...[eq(wallets.kind, 'main'), eq(wallets.currency, currency)],
        or(...owners.map(({ kind, id }) => and(eq(wallets.ownerKind, kind), eq(wallets.ownerId, id)))),
      ),
    )
  return new Map(rows.map((row) => [ownerKey(row), row.balanceMinor]))
}

async function namesOf(ctx: Ctx, owners: readonly WalletOwner[]): Promise<Map<string, string>> {
  const ids = owners.map(({ id }) => id)
  if (ids.length === 0) return new Map()
  const people = await ctx.tx
    .select({ id: accounts.id, name: accounts.name })
    .from(accounts)
    .where(inArray(accounts.id, ids))
  const places = await ctx.tx
    .select({ id: studios.id, name: studios.name })
    .from(studios)
    .where(inArray(studios.id, ids))
  return new Map([...people, ...places].map(({ id, name }) => [id, name]))
}

const tooMuchAsked = () =>
  problem('refund_too_much', { fields: [{ pointer: '/amountMinor', code: 'refund_too_much' }] })

function tooMuch(error: unknown): never {
  throw error instanceof Problem && error.code === 'hold_exhausted' ? tooMuchAsked() : error
}
