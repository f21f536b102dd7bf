import { randomBytes } from 'node:crypto'
import { eq, sql } from 'drizzle-orm'
import type { Ctx } from '../../kernel/context.ts'
import { violatedConstraint } from '../../kernel/database/door.ts'
import { publish } from '../../kernel/events/event.ts'
import type { SavedMethod } from '../../kernel/gateway/gateway.ts'
import type { SettledAttempt } from '../../kernel/gateway/settlement.ts'
import { newId } from '../../kernel/ids.ts'
import { type Money, moneyJson } from '../../kernel/money.ts'
import { Problem, problem } from '../../kernel/problem.ts'
import type { Span } from '../../kernel/time.ts'
import { openStudioWallet, PLATFORM_WALLET, topUp } from '../ledger/index.ts'
import { createStudio, type NewStudio } from '../studios/index.ts'
import { subscriptionStarted } from './events.ts'
import { winLead } from './lead.ts'
import { applyLimits } from './limits.ts'
import { periodFrom } from './period.ts'
import { type Birth, birthSchema } from './schemas.ts'
import { plans, subscriptionCharges, subscriptions, trials } from './tables.ts'

/** How long before a trial ends its owner is told. */
const REMIND_DAYS = 3

/**
 * A studio comes to be with the money for it (P2): studio, owner's profile, site, wallet and subscription in one
 * transaction, that of the attempt's settlement. The money is there, so an address that somebody took meanwhile does
 * not stop it: the studio gets the nearest free one.
 */
export async function birthByPayment(ctx: Ctx, attempt: SettledAttempt): Promise<void> {
  const birth = birthSchema.parse(attempt.details)
  await createUnderFreeSlug(ctx, birth, attempt.accountId)
  await payFirstPeriod(ctx, { ...birth.studio, planId: birth.planId }, attempt)
}

/** The money for a studio's first period, and what it is for, in the transaction in which the studio comes to be. */
export async function payFirstPeriod(ctx: Ctx, of: FirstPeriod, attempt: PaidAttempt): Promise<void> {
  const { id, accountId, amount, method } = attempt
  const subject = { type: 'payment_attempt', id }
  await topUp(ctx, { transferId: newId(), subject, note: 'subscription', to: PLATFORM_WALLET, amount })
  const period = await subscribe(ctx, of, accountId, amount, 'active', method)
  await ctx.tx.insert(subscriptionCharges).values({
    ...{ studioId: ctx.studioId, id, kind: 'start', state: 'succeeded', planId: of.planId, ...amount },
    ...{ period, methodLabel: method?.label ?? null, createdAt: ctx.now, settledAt: ctx.now },
  })
}

type FirstPeriod = { planId: string; zone: string }
type PaidAttempt = Pick<SettledAttempt, 'id' | 'accountId' | 'amount' | 'method'>

/**
 * A studio on trial, without a payment (P2, P8): otherwise the same. An account has one, whoever asks at once. Throws
 * `trial_used`, `slug_taken`, `slug_reserved`.
 */
export async function birthOnTrial(ctx: Ctx, birth: Birth, accountId: string, price: Money): Promise<void> {
  await found(ctx, { ...birth.studio, owner: { accountId, displayName: birth.ownerName } })
  await ctx.tx.insert(trials).values({ accountId, studioId: ctx.studioId, begunAt: ctx.now }).catch(refuseSecond)
  await subscribe(ctx, { ...birth.studio, planId: birth.planId }, accountId, price, 'trial')
}

function refuseSecond(error: unknown): never {
  if (violatedConstraint(error) === 'trials_once') throw problem('trial_used')
  throw error
}

async function createUnderFreeSlug(ctx: Ctx, birth: Birth, accountId: string): Promise<void> {
  const owner = { accountId, displayName: birth.ownerName }
  await ctx.tx.execute(sql`savepoint slug`)
  try {
    await found(ctx, { ...birth.studio, owner })
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    await ctx.tx.execute(sql`rollback to savepoint slug`)
    const slug = `${birth.studio.slug.slice(0, 33)}-${randomBytes(3).toString('hex')}`
    await found(ctx, { ...birth.studio, slug, owner })
  }
}

/** The studio with its owner's profile and site, and the wallet that its money will come to. */
async function found(ctx: Ctx, studio: NewStudio): Promise<void> {
  await createStudio(ctx, studio)
  await openStudioWallet(ctx, studio.currency)
}

async function subscribe(
  ctx: Ctx,
  { planId, zone }: FirstPeriod,
  accountId: string,
  price: Money,
  state: 'trial' | 'active',
  method?: SavedMethod,
): Promise<Span> {
  const [plan] = await ctx.tx.select().from(plans).where(eq(plans.id, planId))
  if (!plan) throw new Error(`the plan ${planId} is not there`)
  const local = ctx.now.toZonedDateTimeISO(zone)
  const trialEnd = local.add({ days: plan.trialDays })
  const isTrial = state === 'trial'
  // A trial's first paid period begins when it ends.
  const anchorDay = isTrial ? trialEnd.day : local.day
  const end = isTrial ? trialEnd.toInstant() : periodFrom(ctx.now, { months: plan.periodMonths, anchorDay, zone }).end
  await applyLimits(ctx, plan.limits)
  await ctx.tx.insert(subscriptions).values({
    studioId: ctx.studioId,
    planId: plan.id,
    state,
    ...price,
    periodStart: ctx.now,
    periodEnd: end,
    anchorDay,
    nextChargeAt: end,
    remindAt: isTrial ? end.subtract({ hours: REMIND_DAYS * 24 }) : null,
    methodId: method?.id ?? null,
    methodLabel: method?.label ?? null,
    paidByAccountId: accountId,
  })
  await winLead(ctx, accountId)
  await publish(ctx, subscriptionStarted, {
    subject: { type: 'studio', id: ctx.studioId },
    payload: { plan: plan.code, planName: plan.name, state, amount: moneyJson(price), until: end.toString() },
  })
  return { start: ctx.now, end }
}
