/**
 * Subscriptions: what studios pay the platform, and how a studio is born.
 *
 * A **plan** has a price in each currency and limits. A **lead** is somebody who may become an owner. A **subscription** is
 * a studio's plan with its period: on **trial**, **active**, **past due** while a refused renewal is tried again,
 * **suspended** when that was given up, **cancelled** when it ended as its owner wished; in the last two the studio is
 * read-only and nothing is deleted. While the operator keeps its studio out it is paused. A **charge** is what was asked for a period, and how it ended.
 *
 * Never: a payment without a studio, or a studio without a payment or a trial (P2): both come to be in one transaction;
 * a moment paid for twice, whoever charges; a charge begun while the studio is kept out; money that came and is not accounted for.
 */
import './tables.ts'
import { on } from '../../kernel/events/handlers.ts'
import type { Module } from '../../kernel/module.ts'
import { accountRegistered } from '../identity/index.ts'
import { studioBlocked, studioUnblocked } from '../studios/index.ts'
import { birthByPayment } from './birth.ts'
import { subscriptionsCheck } from './checks.ts'
import { followBlock } from './closure.ts'
import { subscriptionsFigures } from './figures.ts'
import { subscriptionSchedule, subscriptionTasks } from './jobs.ts'
import { becomeLead } from './lead.ts'
import { subscriptionsNotices } from './notices.ts'
import { settleOwnersPayment } from './payment.ts'
import { subscriptionsPermissions } from './policy.ts'
import { subscriptionsProblems } from './problems.ts'
import { changeRoutes } from './routes/changes.ts'
import { checkoutRoutes } from './routes/checkout.ts'
import { leadRoutes } from './routes/leads.ts'
import { subscriptionRoutes } from './routes/subscription.ts'

export { payFirstPeriod } from './birth.ts'

export const subscriptionsModule: Module = {
  name: 'subscriptions',
  figures: subscriptionsFigures,
  migrations: new URL('./migrations/', import.meta.url),
  routes: (app, services) => {
    checkoutRoutes(app, services)
    subscriptionRoutes(app, services)
    changeRoutes(app, services)
    leadRoutes(app)
  },
  settlements: { subscription: birthByPayment, subscription_payment: settleOwnersPayment },
  tasks: subscriptionTasks,
  schedules: [subscriptionSchedule],
  checks: [subscriptionsCheck],
  permissions: subscriptionsPermissions,
  notices: subscriptionsNotices,
  handlers: [
    on(studioBlocked, 'subscriptions.pause', followBlock),
    on(studioUnblocked, 'subscriptions.resume', followBlock),
    on(accountRegistered, 'subscriptions.lead', async (ctx, event) => {
      const { intent, email, name } = event.payload
      if (intent === 'owner') await becomeLead(ctx, { email, name, accountId: event.subject.id })
    }),
  ],
  problems: subscriptionsProblems,
}
