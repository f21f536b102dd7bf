import { and, asc, desc, eq, gt, inArray, isNull, lt, ne, or, type SQL, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import { type Ctx, membershipOf } from '../../kernel/context.ts'
import { containing } from '../../kernel/database/containing.ts'
import { describeFiles, type FileDescription } from '../files/index.ts'
import { findPeople, memberships, type Person } from '../studios/index.ts'
import { messageFiles, messages, readMarks, threads } from './tables.ts'
import { findThread, type Thread, threadsInSight } from './thread.ts'

export type MessageRow = typeof messages.$inferSelect

export interface ReadMessage extends MessageRow {
  files: readonly FileDescription[]
}

export interface MessagePage {
  thread: Thread
  /** Oldest first. */
  items: readonly ReadMessage[]
  /** Whether there is more in the direction that was read. */
  more: boolean
  /** How far everybody in the chat has read. */
  marks: readonly { membershipId: string; seq: number }[]
  /** Who speaks on this page. */
  people: readonly Person[]
}

export interface MessageQuery {
  threadId: string
  projectId?: string
  /** Older than this place in the chat. */
  before?: number
  /** What was said or changed after this one: for who was away. */
  changedAfter?: number
  limit: number
}

/** A page of a chat: its newest messages, those before a place, or what changed since. Clients see no internal notes. */
export async function listMessages(ctx: Ctx, query: MessageQuery): Promise<MessagePage> {
  const thread = await findThread(ctx, query.threadId)
  const forward = query.changedAfter !== undefined
  const rows = await ctx.tx
    .select()
    .from(messages)
    .where(
      and(
        eq(messages.studioId, ctx.studioId),
        eq(messages.threadId, thread.id),
        query.projectId ? or(eq(messages.projectId, query.projectId), isNull(messages.projectId)) : undefined,
        query.before === undefined ? undefined : lt(messages.seq, query.before),
        query.changedAfter === undefined ? undefined : gt(messages.changeSeq, query.changedAfter),
        messagesInSight(ctx),
      ),
    )
    .orderBy(forward ? asc(messages.changeSeq) : desc(messages.seq))
    .limit(query.limit + 1)
  const page = rows.slice(0, query.limit)
  const attached = await filesOf(
    ctx,
    page.map((row) => row.id),
  )
  const items = page.map((row) => ({ ...row, files: attached.get(row.id) ?? [] }))
  const marks = await ctx.tx
    .select({ membershipId: readMarks.membershipId, seq: readMarks.seq })
    .from(readMarks)
    .where(and(eq(readMarks.studioId, ctx.studioId), eq(readMarks.threadId, thread.id)))
  const authors = new Set([thread.clientMembershipId, ...page.flatMap((row) => row.authorMembershipId ?? [])])
  const people = await findPeople(ctx, { membershipIds: [...authors] })
  return { people, thread, items: forward ? items : items.reverse(), more: rows.length > query.limit, marks }
}

/** What the one who asks may read: no internal notes for clients (R7), and not what they removed from their sight. */
export function messagesInSight(ctx: Ctx): SQL | undefined {
  if (ctx.actor.kind !== 'profile') return undefined
  const notMine = or(
    isNull(messages.hiddenByAuthorAt),
    isNull(messages.authorMembershipId),
    ne(messages.authorMembershipId, membershipOf(ctx.actor) ?? ''),
  )
  return ctx.actor.role === 'client' ? and(eq(messages.internal, false), notMine) : notMine
}

async function filesOf(ctx: Ctx, messageIds: readonly string[]): Promise<Map<string, FileDescription[]>> {
  const found = new Map<string, FileDescription[]>()
  if (messageIds.length === 0) return found
  const rows = await ctx.tx
    .select({ messageId: messageFiles.messageId, fileId: messageFiles.fileId })
    .from(messageFiles)
    .where(and(eq(messageFiles.studioId, ctx.studioId), inArray(messageFiles.messageId, [...messageIds])))
    .orderBy(asc(messageFiles.position))
  const described = await describeFiles(ctx, { fileIds: rows.map((row) => row.fileId) })
  const byId = new Map(described.map((file) => [file.id, file]))
  for (const { messageId, fileId } of rows) {
    const file = byId.get(fileId)
    if (file) found.set(messageId, [...(found.get(messageId) ?? []), file])
  }
  return found
}

/** Beyond so many unread messages of a chat nobody counts. */
export const MOST_UNREAD = 100

export interface ThreadInList extends Thread {
  clientName: string
  assignedName: string | null
  /** Messages of others that the one who asks has not read: at most `MOST_UNREAD` are counted. */
  unread: number
}

export interface InboxQuery {
  /** `mine`: assigned to me. `waiting`: the client spoke last. `unassigned`: nobody's yet. */
  show?: 'all' | 'mine' | 'waiting' | 'unassigned' | 'done' | undefined
  search?: string | undefined
  /** Last message's moment and id of the page's last row. */
  before?: { at: Temporal.Instant; id: string } | undefined
  limit: number
}

/** All chats in the sight of the one who asks, the liveliest first (R7). */
export async function listThreads(ctx: Ctx, query: InboxQuery): Promise<ThreadInList[]> {
  const me = membershipOf(ctx.actor) ?? ''
  const seenByClient = ctx.actor.kind === 'profile' && ctx.actor.role === 'client'
  const assignees = alias(memberships, 'assignees')
  const unread = sql<number>`(select count(*)::int from (select from ${messages} m
    where m.studio_id = ${threads.studioId} and m.thread_id = ${threads.id}
      and m.author_membership_id is distinct from ${me}::uuid
      and m.seq > coalesce((select r.seq from ${readMarks} r where r.studio_id = ${threads.studioId}
        and r.thread_id = ${threads.id} and r.membership_id = ${me}::uuid), 0)
      ${seenByClient ? sql`and not m.internal` : sql``} order by m.seq limit ${MOST_UNREAD}) counted)`
  const life = sql`coalesce(${threads.lastMessageAt}, ${threads.createdAt})`
  const pattern = query.search ? containing(query.search) : undefined
  const rows = await ctx.tx
    .select({ thread: threads, clientName: memberships.displayName, assignedName: assignees.displayName, unread })
    .from(threads)
    .innerJoin(
      memberships,
      and(eq(memberships.studioId, threads.studioId), eq(memberships.id, threads.clientMembershipId)),
    )
    .leftJoin(assignees, and(eq(assignees.studioId, threads.studioId), eq(assignees.id, threads.assignedMembershipId)))
    .where(
      and(
        eq(threads.studioId, ctx.studioId),
        threadsInSight(ctx),
        filterOf(query, me),
        pattern ? sql`${memberships.displayName} ilike ${pattern}` : undefined,
        query.before
          ? sql`(${life}, ${threads.id}) < (${query.before.at.toString()}::timestamptz, ${query.before.id}::uuid)`
          : undefined,
      ),
    )
    .orderBy(desc(life), desc(threads.id))
    .limit(query.limit)
  return rows.map(({ thread, ...row }) => ({ ...thread, ...row }))
}

function filterOf({ show = 'all' }: InboxQuery, me: string): SQL | undefined {
  switch (show) {
    case 'mine':
      return eq(threads.assignedMembershipId, me)
    case 'waiting':
      return and(eq(threads.waiting, true), eq(threads.state, 'open'))
    case 'unassigned':
      return and(isNull(threads.assignedMembershipId), eq(threads.state, 'open'))
    case 'done':
      return eq(threads.state, 'done')
    default:
      return undefined
  }
}
