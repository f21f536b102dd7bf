import { z } from 'zod'
import { currencySchema } from '../../kernel/money.ts'
import { zoneSchema } from '../../kernel/time.ts'

/** What a studio begins with, as its owner says it at the checkout. */
export const birthSchema = z.object({
  planId: z.uuid(),
  ownerName: z.string().trim().min(1).max(120),
  studio: z.object({
    slug: z
      .string()
      .toLowerCase()
      .regex(/^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/, 'latin letters, digits and hyphens'),
    name: z.string().trim().min(1).max(80),
    currency: currencySchema,
    zone: zoneSchema,
    locale: z.enum(['ru', 'en']),
  }),
})
export type Birth = z.infer<typeof birthSchema>

/** A payment of the owner's that is about to begin. */
export interface WantedPayment {
  /** The client's id: it becomes the attempt's and the charge's. */
  id: string
  returnTo: string
  origin: string
  locale: 'ru' | 'en'
}
