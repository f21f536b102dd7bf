import { APIError } from 'better-auth/api'
import { eq } from 'drizzle-orm'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { publish } from '../../kernel/events/event.ts'
import { limit } from '../../kernel/http/server.ts'
import { clearSessionCookie, setSessionCookie } from '../../kernel/http/session.ts'
import type { App } from '../../kernel/http/types.ts'
import { PLATFORM_STUDIO_ID } from '../../kernel/ids.ts'
import { sendMail } from '../../kernel/mail/index.ts'
import { problem } from '../../kernel/problem.ts'
import type { Services } from '../../kernel/services.ts'
import { zoneSchema } from '../../kernel/time.ts'
import { cookieValue, openAuth, SESSION_SECONDS } from './auth.ts'
import { accountChanged, passwordChanged, sessionFailed, sessionStarted } from './events.ts'
import { resetMail } from './mails.ts'
import { emailSchema, passwordSchema } from './schemas.ts'
import { endOtherSessions, endSession, listSessions, throttleSignIn } from './sessions.ts'
import { accounts, sessions, signInFailures } from './tables.ts'

const NOBODY = '00000000-0000-0000-0000-000000000000'
const sessionSchema = z.object({
  id: z.uuid(),
  createdAt: z.string(),
  lastUsedAt: z.string(),
  ip: z.string().nullable(),
  userAgent: z.string().nullable(),
  current: z.boolean(),
})

/** Sign-in, sessions, passwords, the second factor, and the account itself (P9). */
export function identityRoutes(app: App, services: Services): void {
  const { config, database } = services
  const auth = openAuth(config, database, async (mail) => {
    const link = `${config.BASE_URL}/password/${mail.token}`
    const scope = {
      studioId: PLATFORM_STUDIO_ID,
      actor: { kind: 'system' },
      request: { id: 'password reset' },
    } as const
    const locale = mail.locale === 'en' ? 'en' : 'ru'
    await database.transaction(scope, (ctx) => sendMail(ctx, resetMail({ email: mail.email, locale, link })))
  })

  async function begin(request: FastifyRequest, reply: FastifyReply, token: string, accountId: string) {
    await request.inStudio(async (ctx) => {
      const [session] = await ctx.tx.select({ id: sessions.id }).from(sessions).where(eq(sessions.token, token))
      await publish({ ...ctx, actor: { kind: 'account', accountId } }, sessionStarted, {
        subject: { type: 'account', id: accountId },
        payload: { sessionId: session?.id ?? NOBODY },
      })
    })
    setSessionCookie(
      reply,
      config,
      cookieValue(config, token),
      Temporal.Now.instant().add({ seconds: SESSION_SECONDS }),
    )
  }

  app.route({
    method: 'POST',
    url: '/api/sessions',
    config: { access: { kind: 'public' }, ...limit(60, 60) },
    schema: {
      tags: ['identity'],
      summary: 'Sign in',
      body: z.object({ email: emailSchema, password: z.string().min(1).max(128) }),
      response: { 201: z.object({ secondFactor: z.boolean() }) },
    },
    handler: async (request, reply) => {
      const { email, password } = request.body
      await request.inStudio((ctx) => throttleSignIn(ctx, email, request.ip))
      const answer = await auth.api
        .signInEmail({ body: { email, password }, headers: headersOf(request), returnHeaders: true })
        .catch(async (error: unknown) => {
          if (!(error instanceof APIError)) throw error
          await request.inStudio(async (ctx) => {
            await ctx.tx.insert(signInFailures).values({ email, ip: request.ip, at: ctx.now })
            await publish(ctx, sessionFailed, { subject: { type: 'account', id: NOBODY }, payload: { email } })
          })
          throw problem('wrong_credentials')
        })
      if (!('token' in answer.response) || !answer.response.token) {
        for (const cookie of answer.headers.getSetCookie()) reply.header('set-cookie', cookie)
        return reply.code(201).send({ secondFactor: true })
      }
      await begin(request, reply, answer.response.token, answer.response.user.id)
      return reply.code(201).send({ secondFactor: false })
    },
  })

  app.route({
    method: 'POST',
    url: '/api/sessions/second-factor',
    config: { access: { kind: 'public' }, ...limit(20, 60) },
    schema: {
      tags: ['identity'],
      summary: 'Finish a sign-in with a TOTP code',
      body: z.object({ code: z.string().regex(/^\d{6}$/) }),
      response: { 201: z.object({ secondFactor: z.literal(false) }) },
    },
    handler: async (request, reply) => {
      const answer = await auth.api
        .verifyTOTP({ body: request.body, headers: headersOf(request) })
        .catch(asProblem('wrong_code'))
      await begin(request, reply, answer.token, answer.user.id)
      return reply.code(201).send({ secondFactor: false })
    },
  })

  app.route({
    method: 'GET',
    url: '/api/sessions',
    config: { access: { kind: 'account' } },
    schema: {
      tags: ['identity'],
      summary: 'My sessions',
      response: { 200: z.object({ items: z.array(sessionSchema) }) },
    },
    handler: async (request) => {
      const { account, sessionId } = signedIn(request)
      const rows = await request.inStudio((ctx) => listSessions(ctx, account.id))
      const items = rows.map((row) => ({
        ...row,
        createdAt: row.createdAt.toISOString(),
        lastUsedAt: row.lastUsedAt.toISOString(),
        current: row.id === sessionId,
      }))
      return { items }
    },
  })

  app.route({
    method: 'DELETE',
    url: '/api/sessions/:session',
    config: { access: { kind: 'account' }, evenReadOnly: true },
    schema: {
      tags: ['identity'],
      summary: 'End a session: `current`, `others`, or one by its id',
      params: z.object({ session: z.union([z.literal('current'), z.literal('others'), z.uuid()]) }),
      response: { 204: z.null() },
    },
    handler: async (request, reply) => {
      const { account, sessionId } = signedIn(request)
      const which = request.params.session
      await request.inStudio((ctx) =>
        which === 'others'
          ? endOtherSessions(ctx, account.id, sessionId)
          : endSession(ctx, account.id, which === 'current' ? sessionId : which),
      )
      if (which === 'current' || which === sessionId) clearSessionCookie(reply, config)
      return reply.code(204).send(null)
    },
  })

  app.route({
    method: 'POST',
    url: '/api/password-resets',
    config: { access: { kind: 'public' }, ...limit(10, 600) },
    schema: {
      tags: ['identity'],
      summary: 'Ask for a link to a new password; answered alike whether the e-mail is known',
      body: z.object({ email: emailSchema }),
      response: { 202: z.null() },
    },
    handler: async (request, reply) => {
      await auth.api.requestPasswordReset({ body: { email: request.body.email } }).catch(() => undefined)
      return reply.code(202).send(null)
    },
  })

  app.route({
    method: 'POST',
    url: '/api/password-resets/:token',
    config: { access: { kind: 'public' }, ...limit(20, 600) },
    schema: {
      tags: ['identity'],
      summary: 'Set a new password by the link; ends every session',
      params: z.object({ token: z.string().max(200) }),
      body: z.object({ password: passwordSchema }),
      response: { 204: z.null() },
    },
    handler: async (request, reply) => {
      await auth.api
        .resetPassword({ body: { newPassword: request.body.password, token: request.params.token } })
        .catch(asProblem('link_expired'))
      await request.inStudio((ctx) =>
        publish(ctx, passwordChanged, { subject: { type: 'account', id: NOBODY }, payload: {} }),
      )
      return reply.code(204).send(null)
    },
  })

  app.route({
    method: 'PATCH',
    url: '/api/me',
    config: { access: { kind: 'account' } },
    schema: {
      tags: ['identity'],
      summary: 'Change my name, language or zone',
      body: z
        .object({ name: z.string().trim().min(1).max(120), locale: z.enum(['ru', 'en']), zone: zoneSchema })
        .partial(),
      response: { 204: z.null() },
    },
    handler: async (request, reply) => {
      const { account } = signedIn(request)
      if (Object.keys(request.body).length > 0) {
        await request.inStudio(async (ctx) => {
          await ctx.tx.update(accounts).set(request.body).where(eq(accounts.id, account.id))
          const { name, locale, zone } = account
          await publish(ctx, accountChanged, {
            subject: { type: 'account', id: account.id },
            payload: {},
            before: { name, locale, zone },
            after: request.body,
          })
        })
      }
      return reply.code(204).send(null)
    },
  })

  app.route({
    method: 'POST',
    url: '/api/me/second-factor',
    config: { access: { kind: 'account' }, ...limit(10, 600) },
    schema: {
      tags: ['identity'],
      summary: 'Begin TOTP: the address for the authenticator and the backup codes, shown once',
      body: z.object({ password: z.string().min(1).max(128) }),
      response: { 201: z.object({ totpUri: z.string(), backupCodes: z.array(z.string()) }) },
    },
    handler: async (request, reply) => {
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
      body: z.object({ code: z.string().regex(/^\d{6}$/) }),
      response: { 204: z.null() },
    },
    handler: async (request, reply) => {
      const answer = await auth.api
        .verifyTOTP({ body: request.body, headers: headersOf(request) })
        .catch(asProblem('wrong_code'))
      await begin(request, reply, answer.token, answer.user.id)
      return reply.code(204).send(null)
    },
  })

  app.route({
    method: 'DELETE',
    url: '/api/me/second-factor',
    config: { access: { kind: 'account' }, ...limit(10, 600) },
    schema: {
      tags: ['identity'],
      summary: 'Switch TOTP off',
      body: z.object({ password: z.string().min(1).max(128) }),
      response: { 204: z.null() },
    },
    handler: async (request, reply) => {
      if (signedIn(request).account.operator) throw problem('forbidden')
      await auth.api
        .disableTwoFactor({ body: request.body, headers: headersOf(request) })
        .catch(asProblem('wrong_credentials'))
      return reply.code(204).send(null)
    },
  })
}

function asProblem(code: string) {
  return (error: unknown): never => {
    throw error instanceof APIError ? problem(code) : error
  }
}

function signedIn(request: FastifyRequest) {
  const { account, sessionId } = request.principal
  if (!account || !sessionId) throw problem('not_signed_in')
  return { account, sessionId }
}

function headersOf(request: FastifyRequest): Headers {
  const headers = new Headers({ cookie: request.headers.cookie ?? '' })
  const agent = request.headers['user-agent']
  if (agent) headers.set('user-agent', agent)
  headers.set('x-forwarded-for', request.ip)
  return headers
}
