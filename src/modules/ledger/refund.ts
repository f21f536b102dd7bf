import { and, eq, sql } from 'drizzle-orm'
import type { Ctx } from '../../kernel/context.ts'
import { type Currency, moneyJson, splitByWeights } from '../../kernel/money.ts'
import { problem } from '../../kernel/problem.ts'
import { findPeople } from '../studios/index.ts'
import { commandEvent } from './command.ts'
import { paymentRefunded } from './events.ts'
import { type Payee, payeesOf, roleOf } from './paid-out.ts'
import { type Outcome, post } from './post.ts'
import { holds } from './tables.ts'
import type { WalletOwner } from './wallet.ts'

export interface Refund {
  transferId: string
  holdId: string
  /** In minor units, above zero. */
  amountMinor: bigint
  /** Why, in words that the payer, the performers and the studio read. */
  reason: string
  /** How much had been refunded when it was decided: where somebody refunded more meanwhile, nothing is done. */
  seenMinor?: bigint
}

/** What somebody gives back: of it so much from their wallet now, the rest as a debt. */
export interface Giver {
  owner: WalletOwner
  amountMinor: bigint
  nowMinor: bigint
}

/**
 * Takes money back from those it was paid to and returns it to the payer: from each by what is left of their part of the
 * payout, so that refunds in parts give back exactly what was paid. What somebody no longer has lands in their receivable,
 * as a debt that they cannot withdraw past and that what is paid out to them later pays off first; no wallet falls below
 * its floor. The payer, those who give back and the studio are told.
 * Throws `hold_exhausted` when more is asked than had been paid out, earlier refunds included, and `refund_changed`.
 */
export async function refund(ctx: Ctx, refund: Refund): Promise<Outcome[]> {
  const { transferId, holdId, amountMinor, reason, seenMinor } = refund
  const { payer, currency, subject, note } = await findHold(ctx, holdId)
  const owners = [payer, ...(await payeesOf(ctx, holdId)).map((payee) => payee.owner)]
  const available = await lockMain(ctx, owners, currency)
  // Behind the locks: whoever refunds the same hold waits for the payer's wallet.
  const payees = await payeesOf(ctx, holdId)
  const { refundedMinor } = await findHold(ctx, holdId)
  if (seenMinor !== undefined && seenMinor !== refundedMinor) throw problem('refund_changed')
  if (amountMinor <= 0n || payees.length === 0) throw problem('hold_exhausted')
  const givers = giversOf(payees, amountMinor, available)
  const money = (minor: bigint) => moneyJson({ amountMinor: minor, currency })
  const payload = {
    transferId,
    holdId,
    amount: money(amountMinor),
    note,
    reason,
    ...(await toldOf(ctx, givers, currency)),
  }
  return post(ctx, [
    {
      ...{ transferId, kind: 'refund', subject, note },
      legs: [
        ...givers.flatMap(({ owner, amountMinor: owed, nowMinor: now }) => [
          { owner, kind: 'main' as const, currency, amountMinor: -now, role: roleOf(owner) },
          { owner, kind: 'receivable' as const, currency, amountMinor: now - owed, role: 'debt' as const },
        ]),
        { owner: payer, kind: 'main', currency, amountMinor, role: 'payer' },
      ],
      consume: { holdId, capturedMinor: 0n, releasedMinor: 0n, refundedMinor: amountMinor },
      asked: { holdId, amountMinor },
      events: [
        {
          ...commandEvent(paymentRefunded, payload, await profilesOf(ctx, payer)),
          before: { refunded: money(refundedMinor) },
          after: {
            refunded: money(refundedMinor + amountMinor),
            givers: givers.map((giver) => ({
              ...{ ...giver.owner, role: roleOf(giver.owner), amount: money(giver.amountMinor) },
              debt: money(giver.amountMinor - giver.nowMinor),
            })),
          },
        },
      ],
    },
  ])
}

/**
 * Who gives back how much: by what is left of each part, to the last unit; where more is asked than that, by the whole
 * parts, for the database to refuse. `available` is what the main wallets hold, by `walletKey`. Pure.
 */
export function giversOf(
  payees: readonly Payee[],
  amountMinor: bigint,
  available: ReadonlyMap<string, bigint>,
): Giver[] {
  const left = payees.map(({ paidMinor, returnedMinor }) => paidMinor - returnedMinor)
  const enough = left.reduce((sum, one) => sum + one, 0n) >= amountMinor
  const parts = splitByWeights(amountMinor, enough ? left : payees.map(({ paidMinor }) => paidMinor))
  return payees.flatMap(({ owner }, index) => {
    const part = parts[index] ?? 0n
    const there = available.get(ownerKey(owner)) ?? 0n
    return part === 0n ? [] : { owner, amountMinor: part, nowMinor: part < there ? part : there }
  })
}

/** The name of an owner in a map. Pure. */
export const ownerKey = (owner: WalletOwner) => `${owner.kind}:${owner.id}`

async function findHold(ctx: Ctx, id: string) {
  const [row] = await ctx.tx
    .select()
    .from(holds)
    .where(and(eq(holds.id, id), eq(holds.studioId, ctx.studioId)))
  if (!row) throw problem('not_found')
  const { payerKind, payerId, currency, refundedMinor, note } = row
  const payer: WalletOwner = { kind: payerKind, id: payerId }
  return { payer, currency, refundedMinor, note, subject: { type: row.subjectType, id: row.subjectId } }
}

/** Whose part each may read: a performer their own, whoever sees the studio's money the studio's. */
async function toldOf(ctx: Ctx, givers: readonly Giver[], currency: Currency) {
  const shares = []
  for (const { owner, amountMinor } of givers) {
    for (const membershipId of await profilesOf(ctx, owner)) {
      shares.push({ membershipId, amount: moneyJson({ amountMinor, currency }) })
    }
  }
  const studio = givers.find(({ owner }) => owner.kind === 'studio')
  return { shares, studioShare: moneyJson({ amountMinor: studio?.amountMinor ?? 0n, currency }) }
}

/** The profiles of a wallet's owner in the studio; none of whoever is no person, or has left it. */
async function profilesOf(ctx: Ctx, { kind, id }: WalletOwner): Promise<string[]> {
  if (kind !== 'account') return []
  return (await findPeople(ctx, { accountId: id })).map(({ membershipId }) => membershipId)
}

/** What is in the main wallets. Debts are locked with them, in the one order in which wallets are. */
async function lockMain(ctx: Ctx, owners: readonly WalletOwner[], currency: string): Promise<Map<string, bigint>> {
  const asked = JSON.stringify(
    owners.flatMap(({ kind: ownerKind, id: ownerId }) =>
      ['main', 'receivable'].map((kind) => ({ ownerKind, ownerId, kind, currency })),
    ),
  )
  const { rows } = await ctx.tx.execute<{ owner_kind: string; owner_id: string; kind: string; balance_minor: string }>(
    sql`select owner_kind, owner_id, kind, balance_minor::text from ledger_lock(${asked}::jsonb)`,
  )
  const main = rows.filter(({ kind }) => kind === 'main')
  return new Map(main.map((row) => [`${row.owner_kind}:${row.owner_id}`, BigInt(row.balance_minor)]))
}
