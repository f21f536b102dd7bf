import { z } from 'zod'
import { NOTICE_CHANNELS, NOTICE_TOPICS } from '../../kernel/events/notices.ts'

const MINUTES_A_DAY = 1440

export const noticeSchema = z
  .object({
    id: z.uuid(),
    studioId: z.uuid(),
    membershipId: z.uuid(),
    event: z.string(),
    topic: z.enum(NOTICE_TOPICS),
    title: z.string(),
    body: z.string(),
    link: z.string().nullable().describe('Path inside the studio’s app'),
    at: z.string(),
    readAt: z.string().nullable(),
  })
  .meta({ id: 'Notice' })

export const inboxQuery = z.object({
  studioId: z.uuid().optional(),
  membershipId: z.uuid().optional(),
  unread: z.stringbool().optional(),
  cursor: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(100).default(30),
})

export const unreadSchema = z
  .object({
    total: z.int(),
    profiles: z.array(z.object({ studioId: z.uuid(), membershipId: z.uuid(), unread: z.int() })),
  })
  .meta({ id: 'UnreadNotices' })

export const readingSchema = z
  .object({
    ids: z.array(z.uuid()).min(1).max(200).optional().describe('Left out: all of them'),
    read: z.boolean(),
  })
  .refine((body) => body.read || body.ids !== undefined, { error: 'only some can be marked unread', path: ['ids'] })

export const choiceSchema = z.object({
  event: z.string().min(1).max(100),
  channel: z.enum(NOTICE_CHANNELS),
  wanted: z.boolean(),
})

export const quietHoursSchema = z
  .object({
    fromMinute: z
      .int()
      .min(0)
      .max(MINUTES_A_DAY - 1),
    toMinute: z
      .int()
      .min(0)
      .max(MINUTES_A_DAY - 1),
  })
  .refine((hours) => hours.fromMinute !== hours.toMinute, { error: 'the hours are empty', path: ['toMinute'] })
  .describe('Minutes after midnight of the person’s own day; may go over midnight')

export const settingsSchema = z
  .object({
    zone: z.string(),
    quietHours: z.object({ fromMinute: z.int(), toMinute: z.int() }).nullable(),
    telegram: z.enum(['off', 'unlinked', 'linked']),
    kinds: z.array(
      z.object({
        event: z.string(),
        topic: z.enum(NOTICE_TOPICS),
        label: z.string(),
        channels: z.object({ email: z.boolean(), telegram: z.boolean() }),
      }),
    ),
  })
  .meta({ id: 'NoticeSettings' })

export const telegramLinkSchema = z.object({ url: z.url(), expiresAt: z.string() }).meta({ id: 'TelegramLink' })
