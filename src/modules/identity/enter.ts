import { randomBytes } from 'node:crypto'
import type { FastifyReply } from 'fastify'
import type { Config } from '../../kernel/config.ts'
import type { Ctx } from '../../kernel/context.ts'
import { clearSessionCookie, setSessionCookie } from '../../kernel/http/session.ts'
import { cookieValue } from './auth.ts'
import { type StartedSession, startSession } from './sessions.ts'
import { verifications } from './tables.ts'

/** better-auth's name of the cookie that a second step is answered with, and how long it may take, in seconds. */
const CHALLENGE_COOKIE = 'better-auth.two_factor'
const CHALLENGE_SECONDS = 600

/** How somebody gets in: by a session at once, or by a second factor that is asked for first. */
export type Entry = { secondFactor: false; session: StartedSession } | { secondFactor: true; challenge: string }

/**
 * Lets in an account that has proven its e-mail, as part of the same transaction. The mailbox is one factor: where a
 * second is switched on there is no session yet, but the same question as at sign-in (P9).
 */
export async function enter(
  ctx: Ctx,
  account: { id: string; twoFactorEnabled: boolean },
  profile?: { studioId: string; membershipId: string },
): Promise<Entry> {
  if (!account.twoFactorEnabled) return { secondFactor: false, session: await startSession(ctx, account.id, profile) }
  // As better-auth's own sign-in asks: `POST /api/sessions/second-factor` answers both.
  const challenge = `2fa-${randomBytes(24).toString('base64url')}`
  const expiresAt = new Date(ctx.now.add({ seconds: CHALLENGE_SECONDS }).epochMilliseconds)
  await ctx.tx.insert(verifications).values([
    { identifier: challenge, value: account.id, expiresAt },
    { identifier: `2fa-attempts-${challenge}`, value: '0', expiresAt },
  ])
  return { secondFactor: true, challenge }
}

/** Gives the browser what `enter` decided. Whoever was signed in there before is not any more. */
export function answerEntry(reply: FastifyReply, config: Config, entry: Entry): void {
  if (!entry.secondFactor) {
    setSessionCookie(reply, config, cookieValue(config, entry.session.token), entry.session.expiresAt)
    return
  }
  // The code would be compared with the secret of whoever is signed in.
  clearSessionCookie(reply, config)
  reply.setCookie(CHALLENGE_COOKIE, cookieValue(config, entry.challenge), {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: config.BASE_URL.startsWith('https://'),
    maxAge: CHALLENGE_SECONDS,
  })
}
