import { APIError } from 'better-auth/api'
import { eq } from 'drizzle-orm'
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Config } from '../../kernel/config.ts'
import { publish } from '../../kernel/events/event.ts'
import { limit } from '../../kernel/http/rates.ts'
import type { App } from '../../kernel/http/types.ts'
import { problem } from '../../kernel/problem.ts'
import type { Auth } from './auth.ts'
import { asProblem, type BeginSession, headersOf, signedIn, tokenSet } from './begin-session.ts'
import { CODE_USED, LOCKED_SECONDS } from './codes-once.ts'
import { accountChanged } from './events.ts'
import { accounts } from './tables.ts'

const codeSchema = z.object({ code: z.string().regex(/^\d{6}$/) })
/** Six digits of the app, or a backup code, for whoever lost the phone. */
const signInCodeSchema = z.object({ code: z.string().regex(/^(\d{6}|[A-Za-z0-9]{5}-[A-Za-z0-9]{5})$/) })
/** better-auth's word for a second step that nobody began, that took too long, or that saw too many wrong codes. */
const NO_CHALLENGE = 'INVALID_TWO_FACTOR_COOKIE'
const passwordBody = z.object({ password: z.string().min(1).max(128) })

/**
 * The second factor (P9): switched on by its first code, asked for at every sign-in, switched off by the password.
 * Switching it replaces the session, so that one taken before is worth nothing after.
 */
export function secondFactorRoutes(app: App, config: Config, auth: Auth, begin: BeginSession): void {
  app.route({
    method: 'POST',
    url: '/api/sessions/second-factor',
    config: { access: { kind: 'public' }, ...limit(20, 60) },
    schema: {
      tags: ['identity'],
      summary:
        'Finish a sign-in with a TOTP code, or with a backup code, which works once; a session begun without it catches up',
      body: signInCodeSchema,
      response: { 201: z.object({ secondFactor: z.literal(false) }) },
    },
    handler: async (request, reply) => {
      const { code } = request.body
      const asked = { body: { code }, headers: headersOf(request) }
      const verified = code.includes('-') ? auth.api.verifyBackupCode(asked) : auth.api.verifyTOTP(asked)
      const { token, user } = await verified.catch(refusedCode)
      if (!token) throw problem('wrong_code')
      await begin(request, reply, { token, accountId: user.id, secondFactor: true })
      return reply.code(201).send({ secondFactor: false })
    },
  })

  app.route({
    method: 'GET',
    url: '/api/me/second-factor',
    config: { access: { kind: 'account' } },
    schema: {
      tags: ['identity'],
      summary: 'Whether the second factor is on, and was given in this session',
      response: { 200: z.object({ on: z.boolean(), given: z.boolean() }) },
    },
    handler: async (request) => {
      const { account } = signedIn(request)
      return { on: await isOn(request, account.id), given: account.secondFactor }
    },
  })

  app.route({
    method: 'POST',
    url: '/api/me/second-factor',
    config: { access: { kind: 'account' }, ...limit(10, 600) },
    schema: {
      tags: ['identity'],
      summary: 'Begin TOTP: the address for the authenticator and the backup codes, shown once',
      body: passwordBody,
      response: { 201: z.object({ totpUri: z.string(), backupCodes: z.array(z.string()) }) },
    },
    handler: async (request, reply) => {
      await refuseWithoutIt(request)
      const answer = await auth.api
        .enableTwoFactor({ body: request.body, headers: headersOf(request) })
        .catch(asProblem('wrong_credentials'))
      if (answer.method !== 'totp') throw problem('conflict')
      return reply.code(201).send({ totpUri: answer.totpURI, backupCodes: answer.backupCodes })
    },
  })

  app.route({
    method: 'POST',
    url: '/api/me/second-factor/verification',
    config: { access: { kind: 'account' }, ...limit(20, 600) },
    schema: {
      tags: ['identity'],
      summary: 'Switch TOTP on with its first code',
      body: codeSchema,
      response: { 204: z.null() },
    },
    handler: async (request, reply) => {
      const { headers } = await auth.api
        .verifyTOTP({ body: request.body, headers: headersOf(request), returnHeaders: true })
        .catch(refusedCode)
      const { account } = signedIn(request)
      // A second code from one whose factor is on already begins no new session.
      if (headers.getSetCookie().length > 0) {
        await tellOf(request, account.id, true)
        await begin(request, reply, { token: tokenSet(config, headers), accountId: account.id, secondFactor: true })
      }
      return reply.code(204).send(null)
    },
  })

  app.route({
    method: 'DELETE',
    url: '/api/me/second-factor',
    config: { access: { kind: 'account' }, ...limit(10, 600) },
    schema: {
      tags: ['identity'],
      summary: 'Switch TOTP off; an operator cannot',
      body: passwordBody,
      response: { 204: z.null() },
    },
    handler: async (request, reply) => {
      const { account } = signedIn(request)
      if (account.operator) throw problem('forbidden')
      await refuseWithoutIt(request)
      const { headers } = await auth.api
        .disableTwoFactor({ body: request.body, headers: headersOf(request), returnHeaders: true })
        .catch(asProblem('wrong_credentials'))
      await tellOf(request, account.id, false)
      await begin(request, reply, { token: tokenSet(config, headers), accountId: account.id, secondFactor: false })
      return reply.code(204).send(null)
    },
  })
}

/** Why a code was not taken, told apart: who is told that a right code is wrong tries on, and waits longer. */
function refusedCode(error: unknown): never {
  if (!(error instanceof APIError)) throw error
  if (error.body?.code === 'ACCOUNT_TEMPORARILY_LOCKED') {
    throw problem('too_many_requests', { retryAfterS: LOCKED_SECONDS })
  }
  if (error.body?.code === CODE_USED) throw problem('code_used')
  const isOver = error.body?.code === 'TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE' || error.body?.code === NO_CHALLENGE
  throw problem(isOver ? 'second_step_over' : 'wrong_code')
}

async function isOn(request: FastifyRequest, id: string): Promise<boolean> {
  const [row] = await request.inStudio((ctx) =>
    ctx.tx.select({ on: accounts.twoFactorEnabled }).from(accounts).where(eq(accounts.id, id)),
  )
  return row?.on ?? false
}

/** Where it is on, a session that was begun without it neither replaces it nor takes it off. */
async function refuseWithoutIt(request: FastifyRequest): Promise<void> {
  const { account } = signedIn(request)
  if (!account.secondFactor && (await isOn(request, account.id))) throw problem('second_factor_required')
}

function tellOf(request: FastifyRequest, id: string, on: boolean): Promise<unknown> {
  return request.inStudio((ctx) =>
    publish(ctx, accountChanged, {
      subject: { type: 'account', id },
      payload: {},
      before: { secondFactor: !on },
      after: { secondFactor: on },
    }),
  )
}
