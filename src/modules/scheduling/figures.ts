import { and, count, eq, gte, inArray } from 'drizzle-orm'
import type { Figure } from '../../kernel/figures.ts'
import { bookings } from './tables.ts'

const DAYS = 30

/** How many sessions were booked lately in all studios, for the operator's dashboard (P19). */
export const schedulingFigures: readonly Figure[] = [
  {
    name: 'scheduling.booked',
    label: { ru: 'Записей за 30 дней', en: 'Sessions booked in 30 days' },
    events: ['booking.confirmed'],
    read: async (ctx) => {
      const [row] = await ctx.tx
        .select({ value: count() })
        .from(bookings)
        .where(
          and(
            ...[eq(bookings.kind, 'session'), inArray(bookings.state, ['confirmed', 'completed', 'no_show'])],
            gte(bookings.createdAt, ctx.now.subtract({ hours: 24 * DAYS })),
          ),
        )
      return { kind: 'count', value: row?.value ?? 0 }
    },
  },
]
