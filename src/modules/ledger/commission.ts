import { desc, lte } from 'drizzle-orm'
import type { Ctx } from '../../kernel/context.ts'
import { lockOfPlatform, violatedConstraint } from '../../kernel/database/index.ts'
import { publish } from '../../kernel/events/event.ts'
import { CURRENCIES, type Currency, type Money, moneyJson } from '../../kernel/money.ts'
import { problem } from '../../kernel/problem.ts'
import type { Clock } from '../../kernel/time.ts'
import { commissionSet } from './events.ts'
import { type CommissionTerms, splitPayout } from './split.ts'
import { platformTerms } from './tables.ts'

export type TermsRow = typeof platformTerms.$inferSelect

/** At least so much of a purchase, in minor units of each currency. */
export type Floors = Record<Currency, bigint>

export interface Commission {
  /** Hundredths of a percent. */
  bps: bigint
  floors: Floors
}

/** Purchases share it, a change of the terms has it alone: so each is wholly before the other. */
const LOCK = 'platform_terms'
const MOST_SHOWN = 500

/**
 * The platform's commission for a purchase of this moment (R15). The caller keeps it with what is bought; a change waits
 * until the purchase is done, so that nothing is bought by terms that were not in force.
 */
export async function commissionTerms(ctx: Ctx, currency: Currency): Promise<CommissionTerms> {
  await keepTerms(ctx)
  const { bps, floors } = commissionOf(await termsInForce(ctx))
  return { bps, floorMinor: floors[currency] }
}

/**
 * Keeps the terms in force until the transaction ends, for whoever locks a wallet, or what another purchase may have
 * locked, before they ask for `commissionTerms`: it comes first, as `lockOfPlatform` wants it.
 */
export function keepTerms(ctx: Ctx): Promise<void> {
  return lockOfPlatform(ctx, LOCK, 'together')
}

/** What the platform has taken since when, the newest first, at most 500 (R15). */
export function listCommission(ctx: Ctx): Promise<TermsRow[]> {
  return ctx.tx.select().from(platformTerms).orderBy(desc(platformTerms.inForceFrom)).limit(MOST_SHOWN)
}

/**
 * Sets the platform's commission from now on; what was bought keeps its own (R15). `replaces` is the terms that the
 * operator saw in force. Throws `commission_changed` when somebody set others meanwhile, `commission_unchanged`.
 */
export async function setCommission(
  ctx: Ctx,
  { replaces, reason, ...wanted }: Commission & { replaces: string; reason: string },
  clock: Clock,
): Promise<{ id: string }> {
  await lockOfPlatform(ctx, LOCK, 'alone')
  const [last] = await listCommission(ctx)
  if (!last || last.id !== replaces) throw problem('commission_changed')
  const before = commissionOf(last)
  if (before.bps === wanted.bps && CURRENCIES.every((currency) => before.floors[currency] === wanted.floors[currency]))
    throw problem('commission_unchanged')
  const soonest = last.inForceFrom.add({ microseconds: 1 })
  const now = clock.now()
  const inForceFrom = Temporal.Instant.compare(now, soonest) < 0 ? soonest : now
  const { RUB, USD, EUR } = wanted.floors
  const setBy = 'accountId' in ctx.actor ? ctx.actor.accountId : null
  const [row] = await ctx.tx
    .insert(platformTerms)
    .values({
      ...{ replaces, commissionBps: wanted.bps, reason, setBy, inForceFrom },
      ...{ floorRubMinor: RUB, floorUsdMinor: USD, floorEurMinor: EUR },
    })
    .returning({ id: platformTerms.id })
    .catch((error: unknown) => {
      throw violatedConstraint(error) === 'platform_terms_replaced_once' ? problem('commission_changed') : error
    })
  if (!row) throw new Error('the terms were not written')
  await publish(ctx, commissionSet, {
    subject: { type: 'platform_terms', id: row.id },
    payload: { ...commissionJson(wanted), was: commissionJson(before), reason },
    before: commissionJson(before),
    after: commissionJson(wanted),
  })
  return row
}

/** What a row says, by currency. Pure. */
export function commissionOf(row: TermsRow): Commission {
  const { commissionBps, floorRubMinor, floorUsdMinor, floorEurMinor } = row
  return { bps: commissionBps, floors: { RUB: floorRubMinor, USD: floorUsdMinor, EUR: floorEurMinor } }
}

/** A commission for JSON. Pure. */
export function commissionJson({ bps, floors }: Commission) {
  return {
    bps: Number(bps),
    floors: CURRENCIES.map((currency) => moneyJson({ amountMinor: floors[currency], currency })),
  }
}

/** So much goes to the platform of a purchase that costs so much. Pure. */
export function commissionOn(price: Money, { bps, floors }: Commission): Money {
  const { commissionMinor } = splitPayout({
    ...{ amountMinor: price.amountMinor, studioId: '', performers: [] },
    commission: { bps, floorMinor: floors[price.currency] },
  })
  return { amountMinor: commissionMinor, currency: price.currency }
}

async function termsInForce(ctx: Ctx): Promise<TermsRow> {
  const [row] = await ctx.tx
    .select()
    .from(platformTerms)
    .where(lte(platformTerms.inForceFrom, ctx.now))
    .orderBy(desc(platformTerms.inForceFrom))
    .limit(1)
  if (!row) throw new Error('the platform has no terms')
  return row
}
