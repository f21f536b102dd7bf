import { and, asc, eq } from 'drizzle-orm'
import type { Ctx } from '../../kernel/context.ts'
import { violatedConstraint } from '../../kernel/database/index.ts'
import { problem } from '../../kernel/problem.ts'
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
  return row
}

/** Changes an answer. Throws `not_found` or `canned_reply_taken`. */
export async function changeCannedReply(ctx: Ctx, { id, ...reply }: CannedReply): Promise<void> {
  const changed = await ctx.tx
    .update(cannedReplies)
    .set(reply)
    .where(and(eq(cannedReplies.studioId, ctx.studioId), eq(cannedReplies.id, id)))
    .returning({ id: cannedReplies.id })
    .catch(asTaken)
  if (changed.length === 0) throw problem('not_found')
}

/** Takes an answer away. Throws `not_found`. */
export async function removeCannedReply(ctx: Ctx, id: string): Promise<void> {
  const removed = await ctx.tx
    .delete(cannedReplies)
    .where(and(eq(cannedReplies.studioId, ctx.studioId), eq(cannedReplies.id, id)))
    .returning({ id: cannedReplies.id })
  if (removed.length === 0) throw problem('not_found')
}

function asTaken(error: unknown): never {
  if (violatedConstraint(error) !== 'canned_replies_title') throw error
  throw problem('canned_reply_taken', { fields: [{ pointer: '/title', code: 'taken' }] })
}
