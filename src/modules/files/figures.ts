import { sum } from 'drizzle-orm'
import type { Figure } from '../../kernel/figures.ts'
import { storageUse } from './tables.ts'

/** How much all studios keep, for the operator's dashboard (P19). */
export const filesFigures: readonly Figure[] = [
  {
    name: 'files.stored',
    label: { ru: 'Хранится файлов', en: 'Files kept' },
    events: ['file.uploaded'],
    read: async (ctx) => {
      const [row] = await ctx.tx.select({ value: sum(storageUse.usedBytes).mapWith(Number) }).from(storageUse)
      return { kind: 'bytes', value: row?.value ?? 0 }
    },
  },
]
