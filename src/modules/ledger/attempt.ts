import { and, desc, eq, sql } from 'drizzle-orm'
import { z } from 'zod'
import { accountOf, type Ctx } from '../../kernel/context.ts'
import { withinStudio } from '../../kernel/database/index.ts'
import { publish } from '../../kernel/events/event.ts'
import type { GatewayPayment, PaymentNews } from '../../kernel/gateway/gateway.ts'
import { enqueue } from '../../kernel/jobs/jobs.ts'
import { type Money, moneyJson } from '../../kernel/money.ts'
import { problem } from '../../kernel/problem.ts'
import type { Services } from '../../kernel/services.ts'
import { attemptBegun, attemptFailed } from './events.ts'
import { paymentAttempts } from './tables.ts'

/** Task that asks the gateway how a payment stands whose message may have been lost. */
export const ASK_TASK = 'ledger.ask_gateway'
const ASK_AFTER_MINUTES = [1, 10, 60, 24 * 60] as const

/** Where somebody comes back to after paying: a path of this very site. */
export const returnSchema = z
  .string()
  .max(400)
  .regex(/^\/(?!\/)/)

export interface NewAttempt {
  id: string
  purpose: 'top_up' | 'subscription' | 'subscription_payment' | 'booking'
  amount: Money
  /** What its settlement needs. */
  details: Record<string, unknown>
  /** Path inside the site to come back to. */
  returnTo: string
  /** What the payer reads on the gateway's page. */
  description: string
  locale: 'ru' | 'en'
  /** Address of the site that the payer came from. */
  origin: string
  /** Whether the gateway is to remember what was paid with, to be charged again without the payer. */
  saveMethod?: true
  /** The studio that it is paid in, where that is not the one of the request. */
  studioId?: string
}

/**
 * Writes down that somebody is about to pay, before the gateway hears of it, and gives the address to pay at. The same
 * id again is the same attempt; with another payer, purpose or sum it is `idempotency_key_reused`: nobody pays one sum for
 * another. It is told of in
 * its studio, where its end is told too. Asks the gateway later in case its message is lost.
 */
export async function beginAttempt(ctx: Ctx, services: Services, attempt: NewAttempt): Promise<string> {
  const accountId = accountOf(ctx.actor)
  if (!accountId) throw problem('not_signed_in')
  const { id, purpose, amount, details, returnTo, studioId = ctx.studioId } = attempt
  const made = await ctx.tx
    .insert(paymentAttempts)
    .values({
      id,
      purpose,
      accountId,
      studioId,
      gateway: services.gateway.name,
      ...amount,
      details,
      returnTo,
      createdAt: ctx.now,
    })
    .onConflictDoNothing()
    .returning({ id: paymentAttempts.id })
  if (made.length === 0) await refuseOther(ctx, { ...attempt, studioId }, accountId)
  else {
    await askLater(ctx, id, 0)
    const subject = { type: 'payment_attempt', id }
    const payload = { attemptId: id, amount: moneyJson(amount), purpose }
    const tell = (there: Ctx) => publish(there, attemptBegun, { subject, payload })
    // A studio that is only being bought has no log yet.
    await (purpose === 'subscription' ? tell(ctx) : withinStudio(ctx, studioId, tell))
  }
  return paymentAddress(services, attempt)
}

/** Where an attempt is paid at: the same attempt has the same, and is paid once. */
export function paymentAddress({ gateway }: Services, attempt: Omit<NewAttempt, 'purpose' | 'details'>): string {
  const { id: attemptId, amount, description, locale, origin, returnTo } = attempt
  const payment: GatewayPayment = { attemptId, amount, description, locale, returnUrl: `${origin}${returnTo}` }
  return gateway.paymentUrl({ ...payment, ...(attempt.saveMethod ? { saveMethod: true } : {}) })
}

/** A payment through the gateway, as whoever began it may see it. */
export interface AttemptSeen {
  id: string
  state: 'pending' | 'succeeded' | 'failed'
  amount: Money
  createdAt: Temporal.Instant
  settledAt: Temporal.Instant | null
  /** Where to come back to from the gateway. */
  returnTo: string
}

/** Most payments for one thing that are told of. */
const MOST_SEEN = 10

/** An account's payments for one thing in this studio, the newest first: those whose details name it. */
export async function attemptsFor(
  ctx: Ctx,
  { accountId, purpose, details }: Pick<NewAttempt, 'purpose' | 'details'> & { accountId: string },
): Promise<AttemptSeen[]> {
  const rows = await ctx.tx
    .select()
    .from(paymentAttempts)
    .where(
      and(
        ...[eq(paymentAttempts.accountId, accountId), eq(paymentAttempts.studioId, ctx.studioId)],
        ...[eq(paymentAttempts.purpose, purpose), sql`${paymentAttempts.details} @> ${JSON.stringify(details)}::jsonb`],
      ),
    )
    .orderBy(desc(paymentAttempts.createdAt), desc(paymentAttempts.id))
    .limit(MOST_SEEN)
  return rows.map(({ id, state, amountMinor, currency, createdAt, settledAt, returnTo }) => ({
    ...{ id, state, createdAt, settledAt, returnTo },
    amount: { amountMinor, currency },
  }))
}

async function refuseOther(
  ctx: Ctx,
  { id, purpose, amount, studioId }: NewAttempt & { studioId: string },
  accountId: string,
): Promise<void> {
  const [same] = await ctx.tx
    .select({ id: paymentAttempts.id })
    .from(paymentAttempts)
    .where(
      and(
        ...[eq(paymentAttempts.id, id), eq(paymentAttempts.accountId, accountId)],
        ...[eq(paymentAttempts.studioId, studioId), eq(paymentAttempts.purpose, purpose)],
        ...[eq(paymentAttempts.amountMinor, amount.amountMinor), eq(paymentAttempts.currency, amount.currency)],
      ),
    )
  if (!same) throw problem('idempotency_key_reused')
}

/**
 * Settles an attempt by what the gateway tells, once whatever it repeats: the state goes from pending by compare-and-
 * set, and what the money is for is done in the same transaction. News of another sum, or of no attempt of ours, change
 * nothing. Returns whether this was the news that settled it.
 */
export async function settleAttempt(services: Services, news: PaymentNews): Promise<boolean> {
  if (news.state === 'pending') return false
  const { rows } = await services.database.pool.query<{ account_id: string; studio_id: string }>(
    'select account_id, studio_id from payment_attempts where id = $1',
    [news.attemptId],
  )
  const found = rows[0]
  if (!found) return false
  const scope = {
    studioId: found.studio_id,
    actor: { kind: 'account', accountId: found.account_id },
    request: { id: `attempt:${news.attemptId}` },
  } as const
  return services.database.transaction(scope, async (ctx) => {
    const [row] = await ctx.tx
      .update(paymentAttempts)
      .set({ state: news.state, settledAt: ctx.now })
      .where(
        and(
          eq(paymentAttempts.id, news.attemptId),
          eq(paymentAttempts.state, 'pending'),
          eq(paymentAttempts.amountMinor, news.amountMinor),
        ),
      )
      .returning()
    if (!row) return false
    const amount = { amountMinor: row.amountMinor, currency: row.currency }
    if (news.state === 'failed') {
      const payload = { attemptId: row.id, amount: moneyJson(amount) }
      const subject = { type: 'payment_attempt', id: row.id }
      const change = { before: { state: 'pending' }, after: { state: 'failed' } }
      await publish(ctx, attemptFailed, { subject, audience: payerIn(row.details), payload, ...change })
      return true
    }
    const settle = services.settlements[row.purpose]
    if (!settle) throw new Error(`nobody settles ${row.purpose}`)
    await settle(ctx, { ...row, amount, ...(news.method ? { method: news.method } : {}) })
    return true
  })
}

/** The profile that pays, where the purpose names one: its open page hears that the payment failed. */
function payerIn(details: Record<string, unknown>): string[] {
  return typeof details.membershipId === 'string' ? [details.membershipId] : []
}

/** Asks the gateway about an attempt, and again later while it is pending. For the job. */
export async function askGateway(services: Services, attemptId: string, round: number): Promise<void> {
  const { rows } = await services.database.pool.query<{ state: string; studio_id: string }>(
    'select state, studio_id from payment_attempts where id = $1',
    [attemptId],
  )
  const found = rows[0]
  if (found?.state !== 'pending') return
  const answer = await services.gateway.ask(attemptId)
  if (answer.state !== 'pending') {
    await settleAttempt(services, { attemptId, ...answer })
    return
  }
  const scope = { studioId: found.studio_id, actor: { kind: 'system' }, request: { id: `ask:${attemptId}` } } as const
  await services.database.transaction(scope, (ctx) => askLater(ctx, attemptId, round + 1))
}

async function askLater(ctx: Ctx, attemptId: string, round: number): Promise<void> {
  const minutes = ASK_AFTER_MINUTES[round]
  if (minutes === undefined) return
  await enqueue(ctx, ASK_TASK, { attemptId, round }, { runAt: ctx.now.add({ minutes }), key: `ask:${attemptId}` })
}
