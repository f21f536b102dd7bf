import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import { accountOf, type Ctx, membershipOf, type Scope } from '../../kernel/context.ts'
import type { GatewayState, PayoutNews } from '../../kernel/gateway/gateway.ts'
import { newId } from '../../kernel/ids.ts'
import { defineTask, enqueue, type Task } from '../../kernel/jobs/jobs.ts'
import { RetryLater } from '../../kernel/jobs/retry.ts'
import { type Money, moneyJson } from '../../kernel/money.ts'
import { problem } from '../../kernel/problem.ts'
import type { Services } from '../../kernel/services.ts'
import { type Command, commandEvent } from './command.ts'
import { withdrawalFailed, withdrawalPaid, withdrawalRequested } from './events.ts'
import { post } from './post.ts'
import { balances } from './read.ts'
import { withdrawals } from './tables.ts'
import { GATEWAY_WALLET, type WalletKind, type WalletOwner } from './wallet.ts'

const PAY_OUT = 'ledger.pay_out'
/** As long as an answer is waited for. Afterwards the payout is asked for again, by the same key. */
const ANSWER_MS = 3_000
/** Over some ten days, with the queue's growing delays; then the operator decides in the console. */
const MOST_ATTEMPTS = 50
const ASK_AGAIN_S = 60
/** What there is and, below zero, what is owed. */
const OWN_MONEY: ReadonlySet<WalletKind> = new Set(['main', 'receivable'])

type Withdrawal = typeof withdrawals.$inferSelect
type Payee = WalletOwner & { kind: 'account' | 'studio' }

export interface WithdrawalRequest {
  /** The client's id: the same again changes nothing. */
  id: string
  from: Payee
  amount: Money
  /** Number of the card or account, without spaces. */
  destination: string
}

/**
 * Takes money out of a wallet and has it paid out (R13): it stands in `outgoing` until the gateway has answered. The
 * gateway is called by a job, never in this transaction. What is owed after refunds stays. One's own wallet needs no profile: who left
 * every studio takes their money along. Throws `insufficient_funds`.
 */
export async function requestWithdrawal(ctx: Ctx, request: WithdrawalRequest): Promise<void> {
  const { id, from, amount, destination } = request
  const [accountId, membershipId] = [accountOf(ctx.actor), membershipOf(ctx.actor)]
  const ownWallet = from.kind === 'account' && from.id === accountId
  if (!accountId || !(membershipId || ownWallet)) throw problem('profile_required')
  const own = (await balances(ctx, from)).filter(({ currency }) => currency === amount.currency)
  const free = own.reduce((sum, { kind, balanceMinor }) => (OWN_MONEY.has(kind) ? sum + balanceMinor : sum), 0n)
  if (amount.amountMinor > free) throw problem('insufficient_funds')
  const [row] = await ctx.tx
    .insert(withdrawals)
    .values({
      id,
      ownerKind: from.kind,
      ownerId: from.id,
      accountId,
      studioId: ctx.studioId,
      membershipId,
      ...amount,
      destination,
      createdAt: ctx.now,
    })
    .onConflictDoNothing()
    .returning()
  if (!row) throw problem('transfer_id_reused')
  await post(ctx, [
    movement(row, id, withdrawalRequested, [
      { owner: from, kind: 'main', amountMinor: -amount.amountMinor, role: 'payer' },
      { owner: from, kind: 'outgoing', amountMinor: amount.amountMinor, role: 'outgoing' },
    ]),
  ])
  const payload = { withdrawalId: id, reference: { studioId: ctx.studioId, accountId } }
  await enqueue(ctx, PAY_OUT, payload, { key: `pay_out:${id}`, maxAttempts: MOST_ATTEMPTS })
}

/**
 * Records how a payout ended, once whatever the gateway repeats: the state goes from requested by compare-and-set, and
 * the money goes to the world outside, or back to the wallet, in the same transaction. News of another sum change
 * nothing. Returns whether this was the news that settled it.
 */
export async function settleWithdrawal({ database }: Services, news: PayoutNews): Promise<boolean> {
  if (news.state === 'pending') return false
  const paid = news.state === 'succeeded'
  return database.transaction(scopeOf(news.payoutId, news.reference), async (ctx) => {
    const [row] = await ctx.tx
      .update(withdrawals)
      .set({ state: paid ? 'paid' : 'failed', settledAt: ctx.now })
      .where(
        and(
          eq(withdrawals.id, news.payoutId),
          eq(withdrawals.state, 'requested'),
          eq(withdrawals.amountMinor, news.amountMinor),
        ),
      )
      .returning()
    if (!row) return false
    const owner = { kind: row.ownerKind, id: row.ownerId }
    await post(ctx, [
      movement(row, newId(), paid ? withdrawalPaid : withdrawalFailed, [
        { owner, kind: 'outgoing', amountMinor: -row.amountMinor, role: 'outgoing' },
        paid
          ? { owner: GATEWAY_WALLET, kind: 'main', amountMinor: row.amountMinor, role: 'gateway' }
          : { owner, kind: 'main', amountMinor: row.amountMinor, role: 'payee' },
      ]),
    ])
    return true
  })
}

/** The job that has the gateway pay out: again by the same key until there is an answer. */
export function payOutTask(services: Services): Task {
  return defineTask({
    name: PAY_OUT,
    payload: z.object({
      withdrawalId: z.uuid(),
      reference: z.object({ studioId: z.uuid(), accountId: z.uuid() }),
    }),
    run: async ({ withdrawalId, reference }, job) => {
      const [row] = await services.database.transaction(scopeOf(withdrawalId, reference), (ctx) =>
        ctx.tx.select().from(withdrawals).where(eq(withdrawals.id, withdrawalId)),
      )
      if (row?.state !== 'requested') return
      const { amountMinor, currency, destination } = row
      const signal = AbortSignal.any([job.signal, AbortSignal.timeout(ANSWER_MS)])
      const payout = { payoutId: withdrawalId, amount: { amountMinor, currency }, destination, reference }
      const state: GatewayState = await services.gateway.payout(payout, signal)
      if (state === 'pending') throw new RetryLater(ASK_AGAIN_S, 'the gateway has not paid yet')
      await settleWithdrawal(services, { payoutId: withdrawalId, state, amountMinor, reference })
    },
  })
}

/** What is shown of a card's or account's number: its last four signs. */
export function maskedDestination(destination: string): string {
  return `•• ${destination.slice(-4)}`
}

function scopeOf(withdrawalId: string, { studioId, accountId }: PayoutNews['reference']): Scope {
  return { studioId, actor: { kind: 'account', accountId }, request: { id: `withdrawal:${withdrawalId}` } }
}

function movement(
  row: Withdrawal,
  transferId: string,
  kind: typeof withdrawalRequested | typeof withdrawalPaid | typeof withdrawalFailed,
  legs: readonly Omit<Command['legs'][number], 'currency'>[],
): Command {
  const { id, amountMinor, currency, membershipId } = row
  const destination = maskedDestination(row.destination)
  const payload = { withdrawalId: id, amount: moneyJson({ amountMinor, currency }), destination }
  return {
    transferId,
    kind: 'withdrawal',
    subject: { type: 'withdrawal', id },
    note: 'withdrawal',
    legs: legs.map((leg) => ({ ...leg, currency })),
    events: [commandEvent(kind, payload, membershipId ? [membershipId] : [])],
  }
}
