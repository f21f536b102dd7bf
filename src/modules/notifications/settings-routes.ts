import { eq } from 'drizzle-orm'
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { NoticeTemplate } from '../../kernel/events/notices.ts'
import { limit } from '../../kernel/http/rates.ts'
import type { App } from '../../kernel/http/types.ts'
import { problem } from '../../kernel/problem.ts'
import type { Services } from '../../kernel/services.ts'
import { ownProfiles } from '../studios/index.ts'
import { choose, isKnownKind, readChoices, readQuietHours, setQuietHours } from './choices.ts'
import { choiceSchema, quietHoursSchema, settingsSchema, telegramLinkSchema } from './schemas.ts'
import { telegramLinks } from './tables.ts'
import { forgetChat, newLinkCode, unlink } from './telegram.ts'
import { accountOf } from './who.ts'

/** Which event arrives by which channel, quiet hours, and the Telegram link (P15, P16). */
export function settingsRoutes(app: App, services: Services, templates: readonly NoticeTemplate[]): void {
  const { telegram } = services

  app.route({
    method: 'GET',
    url: '/api/notices/settings',
    config: { access: { kind: 'account' } },
    schema: { response: { 200: settingsSchema } },
    handler: (request) => readSettings(request),
  })

  app.route({
    method: 'PUT',
    url: '/api/notices/choices',
    config: { access: { kind: 'account' } },
    schema: { body: choiceSchema, response: { 200: settingsSchema } },
    handler: async (request) => {
      if (!isKnownKind(templates, request.body.event)) throw problem('not_found')
      await request.inStudio((ctx) => choose(ctx, accountOf(request).id, request.body))
      return readSettings(request)
    },
  })

  app.route({
    method: 'PUT',
    url: '/api/notices/quiet-hours',
    config: { access: { kind: 'account' } },
    schema: { body: z.object({ quietHours: quietHoursSchema.nullable() }), response: { 200: settingsSchema } },
    handler: async (request) => {
      const hours = request.body.quietHours ?? undefined
      await request.inStudio((ctx) => setQuietHours(ctx, accountOf(request).id, hours))
      return readSettings(request)
    },
  })

  app.route({
    method: 'POST',
    url: '/api/notices/telegram-links',
    config: { access: { kind: 'account' }, ...limit(10, 60) },
    schema: { response: { 201: telegramLinkSchema } },
    handler: async (request, reply) => {
      if (!telegram) throw problem('telegram_off')
      const { code, expiresAt } = await request.inStudio((ctx) => newLinkCode(ctx, accountOf(request).id))
      const url = await telegram.deepLink(code).catch(() => {
        throw problem('telegram_unreachable', { retryAfterS: 5 })
      })
      return reply.code(201).send({ url, expiresAt: expiresAt.toString() })
    },
  })

  app.route({
    method: 'DELETE',
    url: '/api/notices/telegram-link',
    config: { access: { kind: 'account' } },
    schema: { response: { 200: settingsSchema } },
    handler: async (request) => {
      const accountId = accountOf(request).id
      await request.inStudio((ctx) => unlink(ctx, { accountId }))
      await forgetChat(services, accountId)
      return readSettings(request)
    },
  })

  async function readSettings(request: FastifyRequest): Promise<z.infer<typeof settingsSchema>> {
    const { id: accountId, zone } = accountOf(request)
    return request.inStudio(async (ctx) => {
      const profiles = await ownProfiles(ctx, accountId)
      const isStaff = profiles.some(({ role }) => role !== 'client')
      const kinds = await readChoices(ctx, accountId, templates, isStaff)
      const quiet = await readQuietHours(ctx, accountId)
      const linked = await ctx.tx.select().from(telegramLinks).where(eq(telegramLinks.accountId, accountId))
      return {
        zone,
        quietHours: quiet ?? null,
        telegram: telegram ? (linked.length > 0 ? 'linked' : 'unlinked') : 'off',
        kinds: kinds.map((kind) => ({ ...kind, label: kind.label[request.locale] })),
      }
    })
  }
}
