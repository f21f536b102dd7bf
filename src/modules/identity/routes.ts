import { APIError } from 'better-auth/api'
import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { publish } from '../../kernel/events/event.ts'
import { limit } from '../../kernel/http/rates.ts'
import { clearSessionCookie } from '../../kernel/http/session.ts'
import type { App } from '../../kernel/http/types.ts'
import { PLATFORM_STUDIO_ID } from '../../kernel/ids.ts'
import { sendMail } from '../../kernel/mail/index.ts'
import { problem } from '../../kernel/problem.ts'
import type { Services } from '../../kernel/services.ts'
import { zoneSchema } from '../../kernel/time.ts'
import { openAuth } from './auth.ts'
import { asProblem, headersOf, NOBODY, sessionBeginner, signedIn } from './begin-session.ts'
import { blockRoutes } from './block-routes.ts'
import { accountChanged, passwordChanged, passwordResetAsked, sessionFailed } from './events.ts'
import { resetMail } from './mails.ts'
import { emailSchema, passwordSchema } from './schemas.ts'
import { secondFactorRoutes } from './second-factor-routes.ts'
import { accountOfReset, endOtherSessions, endSession, listSessions, voidResets } from './sessions.ts'
import { accounts } from './tables.ts'
import { forgetFailure, knownDevice, rememberDevice, throttleSignIn } from './throttle.ts'

const sessionSchema = z.object({
  id: z.uuid(),
  createdAt: z.string(),
  lastUsedAt: z.string(),
  ip: z.string().nullable(),
  userAgent: z.string().nullable(),
  current: z.boolean(),
})

/** Sign-in, sessions, passwords, and the account itself (P9). The second factor has a file of its own. */
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

  const begin = sessionBeginner(config)
  secondFactorRoutes(app, config, auth, begin)
  blockRoutes(app)

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
      const device = knownDevice(request, config, email)
      const tried = await throttleSignIn(request, email, device)
      const answer = await auth.api
        .signInEmail({ body: { email, password }, headers: headersOf(request), returnHeaders: true })
        .catch(async (error: unknown) => {
          if (!(error instanceof APIError)) throw error
          await request.inStudio((ctx) =>
            publish(ctx, sessionFailed, { subject: { type: 'account', id: NOBODY }, payload: { email } }),
          )
          throw problem('wrong_credentials')
        })
      await request.inStudio((ctx) => forgetFailure(ctx, tried))
      rememberDevice(request, reply, config, email)
      if (!('token' in answer.response) || !answer.response.token) {
        for (const cookie of answer.headers.getSetCookie()) reply.header('set-cookie', cookie)
        return reply.code(201).send({ secondFactor: true })
      }
      const { token, user } = answer.response
      await begin(request, reply, { token, accountId: user.id, secondFactor: false })
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
      const { email } = request.body
      await request.inStudio((ctx) =>
        publish(ctx, passwordResetAsked, { subject: { type: 'account', id: NOBODY }, payload: { email } }),
      )
      await auth.api.requestPasswordReset({ body: { email } }).catch(() => undefined)
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
      const { token } = request.params
      const id = (await request.inStudio((ctx) => accountOfReset(ctx, token))) ?? NOBODY
      await auth.api
        .resetPassword({ body: { newPassword: request.body.password, token } })
        .catch(asProblem('link_expired'))
      await request.inStudio(async (ctx) => {
        await voidResets(ctx, id)
        await publish(ctx, passwordChanged, { subject: { type: 'account', id }, payload: {} })
      })
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
}
