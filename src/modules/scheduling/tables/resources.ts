import { sql } from 'drizzle-orm'
import { boolean, check, foreignKey, index, integer, jsonb, text, unique, uuid } from 'drizzle-orm/pg-core'
import { minor, plainDate, tenantTable } from '../../../kernel/database/index.ts'
import { memberships, studios, type Words } from '../../studios/index.ts'
import type { WeekdayHours } from '../wall-hours.ts'

export const RESOURCE_KINDS = ['room', 'person', 'gear'] as const
export type ResourceKind = (typeof RESOURCE_KINDS)[number]
export const CONFIRMATIONS = ['auto', 'manual'] as const

/** How the studio takes bookings, and what it keeps of one that does not take place (P10, P11). */
export const scheduleSettings = tenantTable(
  'schedule_settings',
  {
    confirmation: text({ enum: CONFIRMATIONS }).notNull().default('auto'),
    /** Minutes of the clock on which sessions begin. */
    stepMinutes: integer().notNull().default(60),
    noticeMinutes: integer().notNull().default(120),
    advanceDays: integer().notNull().default(60),
    /** What has to be paid to book, in hundredths of a percent of the price; the rest before or after the session. */
    depositBps: integer().notNull().default(3000),
    freeHours: integer().notNull().default(24),
    lateKeptBps: integer().notNull().default(3000),
    noShowKeptBps: integer().notNull().default(10_000),
    noShowGraceMinutes: integer().notNull().default(15),
    /** Hours for which a paid request waits for the studio's answer. */
    answerHours: integer().notNull().default(24),
    /** The newest number given to a booking. */
    lastNumber: integer().notNull().default(0),
  },
  (t) => [
    unique('schedule_settings_one').on(t.studioId),
    foreignKey({ columns: [t.studioId], foreignColumns: [studios.id], name: 'schedule_settings_studio' }),
    check('schedule_settings_step', sql`${t.stepMinutes} in (5, 10, 15, 20, 30, 60)`),
    check('schedule_settings_notice', sql`${t.noticeMinutes} between 0 and 43200`),
    check('schedule_settings_advance', sql`${t.advanceDays} between 1 and 730`),
    check(
      'schedule_settings_shares',
      sql`${t.depositBps} between 0 and 10000 and ${t.lateKeptBps} between 0 and 10000 and ${t.noShowKeptBps} between 0 and 10000`,
    ),
    check('schedule_settings_free', sql`${t.freeHours} between 0 and 720`),
    check('schedule_settings_grace', sql`${t.noShowGraceMinutes} between 0 and 720`),
    check('schedule_settings_answer', sql`${t.answerHours} between 1 and 168`),
  ],
)

/** What can be booked: a room, a person, a piece of gear. It can never be booked twice. */
export const resources = tenantTable(
  'resources',
  {
    kind: text({ enum: RESOURCE_KINDS }).notNull(),
    name: text().notNull(),
    /** A second line: «Neve, рояль». */
    detail: text().notNull().default(''),
    /** The person's profile, when it is a person. */
    membershipId: uuid(),
    /** What an hour of it costs, where it costs by the hour. */
    perHourMinor: minor(),
    bufferBeforeMinutes: integer().notNull().default(0),
    bufferAfterMinutes: integer().notNull().default(0),
    /** Hours of the week, by the clock on the studio's wall. */
    weekly: jsonb().$type<WeekdayHours[]>().notNull().default([]),
    position: integer().notNull().default(0),
    archived: boolean().notNull().default(false),
  },
  (t) => [
    index('resources_in_order').on(t.studioId, t.archived, t.kind, t.position, t.id),
    unique('resources_person').on(t.studioId, t.membershipId),
    check('resources_person_is_member', sql`(${t.kind} = 'person') = (${t.membershipId} is not null)`),
    check('resources_price', sql`${t.perHourMinor} is null or ${t.perHourMinor} > 0`),
    check(
      'resources_buffers',
      sql`${t.bufferBeforeMinutes} between 0 and 1440 and ${t.bufferAfterMinutes} between 0 and 1440`,
    ),
    foreignKey({ columns: [t.studioId], foreignColumns: [studios.id], name: 'resources_studio' }),
    foreignKey({
      columns: [t.studioId, t.membershipId],
      foreignColumns: [memberships.studioId, memberships.id],
      name: 'resources_member',
    }),
  ],
)

/** What holds on one day instead of the week's hours: a holiday, or other hours. */
export const resourceExceptions = tenantTable(
  'resource_exceptions',
  {
    resourceId: uuid().notNull(),
    date: plainDate().notNull(),
    /** `HH:MM`; without both it is closed all day. */
    opens: text(),
    closes: text(),
    note: text().notNull().default(''),
  },
  (t) => [
    index('resource_exceptions_by_date').on(t.studioId, t.resourceId, t.date),
    check('resource_exceptions_hours', sql`(${t.opens} is null) = (${t.closes} is null)`),
    foreignKey({
      columns: [t.studioId, t.resourceId],
      foreignColumns: [resources.studioId, resources.id],
      name: 'resource_exceptions_resource',
    }).onDelete('cascade'),
  ],
)

/** Something a client may add to a session: a microphone, strings. Gear is booked along with it. */
export const extras = tenantTable(
  'extras',
  {
    title: jsonb().$type<Words>().notNull(),
    priceMinor: minor().notNull(),
    per: text({ enum: ['session', 'hour'] }).notNull(),
    /** The piece of gear that it is, when there is one only. */
    resourceId: uuid(),
    maxQuantity: integer().notNull().default(1),
    position: integer().notNull().default(0),
    archived: boolean().notNull().default(false),
  },
  (t) => [
    check('extras_price', sql`${t.priceMinor} >= 0`),
    check('extras_quantity', sql`${t.maxQuantity} between 1 and 20`),
    check('extras_gear_is_one', sql`${t.resourceId} is null or ${t.maxQuantity} = 1`),
    foreignKey({ columns: [t.studioId], foreignColumns: [studios.id], name: 'extras_studio' }),
    foreignKey({
      columns: [t.studioId, t.resourceId],
      foreignColumns: [resources.studioId, resources.id],
      name: 'extras_resource',
    }),
  ],
)
