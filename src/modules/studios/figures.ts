import { and, count, eq, isNull, ne } from 'drizzle-orm'
import type { Figure } from '../../kernel/figures.ts'
import { PLATFORM_STUDIO_ID } from '../../kernel/ids.ts'
import { accounts } from '../identity/index.ts'
import { studios } from './tables.ts'

/** Active studios and people, for the operator's dashboard (P19). */
export const studiosFigures: readonly Figure[] = [
  {
    name: 'studios.active',
    label: { ru: 'Активные студии', en: 'Active studios' },
    events: ['studio.created'],
    read: async (ctx) => {
      const [row] = await ctx.tx
        .select({ value: count() })
        .from(studios)
        .where(and(eq(studios.state, 'active'), isNull(studios.blockedAt), ne(studios.id, PLATFORM_STUDIO_ID)))
      return { kind: 'count', value: row?.value ?? 0 }
    },
  },
  {
    name: 'studios.people',
    label: { ru: 'Пользователи', en: 'Users' },
    events: ['member.registered'],
    read: async (ctx) => {
      const [row] = await ctx.tx.select({ value: count() }).from(accounts)
      return { kind: 'count', value: row?.value ?? 0 }
    },
  },
]
