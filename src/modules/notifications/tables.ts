import { sql } from 'drizzle-orm'
import { boolean, check, foreignKey, index, integer, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core'
import { instant, platformTable, tenantTable } from '../../kernel/database/index.ts'
import { accounts } from '../identity/index.ts'
import { memberships, studios } from '../studios/index.ts'

/** What lies in a person's inbox: one row for each event that concerned one of their profiles, written in words. */
export const notifications = tenantTable(
  'notifications',
  {
    accountId: uuid().notNull(),
    membershipId: uuid().notNull(),
    eventId: uuid().notNull(),
    event: text().notNull(),
    topic: text().notNull(),
    title: text().notNull(),
    body: text().notNull().default(''),
    /** Path inside the studio's app. */
    link: text(),
    readAt: instant(),
  },
  (t) => [
    unique('notifications_once').on(t.studioId, t.eventId, t.membershipId),
    index('notifications_inbox').on(t.accountId, t.id),
    index('notifications_unread').on(t.accountId, t.studioId, t.membershipId).where(sql`read_at is null`),
    foreignKey({ columns: [t.studioId, t.membershipId], foreignColumns: [memberships.studioId, memberships.id] }),
    foreignKey({ columns: [t.accountId], foreignColumns: [accounts.id] }),
  ],
  { ownRowsBy: 'account_id', grants: ['select', 'insert', 'update'] },
)

/** A person's own choice for one kind of event and one channel, where it differs from what the module declared. */
export const noticeChoices = platformTable(
  'notice_choices',
  {
    accountId: uuid()
      .notNull()
      .references(() => accounts.id),
    event: text().notNull(),
    channel: text({ enum: ['email', 'telegram'] }).notNull(),
    wanted: boolean().notNull(),
  },
  (t) => [primaryKey({ columns: [t.accountId, t.event, t.channel] })],
  { reason: 'a person’s own, in whichever studio', grants: ['select', 'insert', 'update', 'delete'] },
)

/** The hours in which a person wants no mail and no message; both ends in minutes of their own day, the end not in it. */
export const quietHours = platformTable(
  'quiet_hours',
  {
    accountId: uuid()
      .primaryKey()
      .references(() => accounts.id),
    fromMinute: integer().notNull(),
    toMinute: integer().notNull(),
  },
  (t) => [
    check(
      'quiet_hours_minutes',
      sql`${t.fromMinute} between 0 and 1439 and ${t.toMinute} between 0 and 1439 and ${t.fromMinute} <> ${t.toMinute}`,
    ),
  ],
  { reason: 'a person’s own, in whichever studio', grants: ['select', 'insert', 'update', 'delete'] },
)

/** The Telegram chat in which a person is told (P15). One chat is one person's. */
export const telegramLinks = platformTable(
  'telegram_links',
  {
    accountId: uuid()
      .primaryKey()
      .references(() => accounts.id),
    chatId: text().notNull(),
    linkedAt: instant().notNull(),
  },
  (t) => [unique('telegram_links_chat').on(t.chatId)],
  { reason: 'a person’s own, in whichever studio', grants: ['select', 'insert', 'update', 'delete'] },
)

/** One-time codes of the deep links that link a chat. Kept as hashes; one for each person at a time. */
export const telegramCodes = platformTable(
  'telegram_codes',
  {
    accountId: uuid()
      .primaryKey()
      .references(() => accounts.id),
    codeHash: text().notNull(),
    expiresAt: instant().notNull(),
  },
  (t) => [unique('telegram_codes_hash').on(t.codeHash)],
  { reason: 'redeemed by a chat before the person is known', grants: ['select', 'insert', 'update', 'delete'] },
)

/** Where a studio's own programs are told of its events (P16). The secret is derived, not stored. */
export const webhooks = tenantTable(
  'webhooks',
  {
    url: text().notNull(),
    /** Kinds of events that are sent; empty means all. */
    events: text().array().notNull().default(sql`'{}'`),
    /** Goes into the secret: a new version is a new secret. */
    secretVersion: integer().notNull().default(1),
    state: text({ enum: ['active', 'paused', 'gone'] })
      .notNull()
      .default('active'),
  },
  (t) => [foreignKey({ columns: [t.studioId], foreignColumns: [studios.id] })],
)

/** The delivery log: one row for each event and webhook, with what came of the last attempt. */
export const webhookDeliveries = tenantTable(
  'webhook_deliveries',
  {
    webhookId: uuid().notNull(),
    eventId: uuid().notNull(),
    event: text().notNull(),
    state: text({ enum: ['waiting', 'delivered', 'failed'] })
      .notNull()
      .default('waiting'),
    attempts: integer().notNull().default(0),
    /** HTTP status of the last answer; null when none came. */
    status: integer(),
    /** The beginning of the last answer, or why none came. */
    answer: text(),
    attemptedAt: instant(),
  },
  (t) => [
    unique('webhook_deliveries_once').on(t.studioId, t.webhookId, t.eventId),
    index('webhook_deliveries_log').on(t.studioId, t.webhookId, t.id),
    foreignKey({ columns: [t.studioId, t.webhookId], foreignColumns: [webhooks.studioId, webhooks.id] }).onDelete(
      'cascade',
    ),
  ],
)
