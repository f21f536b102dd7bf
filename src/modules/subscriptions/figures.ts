import { count, inArray } from 'drizzle-orm'
import type { Figure } from '../../kernel/figures.ts'
import { subscriptions } from './tables.ts'

type State = (typeof subscriptions.$inferSelect)['state']

const inStates =
  (states: readonly State[]): Figure['read'] =>
  async (ctx) => {
    const [row] = await ctx.tx
      .select({ value: count() })
      .from(subscriptions)
      .where(inArray(subscriptions.state, [...states]))
    return { kind: 'count', value: row?.value ?? 0 }
  }

/** How subscriptions stand, for the operator's dashboard (P19). */
export const subscriptionsFigures: readonly Figure[] = [
  {
    name: 'subscriptions.running',
    label: { ru: 'Действующие подписки', en: 'Running subscriptions' },
    events: ['subscription.started', 'subscription.renewed'],
    read: inStates(['trial', 'active']),
  },
  {
    name: 'subscriptions.owed',
    label: { ru: 'Неоплаченные подписки', en: 'Unpaid subscriptions' },
    events: ['subscription.payment_failed', 'subscription.suspended'],
    read: inStates(['past_due', 'suspended']),
  },
]
