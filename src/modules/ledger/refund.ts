import { sql } from 'drizzle-orm'
import type { Ctx } from '../../kernel/context.ts'
import { moneyJson, splitByWeights } from '../../kernel/money.ts'
import { problem } from '../../kernel/problem.ts'
import { commandEvent } from './command.ts'
import { paymentRefunded } from './events.ts'
import { type Outcome, post } from './post.ts'
import { type Hold, type PayoutLeg, sharesOfLegs } from './verbs.ts'
import type { Leg, WalletOwner } from './wallet.ts'

export interface Refund {
  transferId: string
  hold: Hold
  /** How the money had been paid out, as it was captured. */
  paid: readonly PayoutLeg[]
  amountMinor: bigint
  note: string
  /** Memberships of the payer. */
  audience?: readonly string[]
}

/**
 * Takes money back from those it was paid to and returns it to the payer: from each by their part of the payout. What
 * somebody no longer has lands in their receivable, as a debt that they cannot withdraw past and that what is paid out to
 * them later pays off first; no wallet falls below its floor.
 * Throws `hold_exhausted` when more is asked than had been paid out, earlier refunds included.
 */
export async function refund(ctx: Ctx, refund: Refund): Promise<Outcome[]> {
  const { transferId, hold, note, amountMinor } = refund
  const { currency, payer } = hold
  const paidOut = refund.paid.filter((leg) => leg.amountMinor > 0n)
  const total = paidOut.reduce((sum, leg) => sum + leg.amountMinor, 0n)
  if (amountMinor <= 0n || amountMinor > total) throw problem('hold_exhausted')
  const parts = splitByWeights(
    amountMinor,
    paidOut.map((leg) => leg.amountMinor),
  )
  const owners = [payer, ...paidOut.map((leg) => leg.to)]
  const available = await lockMain(ctx, owners, currency)
  const legs: Leg[] = paidOut.flatMap((leg, index): Leg[] => {
    const owed = parts[index] ?? 0n
    const there = available.get(keyOf(leg.to)) ?? 0n
    const now = owed < there ? owed : there
    available.set(keyOf(leg.to), there - now)
    return [
      { owner: leg.to, kind: 'main', currency, amountMinor: -now, role: leg.role },
      { owner: leg.to, kind: 'receivable', currency, amountMinor: now - owed, role: 'debt' },
    ]
  })
  const taken = paidOut.map((leg, index) => ({ ...leg, amountMinor: parts[index] ?? 0n }))
  const payload = { transferId, holdId: hold.id, amount: moneyJson({ amountMinor, currency }), note }
  return post(ctx, [
    {
      transferId,
      kind: 'refund',
      subject: hold.subject,
      note,
      legs: [...legs, { owner: payer, kind: 'main', currency, amountMinor, role: 'payer' }],
      consume: { holdId: hold.id, capturedMinor: 0n, releasedMinor: 0n, refundedMinor: amountMinor },
      asked: { holdId: hold.id, paid: paidOut.map(({ membershipId: _, ...leg }) => leg), amountMinor },
      events: [commandEvent(paymentRefunded, { ...payload, shares: sharesOfLegs(taken, currency) }, refund.audience)],
    },
  ])
}

const keyOf = (owner: WalletOwner) => `${owner.kind}:${owner.id}`

async function lockMain(ctx: Ctx, owners: readonly WalletOwner[], currency: string): Promise<Map<string, bigint>> {
  const asked = JSON.stringify(
    owners.map((owner) => ({ ownerKind: owner.kind, ownerId: owner.id, kind: 'main', currency })),
  )
  const { rows } = await ctx.tx.execute<{ owner_kind: string; owner_id: string; balance_minor: string }>(
    sql`select owner_kind, owner_id, balance_minor::text from ledger_lock(${asked}::jsonb)`,
  )
  return new Map(rows.map((row) => [`${row.owner_kind}:${row.owner_id}`, BigInt(row.balance_minor)]))
}
