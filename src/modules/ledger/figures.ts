import type { Figure } from '../../kernel/figures.ts'
import { type Revenue, revenueByDay, sumOfDays } from './revenue.ts'

const LABELS: Record<Revenue, Figure['label']> = {
  subscription: { ru: 'Доход: подписки', en: 'Revenue: subscriptions' },
  commission: { ru: 'Доход: комиссия', en: 'Revenue: commission' },
}

const revenueFigure = (kind: Revenue): Figure => ({
  name: `ledger.${kind}`,
  label: LABELS[kind],
  events: [],
  revenue: kind,
  read: async (ctx, range) => ({ kind: 'money', sums: sumOfDays(await revenueByDay(ctx, kind, range)) }),
  days: (ctx, range) => revenueByDay(ctx, kind, range),
})

/** What the platform has earned in the time, each kind apart, for the operator's dashboard (P19). */
export const ledgerFigures: readonly Figure[] = [revenueFigure('subscription'), revenueFigure('commission')]
