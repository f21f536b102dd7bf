import { and, asc, eq } from 'drizzle-orm'
import type { Ctx } from '../../kernel/context.ts'
import { violatedConstraint } from '../../kernel/database/index.ts'
import { publish } from '../../kernel/events/event.ts'
import { problem } from '../../kernel/problem.ts'
import { cannedReplyAdded, cannedReplyChanged, cannedReplyRemoved } from './events.ts'
import { cannedReplies } from './tables.ts'

export interface CannedReply {
  id: string
  title: string
  body: string
}

/** Answers that the studio gives often, by title (R7). At most 200. */
export async function listCannedReplies(ctx: Ctx): Promise<CannedReply[]> {
  return ctx.tx
    .select({ id: cannedReplies.id, title: cannedReplies.title, body: cannedReplies.body })
    .from(cannedReplies)
    .where(eq(cannedReplies.studioId, ctx.studioId))
    .orderBy(asc(cannedReplies.title))
    .limit(200)
}

/** Adds an answer. Throws `canned_reply_taken`. */
export async function addCannedReply(ctx: Ctx, reply: { title: string; body: string }): Promise<{ id: string }> {
  const [row] = await ctx.tx
    .insert(cannedReplies)
    .values({ studioId: ctx.studioId, ...reply })
    .returning({ id: cannedReplies.id })
    .catch(asTaken)
  if (!row) throw new Error('the canned reply was not written')
  const { title, body } = reply
  await publish(ctx, cannedReplyAdded, { ...about(row.id), payload: { title }, after: { title, body } })
  return row
}

/** Changes an answer. Throws `not_found` or `canned_reply_taken`. */
export async function changeCannedReply(ctx: Ctx, { id, ...reply }: CannedReply): Promise<void> {
  const [before] = await ctx.tx.select(WORDS).from(cannedReplies).where(one(ctx, id)).for('update')
  if (!before) throw problem('not_found')
  await ctx.tx.update(cannedReplies).set(reply).where(one(ctx, id)).catch(asTaken)
  const { title, body } = reply
  await publish(ctx, cannedReplyChanged, { ...about(id), payload: { title }, before, after: { title, body } })
}

/** Takes an answer away. Throws `not_found`. */
export async function removeCannedReply(ctx: Ctx, id: string): Promise<void> {
  const [before] = await ctx.tx.delete(cannedReplies).where(one(ctx, id)).returning(WORDS)
  if (!before) throw problem('not_found')
  await publish(ctx, cannedReplyRemoved, { ...about(id), payload: { title: before.title }, before })
}

const WORDS = { title: cannedReplies.title, body: cannedReplies.body }

function one(ctx: Ctx, id: string) {
  return and(eq(cannedReplies.studioId, ctx.studioId), eq(cannedReplies.id, id))
}

function about(id: string) {
  return { subject: { type: 'canned_reply', id } }
}

function asTaken(error: unknown): never {
  if (violatedConstraint(error) !== 'canned_replies_title') throw error
  throw problem('canned_reply_taken', { fields: [{ pointer: '/title', code: 'taken' }] })
}
