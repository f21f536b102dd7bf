import { z } from 'zod'
import { publish } from '../../../kernel/events/event.ts'
import { lacksSecondFactor } from '../../../kernel/http/session.ts'
import { studioOfHost } from '../../../kernel/http/studio-of-host.ts'
import type { App } from '../../../kernel/http/types.ts'
import { problem } from '../../../kernel/problem.ts'
import type { Services } from '../../../kernel/services.ts'
import { rememberProfile } from '../../identity/index.ts'
import { profileSwitched } from '../events.ts'
import { join } from '../membership.ts'
import { profileSchema, profilesOf } from '../profiles.ts'

const meSchema = z.object({
  account: z.object({
    id: z.uuid(),
    email: z.string(),
    name: z.string(),
    locale: z.enum(['ru', 'en']),
    zone: z.string(),
    operator: z.boolean(),
    lacksSecondFactor: z.boolean().describe('an operator whom the console does not let in yet'),
  }),
  profiles: z.array(profileSchema),
})

/** Who I am, which profiles I may act as, and the choice of one (P5). */
export function meRoutes(app: App, services: Services): void {
  const { config, database, permissions } = services

  app.route({
    method: 'GET',
    url: '/api/me',
    config: { access: { kind: 'account' } },
    schema: {
      tags: ['identity'],
      summary: 'My account and profiles; on a studio’s own site, those of that studio only',
      response: { 200: meSchema },
    },
    handler: async (request) => {
      const { account } = request.principal
      if (!account) throw problem('not_signed_in')
      const slug = studioOfHost(request.host, config.BASE_URL)
      const { secondFactor: _, ...shown } = account
      const lacking = lacksSecondFactor(account, config)
      return {
        account: { ...shown, lacksSecondFactor: lacking },
        profiles: await profilesOf(database.pool, account.id, permissions, slug),
      }
    },
  })

  app.route({
    method: 'PUT',
    url: '/api/studios/:studio/me/active-profile',
    config: { access: { kind: 'account' }, evenReadOnly: true },
    schema: {
      tags: ['identity'],
      summary: 'Switch to one of my profiles',
      params: z.object({ studio: z.string() }),
      body: z.object({ membershipId: z.uuid() }),
      response: { 204: z.null() },
    },
    handler: async (request, reply) => {
      const { account, sessionId, studio, profile } = request.principal
      if (!account || !sessionId || !studio) throw problem('not_signed_in')
      const profiles = await profilesOf(database.pool, account.id, permissions)
      const chosen = profiles.find(
        (one) => one.membershipId === request.body.membershipId && one.studio.id === studio.id,
      )
      if (!chosen) throw problem('not_found')
      await request.inStudio(async (ctx) => {
        await rememberProfile(ctx, sessionId, { studioId: studio.id, membershipId: chosen.membershipId })
        await publish(ctx, profileSwitched, {
          subject: { type: 'membership', id: chosen.membershipId },
          payload: { role: chosen.role },
          before: { membershipId: profile?.membershipId ?? null },
          after: { membershipId: chosen.membershipId },
        })
      })
      return reply.code(204).send(null)
    },
  })

  app.route({
    method: 'POST',
    url: '/api/studios/:studio/me/client-profile',
    config: { access: { kind: 'account' } },
    schema: {
      tags: ['identity'],
      summary: 'Become a client of this studio with the account that I have (P4)',
      params: z.object({ studio: z.string() }),
      response: { 201: z.object({ membershipId: z.uuid() }) },
    },
    handler: async (request, reply) => {
      const { account, sessionId } = request.principal
      if (!account || !sessionId) throw problem('not_signed_in')
      const membershipId = await request.inStudio(async (ctx) => {
        const { id } = await join(ctx, { accountId: account.id, role: 'client', displayName: account.name })
        await rememberProfile(ctx, sessionId, { studioId: ctx.studioId, membershipId: id })
        return id
      })
      return reply.code(201).send({ membershipId })
    },
  })
}
