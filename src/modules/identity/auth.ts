import { createHmac } from 'node:crypto'
import { betterAuth } from 'better-auth'
import { drizzleAdapter } from 'better-auth/adapters/drizzle'
import { twoFactor } from 'better-auth/plugins/two-factor'
import { drizzle } from 'drizzle-orm/node-postgres'
import type { Config } from '../../kernel/config.ts'
import { derivedKey } from '../../kernel/config.ts'
import type { Database } from '../../kernel/database/index.ts'
import { sessionCookieName } from '../../kernel/http/session.ts'
import { newId } from '../../kernel/ids.ts'
import { codesOnce, LOCKED_SECONDS, MOST_WRONG_CODES } from './codes-once.ts'
import { accounts, credentials, sessions, twoFactors, verifications } from './tables.ts'

/** A session lives this long after its last use. */
export const SESSION_SECONDS = 30 * 24 * 3600
const PASSWORD_LEAST = 8
const PASSWORD_MOST = 128

export interface ResetMail {
  email: string
  name: string
  locale: string
  token: string
}

/**
 * better-auth for the flows: passwords (scrypt), sign-in, reset, TOTP. It is called from our own documented routes; its
 * handler is not mounted, and sessions are read by our own prepared query. `sendReset` queues the mail with the link.
 */
export function openAuth(config: Config, database: Database, sendReset: (mail: ResetMail) => Promise<void>) {
  const changesOne = async (statement: string, values: unknown[]) =>
    (await database.pool.query(statement, values)).rowCount === 1
  return betterAuth({
    appName: 'Atelier',
    baseURL: config.BASE_URL,
    secret: authSecret(config),
    database: drizzleAdapter(drizzle({ client: database.pool, casing: 'snake_case' }), {
      provider: 'pg',
      schema: {
        user: accounts,
        session: sessions,
        account: credentials,
        verification: verifications,
        twoFactor: twoFactors,
      },
    }),
    user: {
      additionalFields: {
        locale: { type: 'string', input: false },
        zone: { type: 'string', input: false },
        operator: { type: 'boolean', input: false },
      },
    },
    session: { expiresIn: SESSION_SECONDS, updateAge: 24 * 3600, storeSessionInDatabase: true },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: PASSWORD_LEAST,
      maxPasswordLength: PASSWORD_MOST,
      revokeSessionsOnPasswordReset: true,
      resetPasswordTokenExpiresIn: 3600,
      sendResetPassword: async ({ user, token }) => {
        const locale = 'locale' in user && user.locale === 'en' ? 'en' : 'ru'
        await sendReset({ email: user.email, name: user.name, locale, token })
      },
    },
    plugins: [
      twoFactor({
        issuer: 'Atelier',
        accountLockout: { maxFailedAttempts: MOST_WRONG_CODES, durationSeconds: LOCKED_SECONDS },
      }),
      // Each is one statement of ours: better-auth's own, a sub-select, lets two at the same moment through.
      codesOnce({
        step: (factorId, step) =>
          changesOne('update two_factors set last_step = $2 where id = $1 and (last_step is null or last_step < $2)', [
            ...[factorId, step],
          ]),
        backup: (factorId, sha256) =>
          changesOne('update two_factors set used_codes = used_codes || $2 where id = $1 and $2 <> all(used_codes)', [
            ...[factorId, sha256],
          ]),
      }),
    ],
    // Ours count by account and by address, in the database.
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    advanced: {
      database: { generateId: () => newId() },
      useSecureCookies: false,
      cookies: {
        session_token: {
          name: sessionCookieName(config),
          attributes: { httpOnly: true, sameSite: 'lax', path: '/', secure: config.BASE_URL.startsWith('https://') },
        },
      },
      // Origins are checked for every route by the kernel.
      disableOriginCheck: true,
      disableCSRFCheck: true,
    },
    logger: { disabled: true },
  })
}

export type Auth = ReturnType<typeof openAuth>

const authSecret = (config: Config) => derivedKey(config.SECRET, 'sessions')

/** The cookie's value for a session token, signed as better-auth signs it. */
export function cookieValue(config: Config, token: string): string {
  return `${token}.${createHmac('sha256', authSecret(config)).update(token).digest('base64')}`
}

/** The token in a cookie's value. Its randomness is the secret: a wrong one finds no session. */
export function tokenOf(cookie: string): string {
  return cookie.slice(0, cookie.indexOf('.') === -1 ? undefined : cookie.indexOf('.'))
}
