import { sql } from 'drizzle-orm'
import { boolean, check, foreignKey, index, integer, jsonb, text, unique, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { instant, minor, platformTable, span, tenantTable } from '../../kernel/database/index.ts'
import { accounts } from '../identity/index.ts'
import { studios, type Words } from '../studios/index.ts'

/** What a studio may have under a plan. Null is without limit. */
export interface PlanLimits {
  /** People who work there. */
  staff: number | null
  storageGib: number | null
  rooms: number | null
}

/** What studios can subscribe to (P8). The operator's; the same for all. */
export const plans = platformTable(
  'plans',
  {
    id: uuid().primaryKey().default(sql`uuidv7()`),
    code: text().notNull(),
    name: jsonb().$type<Words>().notNull(),
    summary: jsonb().$type<Words>().notNull(),
    periodMonths: integer().notNull().default(1),
    trialDays: integer().notNull().default(0),
    limits: jsonb().$type<PlanLimits>().notNull(),
    position: integer().notNull(),
    offered: boolean().notNull().default(true),
  },
  (t) => [unique('plans_code').on(t.code), check('plans_period', sql`${t.periodMonths} between 1 and 12`)],
  { reason: 'the operator’s own price list, the same for all', grants: ['select'] },
)

/** A plan's price in each currency that it is sold in. */
export const planPrices = platformTable(
  'plan_prices',
  {
    planId: uuid().notNull(),
    currency: text({ enum: ['RUB', 'USD', 'EUR'] }).notNull(),
    amountMinor: minor().notNull(),
  },
  (t) => [
    unique('plan_prices_one').on(t.planId, t.currency),
    check('plan_prices_amount', sql`${t.amountMinor} > 0`),
    foreignKey({ columns: [t.planId], foreignColumns: [plans.id] }),
  ],
  { reason: 'the operator’s own price list, the same for all', grants: ['select'] },
)

/** A visitor who may become an owner, until they pay (P1). */
export const leads = platformTable(
  'leads',
  {
    id: uuid().primaryKey().default(sql`uuidv7()`),
    email: text().notNull(),
    name: text().notNull(),
    accountId: uuid(),
    source: text({ enum: ['registration', 'site'] }).notNull(),
    state: text({ enum: ['new', 'won'] })
      .notNull()
      .default('new'),
    createdAt: instant().notNull().default(sql`now()`),
  },
  (t) => [unique('leads_email').on(t.email), index('leads_by_state').on(t.state, t.createdAt)],
  { reason: 'comes before any studio', grants: ['select', 'insert', 'update'] },
)

/** Who has tried the platform, and where: an account has one trial, whatever becomes of the studio (P8). */
export const trials = platformTable(
  'trials',
  {
    accountId: uuid().notNull(),
    studioId: uuid().notNull(),
    begunAt: instant().notNull().default(sql`now()`),
  },
  (t) => [
    unique('trials_once').on(t.accountId),
    foreignKey({ columns: [t.accountId], foreignColumns: [accounts.id], name: 'trials_account' }),
    foreignKey({ columns: [t.studioId], foreignColumns: [studios.id], name: 'trials_studio' }),
  ],
  { reason: 'an account’s, over all studios', grants: ['select', 'insert'] },
)

const currency = () => text({ enum: ['RUB', 'USD', 'EUR'] }).notNull()

/** A studio's subscription (P8). */
export const subscriptions = tenantTable(
  'subscriptions',
  {
    planId: uuid().notNull(),
    /** past_due: the renewal was refused and is tried again; suspended: given up, the studio is read-only until paid. */
    state: text({ enum: ['trial', 'active', 'past_due', 'suspended', 'cancelled'] }).notNull(),
    currency: currency(),
    /** The price of a period, as it was on the day of subscribing. */
    amountMinor: minor().notNull(),
    periodStart: instant().notNull(),
    periodEnd: instant().notNull(),
    /** The day of the month on which periods begin, 1 to 31; in shorter months the last one. */
    anchorDay: integer().notNull(),
    /** Refused tries for the period that is due. */
    failures: integer().notNull().default(0),
    /** When the next charge, or the end, is due. None: nothing is charged until somebody pays. */
    nextChargeAt: instant(),
    /** Since when the platform keeps the studio out: meanwhile nothing is charged, and no paid day passes. */
    pausedAt: instant(),
    /** When the owner is told that the trial is about to end. */
    remindAt: instant(),
    /** Ends with the period that is paid for, instead of being renewed. */
    cancelsAtEnd: boolean().notNull().default(false),
    /** Paid and not used up yet: what is charged next is less by it. */
    creditMinor: minor().notNull().default(sql`0`),
    /** What is charged: the gateway's name of it, and what its owner knows it by. */
    methodId: text(),
    methodLabel: text(),
    paidByAccountId: uuid().notNull(),
  },
  (t) => [
    unique('subscriptions_one').on(t.studioId),
    index('subscriptions_by_end').on(t.state, t.periodEnd),
    index('subscriptions_due').on(t.nextChargeAt),
    index('subscriptions_to_remind').on(t.remindAt),
    foreignKey({ columns: [t.studioId], foreignColumns: [studios.id] }),
    foreignKey({ columns: [t.planId], foreignColumns: [plans.id] }),
    check('subscriptions_period', sql`${t.periodEnd} > ${t.periodStart}`),
    check('subscriptions_anchor', sql`${t.anchorDay} between 1 and 31`),
    check('subscriptions_credit', sql`${t.creditMinor} >= 0`),
    check('subscriptions_failures', sql`(${t.failures} > 0) = (${t.state} in ('past_due', 'suspended'))`),
    check(
      'subscriptions_awaited',
      sql`(${t.nextChargeAt} is not null) = (${t.state} in ('trial', 'active', 'past_due'))`,
    ),
  ],
)

/**
 * What was asked of a studio for its plan, and how it ended (P8). Its id is the gateway's key and the ledger's transfer.
 * No moment is paid twice: the exclusion constraint `subscription_charges_once` keeps the periods of what is under way or
 * paid apart, so of two workers one charges.
 */
export const subscriptionCharges = tenantTable(
  'subscription_charges',
  {
    /** start, renewal: a period; change: what another plan costs more until the period ends; credit: put aside. */
    kind: text({ enum: ['start', 'renewal', 'change', 'credit'] }).notNull(),
    state: text({ enum: ['requested', 'succeeded', 'failed'] }).notNull(),
    planId: uuid().notNull(),
    currency: currency(),
    /** What came, or is to come, through the gateway. */
    amountMinor: minor().notNull(),
    /** What was taken from the credit; below zero, what was put aside. */
    creditMinor: minor().notNull().default(sql`0`),
    period: span(),
    /** Which try it was for its period, from 1. */
    attempt: integer().notNull().default(1),
    failure: text({ enum: ['refused', 'no_method'] }),
    /** What is charged, as long as it is asked for: whoever saves another card meanwhile changes nothing of it. */
    methodId: text(),
    methodLabel: text(),
    settledAt: instant(),
  },
  (t) => [
    uniqueIndex('subscription_charges_open').on(t.studioId).where(sql`state = 'requested'`),
    index('subscription_charges_newest').on(t.studioId, t.createdAt, t.id),
    foreignKey({ columns: [t.studioId], foreignColumns: [studios.id] }),
    foreignKey({ columns: [t.planId], foreignColumns: [plans.id] }),
    check('subscription_charges_amount', sql`${t.amountMinor} >= 0 and ${t.attempt} > 0`),
    check('subscription_charges_failure', sql`(${t.failure} is not null) = (${t.state} = 'failed')`),
    check('subscription_charges_settled', sql`(${t.settledAt} is null) = (${t.state} = 'requested')`),
    check('subscription_charges_period', sql`(${t.period} is null) = (${t.kind} = 'credit')`),
  ],
  { grants: ['select', 'insert', 'update'] },
)
