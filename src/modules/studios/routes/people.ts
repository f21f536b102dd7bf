import { and, asc, eq, gt, ilike, inArray, or } from 'drizzle-orm'
import { z } from 'zod'
import { publish } from '../../../kernel/events/event.ts'
import type { App } from '../../../kernel/http/types.ts'
import { ROLES } from '../../../kernel/policy.ts'
import { problem } from '../../../kernel/problem.ts'
import { accounts, personNameSchema } from '../../identity/index.ts'
import { memberChanged } from '../events.ts'
import { refuseSeat } from '../limits.ts'
import { assertAccessChangeable, assertGivable } from '../permission-set.ts'
import { memberships } from '../tables.ts'

const studioParams = z.object({ studio: z.string() })
const memberSchema = z.object({
  id: z.uuid(),
  role: z.enum(ROLES),
  displayName: z.string(),
  title: z.string(),
  email: z.string(),
  public: z.boolean(),
  state: z.enum(['active', 'left', 'blocked']),
  permissionSetId: z.uuid().nullable(),
  createdAt: z.string(),
})
const pageSchema = z.object({
  roles: z
    .string()
    .optional()
    .transform((text) => text?.split(',').filter((one) => (ROLES as readonly string[]).includes(one))),
  search: z.string().max(100).optional(),
  cursor: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
})

/** The people of a studio (P6, P12). */
export function peopleRoutes(app: App): void {
  app.route({
    method: 'GET',
    url: '/api/studios/:studio/members',
    config: { access: { kind: 'studio', permission: 'people.read' } },
    schema: {
      tags: ['people'],
      summary: 'People of the studio, page by page',
      params: studioParams,
      querystring: pageSchema,
      response: { 200: z.object({ items: z.array(memberSchema), next: z.uuid().nullable() }) },
    },
    handler: async (request) => {
      const { roles, search, cursor, limit } = request.query
      const pattern = search ? `%${search.replace(/[\\%_]/g, '\\$&')}%` : undefined
      const rows = await request.inStudio((ctx) =>
        ctx.tx
          .select({ member: memberships, email: accounts.email })
          .from(memberships)
          .innerJoin(accounts, eq(accounts.id, memberships.accountId))
          .where(
            and(
              eq(memberships.studioId, ctx.studioId),
              roles && roles.length > 0 ? inArray(memberships.role, roles as (typeof ROLES)[number][]) : undefined,
              pattern ? or(ilike(memberships.displayName, pattern), ilike(accounts.email, pattern)) : undefined,
              cursor ? gt(memberships.id, cursor) : undefined,
            ),
          )
          .orderBy(asc(memberships.id))
          .limit(limit + 1),
      )
      const items = rows.slice(0, limit).map(({ member, email }) => ({
        id: member.id,
        role: member.role,
        displayName: member.displayName,
        title: member.title,
        email,
        public: member.public,
        state: member.state,
        permissionSetId: member.permissionSetId,
        createdAt: member.createdAt.toString(),
      }))
      return { items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null }
    },
  })

  app.route({
    method: 'PATCH',
    url: '/api/studios/:studio/members/:member',
    config: { access: { kind: 'studio', permission: 'people.manage' } },
    schema: {
      tags: ['people'],
      summary: 'Change a person’s profile in the studio',
      params: studioParams.extend({ member: z.uuid() }),
      body: z
        .object({
          displayName: personNameSchema,
          title: z.string().trim().max(120),
          public: z.boolean(),
          state: z.enum(['active', 'left', 'blocked']),
          permissionSetId: z.uuid().nullable(),
        })
        .partial(),
      response: { 204: z.null() },
    },
    handler: async (request, reply) => {
      const { member } = request.params
      if (request.body.permissionSetId !== undefined && request.principal.profile?.role !== 'owner')
        throw problem('forbidden')
      await request.inStudio(async (ctx) => {
        const one = and(eq(memberships.studioId, ctx.studioId), eq(memberships.id, member))
        const [before] = await ctx.tx.select().from(memberships).where(one).for('update')
        if (!before) throw problem('not_found')
        if (request.body.state && request.body.state !== before.state) {
          await assertAccessChangeable(ctx, before)
          if (before.role === 'owner') throw problem('owner_stays')
        }
        if (request.body.permissionSetId) await assertGivable(ctx, before.role, request.body.permissionSetId)
        if (Object.keys(request.body).length === 0) return
        await ctx.tx.update(memberships).set(request.body).where(one).catch(refuseSeat)
        const { displayName, title, state, permissionSetId, public: isPublic } = before
        await publish(ctx, memberChanged, {
          subject: { type: 'membership', id: member },
          payload: { displayName },
          before: { displayName, title, state, permissionSetId, public: isPublic },
          after: request.body,
          audience: [member],
        })
      })
      return reply.code(204).send(null)
    },
  })
}
