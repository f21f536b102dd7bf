import { z } from 'zod'
import { isDayInSight } from '../moments.ts'
import { exceptionSchema, priceSchema, titleSchema, wallSchema, weeklySchema, wordsSchema } from '../schemas.ts'
import { PRICINGS, RESOURCE_KINDS } from '../tables.ts'

/**
 * What the catalogue may be told (P10, R5). What the database's checks would refuse is refused here first, at the field
 * and with the code of a problem, whose sentence the field then gets.
 */
const position = z.int().min(0).max(1000).default(0)
const bufferSchema = z.int().min(0).max(1440).default(0)
const shareSchema = z.int().min(100).max(100_000).describe('of the price, in hundredths of a percent')

const dayBody = exceptionSchema.refine(({ date }) => isDayInSight(date), {
  ...{ path: ['date'], message: 'year_out_of_range' },
})

export const resourceBody = z.object({
  kind: z.enum(RESOURCE_KINDS),
  name: z.string().trim().min(1).max(80),
  detail: z.string().trim().max(160).default(''),
  membershipId: z.uuid().nullable().default(null),
  perHourMinor: priceSchema.nullable().default(null),
  bufferBeforeMinutes: bufferSchema,
  bufferAfterMinutes: bufferSchema,
  weekly: weeklySchema,
  exceptions: z.array(dayBody).max(366).default([]),
  position,
})

export const serviceBody = z
  .object({
    title: titleSchema,
    about: wordsSchema.default({ ru: '', en: '' }),
    pricing: z.enum(PRICINGS),
    priceMinor: priceSchema,
    bookable: z.boolean(),
    minMinutes: z.int().min(5).max(1440).default(60),
    maxMinutes: z.int().min(5).max(1440).default(480),
    resourceIds: z.array(z.uuid()).max(100).default([]),
    position,
  })
  .refine(({ pricing, priceMinor }) => pricing === 'hourly' || !/^0+$/.test(priceMinor), {
    ...{ path: ['priceMinor'], message: 'price_needed' },
  })
  .refine(({ bookable, pricing }) => !(bookable && pricing === 'per_track'), {
    ...{ path: ['bookable'], message: 'tracks_not_booked' },
  })
  .refine(({ bookable, resourceIds }) => !bookable || resourceIds.length > 0, {
    ...{ path: ['resourceIds'], message: 'resources_needed' },
  })
  .refine(({ minMinutes, maxMinutes }) => minMinutes <= maxMinutes, {
    ...{ path: ['maxMinutes'], message: 'length_reversed' },
  })

export const ruleSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('window'),
    title: titleSchema,
    weekdays: z.array(z.int().min(1).max(7)).max(7),
    opens: wallSchema,
    closes: wallSchema,
    bps: shareSchema,
  }),
  z.object({
    kind: z.literal('package'),
    title: titleSchema,
    fromMinutes: z.int().min(30).max(1440),
    bps: shareSchema,
  }),
])

export const extrasBody = z
  .array(
    z
      .object({
        id: z.uuid().optional(),
        title: titleSchema,
        priceMinor: priceSchema,
        per: z.enum(['session', 'hour']),
        resourceId: z.uuid().nullable().default(null),
        maxQuantity: z.int().min(1).max(20).default(1),
      })
      .refine(({ resourceId, maxQuantity }) => resourceId === null || maxQuantity === 1, {
        ...{ path: ['maxQuantity'], message: 'gear_is_one' },
      }),
  )
  .max(40)
  .refine(once, { message: 'listed_twice' })

/** Whether no id stands twice in the list. */
function once(items: readonly { id?: string | undefined }[]): boolean {
  const ids = items.flatMap(({ id }) => id ?? [])
  return new Set(ids).size === ids.length
}
