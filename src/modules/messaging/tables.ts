import { sql } from 'drizzle-orm'
import { boolean, check, foreignKey, index, integer, jsonb, text, unique, uuid } from 'drizzle-orm/pg-core'
import { instant, tenantTable } from '../../kernel/database/index.ts'
import { files } from '../files/index.ts'
import { memberships } from '../studios/index.ts'

/** The one chat of a client and the studio (R6). `lastSeq` counts everything that was said or changed in it. */
export const threads = tenantTable(
  'threads',
  {
    clientMembershipId: uuid().notNull(),
    /** Who answers (R7). */
    assignedMembershipId: uuid(),
    state: text({ enum: ['open', 'done'] })
      .notNull()
      .default('open'),
    /** Raised by one under the row's lock with each message and each change of one: the order in which they committed. */
    lastSeq: integer().notNull().default(0),
    /** The newest message that a client may see, as lists show it. */
    lastText: text().notNull().default(''),
    /** What happened last, when that was no message of a person. */
    lastNotice: jsonb().$type<{ notice: string; values: Record<string, string | number> }>(),
    lastMessageAt: instant(),
    /** Whether the client spoke last, so that somebody waits for an answer. */
    waiting: boolean().notNull().default(false),
  },
  (t) => [
    unique('threads_one').on(t.studioId, t.clientMembershipId),
    index('threads_by_life').on(t.studioId, sql`coalesce(${t.lastMessageAt}, ${t.createdAt})`, t.id),
    index('threads_by_assigned').on(t.studioId, t.assignedMembershipId, t.lastMessageAt),
    foreignKey({
      columns: [t.studioId, t.clientMembershipId],
      foreignColumns: [memberships.studioId, memberships.id],
      name: 'threads_client',
    }),
    foreignKey({
      columns: [t.studioId, t.assignedMembershipId],
      foreignColumns: [memberships.studioId, memberships.id],
      name: 'threads_assigned',
    }),
  ],
)

/** Staff who are in a chat although they do not see all of them. */
export const threadParticipants = tenantTable(
  'thread_participants',
  { threadId: uuid().notNull(), membershipId: uuid().notNull() },
  (t) => [
    unique('thread_participants_once').on(t.studioId, t.threadId, t.membershipId),
    index('thread_participants_by_member').on(t.studioId, t.membershipId),
    foreignKey({
      columns: [t.studioId, t.threadId],
      foreignColumns: [threads.studioId, threads.id],
      name: 'thread_participants_thread',
    }),
    foreignKey({
      columns: [t.studioId, t.membershipId],
      foreignColumns: [memberships.studioId, memberships.id],
      name: 'thread_participants_member',
    }),
  ],
)

/** `text`: what a person wrote. `notice`: what happened, told by a module above with a reference to what it shows. */
export const MESSAGE_KINDS = ['text', 'notice'] as const

/** What was said. Its id is the client's, so that sending again is harmless. */
export const messages = tenantTable(
  'messages',
  {
    threadId: uuid().notNull(),
    /** Its place in the chat. */
    seq: integer().notNull(),
    /** Raised whenever it changes: what a client that was away fetches again. */
    changeSeq: integer().notNull(),
    /** Null: the platform. */
    authorMembershipId: uuid(),
    kind: text({ enum: MESSAGE_KINDS }).notNull().default('text'),
    body: text().notNull(),
    /** For a notice: which one (`offer.made`), and the values of its sentence. */
    notice: text(),
    values: jsonb().$type<Record<string, string | number>>().notNull().default({}),
    /** What it shows: an offer, a version, a rating of the module above. */
    referenceType: text(),
    referenceId: uuid(),
    /** The project that it is about; a plain reference, since projects stand on a floor above. */
    projectId: uuid(),
    /** A note among the studio's staff that clients never see (R7). */
    internal: boolean().notNull().default(false),
    editedAt: instant(),
    /** Removed from its author's sight; the other side keeps it (R10). */
    hiddenByAuthorAt: instant(),
  },
  (t) => [
    unique('messages_place').on(t.studioId, t.threadId, t.seq),
    index('messages_by_change').on(t.studioId, t.threadId, t.changeSeq),
    index('messages_by_project').on(t.studioId, t.projectId, t.seq),
    check('messages_length', sql`length(${t.body}) <= 20000`),
    foreignKey({
      columns: [t.studioId, t.threadId],
      foreignColumns: [threads.studioId, threads.id],
      name: 'messages_thread',
    }),
    foreignKey({
      columns: [t.studioId, t.authorMembershipId],
      foreignColumns: [memberships.studioId, memberships.id],
      name: 'messages_author',
    }),
  ],
)

/** Files that came with a message. */
export const messageFiles = tenantTable(
  'message_files',
  { messageId: uuid().notNull(), fileId: uuid().notNull(), position: integer().notNull() },
  (t) => [
    unique('message_files_once').on(t.studioId, t.messageId, t.fileId),
    foreignKey({
      columns: [t.studioId, t.messageId],
      foreignColumns: [messages.studioId, messages.id],
      name: 'message_files_message',
    }),
    foreignKey({
      columns: [t.studioId, t.fileId],
      foreignColumns: [files.studioId, files.id],
      name: 'message_files_file',
    }),
  ],
)

/** How far each person has read a chat. Never goes back. */
export const readMarks = tenantTable(
  'read_marks',
  { threadId: uuid().notNull(), membershipId: uuid().notNull(), seq: integer().notNull() },
  (t) => [
    unique('read_marks_once').on(t.studioId, t.threadId, t.membershipId),
    foreignKey({
      columns: [t.studioId, t.threadId],
      foreignColumns: [threads.studioId, threads.id],
      name: 'read_marks_thread',
    }),
    foreignKey({
      columns: [t.studioId, t.membershipId],
      foreignColumns: [memberships.studioId, memberships.id],
      name: 'read_marks_member',
    }),
  ],
)

/** Answers that are given often (R7). */
export const cannedReplies = tenantTable('canned_replies', { title: text().notNull(), body: text().notNull() }, (t) => [
  unique('canned_replies_title').on(t.studioId, t.title),
])
