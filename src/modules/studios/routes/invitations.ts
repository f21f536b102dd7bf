import { and, desc, eq } from 'drizzle-orm'
import { z } from 'zod'
import { limit } from '../../../kernel/http/rates.ts'
import type { App } from '../../../kernel/http/types.ts'
import { problem } from '../../../kernel/problem.ts'
import type { Services } from '../../../kernel/services.ts'
import { emailSchema, personNameSchema, rememberProfile } from '../../identity/index.ts'
import { acceptInvitation, findInvitation, invite, withdrawInvitation } from '../invitation.ts'
import { invitations } from '../tables.ts'

const studioParams = z.object({ studio: z.string() })
const roleSchema = z.enum(['manager', 'staff', 'client'])

/** Invitations by mail, and their acceptance (R1). */
export function invitationRoutes(app: App, { config, database }: Services): void {
  app.route({
    method: 'POST',
    url: '/api/studios/:studio/invitations',
    config: { access: { kind: 'studio', permission: 'people.manage' }, idempotent: true, ...limit(60, 3600) },
    schema: {
      tags: ['people'],
      summary: 'Invite someone by e-mail; the link is valid for 14 days',
      params: studioParams,
      body: z.object({
        email: emailSchema,
        role: roleSchema,
        displayName: personNameSchema,
        title: z.string().trim().max(120).default(''),
        permissionSetId: z.uuid().nullable().default(null),
      }),
      response: { 201: z.object({ id: z.uuid() }) },
    },
    handler: async (request, reply) => {
      // Only the owner makes managers: a manager could otherwise multiply.
      if (request.body.role === 'manager' && request.principal.profile?.role !== 'owner') throw problem('forbidden')
      const answer = await request.once(async (ctx) => ({
        status: 201,
        body: { id: await invite(ctx, request.body, config.BASE_URL) },
      }))
      return reply.code(201).send(answer.body)
    },
  })

  app.route({
    method: 'GET',
    url: '/api/studios/:studio/invitations',
    config: { access: { kind: 'studio', permission: 'people.manage' } },
    schema: {
      tags: ['people'],
      summary: 'Open invitations, the newest first (200 at most)',
      params: studioParams,
      response: {
        200: z.object({
          items: z.array(
            z.object({
              id: z.uuid(),
              email: z.string(),
              role: roleSchema,
              displayName: z.string(),
              title: z.string(),
              expiresAt: z.string(),
              createdAt: z.string(),
            }),
          ),
        }),
      },
    },
    handler: async (request) => {
      const rows = await request.inStudio((ctx) =>
        ctx.tx
          .select()
          .from(invitations)
          .where(and(eq(invitations.studioId, ctx.studioId), eq(invitations.state, 'sent')))
          .orderBy(desc(invitations.id))
          .limit(200),
      )
      return {
        items: rows.map(({ id, email, role, displayName, title, expiresAt, createdAt }) => ({
          id,
          email,
          role,
          displayName,
          title,
          expiresAt: expiresAt.toString(),
          createdAt: createdAt.toString(),
        })),
      }
    },
  })

  app.route({
    method: 'DELETE',
    url: '/api/studios/:studio/invitations/:invitation',
    config: { access: { kind: 'studio', permission: 'people.manage' } },
    schema: {
      tags: ['people'],
      summary: 'Take an invitation back',
      params: studioParams.extend({ invitation: z.uuid() }),
      response: { 204: z.null() },
    },
    handler: async (request, reply) => {
      await request.inStudio((ctx) => withdrawInvitation(ctx, request.params.invitation))
      return reply.code(204).send(null)
    },
  })

  app.route({
    method: 'GET',
    url: '/api/invitations/:token',
    config: { access: { kind: 'public' }, ...limit(60, 60) },
    schema: {
      tags: ['people'],
      summary: 'What the invitation of a link is',
      params: z.object({ token: z.string().max(100) }),
      response: {
        200: z.object({
          email: z.string(),
          role: roleSchema,
          displayName: z.string(),
          studio: z.object({ slug: z.string(), name: z.string() }),
        }),
      },
    },
    handler: async (request) => {
      const { email, role, displayName, slug, studioName } = await findInvitation(database.pool, request.params.token)
      return { email, role, displayName, studio: { slug, name: studioName } }
    },
  })

  app.route({
    method: 'POST',
    url: '/api/invitations/:token/acceptance',
    config: { access: { kind: 'account' }, ...limit(20, 60) },
    schema: {
      tags: ['people'],
      summary: 'Accept an invitation with the account that is signed in',
      params: z.object({ token: z.string().max(100) }),
      response: { 201: z.object({ membershipId: z.uuid(), studio: z.string() }) },
    },
    handler: async (request, reply) => {
      const { account, sessionId } = request.principal
      if (!account || !sessionId) throw problem('not_signed_in')
      const found = await findInvitation(database.pool, request.params.token)
      const scope = {
        studioId: found.studioId,
        actor: { kind: 'account', accountId: account.id },
        request: { id: request.id, ip: request.ip },
      } as const
      const { membershipId } = await database.transaction(scope, async (ctx) => {
        const accepted = await acceptInvitation(ctx, found.id, account)
        await rememberProfile(ctx, sessionId, { studioId: found.studioId, membershipId: accepted.membershipId })
        return accepted
      })
      return reply.code(201).send({ membershipId, studio: found.slug })
    },
  })
}
