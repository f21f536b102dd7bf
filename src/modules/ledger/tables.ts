import { sql } from 'drizzle-orm'
import { check, foreignKey, index, jsonb, text, unique, uuid } from 'drizzle-orm/pg-core'
import { instant, minor, platformTable } from '../../kernel/database/index.ts'

const currency = () => text({ enum: ['RUB', 'USD', 'EUR'] }).notNull()
const STUDIO = `nullif(current_setting('app.studio_id', true), '')::uuid`
const ACCOUNT = `nullif(current_setting('app.account_id', true), '')::uuid`
const OWN = `(owner_kind = 'account' and owner_id = ${ACCOUNT}) or (owner_kind = 'studio' and owner_id = ${STUDIO})`
const REASON = 'money crosses studios: a person pays many, the platform takes its part of all'
/** Read only: the posting function alone writes. */
const READ = { reason: REASON, grants: ['select'], posted: true } as const

/** Whose money, of what kind, in which currency. Its balance never falls below its floor: the database refuses. */
export const wallets = platformTable(
  'wallets',
  {
    id: uuid().primaryKey().default(sql`uuidv7()`),
    ownerKind: text({ enum: ['account', 'studio', 'platform', 'gateway'] }).notNull(),
    ownerId: uuid().notNull(),
    /** main: to be spent or withdrawn; held: waits for completion; receivable: owed after a refund (below zero). */
    kind: text({ enum: ['main', 'held', 'receivable', 'outgoing'] }).notNull(),
    currency: currency(),
    balanceMinor: minor().notNull().default(sql`0`),
    /** Null for what stands for the outside world, and for debts: these go below zero. */
    floorMinor: minor(),
    createdAt: instant().notNull().default(sql`now()`),
  },
  (t) => [
    unique('wallets_one').on(t.ownerKind, t.ownerId, t.kind, t.currency),
    check('wallets_floor', sql`${t.floorMinor} is null or ${t.balanceMinor} >= ${t.floorMinor}`),
  ],
  { ...READ, condition: OWN },
)

/** One balanced movement of money. The client's id is the key, so a retry is harmless. */
export const transfers = platformTable(
  'transfers',
  {
    id: uuid().primaryKey(),
    /** SHA-256 of what was asked: the same id with other content is refused. */
    hash: text().notNull(),
    kind: text({
      enum: ['top_up', 'withdrawal', 'hold', 'capture', 'release', 'refund', 'tip', 'fee', 'transfer'],
    }).notNull(),
    studioId: uuid().notNull(),
    subjectType: text().notNull(),
    subjectId: uuid().notNull(),
    /** The hold that it pays out of, gives back, or refunds a payment from. */
    holdId: uuid(),
    /** What it is for, in words that a statement can print. */
    note: text().notNull(),
    /** What each figure is made of (X5). */
    breakdown: jsonb().$type<Breakdown>(),
    /** The people whose wallets it touches: they may read it in any studio. */
    accountIds: uuid().array().notNull(),
    actorAccountId: uuid(),
    occurredAt: instant().notNull(),
  },
  (t) => [
    index('transfers_by_studio').on(t.studioId, t.occurredAt, t.id),
    index('transfers_by_subject').on(t.subjectId, t.occurredAt),
    index('transfers_by_time').on(t.occurredAt, t.id),
    index('transfers_by_hold').on(t.holdId).where(sql`hold_id is not null`),
  ],
  { ...READ, condition: `studio_id = ${STUDIO} or ${ACCOUNT} = any (account_ids)` },
)

/** One line of a transfer: a wallet and a signed amount. Append-only; a transfer's postings add up to nothing. */
export const postings = platformTable(
  'postings',
  {
    id: uuid().primaryKey().default(sql`uuidv7()`),
    transferId: uuid().notNull(),
    walletId: uuid().notNull(),
    ownerKind: text().notNull(),
    ownerId: uuid().notNull(),
    currency: currency(),
    amountMinor: minor().notNull(),
    balanceAfterMinor: minor().notNull(),
    /** What the line is in its transfer: payer, performer, studio, commission … */
    role: text().notNull(),
    occurredAt: instant().notNull(),
  },
  (t) => [
    index('postings_statement').on(t.walletId, t.id),
    index('postings_by_transfer').on(t.transferId),
    index('postings_of_platform').on(t.occurredAt).where(sql`owner_kind = 'platform'`),
    check('postings_not_nothing', sql`${t.amountMinor} <> 0`),
    foreignKey({ columns: [t.transferId], foreignColumns: [transfers.id] }),
    foreignKey({ columns: [t.walletId], foreignColumns: [wallets.id] }),
  ],
  { ...READ, condition: OWN },
)

/** Money that waits for acceptance: never more captured and released than was held (R14). */
export const holds = platformTable(
  'holds',
  {
    /** The id of the transfer that held it. */
    id: uuid().primaryKey(),
    studioId: uuid().notNull(),
    payerKind: text({ enum: ['account', 'studio'] }).notNull(),
    payerId: uuid().notNull(),
    currency: currency(),
    amountMinor: minor().notNull(),
    capturedMinor: minor().notNull().default(sql`0`),
    releasedMinor: minor().notNull().default(sql`0`),
    /** Of what was captured, how much went back to the payer. */
    refundedMinor: minor().notNull().default(sql`0`),
    subjectType: text().notNull(),
    subjectId: uuid().notNull(),
    note: text().notNull(),
    createdAt: instant().notNull(),
  },
  (t) => [
    index('holds_by_studio').on(t.studioId, t.createdAt, t.id),
    index('holds_by_payer').on(t.payerId, t.createdAt, t.id),
    index('holds_by_subject').on(t.subjectId),
    index('holds_by_time').on(t.createdAt, t.id),
    check(
      'holds_never_more',
      sql`${t.amountMinor} > 0 and ${t.capturedMinor} >= 0 and ${t.releasedMinor} >= 0 and ${t.capturedMinor} + ${t.releasedMinor} <= ${t.amountMinor}`,
    ),
    check('holds_refunded', sql`${t.refundedMinor} between 0 and ${t.capturedMinor}`),
    foreignKey({ columns: [t.id], foreignColumns: [transfers.id] }),
  ],
  { ...READ, condition: `studio_id = ${STUDIO} or (payer_kind = 'account' and payer_id = ${ACCOUNT})` },
)

/** Largest floor of the commission, in minor units: a slip of the finger takes no whole order. */
export const MAX_FLOOR_MINOR = 1_000_000n

/** The platform's commission as the operator set it: rows are only added, and the newest is in force (R15). */
export const platformTerms = platformTable(
  'platform_terms',
  {
    id: uuid().primaryKey().default(sql`uuidv7()`),
    /** The terms whose place it took, each of them once; the first ones took nobody's. */
    replaces: uuid(),
    commissionBps: minor().notNull(),
    /** At least so much of a purchase in each currency. */
    floorRubMinor: minor().notNull().default(sql`0`),
    floorUsdMinor: minor().notNull().default(sql`0`),
    floorEurMinor: minor().notNull().default(sql`0`),
    reason: text().notNull().default(''),
    setBy: uuid(),
    inForceFrom: instant().notNull().default(sql`now()`),
  },
  (t) => [
    check('platform_terms_share', sql`${t.commissionBps} between 0 and 10000`),
    check(
      'platform_terms_floors',
      sql`${t.floorRubMinor} between 0 and 1000000 and ${t.floorUsdMinor} between 0 and 1000000 and ${t.floorEurMinor} between 0 and 1000000`,
    ),
    check('platform_terms_reason', sql`${t.replaces} is null or length(${t.reason}) > 0`),
    unique('platform_terms_replaced_once').on(t.replaces).nullsNotDistinct(),
    foreignKey({ columns: [t.replaces], foreignColumns: [t.id], name: 'platform_terms_replaces' }),
    index('platform_terms_newest').on(t.inForceFrom),
  ],
  { reason: 'the operator’s own terms, the same for all studios', grants: ['select', 'insert'] },
)

/** An attempt to pay through the gateway: written before the gateway hears of it, settled once whatever comes twice. */
export const paymentAttempts = platformTable(
  'payment_attempts',
  {
    id: uuid().primaryKey(),
    /** What it is for; the module that owns the purpose settles it. */
    purpose: text({ enum: ['top_up', 'subscription', 'subscription_payment', 'booking'] }).notNull(),
    accountId: uuid().notNull(),
    studioId: uuid().notNull(),
    gateway: text().notNull(),
    currency: currency(),
    amountMinor: minor().notNull(),
    state: text({ enum: ['pending', 'succeeded', 'failed'] })
      .notNull()
      .default('pending'),
    /** What its settlement needs, as its module wrote it. */
    details: jsonb().$type<Record<string, unknown>>().notNull(),
    /** Path inside the site to come back to. */
    returnTo: text().notNull(),
    createdAt: instant().notNull(),
    settledAt: instant(),
  },
  (t) => [
    index('payment_attempts_by_account').on(t.accountId, t.createdAt),
    index('payment_attempts_waiting').on(t.state, t.createdAt),
    check('payment_attempts_amount', sql`${t.amountMinor} > 0`),
  ],
  { reason: 'a payment begins before its studio exists', grants: ['select', 'insert', 'update'] },
)

/** A payout asked for: the money leaves the wallet at once and comes back when the gateway refuses (R13). */
export const withdrawals = platformTable(
  'withdrawals',
  {
    id: uuid().primaryKey(),
    ownerKind: text({ enum: ['account', 'studio'] }).notNull(),
    ownerId: uuid().notNull(),
    /** Who asked, and as which profile of which studio: there they are told how it ended. None: outside of any studio. */
    accountId: uuid().notNull(),
    studioId: uuid().notNull(),
    membershipId: uuid(),
    currency: currency(),
    amountMinor: minor().notNull(),
    destination: text().notNull(),
    state: text({ enum: ['requested', 'paid', 'failed'] })
      .notNull()
      .default('requested'),
    createdAt: instant().notNull(),
    settledAt: instant(),
  },
  (t) => [
    index('withdrawals_by_owner').on(t.ownerId, t.createdAt),
    index('withdrawals_by_time').on(t.createdAt, t.id),
    check('withdrawals_amount', sql`${t.amountMinor} > 0`),
  ],
  { reason: REASON, grants: ['select', 'insert', 'update'], posted: true, condition: OWN },
)

/** How a figure came about, line by line, as the screen opens it (X5). */
export interface Breakdown {
  lines: {
    label: string
    amountMinor: string
    bps?: number
    detail?: string
    /** Whose share it is: nobody else outside the studio is shown the line. */
    accountId?: string
  }[]
}
