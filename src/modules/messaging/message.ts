import { and, eq, inArray, isNull, lt } from 'drizzle-orm'
import { type Ctx, membershipOf } from '../../kernel/context.ts'
import { publish } from '../../kernel/events/event.ts'
import { excerptOf } from '../../kernel/excerpt.ts'
import { newId } from '../../kernel/ids.ts'
import { problem } from '../../kernel/problem.ts'
import { attachUploads, type Grant, hideAllFromSight } from '../files/index.ts'
import { messageChanged, messageSent, threadRead } from './events.ts'
import { messageFiles, messages, readMarks, threadParticipants, threads } from './tables.ts'
import { findThread, type Thread } from './thread.ts'

/** How much of a message a list or a notice shows. */
const EXCERPT_LENGTH = 140

export interface NewMessage {
  /** The client's: the same message again changes nothing. */
  id: string
  threadId: string
  body: string
  fileIds?: readonly string[]
  projectId?: string | null
  internal?: boolean
}

/**
 * Says something in a chat, with files if there are any (R8). Sent again with the same id it is the same message; the id
 * with other content is `message_id_reused`. A client's internal note is refused: `forbidden` (R7). A project that was
 * not opened in this chat is `invalid_request`.
 */
export async function sendMessage(ctx: Ctx, message: NewMessage): Promise<{ id: string; seq: number }> {
  const { id, threadId, projectId = null, internal = false } = message
  const fileIds = [...new Set(message.fileIds)]
  const body = message.body.trim()
  if (body === '' && fileIds.length === 0) throw problem('message_empty')
  const thread = await findThread(ctx, threadId, 'lock')
  const author = membershipOf(ctx.actor) ?? null
  const fromClient = author === thread.clientMembershipId
  if (internal && (fromClient || (ctx.actor.kind === 'profile' && ctx.actor.role === 'client'))) {
    throw problem('forbidden')
  }
  if (projectId) await checkProject(ctx, threadId, projectId)
  const seq = thread.lastSeq + 1
  const [added] = await ctx.tx
    .insert(messages)
    .values({
      ...{ studioId: ctx.studioId, id, threadId, seq, changeSeq: seq, authorMembershipId: author },
      ...{ body, projectId, internal, createdAt: ctx.now },
    })
    .onConflictDoNothing()
    .returning({ id: messages.id })
  if (!added) return sentBefore(ctx, { id, threadId, body, author })
  await attach(ctx, thread, { id, fileIds, internal })
  await advance(ctx, thread, { seq, internal, body, waiting: fromClient })
  if (author) await raiseMark(ctx, { threadId, membershipId: author, seq })
  await publish(ctx, messageSent, {
    subject: { type: 'thread', id: threadId },
    payload: {
      ...{ messageId: id, kind: 'text', internal, projectId, excerpt: lineOf(body) },
      to: fromClient ? await answering(ctx, thread) : internal ? [] : [thread.clientMembershipId],
    },
    audience: internal ? [] : [thread.clientMembershipId],
  })
  return { id, seq }
}

/** What happened, as a module above tells it in the chat: a card that shows what it refers to. */
export interface NewNotice {
  threadId: string
  projectId: string
  /** Name of what happened, such as `offer.made`: the screens have its sentence. */
  notice: string
  values?: Record<string, string | number>
  reference?: { type: string; id: string }
  body?: string
}

/**
 * Puts a notice into the chat, in the author's name when a person did it. The lock lets others refer to the chat: two who
 * open projects in it have done so, and would wait for each other.
 */
export async function postNotice(ctx: Ctx, told: NewNotice): Promise<void> {
  const { threadId, projectId, notice, values = {}, reference, body = '' } = told
  const [thread] = await ctx.tx
    .select()
    .from(threads)
    .where(and(eq(threads.studioId, ctx.studioId), eq(threads.id, threadId)))
    .for('no key update')
  if (!thread) throw problem('not_found')
  const seq = thread.lastSeq + 1
  const author = membershipOf(ctx.actor) ?? null
  const id = newId(ctx.now.epochMilliseconds)
  await ctx.tx.insert(messages).values({
    ...{ studioId: ctx.studioId, id, threadId, seq, changeSeq: seq, authorMembershipId: author, kind: 'notice' },
    ...{ body, notice, values, projectId, createdAt: ctx.now },
    ...(reference ? { referenceType: reference.type, referenceId: reference.id } : {}),
  })
  await advance(ctx, thread, { seq, internal: false, body, waiting: thread.waiting, notice: { notice, values } })
  if (author) await raiseMark(ctx, { threadId, membershipId: author, seq })
  await publish(ctx, messageSent, {
    subject: { type: 'thread', id: threadId },
    payload: { messageId: id, kind: 'notice', internal: false, projectId, excerpt: lineOf(body), to: [] },
    audience: [thread.clientMembershipId],
  })
}

/** Mends the own message; it is marked as edited. Throws `message_not_yours`, and `not_found` for what one removed. */
export async function editMessage(ctx: Ctx, id: string, body: string): Promise<void> {
  if (body.trim() === '') throw problem('message_empty')
  await changeOwn(ctx, id, { body: body.trim(), editedAt: ctx.now })
}

/**
 * Removes the own message, and its files, from the own sight; the other side keeps its copy (R10). What was removed
 * before stays removed.
 */
export async function removeMessage(ctx: Ctx, id: string): Promise<void> {
  if (!(await changeOwn(ctx, id, { hiddenByAuthorAt: ctx.now }))) return
  const attached = await ctx.tx
    .select({ fileId: messageFiles.fileId })
    .from(messageFiles)
    .where(and(eq(messageFiles.studioId, ctx.studioId), eq(messageFiles.messageId, id)))
  await hideAllFromSight(ctx, { fileIds: attached.map(({ fileId }) => fileId) })
}

/** Says how far the one who asks has read. Never goes back. */
export async function markRead(ctx: Ctx, threadId: string, seq: number): Promise<void> {
  const membershipId = membershipOf(ctx.actor)
  if (!membershipId) throw problem('forbidden')
  const thread = await findThread(ctx, threadId)
  const reached = Math.min(seq, thread.lastSeq)
  if (!(await raiseMark(ctx, { threadId, membershipId, seq: reached }))) return
  await publish(ctx, threadRead, {
    subject: { type: 'thread', id: threadId },
    payload: { membershipId, seq: reached },
    audience: [thread.clientMembershipId],
  })
}

/** False where the message had been removed already, and is to be removed. */
async function changeOwn(
  ctx: Ctx,
  id: string,
  change: { body: string; editedAt: Temporal.Instant } | { hiddenByAuthorAt: Temporal.Instant },
): Promise<boolean> {
  const [found] = await ctx.tx
    .select()
    .from(messages)
    .where(and(eq(messages.studioId, ctx.studioId), eq(messages.id, id)))
  if (!found) throw problem('not_found')
  const thread = await findThread(ctx, found.threadId, 'lock')
  if (found.kind !== 'text' || found.authorMembershipId !== membershipOf(ctx.actor)) throw problem('message_not_yours')
  const changeSeq = thread.lastSeq + 1
  const changed = await ctx.tx
    .update(messages)
    .set({ ...change, changeSeq })
    .where(and(eq(messages.studioId, ctx.studioId), eq(messages.id, id), isNull(messages.hiddenByAuthorAt)))
    .returning({ id: messages.id })
  if (changed.length === 0) {
    if ('body' in change) throw problem('not_found')
    return false
  }
  await ctx.tx
    .update(threads)
    .set({ lastSeq: changeSeq })
    .where(and(eq(threads.studioId, ctx.studioId), eq(threads.id, thread.id)))
  await publish(ctx, messageChanged, {
    subject: { type: 'thread', id: thread.id },
    payload: { messageId: id },
    ...('body' in change
      ? { before: { body: found.body }, after: { body: change.body } }
      : { before: { body: found.body, removed: false }, after: { removed: true } }),
    audience: found.internal ? [] : [thread.clientMembershipId],
  })
  return true
}

async function sentBefore(ctx: Ctx, sent: { id: string; threadId: string; body: string; author: string | null }) {
  const [there] = await ctx.tx
    .select()
    .from(messages)
    .where(and(eq(messages.studioId, ctx.studioId), eq(messages.id, sent.id)))
  const same = there?.threadId === sent.threadId && there.body === sent.body && there.authorMembershipId === sent.author
  if (!there || !same) throw problem('message_id_reused')
  return { id: there.id, seq: there.seq }
}

/** Projects stand on a floor above: one is known here by the notices that were posted of it into its client's chat. */
async function checkProject(ctx: Ctx, threadId: string, projectId: string): Promise<void> {
  const [told] = await ctx.tx
    .select({ id: messages.id })
    .from(messages)
    .where(
      and(
        ...[eq(messages.studioId, ctx.studioId), eq(messages.threadId, threadId)],
        ...[eq(messages.projectId, projectId), eq(messages.kind, 'notice')],
      ),
    )
    .limit(1)
  if (!told) throw problem('invalid_request', { fields: [{ pointer: '/projectId', code: 'unknown' }] })
}

async function attach(
  ctx: Ctx,
  thread: Thread,
  message: { id: string; fileIds: readonly string[]; internal: boolean },
): Promise<void> {
  const access: Grant[] = [
    { to: 'studio', right: 'original' },
    ...(message.internal ? [] : [{ to: { membershipId: thread.clientMembershipId }, right: 'original' } as const]),
  ]
  if (message.fileIds.length === 0) return
  await attachUploads(ctx, { fileIds: message.fileIds, subject: { type: 'message', id: message.id }, access })
  await ctx.tx
    .insert(messageFiles)
    .values(
      message.fileIds.map((fileId, position) => ({ studioId: ctx.studioId, messageId: message.id, fileId, position })),
    )
}

async function advance(
  ctx: Ctx,
  thread: Thread,
  to: { seq: number; internal: boolean; body: string; waiting: boolean; notice?: Thread['lastNotice'] },
): Promise<void> {
  const shown = to.internal
    ? {}
    : {
        lastText: lineOf(to.body),
        lastNotice: to.notice ?? null,
        lastMessageAt: ctx.now,
        waiting: to.waiting,
        state: 'open' as const,
      }
  await ctx.tx
    .update(threads)
    .set({ lastSeq: to.seq, ...shown })
    .where(and(eq(threads.studioId, ctx.studioId), eq(threads.id, thread.id)))
}

/** Whether it was raised. */
async function raiseMark(ctx: Ctx, mark: { threadId: string; membershipId: string; seq: number }): Promise<boolean> {
  const raised = await ctx.tx
    .insert(readMarks)
    .values({ studioId: ctx.studioId, ...mark })
    .onConflictDoUpdate({
      target: [readMarks.studioId, readMarks.threadId, readMarks.membershipId],
      set: { seq: mark.seq },
      setWhere: lt(readMarks.seq, mark.seq),
    })
    .returning({ seq: readMarks.seq })
  return raised.length > 0
}

/** Those of the studio whom a client's message concerns: who answers, and who takes part. */
async function answering(ctx: Ctx, thread: Thread): Promise<string[]> {
  const rows = await ctx.tx
    .select({ id: threadParticipants.membershipId })
    .from(threadParticipants)
    .where(and(eq(threadParticipants.studioId, ctx.studioId), inArray(threadParticipants.threadId, [thread.id])))
  const ids = new Set(rows.map((row) => row.id))
  if (thread.assignedMembershipId) ids.add(thread.assignedMembershipId)
  return [...ids]
}

function lineOf(body: string): string {
  return excerptOf(body.replace(/\s+/g, ' '), EXCERPT_LENGTH)
}
