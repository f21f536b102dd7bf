import { and, asc, eq } from 'drizzle-orm'
import type { Ctx } from '../../kernel/context.ts'
import { newId } from '../../kernel/ids.ts'
import { readHolds, type SplitPayout, settleHolds, splitPayout } from '../ledger/index.ts'
import { type PerformerShare, sharesOf } from '../studios/index.ts'
import { noteOf, resourcesOf } from './booking.ts'
import type { Settlement } from './cancellation-terms.ts'
import type { BookingRow } from './state.ts'
import { bookingPayments } from './tables.ts'

type PaymentRow = typeof bookingPayments.$inferSelect

/**
 * Pays out all that is held for a session that took place, in minor units: the commission of the day when it was bought,
 * their share to the people who worked on it by the terms of that day, the rest to the studio (R15, R16).
 */
export async function payOut(ctx: Ctx, booking: BookingRow): Promise<bigint> {
  const people = (await resourcesOf(ctx, booking.id)).flatMap(({ membershipId }) => membershipId ?? [])
  const { keptMinor } = await settleMoney(ctx, booking, ({ paidMinor }) => ({ keptMinor: paidMinor }), people)
  return keptMinor
}

/**
 * Ends every hold of a booking, whose row the caller has locked: what is kept is captured from the payments in their
 * order and split, the rest goes back to who paid, to the last kopeck, in one batch (P11, R15). `performers` are the
 * memberships of those who share in it; a fee for what did not take place is the studio's alone.
 */
export async function settleMoney(
  ctx: Ctx,
  booking: BookingRow,
  decide: (paid: { priceMinor: bigint; paidMinor: bigint }) => Pick<Settlement, 'keptMinor'>,
  performers: readonly string[] = [],
): Promise<{ keptMinor: bigint; returnedMinor: bigint }> {
  const payments = await heldPayments(ctx, booking.id)
  const paidMinor = payments.reduce((sum, { amountMinor, returnedMinor }) => sum + amountMinor - returnedMinor, 0n)
  const { keptMinor } = decide({ priceMinor: booking.priceMinor, paidMinor })
  if (payments.length === 0) return { keptMinor: 0n, returnedMinor: 0n }
  const holds = new Map(
    (
      await readHolds(
        ctx,
        payments.map(({ id }) => id),
      )
    ).map((hold) => [hold.id, hold]),
  )
  const parts = divide(payments, keptMinor)
  const bought = await firstPayment(ctx, booking.id)
  const shares = await sharesOf(ctx, performers, bought?.paidAt ?? ctx.now)
  let before = await keptBefore(ctx, booking.id)
  const used = parts.map((part) => {
    const hold = holds.get(part.payment.id)
    if (!hold) throw new Error(`the hold of payment ${part.payment.id} is not there`)
    const commissionMinor = commissionOn(bought, before + part.kept) - commissionOn(bought, before)
    before += part.kept
    return { ...part, hold, commissionMinor }
  })
  const note = await noteOf(ctx, booking)
  const audience = payerOf(booking)
  await settleHolds(ctx, {
    captures: used.flatMap(({ payment, hold, kept, commissionMinor }) => {
      if (kept === 0n) return []
      const { legs } = payoutOf(payment, kept, commissionMinor, shares)
      return { transferId: newId(), hold, note, audience, legs, breakdown: breakdownOf(payment, legs, shares) }
    }),
    releases: used.flatMap(({ hold, returned }) =>
      returned === 0n ? [] : { transferId: newId(), hold, note, audience, amountMinor: returned },
    ),
  })
  for (const { payment, kept, returned } of parts) {
    const settled = await ctx.tx
      .update(bookingPayments)
      .set({ state: 'settled', keptMinor: kept, returnedMinor: payment.returnedMinor + returned })
      .where(and(one(ctx, payment.id), eq(bookingPayments.state, 'held')))
      .returning({ id: bookingPayments.id })
    if (settled.length === 0) throw new Error('a payment was settled by somebody else')
  }
  return { keptMinor, returnedMinor: paidMinor - keptMinor }
}

/** Gives back what was paid above the price, from the newest payment on: after a move to a cheaper hour. */
export async function returnSurplus(ctx: Ctx, booking: BookingRow, surplusMinor: bigint): Promise<void> {
  const note = await noteOf(ctx, booking)
  let left = surplusMinor
  for (const payment of (await heldPayments(ctx, booking.id)).reverse()) {
    if (left <= 0n) return
    const open = payment.amountMinor - payment.returnedMinor
    if (open === 0n) continue
    const amountMinor = left < open ? left : open
    left -= amountMinor
    const [hold] = await readHolds(ctx, [payment.id])
    if (!hold) throw new Error(`the hold of payment ${payment.id} is not there`)
    await settleHolds(ctx, {
      captures: [],
      releases: [{ transferId: newId(), hold, note, amountMinor, audience: payerOf(booking) }],
    })
    await ctx.tx
      .update(bookingPayments)
      .set({ returnedMinor: payment.returnedMinor + amountMinor })
      .where(one(ctx, payment.id))
  }
}

/** The payment that bought a booking: what is paid for it later goes by the terms of that one. */
export async function firstPayment(ctx: Ctx, bookingId: string): Promise<PaymentRow | undefined> {
  const [row] = await ctx.tx
    .select()
    .from(bookingPayments)
    .where(and(eq(bookingPayments.studioId, ctx.studioId), eq(bookingPayments.bookingId, bookingId)))
    .orderBy(asc(bookingPayments.paidAt), asc(bookingPayments.id))
    .limit(1)
  return row
}

/** Who is told of all the money of a booking; whoever worked on it is told of their own share. */
function payerOf({ clientMembershipId }: BookingRow): string[] {
  return clientMembershipId ? [clientMembershipId] : []
}

/** Payments in their order, each with the part that is kept of it and the part that goes back. Pure. */
export function divide<P extends { amountMinor: bigint; returnedMinor: bigint }>(
  payments: readonly P[],
  keptMinor: bigint,
): { payment: P; kept: bigint; returned: bigint }[] {
  let left = keptMinor
  return payments.map((payment) => {
    const open = payment.amountMinor - payment.returnedMinor
    const kept = left < open ? left : open
    left -= kept
    return { payment, kept, returned: open - kept }
  })
}

function heldPayments(ctx: Ctx, bookingId: string): Promise<PaymentRow[]> {
  return ctx.tx
    .select()
    .from(bookingPayments)
    .where(
      and(
        eq(bookingPayments.studioId, ctx.studioId),
        eq(bookingPayments.bookingId, bookingId),
        eq(bookingPayments.state, 'held'),
      ),
    )
    .orderBy(asc(bookingPayments.id))
}

function one(ctx: Ctx, id: string) {
  return and(eq(bookingPayments.studioId, ctx.studioId), eq(bookingPayments.id, id))
}

/** What earlier payments of a booking were kept of, in minor units: its money may come after it took place. */
async function keptBefore(ctx: Ctx, bookingId: string): Promise<bigint> {
  const rows = await ctx.tx
    .select({ keptMinor: bookingPayments.keptMinor })
    .from(bookingPayments)
    .where(
      and(
        ...[eq(bookingPayments.studioId, ctx.studioId), eq(bookingPayments.bookingId, bookingId)],
        eq(bookingPayments.state, 'settled'),
      ),
    )
  return rows.reduce((sum, row) => sum + row.keptMinor, 0n)
}

/** The commission on so much of a booking, in however many parts it was paid: by the terms of the payment that bought it. */
function commissionOn(bought: PaymentRow | undefined, amountMinor: bigint): bigint {
  if (!bought || amountMinor === 0n) return 0n
  const { studioId, commissionBps: bps, commissionFloorMinor: floorMinor } = bought
  return splitPayout({ amountMinor, studioId, commission: { bps, floorMinor }, performers: [] }).commissionMinor
}

function payoutOf(
  { studioId }: PaymentRow,
  amountMinor: bigint,
  commissionMinor: bigint,
  performers: readonly PerformerShare[],
): SplitPayout {
  return splitPayout({ amountMinor, studioId, commission: { bps: 0n, floorMinor: commissionMinor }, performers })
}

/** The legs as the lines that a statement opens: who got what, by which share, and why (X5). */
function breakdownOf({ commissionBps }: PaymentRow, legs: SplitPayout['legs'], shares: readonly PerformerShare[]) {
  const shareOf = (to: SplitPayout['legs'][number]['to']) =>
    shares.find(({ accountId }) => to.kind === 'account' && to.id === accountId)
  return {
    lines: legs.map(({ to, role, amountMinor }) => {
      const share = role === 'performer' ? shareOf(to) : undefined
      return {
        ...{ label: role, amountMinor: amountMinor.toString() },
        ...(role === 'commission' ? { bps: Number(commissionBps) } : {}),
        ...(share ? { bps: Number(share.bps), detail: share.reason, accountId: share.accountId } : {}),
      }
    }),
  }
}
