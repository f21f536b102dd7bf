import { and, eq } from 'drizzle-orm'
import type { Figure } from '../../kernel/figures.ts'
import { wallets } from './tables.ts'
import { PLATFORM_WALLET } from './wallet.ts'

/** What the platform has earned, for the operator's dashboard (P19). */
export const ledgerFigures: readonly Figure[] = [
  {
    name: 'ledger.revenue',
    label: { ru: 'Доход платформы', en: 'Platform revenue' },
    events: ['payment.captured'],
    read: async (ctx) => {
      const rows = await ctx.tx
        .select({ currency: wallets.currency, amountMinor: wallets.balanceMinor })
        .from(wallets)
        .where(and(eq(wallets.ownerKind, PLATFORM_WALLET.kind), eq(wallets.kind, 'main')))
      return { kind: 'money', sums: rows }
    },
  },
]
