import { APIError } from 'better-auth/api'
import { eq } from 'drizzle-orm'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Config } from '../../kernel/config.ts'
import { publish } from '../../kernel/events/event.ts'
import { sessionCookieName, setSessionCookie } from '../../kernel/http/session.ts'
import { problem } from '../../kernel/problem.ts'
import { cookieValue, SESSION_SECONDS, tokenOf } from './auth.ts'
import { findBlock } from './block.ts'
import { sessionFailed, sessionStarted } from './events.ts'
import { sessions } from './tables.ts'

/** The subject of an event about an account that does not exist or is not to be told. */
export const NOBODY = '00000000-0000-0000-0000-000000000000'

/**
 * Gives the browser the session that better-auth made, and says so in the audit log. For somebody who is kept out the
 * session ends at once: `account_blocked`. `secondFactor`: whether one was given for it.
 */
export type BeginSession = (
  request: FastifyRequest,
  reply: FastifyReply,
  begun: { token: string; accountId: string; secondFactor: boolean },
) => Promise<void>

/** What begins a session in answers of this process. */
export function sessionBeginner(config: Config): BeginSession {
  return async (request, reply, { token, accountId, secondFactor }) => {
    const block = await request.inStudio(async (ctx) => {
      const found = await findBlock(ctx, accountId)
      if (found) {
        await ctx.tx.delete(sessions).where(eq(sessions.token, token))
        await publish(ctx, sessionFailed, {
          subject: { type: 'account', id: accountId },
          payload: { email: found.email },
        })
        return found
      }
      const [session] = await ctx.tx
        .update(sessions)
        .set({ secondFactor })
        .where(eq(sessions.token, token))
        .returning({ id: sessions.id })
      await publish({ ...ctx, actor: { kind: 'account', accountId } }, sessionStarted, {
        subject: { type: 'account', id: accountId },
        payload: { sessionId: session?.id ?? NOBODY },
      })
      return undefined
    })
    // After the password only: whoever does not know it learns nothing.
    if (block) throw problem('account_blocked', { params: { reason: block.reason } })
    const expires = Temporal.Now.instant().add({ seconds: SESSION_SECONDS })
    setSessionCookie(reply, config, cookieValue(config, token), expires)
  }
}

/** The token of the session that better-auth's answer sets by cookie: the one in its body may be of the session it ended. */
export function tokenSet(config: Config, headers: Headers): string {
  const start = `${sessionCookieName(config)}=`
  const cookie = headers.getSetCookie().find((one) => one.startsWith(start))
  if (!cookie) throw new Error('better-auth began no session')
  return tokenOf(decodeURIComponent(cookie.slice(start.length).split(';')[0] ?? ''))
}

/** What better-auth refused, as this problem; anything else goes on as it came. */
export function asProblem(code: string) {
  return (error: unknown): never => {
    throw error instanceof APIError ? problem(code) : error
  }
}

/** Who is signed in, with which session; `not_signed_in` for nobody. */
export function signedIn(request: FastifyRequest) {
  const { account, sessionId } = request.principal
  if (!account || !sessionId) throw problem('not_signed_in')
  return { account, sessionId }
}

/** What better-auth needs to know of a request. */
export function headersOf(request: FastifyRequest): Headers {
  const headers = new Headers({ cookie: request.headers.cookie ?? '' })
  const agent = request.headers['user-agent']
  if (agent) headers.set('user-agent', agent)
  headers.set('x-forwarded-for', request.ip)
  return headers
}
