import { z } from 'zod'
import { currencySchema, minorSchema, moneyJson, moneySchema } from '../../kernel/money.ts'
import { instantSchema } from '../../kernel/time.ts'
import type { ListedBooking } from './list.ts'
import type { ExtraRow, ResourceRow } from './plan.ts'
import type { PriceList } from './price-list.ts'
import type { ScheduleSettings } from './settings.ts'
import { BOOKING_STATES, CONFIRMATIONS, PRICINGS, RESOURCE_KINDS } from './tables.ts'

export const wordsSchema = z.object({ ru: z.string().trim().max(2000), en: z.string().trim().max(2000) })
/** A title: in one language at least. */
export const titleSchema = z
  .object({ ru: z.string().trim().max(120), en: z.string().trim().max(120) })
  .refine(({ ru, en }) => ru !== '' || en !== '', { path: ['ru'], message: 'title_needed' })
/** Time on the wall, to the minute. */
export const wallSchema = z.string().regex(/^([01][0-9]|2[0-3]):[0-5][0-9]$/)
export const bpsSchema = z.int().min(0).max(10_000).describe('hundredths of a percent')
export const priceSchema = z
  .string()
  .regex(/^[0-9]{1,11}$/)
  .describe('minor units, as a string of digits')
export const weeklySchema = z
  .array(z.object({ weekday: z.int().min(1).max(7), opens: wallSchema, closes: wallSchema }))
  .max(28)

const lineSchema = z.object({
  label: wordsSchema,
  amountMinor: minorSchema,
  rule: wordsSchema.optional(),
  minutes: z.int().optional(),
  bps: z.int().optional(),
})
export const extraWishSchema = z.object({ extraId: z.uuid(), quantity: z.int().min(1).max(20) })
export const extraWishesSchema = z
  .array(extraWishSchema)
  .max(20)
  .refine((wishes) => new Set(wishes.map(({ extraId }) => extraId)).size === wishes.length, { message: 'listed_twice' })
  .default([])
export const termsSchema = z.object({
  freeHours: z.int(),
  lateKeptBps: z.int(),
  noShowKeptBps: z.int(),
  noShowGraceMinutes: z.int(),
})
export const quoteSchema = z
  .object({
    price: moneySchema,
    deposit: moneySchema,
    lines: z.array(lineSchema),
    freeUntil: instantSchema,
    terms: termsSchema,
    resourceIds: z.array(z.uuid()),
  })
  .meta({ id: 'Quote' })

export const settingsSchema = z
  .object({
    confirmation: z.enum(CONFIRMATIONS),
    stepMinutes: z.union([z.literal(5), z.literal(10), z.literal(15), z.literal(20), z.literal(30), z.literal(60)]),
    noticeMinutes: z.int().min(0).max(43_200),
    advanceDays: z.int().min(1).max(730),
    depositBps: bpsSchema,
    freeHours: z.int().min(0).max(720),
    lateKeptBps: bpsSchema,
    noShowKeptBps: bpsSchema,
    noShowGraceMinutes: z.int().min(0).max(720),
    answerHours: z.int().min(1).max(168),
  })
  .meta({ id: 'ScheduleSettings' })

export const publicResourceSchema = z.object({
  id: z.uuid(),
  kind: z.enum(RESOURCE_KINDS),
  name: z.string(),
  detail: z.string(),
  membershipId: z.uuid().nullable(),
  perHourMinor: z.string().nullable(),
})
export const exceptionSchema = z
  .object({
    date: z.iso.date(),
    opens: wallSchema.nullable(),
    closes: wallSchema.nullable(),
    note: z.string().trim().max(200),
  })
  .refine(({ opens, closes }) => (opens === null) === (closes === null), { path: ['closes'], message: 'hours_half' })
export const resourceSchema = publicResourceSchema
  .extend({
    bufferBeforeMinutes: z.int(),
    bufferAfterMinutes: z.int(),
    weekly: weeklySchema,
    position: z.int(),
    exceptions: z.array(exceptionSchema),
  })
  .meta({ id: 'Resource' })
export const serviceSchema = z
  .object({
    id: z.uuid(),
    title: wordsSchema,
    about: wordsSchema,
    pricing: z.enum(PRICINGS),
    priceMinor: minorSchema,
    /** The least that an hour, or the whole, costs with a room and a person. */
    fromMinor: minorSchema,
    bookable: z.boolean(),
    minMinutes: z.int(),
    maxMinutes: z.int(),
    position: z.int(),
    resourceIds: z.array(z.uuid()),
  })
  .meta({ id: 'Service' })
export const extraSchema = z.object({
  id: z.uuid(),
  title: wordsSchema,
  priceMinor: minorSchema,
  per: z.enum(['session', 'hour']),
  resourceId: z.uuid().nullable(),
  maxQuantity: z.int(),
})
export const priceListSchema = z
  .object({
    currency: currencySchema,
    zone: z.string(),
    services: z.array(serviceSchema),
    resources: z.array(publicResourceSchema),
    extras: z.array(extraSchema),
    settings: settingsSchema,
  })
  .meta({ id: 'PriceList' })

export const bookingSchema = z
  .object({
    id: z.uuid(),
    number: z.int().nullable().describe('null while it is only held'),
    kind: z.enum(['session', 'internal']),
    state: z.enum(BOOKING_STATES),
    title: wordsSchema,
    serviceId: z.uuid().nullable(),
    client: z.object({ id: z.uuid(), name: z.string() }).nullable(),
    resources: z.array(z.object({ id: z.uuid(), kind: z.enum(RESOURCE_KINDS), name: z.string() })),
    startsAt: instantSchema,
    endsAt: instantSchema,
    heldUntil: instantSchema.nullable(),
    answerUntil: instantSchema.nullable(),
    freeUntil: instantSchema,
    price: moneySchema,
    deposit: moneySchema,
    paid: moneySchema,
    lines: z.array(lineSchema),
    terms: termsSchema,
    note: z.string(),
    staffNote: z.string().describe('empty for clients'),
    endedReason: z.string(),
    kept: moneySchema,
    returned: moneySchema,
    refunded: moneySchema.describe('given back by the platform after it was paid out'),
  })
  .meta({ id: 'Booking' })

/** A booking for JSON. What the staff tell each other is left out for a client. */
export function bookingJson(
  { booking, clientName, resources, paidMinor, refundedMinor }: ListedBooking,
  reader: 'client' | 'studio',
): z.input<typeof bookingSchema> {
  const { currency, clientMembershipId } = booking
  const money = (amountMinor: bigint) => moneyJson({ amountMinor, currency })
  const { id, number, kind, state, title, serviceId, terms, note, endedReason, priceLines: lines } = booking
  return {
    ...{ id, number, kind, state, title, serviceId, terms, note, endedReason, lines, resources },
    client: clientMembershipId ? { id: clientMembershipId, name: clientName ?? '' } : null,
    startsAt: booking.startsAt.toString(),
    endsAt: booking.endsAt.toString(),
    heldUntil: booking.heldUntil?.toString() ?? null,
    answerUntil: booking.answerUntil?.toString() ?? null,
    freeUntil: booking.freeUntil.toString(),
    price: money(booking.priceMinor),
    deposit: money(booking.depositMinor),
    paid: money(paidMinor),
    staffNote: reader === 'studio' ? booking.staffNote : '',
    kept: money(booking.keptMinor),
    returned: money(booking.returnedMinor),
    refunded: money(refundedMinor),
  }
}

/** A resource as anyone may see it. */
export function publicResourceJson({ id, kind, name, detail, membershipId, perHourMinor }: ResourceRow) {
  return { id, kind, name, detail, membershipId, perHourMinor: perHourMinor?.toString() ?? null }
}

/** An extra for JSON. */
export function extraJson({ id, title, priceMinor, per, resourceId, maxQuantity }: ExtraRow) {
  return { id, title, priceMinor: priceMinor.toString(), per, resourceId, maxQuantity }
}

/** The settings for JSON, without what is the database's. */
export function settingsJson(settings: ScheduleSettings): z.input<typeof settingsSchema> {
  return settingsSchema.parse(settings)
}

/** A service of the list for JSON, with the least that it costs. */
export function serviceJson(service: PriceList['services'][number], resources: readonly ResourceRow[]) {
  const { id, title, about, pricing, bookable, minMinutes, maxMinutes, position, resourceIds, priceMinor } = service
  const least = (kind: ResourceRow['kind']) => {
    const rates = resources.filter((one) => one.kind === kind && resourceIds.includes(one.id))
    return rates.map(({ perHourMinor }) => perHourMinor ?? 0n).sort((a, b) => (a < b ? -1 : 1))[0] ?? 0n
  }
  const fromMinor = pricing === 'hourly' ? priceMinor + least('room') + least('person') : priceMinor
  return {
    ...{ id, title, about, pricing, bookable, minMinutes, maxMinutes, position, resourceIds },
    ...{ priceMinor: priceMinor.toString(), fromMinor: fromMinor.toString() },
  }
}
