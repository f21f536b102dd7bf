import { and, eq, isNotNull, isNull } from 'drizzle-orm'
import type { Ctx } from '../../kernel/context.ts'
import { publish } from '../../kernel/events/event.ts'
import { problem } from '../../kernel/problem.ts'
import { accountBlocked, accountUnblocked } from './events.ts'
import { accounts, sessions } from './tables.ts'

/**
 * Keeps a person out of the platform (P20): every session ends now, and none begins. What is theirs stays: money, work,
 * profiles. Throws `not_found`, `operator_stays`, or `conflict` when they are kept out already.
 */
export async function blockAccount(ctx: Ctx, accountId: string, reason: string): Promise<void> {
  const [before] = await ctx.tx
    .select({ operator: accounts.operator })
    .from(accounts)
    .where(eq(accounts.id, accountId))
    .for('update')
  if (!before) throw problem('not_found')
  if (before.operator) throw problem('operator_stays')
  const blocked = await ctx.tx
    .update(accounts)
    .set({ blockedAt: new Date(ctx.now.epochMilliseconds), blockedReason: reason })
    .where(and(eq(accounts.id, accountId), isNull(accounts.blockedAt)))
    .returning({ id: accounts.id })
  if (blocked.length === 0) throw problem('conflict')
  const ended = await ctx.tx.delete(sessions).where(eq(sessions.userId, accountId)).returning({ id: sessions.id })
  await publish(ctx, accountBlocked, {
    subject: { type: 'account', id: accountId },
    payload: { reason, sessionsEnded: ended.length },
    before: { blocked: false },
    after: { blocked: true },
  })
}

/** Lets the person in again, with the reason why (P20). Throws `conflict` when they are not kept out. */
export async function unblockAccount(ctx: Ctx, accountId: string, reason: string): Promise<void> {
  const restored = await ctx.tx
    .update(accounts)
    .set({ blockedAt: null, blockedReason: null })
    .where(and(eq(accounts.id, accountId), isNotNull(accounts.blockedAt)))
    .returning({ id: accounts.id })
  if (restored.length === 0) throw problem('conflict')
  await publish(ctx, accountUnblocked, {
    subject: { type: 'account', id: accountId },
    payload: { reason },
    before: { blocked: true },
    after: { blocked: false },
  })
}

/** Why an account is kept out; nothing when it is not. For whoever has just proven to be that person. */
export async function findBlock(ctx: Ctx, accountId: string): Promise<{ email: string; reason: string } | undefined> {
  const [row] = await ctx.tx
    .select({ email: accounts.email, reason: accounts.blockedReason })
    .from(accounts)
    .where(eq(accounts.id, accountId))
  return row?.reason ? { email: row.email, reason: row.reason } : undefined
}
