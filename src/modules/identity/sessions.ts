import { randomBytes } from 'node:crypto'
import { and, desc, eq, gt, like, ne } from 'drizzle-orm'
import type { Ctx } from '../../kernel/context.ts'
import { publish, publishAll } from '../../kernel/events/event.ts'
import { newId } from '../../kernel/ids.ts'
import { problem } from '../../kernel/problem.ts'
import { SESSION_SECONDS } from './auth.ts'
import { accountBlocked, passwordChanged, sessionEnded, sessionStarted } from './events.ts'
import { sessions, verifications } from './tables.ts'

export interface StartedSession {
  id: string
  token: string
  expiresAt: Temporal.Instant
}

/** Starts a session for an account that has just proven itself, as part of the same transaction. */
export async function startSession(
  ctx: Ctx,
  accountId: string,
  profile?: { studioId: string; membershipId: string },
): Promise<StartedSession> {
  const id = newId()
  const token = randomBytes(32).toString('base64url')
  const expiresAt = ctx.now.add({ seconds: SESSION_SECONDS })
  await ctx.tx.insert(sessions).values({
    id,
    token,
    userId: accountId,
    expiresAt: new Date(expiresAt.epochMilliseconds),
    ipAddress: ctx.request.ip ?? null,
    userAgent: ctx.request.userAgent ?? null,
    activeStudioId: profile?.studioId ?? null,
    activeMembershipId: profile?.membershipId ?? null,
  })
  const acting: Ctx = { ...ctx, actor: { kind: 'account', accountId } }
  await publish(acting, sessionStarted, { subject: { type: 'account', id: accountId }, payload: { sessionId: id } })
  return { id, token, expiresAt }
}

/** The live sessions of an account, the newest first (P9). At most a hundred. */
export async function listSessions(ctx: Ctx, accountId: string) {
  return ctx.tx
    .select({
      id: sessions.id,
      createdAt: sessions.createdAt,
      lastUsedAt: sessions.updatedAt,
      ip: sessions.ipAddress,
      userAgent: sessions.userAgent,
    })
    .from(sessions)
    .where(and(eq(sessions.userId, accountId), gt(sessions.expiresAt, new Date(ctx.now.epochMilliseconds))))
    .orderBy(desc(sessions.updatedAt))
    .limit(100)
}

/** Ends one of the account's sessions. Throws `not_found` when it is not theirs. */
export async function endSession(ctx: Ctx, accountId: string, sessionId: string): Promise<void> {
  const ended = await ctx.tx
    .delete(sessions)
    .where(and(eq(sessions.id, sessionId), eq(sessions.userId, accountId)))
    .returning({ id: sessions.id })
  if (ended.length === 0) throw problem('not_found')
  await publish(ctx, sessionEnded, { subject: { type: 'account', id: accountId }, payload: { sessionId } })
}

/** Ends all sessions of the account but this one. */
export async function endOtherSessions(ctx: Ctx, accountId: string, keepId: string): Promise<void> {
  const ended = await ctx.tx
    .delete(sessions)
    .where(and(eq(sessions.userId, accountId), ne(sessions.id, keepId)))
    .returning({ id: sessions.id })
  const subject = { type: 'account', id: accountId }
  await publishAll(
    ctx,
    sessionEnded,
    ended.map(({ id }) => ({ subject, payload: { sessionId: id } })),
  )
}

const ENDING = new Set<string>([sessionEnded.name, passwordChanged.name, accountBlocked.name])

/** Whether what happened may have ended a session of the account: whoever serves one for long looks anew then. */
export function endsSessionsOf(accountId: string, happened: { name: string; subject: { id: string } }): boolean {
  return happened.subject.id === accountId && ENDING.has(happened.name)
}

/** Whether the session still lets somebody in. */
export async function sessionLives(ctx: Ctx, sessionId: string): Promise<boolean> {
  const [row] = await ctx.tx
    .select({ id: sessions.id })
    .from(sessions)
    .where(and(eq(sessions.id, sessionId), gt(sessions.expiresAt, new Date(ctx.now.epochMilliseconds))))
  return row !== undefined
}

/** Remembers the profile that the person chose last, in their session (P5). */
export async function rememberProfile(
  ctx: Ctx,
  sessionId: string,
  profile: { studioId: string; membershipId: string },
): Promise<void> {
  await ctx.tx
    .update(sessions)
    .set({ activeStudioId: profile.studioId, activeMembershipId: profile.membershipId })
    .where(eq(sessions.id, sessionId))
}

/** Whose password the link with this token sets; nothing when it is of nobody any more. */
export async function accountOfReset(ctx: Ctx, token: string): Promise<string | undefined> {
  const [row] = await ctx.tx
    .select({ accountId: verifications.value })
    .from(verifications)
    .where(eq(verifications.identifier, `reset-password:${token}`))
  return row?.accountId
}

/** Voids every link that would set a password of the account: one was used, the others may be in other hands. */
export async function voidResets(ctx: Ctx, accountId: string): Promise<void> {
  await ctx.tx
    .delete(verifications)
    .where(and(eq(verifications.value, accountId), like(verifications.identifier, 'reset-password:%')))
}
