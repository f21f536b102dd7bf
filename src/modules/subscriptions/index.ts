/**
 * Subscriptions: what studios pay the platform, and how a studio is born.
 *
 * A **plan** has a price in each currency and limits. A **lead** is somebody who may become an owner. A **subscription** is
 * a studio's plan with its period: on trial, active, past due, cancelled.
 *
 * Never: a payment without a studio, or a studio without a payment or a trial (P2): both come to be in one transaction.
 */
import './tables.ts'
import { on } from '../../kernel/events/handlers.ts'
import type { Module } from '../../kernel/module.ts'
import { defineProblems } from '../../kernel/problem.ts'
import { accountRegistered } from '../identity/index.ts'
import { birthByPayment } from './birth.ts'
import { subscriptionRoutes } from './routes.ts'
import { leads } from './tables.ts'

export const subscriptionsModule: Module = {
  name: 'subscriptions',
  migrations: new URL('./migrations/', import.meta.url),
  routes: subscriptionRoutes,
  settlements: { subscription: birthByPayment },
  handlers: [
    on(accountRegistered, 'subscriptions.lead', async (ctx, event) => {
      const { intent, email, name } = event.payload
      if (intent !== 'owner') return
      await ctx.tx
        .insert(leads)
        .values({ email, name, accountId: event.subject.id, source: 'registration' })
        .onConflictDoNothing()
    }),
  ],
  problems: defineProblems({
    no_trial: { status: 422, title: { ru: 'У этого тарифа нет пробного срока', en: 'This plan has no trial' } },
  }),
}
