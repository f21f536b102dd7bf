import { sql } from 'drizzle-orm'
import { boolean, check, foreignKey, index, integer, jsonb, text, unique, uuid } from 'drizzle-orm/pg-core'
import { instant, minor, span, tenantTable } from '../../../kernel/database/index.ts'
import { CURRENCIES } from '../../../kernel/money.ts'
import { memberships, studios, type Words } from '../../studios/index.ts'
import type { CancellationTerms } from '../cancellation-terms.ts'
import { resources } from './resources.ts'
import { services } from './services.ts'

export const BOOKING_STATES = [
  'held',
  'pending',
  'confirmed',
  'completed',
  'no_show',
  'cancelled',
  'declined',
  'expired',
] as const
export type BookingState = (typeof BOOKING_STATES)[number]

/** A line of the price as it was agreed, for JSON and the screens. */
export interface PriceLineJson {
  label: Words
  amountMinor: string
  rule?: Words
  minutes?: number
  bps?: number
}

/**
 * Time that somebody has (P11). Held: for a few minutes, until it is paid. Pending: paid, the studio has to answer.
 * The price, the terms of cancelling and the deadline are those of the day when it was booked.
 */
export const bookings = tenantTable(
  'bookings',
  {
    /** Given when it is paid or made by the studio: what is only held for minutes has none, and waits for no counter. */
    number: integer(),
    /** A session for a client, or time that the studio keeps for itself. */
    kind: text({ enum: ['session', 'internal'] }).notNull(),
    state: text({ enum: BOOKING_STATES }).notNull(),
    serviceId: uuid(),
    /** What it is, as the schedule shows it; the service's title on the day of booking. */
    title: jsonb().$type<Words>().notNull(),
    /** Nobody yet, while a visitor holds it before registering. */
    clientMembershipId: uuid(),
    /** SHA-256 of what proves that a visitor's hold is theirs. */
    claimHash: text(),
    /** Where a visitor held it from, hashed, to count what one address holds; forgotten when the hold ends. */
    addressHash: text(),
    startsAt: instant().notNull(),
    endsAt: instant().notNull(),
    heldUntil: instant(),
    /** Until when the studio has to answer a paid request. */
    answerUntil: instant(),
    currency: text({ enum: CURRENCIES }).notNull(),
    priceMinor: minor().notNull(),
    priceLines: jsonb().$type<PriceLineJson[]>().notNull(),
    depositMinor: minor().notNull(),
    terms: jsonb().$type<CancellationTerms>().notNull(),
    freeUntil: instant().notNull(),
    extras: jsonb().$type<{ extraId: string; quantity: number }[]>().notNull().default([]),
    note: text().notNull().default(''),
    /** What the people of the studio tell each other of it. */
    staffNote: text().notNull().default(''),
    bookedBy: uuid(),
    /** What ended it: why, and what was kept of the money. */
    endedReason: text().notNull().default(''),
    keptMinor: minor().notNull().default(sql`0`),
    returnedMinor: minor().notNull().default(sql`0`),
    /** The start of which people were reminded, a day and two hours before it: each start once. */
    dayReminderFor: instant(),
    soonReminderFor: instant(),
    /** How often its time changed: the calendar feeds' SEQUENCE. */
    sequence: integer().notNull().default(0),
  },
  (t) => [
    unique('bookings_number').on(t.studioId, t.number),
    index('bookings_by_time').on(t.studioId, t.startsAt, t.id),
    index('bookings_by_client').on(t.studioId, t.clientMembershipId, t.startsAt, t.id),
    index('bookings_waiting').on(t.studioId, t.state, t.startsAt).where(sql`state in ('held', 'pending')`),
    index('bookings_lapsing').on(t.studioId, t.heldUntil).where(sql`state = 'held'`),
    check('bookings_time', sql`${t.startsAt} < ${t.endsAt} and ${t.endsAt} <= ${t.startsAt} + interval '48 hours'`),
    check('bookings_numbered', sql`${t.number} is not null or ${t.state} in ('held', 'expired', 'cancelled')`),
    check('bookings_held_until', sql`(${t.state} = 'held') = (${t.heldUntil} is not null)`),
    check('bookings_address', sql`${t.addressHash} is null or ${t.state} = 'held'`),
    check('bookings_answer_until', sql`${t.state} <> 'pending' or ${t.answerUntil} is not null`),
    check(
      'bookings_whose',
      sql`(${t.kind} = 'internal' and ${t.clientMembershipId} is null and ${t.priceMinor} = 0)
        or (${t.kind} = 'session' and (${t.clientMembershipId} is not null or ${t.state} in ('held', 'expired')))`,
    ),
    check(
      'bookings_money',
      sql`${t.priceMinor} >= 0 and ${t.depositMinor} between 0 and ${t.priceMinor} and ${t.keptMinor} >= 0 and ${t.returnedMinor} >= 0`,
    ),
    foreignKey({ columns: [t.studioId], foreignColumns: [studios.id], name: 'bookings_studio' }),
    foreignKey({
      columns: [t.studioId, t.serviceId],
      foreignColumns: [services.studioId, services.id],
      name: 'bookings_service',
    }),
    foreignKey({
      columns: [t.studioId, t.clientMembershipId],
      foreignColumns: [memberships.studioId, memberships.id],
      name: 'bookings_client',
    }),
    foreignKey({
      columns: [t.studioId, t.bookedBy],
      foreignColumns: [memberships.studioId, memberships.id],
      name: 'bookings_booked_by',
    }),
  ],
)

/**
 * What a booking takes, and when: one row for each room, person or piece of gear. While `active`, no two rows of one
 * resource overlap: the exclusion constraint `booking_resources_never_twice`, made by hand in the migrations. `occupies`
 * is the session with the larger of the resource's buffers after it, which between neighbours is the gap that counts.
 */
export const bookingResources = tenantTable(
  'booking_resources',
  {
    bookingId: uuid().notNull(),
    resourceId: uuid().notNull(),
    startsAt: instant().notNull(),
    endsAt: instant().notNull(),
    bufferBeforeMinutes: integer().notNull(),
    bufferAfterMinutes: integer().notNull(),
    occupies: span().notNull(),
    active: boolean().notNull().default(true),
  },
  (t) => [
    unique('booking_resources_once').on(t.studioId, t.bookingId, t.resourceId),
    index('booking_resources_by_time').on(t.studioId, t.resourceId, t.endsAt).where(sql`active`),
    check('booking_resources_time', sql`${t.startsAt} < ${t.endsAt}`),
    foreignKey({
      columns: [t.studioId, t.bookingId],
      foreignColumns: [bookings.studioId, bookings.id],
      name: 'booking_resources_booking',
    }),
    foreignKey({
      columns: [t.studioId, t.resourceId],
      foreignColumns: [resources.studioId, resources.id],
      name: 'booking_resources_resource',
    }),
  ],
)

/** Money paid for a booking. Its id is the ledger's hold: one press pays once. The commission is that of the day. */
export const bookingPayments = tenantTable(
  'booking_payments',
  {
    bookingId: uuid().notNull(),
    payerAccountId: uuid().notNull(),
    currency: text({ enum: CURRENCIES }).notNull(),
    amountMinor: minor().notNull(),
    commissionBps: minor().notNull(),
    commissionFloorMinor: minor().notNull(),
    paidAt: instant().notNull(),
    state: text({ enum: ['held', 'settled'] })
      .notNull()
      .default('held'),
    keptMinor: minor().notNull().default(sql`0`),
    returnedMinor: minor().notNull().default(sql`0`),
  },
  (t) => [
    index('booking_payments_by_booking').on(t.studioId, t.bookingId, t.id),
    check('booking_payments_amount', sql`${t.amountMinor} > 0`),
    check('booking_payments_settled', sql`${t.keptMinor} + ${t.returnedMinor} <= ${t.amountMinor}`),
    foreignKey({
      columns: [t.studioId, t.bookingId],
      foreignColumns: [bookings.studioId, bookings.id],
      name: 'booking_payments_booking',
    }),
  ],
)

/** A calendar's address (P11). Whoever knows it reads it; revoking it ends that. One without names may be shared. */
export const calendarFeeds = tenantTable(
  'calendar_feeds',
  {
    /** SHA-256 of the secret in the address. */
    tokenHash: text().notNull(),
    resourceId: uuid().notNull(),
    /** Whether clients' names stand in it. */
    named: boolean().notNull(),
    createdBy: uuid().notNull(),
    revokedAt: instant(),
  },
  (t) => [
    unique('calendar_feeds_token').on(t.studioId, t.tokenHash),
    index('calendar_feeds_by_resource').on(t.studioId, t.resourceId, t.id),
    foreignKey({
      columns: [t.studioId, t.resourceId],
      foreignColumns: [resources.studioId, resources.id],
      name: 'calendar_feeds_resource',
    }),
    foreignKey({
      columns: [t.studioId, t.createdBy],
      foreignColumns: [memberships.studioId, memberships.id],
      name: 'calendar_feeds_created_by',
    }),
  ],
)
