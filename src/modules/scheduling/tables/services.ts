import { sql } from 'drizzle-orm'
import { boolean, check, foreignKey, index, integer, jsonb, text, unique, uuid } from 'drizzle-orm/pg-core'
import { minor, tenantTable } from '../../../kernel/database/index.ts'
import { studios, type Words } from '../../studios/index.ts'
import { resources } from './resources.ts'

export const PRICINGS = ['fixed', 'hourly', 'per_track'] as const
export type Pricing = (typeof PRICINGS)[number]

/** An item of the studio's price list (R5): what is done, and what it costs. */
export const services = tenantTable(
  'services',
  {
    title: jsonb().$type<Words>().notNull(),
    about: jsonb().$type<Words>().notNull().default({ ru: '', en: '' }),
    pricing: text({ enum: PRICINGS }).notNull(),
    /** Of the whole, of an hour or of a track. By the hour it may be nothing: then the room and the person cost. */
    priceMinor: minor().notNull(),
    /** Whether a client books time for it; otherwise it is ordered by an offer in the chat. */
    bookable: boolean().notNull(),
    minMinutes: integer().notNull().default(60),
    maxMinutes: integer().notNull().default(480),
    position: integer().notNull().default(0),
    archived: boolean().notNull().default(false),
  },
  (t) => [
    index('services_in_order').on(t.studioId, t.archived, t.position, t.id),
    check('services_price', sql`${t.priceMinor} >= 0 and (${t.pricing} = 'hourly' or ${t.priceMinor} > 0)`),
    check(
      'services_length',
      sql`${t.minMinutes} between 5 and 1440 and ${t.maxMinutes} between ${t.minMinutes} and 1440`,
    ),
    check('services_tracks_are_offered', sql`not (${t.bookable} and ${t.pricing} = 'per_track')`),
    foreignKey({ columns: [t.studioId], foreignColumns: [studios.id], name: 'services_studio' }),
  ],
)

/** Which rooms and people a service may have. One of each kind that is named takes part in a session. */
export const serviceResources = tenantTable(
  'service_resources',
  { serviceId: uuid().notNull(), resourceId: uuid().notNull() },
  (t) => [
    unique('service_resources_once').on(t.studioId, t.serviceId, t.resourceId),
    foreignKey({
      columns: [t.studioId, t.serviceId],
      foreignColumns: [services.studioId, services.id],
      name: 'service_resources_service',
    }).onDelete('cascade'),
    foreignKey({
      columns: [t.studioId, t.resourceId],
      foreignColumns: [resources.studioId, resources.id],
      name: 'service_resources_resource',
    }),
  ],
)

/** What changes the price by the hour: a night, a weekend, a package from so many hours on (P10). */
export const priceRules = tenantTable(
  'price_rules',
  {
    kind: text({ enum: ['window', 'package'] }).notNull(),
    title: jsonb().$type<Words>().notNull(),
    weekdays: integer().array().notNull().default(sql`'{}'`),
    opens: text(),
    closes: text(),
    fromMinutes: integer(),
    /** Share of the price, in hundredths of a percent: above 10000 dearer, below it cheaper. */
    bps: integer().notNull(),
    position: integer().notNull().default(0),
  },
  (t) => [
    check('price_rules_share', sql`${t.bps} between 100 and 100000`),
    check(
      'price_rules_form',
      sql`case ${t.kind} when 'window' then ${t.opens} is not null and ${t.closes} is not null and ${t.fromMinutes} is null
        else ${t.opens} is null and ${t.closes} is null and ${t.fromMinutes} between 30 and 1440 end`,
    ),
    foreignKey({ columns: [t.studioId], foreignColumns: [studios.id], name: 'price_rules_studio' }),
  ],
)
