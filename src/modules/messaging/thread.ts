import { and, eq, exists, or, type SQL, sql } from 'drizzle-orm'
import { type Ctx, membershipOf } from '../../kernel/context.ts'
import { publish } from '../../kernel/events/event.ts'
import { problem } from '../../kernel/problem.ts'
import { findPeople } from '../studios/index.ts'
import { threadAssigned, threadOpened } from './events.ts'
import { threadParticipants, threads } from './tables.ts'

export type Thread = typeof threads.$inferSelect

/** The client's one chat with the studio (R6): opened now, or the one that is there. Two at once make one. */
export async function openThread(ctx: Ctx, clientMembershipId: string): Promise<{ id: string }> {
  const [made] = await ctx.tx
    .insert(threads)
    .values({ studioId: ctx.studioId, clientMembershipId })
    .onConflictDoNothing()
    .returning({ id: threads.id })
  if (made) {
    await publish(ctx, threadOpened, {
      subject: { type: 'thread', id: made.id },
      payload: { clientMembershipId },
      audience: [clientMembershipId],
    })
    return made
  }
  const [there] = await ctx.tx
    .select({ id: threads.id })
    .from(threads)
    .where(and(eq(threads.studioId, ctx.studioId), eq(threads.clientMembershipId, clientMembershipId)))
  if (!there) throw new Error('a thread that conflicts is not there')
  return there
}

/** The chat, when the one who asks is in it; `not_found` otherwise. With `lock`, until the transaction ends. */
export async function findThread(ctx: Ctx, id: string, lock?: 'lock'): Promise<Thread> {
  const query = ctx.tx
    .select()
    .from(threads)
    .where(and(eq(threads.studioId, ctx.studioId), eq(threads.id, id), threadsInSight(ctx)))
  const [thread] = await (lock ? query.for('no key update') : query)
  if (!thread) throw problem('not_found')
  return thread
}

/** The condition under which the one who asks is in a chat: its client, whoever sees all, its participants. */
export function threadsInSight(ctx: Ctx): SQL | undefined {
  if (ctx.actor.kind === 'system' || ctx.actor.kind === 'operator') return undefined
  const me = membershipOf(ctx.actor)
  if (ctx.actor.kind !== 'profile' || !me) return sql`false`
  if (ctx.actor.permissions.has('messages.see_all')) return undefined
  const own = eq(threads.clientMembershipId, me)
  if (ctx.actor.role === 'client') return own
  const taking = ctx.tx
    .select({ one: sql`1` })
    .from(threadParticipants)
    .where(
      and(
        eq(threadParticipants.studioId, ctx.studioId),
        eq(threadParticipants.threadId, threads.id),
        eq(threadParticipants.membershipId, me),
      ),
    )
  return or(own, eq(threads.assignedMembershipId, me), exists(taking))
}

/** Brings staff into a chat. Harmless when repeated. */
export async function joinThread(ctx: Ctx, threadId: string, membershipIds: readonly string[]): Promise<void> {
  if (membershipIds.length === 0) return
  await ctx.tx
    .insert(threadParticipants)
    .values(membershipIds.map((membershipId) => ({ studioId: ctx.studioId, threadId, membershipId })))
    .onConflictDoNothing()
}

/**
 * Says who of the studio's staff answers in a chat, or nobody in particular; and whether it is done with (R7). A client
 * or somebody who is not there is `invalid_request`.
 */
export async function moderateThread(
  ctx: Ctx,
  threadId: string,
  change: { assignedMembershipId?: string | null; state?: Thread['state'] },
): Promise<void> {
  const before = await findThread(ctx, threadId, 'lock')
  if (Object.keys(change).length === 0) return
  if (change.assignedMembershipId) await checkStaff(ctx, change.assignedMembershipId)
  await ctx.tx
    .update(threads)
    .set(change)
    .where(and(eq(threads.studioId, ctx.studioId), eq(threads.id, threadId)))
  if (change.assignedMembershipId) await joinThread(ctx, threadId, [change.assignedMembershipId])
  const { assignedMembershipId, state } = before
  await publish(ctx, threadAssigned, {
    subject: { type: 'thread', id: threadId },
    payload: { membershipId: change.assignedMembershipId ?? null },
    before: { assignedMembershipId, state },
    after: change,
  })
}

async function checkStaff(ctx: Ctx, membershipId: string): Promise<void> {
  const [person] = await findPeople(ctx, { membershipIds: [membershipId] })
  if (person && person.role !== 'client') return
  throw problem('invalid_request', { fields: [{ pointer: '/assignedMembershipId', code: 'unknown' }] })
}
