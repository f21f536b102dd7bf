import { z } from 'zod'
import { type Currency, currencySchema, moneyJson, moneySchema } from '../../kernel/money.ts'
import { breakdownFor, wholeBreakdown } from './breakdown.ts'
import { STATED, type statement, type WalletSums } from './read.ts'
import type { postings, transfers } from './tables.ts'
import type { WalletOwner } from './wallet.ts'
import { maskedDestination } from './withdrawal.ts'

export const TRANSFER_KINDS = [
  'top_up',
  'withdrawal',
  'hold',
  'capture',
  'release',
  'refund',
  'tip',
  'fee',
  'transfer',
] as const

export const walletSchema = z
  .object({
    currency: currencySchema,
    /** Can be spent or withdrawn. */
    available: moneySchema,
    /** Waits for completion. */
    held: moneySchema,
    /** Owed after refunds; below zero. */
    owed: moneySchema,
    /** On its way out: withdrawals that the gateway has not answered yet. */
    leaving: moneySchema,
  })
  .meta({ id: 'Wallet' })

export const breakdownSchema = z.object({
  lines: z.array(
    z.object({ label: z.string(), amountMinor: z.string(), bps: z.number().optional(), detail: z.string().optional() }),
  ),
})

export const lineSchema = z
  .object({
    id: z.uuid(),
    transferId: z.uuid(),
    kind: z.enum(TRANSFER_KINDS),
    /** What it moves. Only `main` is available: its lines alone add up to that balance. */
    wallet: z.enum(STATED),
    amount: moneySchema,
    balanceAfter: moneySchema,
    /** What it did to the money held: the same money waits, comes back, or is paid out, and is counted once. */
    held: z.object({ change: moneySchema, after: moneySchema }).nullable(),
    role: z.string(),
    note: z.string(),
    subject: z.object({ type: z.string(), id: z.uuid() }),
    occurredAt: z.string(),
    breakdown: breakdownSchema.nullable(),
    /** Of a withdrawal: where to, and how it stands. */
    withdrawal: z.object({ state: z.enum(['requested', 'paid', 'failed']), destination: z.string() }).nullable(),
  })
  .meta({ id: 'StatementLine' })

type Row = Awaited<ReturnType<typeof statement>>['rows'][number]

/** What a line did to the money held, in minor units: in main and held at once for a hold and for its return. Pure. */
export function heldOf({ posting, walletKind, heldAfterMinor }: Row) {
  const { amountMinor, balanceAfterMinor } = posting
  if (walletKind === 'held') return { changeMinor: amountMinor, afterMinor: balanceAfterMinor }
  return heldAfterMinor === null ? undefined : { changeMinor: -amountMinor, afterMinor: heldAfterMinor }
}

/** A line of the reader's own statement for JSON, with what they may see of how it was divided. */
export function lineJson(reader: WalletOwner, row: Row): z.infer<typeof lineSchema> {
  const { posting, transfer, withdrawal, walletKind } = row
  const { currency } = posting
  const held = heldOf(row)
  return {
    id: posting.id,
    transferId: transfer.id,
    kind: transfer.kind,
    wallet: STATED.find((kind) => kind === walletKind) ?? 'main',
    amount: amountOf(posting),
    balanceAfter: moneyJson({ amountMinor: posting.balanceAfterMinor, currency }),
    held: held
      ? {
          change: moneyJson({ amountMinor: held.changeMinor, currency }),
          after: moneyJson({ amountMinor: held.afterMinor, currency }),
        }
      : null,
    role: posting.role,
    note: transfer.note,
    subject: { type: transfer.subjectType, id: transfer.subjectId },
    occurredAt: transfer.occurredAt.toString(),
    breakdown: breakdownFor(reader, { posting, transfer }),
    withdrawal: withdrawal && {
      state: withdrawal.state,
      destination: maskedDestination(withdrawal.destination),
    },
  }
}

const walletSumsSchema = z.object({ opening: moneySchema, in: moneySchema, out: moneySchema, closing: moneySchema })

/** What was in each wallet before and after, and what came and went between: opening + in − out = closing. */
export const sumsSchema = z
  .object({ main: walletSumsSchema, held: walletSumsSchema, receivable: walletSumsSchema })
  .meta({ id: 'StatementSums' })

/** A wallet's sums for JSON; `out` is a positive amount. */
export function sumsJson(sums: WalletSums, currency: Currency): z.infer<typeof walletSumsSchema> {
  const money = (amountMinor: bigint) => moneyJson({ amountMinor, currency })
  const { openingMinor, inMinor, outMinor, closingMinor } = sums
  return { opening: money(openingMinor), in: money(inMinor), out: money(outMinor), closing: money(closingMinor) }
}

/** A posting's amount with its currency. */
export function amountOf(posting: Pick<typeof postings.$inferSelect, 'amountMinor' | 'currency'>) {
  return moneyJson({ amountMinor: posting.amountMinor, currency: posting.currency })
}

export const transferSchema = z
  .object({
    id: z.uuid(),
    kind: z.enum(TRANSFER_KINDS),
    note: z.string(),
    studioId: z.uuid(),
    subject: z.object({ type: z.string(), id: z.uuid() }),
    occurredAt: z.string(),
    breakdown: breakdownSchema.nullable(),
  })
  .meta({ id: 'Transfer' })

/** A transfer for JSON, whole: for the operator alone. */
export function transferJson(row: typeof transfers.$inferSelect): z.infer<typeof transferSchema> {
  return {
    id: row.id,
    kind: row.kind,
    note: row.note,
    studioId: row.studioId,
    subject: { type: row.subjectType, id: row.subjectId },
    occurredAt: row.occurredAt.toString(),
    breakdown: row.breakdown && wholeBreakdown(row.breakdown),
  }
}
