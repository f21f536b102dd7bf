import { sql } from 'drizzle-orm'
import { boolean, check, foreignKey, index, integer, jsonb, text, unique, uuid } from 'drizzle-orm/pg-core'
import { instant, minor, platformTable, tenantTable } from '../../kernel/database/index.ts'
import { studios, type Words } from '../studios/index.ts'

/** What a studio may have under a plan. Null is without limit. */
export interface PlanLimits {
  staff: number | null
  storageGib: number | null
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
    source: text({ enum: ['registration'] }).notNull(),
    state: text({ enum: ['new', 'won'] })
      .notNull()
      .default('new'),
    createdAt: instant().notNull().default(sql`now()`),
  },
  (t) => [unique('leads_email').on(t.email), index('leads_by_state').on(t.state, t.createdAt)],
  { reason: 'comes before any studio', grants: ['select', 'insert', 'update'] },
)

/** A studio's subscription (P8). */
export const subscriptions = tenantTable(
  'subscriptions',
  {
    planId: uuid().notNull(),
    state: text({ enum: ['trial', 'active', 'past_due', 'cancelled'] }).notNull(),
    currency: text({ enum: ['RUB', 'USD', 'EUR'] }).notNull(),
    amountMinor: minor().notNull(),
    periodStart: instant().notNull(),
    periodEnd: instant().notNull(),
    paidByAccountId: uuid().notNull(),
  },
  (t) => [
    unique('subscriptions_one').on(t.studioId),
    index('subscriptions_by_end').on(t.state, t.periodEnd),
    foreignKey({ columns: [t.studioId], foreignColumns: [studios.id] }),
    foreignKey({ columns: [t.planId], foreignColumns: [plans.id] }),
    check('subscriptions_period', sql`${t.periodEnd} > ${t.periodStart}`),
  ],
)
