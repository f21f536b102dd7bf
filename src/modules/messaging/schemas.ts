import { z } from 'zod'
import { instantSchema } from '../../kernel/time.ts'
import { fileSchema } from '../files/index.ts'
import { MOST_UNREAD, type ReadMessage, type ThreadInList } from './read.ts'
import { MESSAGE_KINDS } from './tables.ts'

export const messageSchema = z
  .object({
    id: z.uuid(),
    threadId: z.uuid(),
    seq: z.int().describe('place in the chat'),
    changeSeq: z.int().describe('cursor for `changedAfter`'),
    author: z.uuid().nullable().describe('membership; null: the platform'),
    kind: z.enum(MESSAGE_KINDS),
    body: z.string(),
    notice: z.string().nullable(),
    values: z.record(z.string(), z.union([z.string(), z.number()])),
    reference: z.object({ type: z.string(), id: z.uuid() }).nullable(),
    projectId: z.uuid().nullable(),
    internal: z.boolean(),
    sentAt: instantSchema,
    editedAt: instantSchema.nullable(),
    files: z.array(fileSchema),
  })
  .meta({ id: 'Message' })

export const threadSchema = z
  .object({
    id: z.uuid(),
    client: z.object({ id: z.uuid(), name: z.string() }),
    assigned: z.object({ id: z.uuid(), name: z.string() }).nullable(),
    state: z.enum(['open', 'done']),
    waiting: z.boolean().describe('the client spoke last'),
    lastText: z.string(),
    lastNotice: z
      .object({ notice: z.string(), values: z.record(z.string(), z.union([z.string(), z.number()])) })
      .nullable(),
    lastMessageAt: instantSchema.nullable(),
    lastSeq: z.int(),
    unread: z.int().max(MOST_UNREAD).describe('messages of others; more than this are not counted'),
    cursor: z.string(),
  })
  .meta({ id: 'Thread' })

/** A message for JSON. */
export function messageJson(row: ReadMessage): z.infer<typeof messageSchema> {
  const { id, threadId, seq, changeSeq, kind, body, notice, values, projectId, internal, files } = row
  return {
    ...{ id, threadId, seq, changeSeq, kind, body, notice, values, projectId, internal },
    author: row.authorMembershipId,
    reference: row.referenceType && row.referenceId ? { type: row.referenceType, id: row.referenceId } : null,
    sentAt: row.createdAt.toString(),
    editedAt: row.editedAt?.toString() ?? null,
    files: [...files],
  }
}

/** A chat in a list, for JSON. */
export function threadJson(row: ThreadInList): z.infer<typeof threadSchema> {
  const { id, state, waiting, lastText, lastNotice, lastSeq, unread, assignedMembershipId } = row
  return {
    ...{ id, state, waiting, lastText, lastNotice, lastSeq, unread },
    client: { id: row.clientMembershipId, name: row.clientName },
    assigned: assignedMembershipId ? { id: assignedMembershipId, name: row.assignedName ?? '' } : null,
    lastMessageAt: row.lastMessageAt?.toString() ?? null,
    cursor: `${(row.lastMessageAt ?? row.createdAt).toString()}_${id}`,
  }
}
