import { z } from 'zod'
import { defineEvent } from '../../kernel/events/event.ts'
import { defineNotice, type NoticeTemplate } from '../../kernel/events/notices.ts'

/** Its subject is the thread. An internal note has no audience: only the studio's staff hears of it (R7). */
export const messageSent = defineEvent(
  'message.sent',
  z.object({
    messageId: z.uuid(),
    kind: z.enum(['text', 'notice']),
    internal: z.boolean(),
    projectId: z.uuid().nullable(),
    excerpt: z.string(),
    /** Memberships whose matter it is: the client, or those of the studio who answer. */
    to: z.array(z.uuid()),
  }),
  'staff',
)
export const messageChanged = defineEvent('message.changed', z.object({ messageId: z.uuid() }), 'staff')
export const threadOpened = defineEvent('thread.opened', z.object({ clientMembershipId: z.uuid() }), 'staff')
export const threadRead = defineEvent('thread.read', z.object({ membershipId: z.uuid(), seq: z.int() }), 'staff')
export const threadAssigned = defineEvent('thread.assigned', z.object({ membershipId: z.uuid().nullable() }), 'staff')

const canned = z.object({ title: z.string() })
/** Answers that the studio gives often. */
export const cannedReplyAdded = defineEvent('canned_reply.added', canned, 'staff')
export const cannedReplyChanged = defineEvent('canned_reply.changed', canned, 'staff')
export const cannedReplyRemoved = defineEvent('canned_reply.removed', canned, 'staff')

export const messagingNotices: readonly NoticeTemplate[] = [
  defineNotice(messageSent, {
    topic: 'messages',
    label: { ru: 'Новое сообщение', en: 'New message' },
    to: { kind: 'members', of: (payload) => payload.to },
    title: { ru: '{actor}: {excerpt}', en: '{actor}: {excerpt}' },
    link: (event) =>
      event.payload.projectId ? `/projects/${event.payload.projectId}` : `/messages/${event.subject.id}`,
    // What happened has an event and a notice of its own.
    when: (payload) => payload.kind === 'text',
  }),
  defineNotice(threadAssigned, {
    topic: 'messages',
    label: { ru: 'Чат поручен вам', en: 'A chat was assigned to you' },
    to: { kind: 'members', of: (payload) => [payload.membershipId] },
    title: { ru: '{actor} поручает вам чат', en: '{actor} assigned a chat to you' },
    link: (event) => `/messages/${event.subject.id}`,
    channels: [],
  }),
]
