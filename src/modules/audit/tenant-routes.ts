import { and, asc, gt, ilike, ne, or, sql } from 'drizzle-orm'
import { z } from 'zod'
import { containing } from '../../kernel/database/containing.ts'
import type { App } from '../../kernel/http/types.ts'
import { PLATFORM_STUDIO_ID } from '../../kernel/ids.ts'
import { ROLES, type Role } from '../../kernel/policy.ts'
import { accounts } from '../identity/index.ts'
import { memberships, studios } from '../studios/index.ts'

const listQuery = z.object({
  search: z.string().max(100).optional(),
  cursor: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})

const studioSchema = z
  .object({
    id: z.uuid(),
    slug: z.string(),
    name: z.string(),
    currency: z.string(),
    state: z.enum(['active', 'read_only']),
    blocked: z.string().nullable().describe('why it is closed; null: it is not'),
    members: z.int(),
    clients: z.int(),
    createdAt: z.string(),
  })
  .meta({ id: 'ConsoleStudio' })

const accountSchema = z
  .object({
    id: z.uuid(),
    name: z.string(),
    email: z.string(),
    operator: z.boolean(),
    blocked: z.string().nullable().describe('why they are kept out; null: they are not'),
    createdAt: z.string(),
    profiles: z.array(
      z.object({ studioId: z.uuid(), studio: z.string(), role: z.enum(ROLES), displayName: z.string() }),
    ),
  })
  .meta({ id: 'ConsoleAccount' })

/** The studios and the people of the platform, as the operator finds them (P18, P20). */
export function tenantRoutes(app: App): void {
  app.route({
    method: 'GET',
    url: '/api/console/studios',
    config: { access: { kind: 'operator' } },
    schema: {
      querystring: listQuery,
      response: { 200: z.object({ items: z.array(studioSchema), nextCursor: z.uuid().nullable() }) },
    },
    handler: async (request) => {
      const { search, cursor, limit } = request.query
      const rows = await request.asOperator((ctx) =>
        ctx.tx
          .select({
            id: studios.id,
            slug: studios.slug,
            name: studios.name,
            currency: studios.currency,
            state: studios.state,
            blocked: studios.blockedReason,
            createdAt: studios.createdAt,
            members: countOf(sql`m.role <> 'client'`),
            clients: countOf(sql`m.role = 'client'`),
          })
          .from(studios)
          .where(
            and(
              ne(studios.id, PLATFORM_STUDIO_ID),
              search ? or(ilike(studios.name, containing(search)), ilike(studios.slug, containing(search))) : undefined,
              cursor ? gt(studios.id, cursor) : undefined,
            ),
          )
          .orderBy(asc(studios.id))
          .limit(limit + 1),
      )
      const items = rows.slice(0, limit).map((row) => ({ ...row, createdAt: row.createdAt.toString() }))
      return { items, nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null }
    },
  })

  app.route({
    method: 'GET',
    url: '/api/console/accounts',
    config: { access: { kind: 'operator' } },
    schema: {
      querystring: listQuery.extend({ studioId: z.uuid().optional() }),
      response: { 200: z.object({ items: z.array(accountSchema), nextCursor: z.uuid().nullable() }) },
    },
    handler: async (request) => {
      const { search, cursor, limit, studioId } = request.query
      const rows = await request.asOperator((ctx) =>
        ctx.tx
          .select({
            id: accounts.id,
            name: accounts.name,
            email: accounts.email,
            operator: accounts.operator,
            blocked: accounts.blockedReason,
            createdAt: accounts.createdAt,
            profiles: profilesOf,
          })
          .from(accounts)
          .where(
            and(
              search
                ? or(ilike(accounts.name, containing(search)), ilike(accounts.email, containing(search)))
                : undefined,
              studioId
                ? sql`exists (select from ${memberships} m where m.account_id = ${ACCOUNT} and m.studio_id = ${studioId})`
                : undefined,
              cursor ? gt(accounts.id, cursor) : undefined,
            ),
          )
          .orderBy(asc(accounts.id))
          .limit(limit + 1),
      )
      const items = rows.slice(0, limit).map(({ createdAt, ...row }) => ({
        ...row,
        createdAt: createdAt.toISOString(),
      }))
      return { items, nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null }
    },
  })
}

/** The outer row, by its table's name: in a query over one table Drizzle writes columns without it. */
const STUDIO = sql`"studios"."id"`
const ACCOUNT = sql`"accounts"."id"`

const countOf = (condition: ReturnType<typeof sql>) =>
  sql<number>`(select count(*)::int from ${memberships} m where m.studio_id = ${STUDIO} and m.state = 'active' and ${condition})`

const profilesOf = sql<{ studioId: string; studio: string; role: Role; displayName: string }[]>`coalesce((
  select json_agg(json_build_object('studioId', m.studio_id, 'studio', s.name, 'role', m.role, 'displayName', m.display_name))
  from ${memberships} m join ${studios} s on s.id = m.studio_id where m.account_id = ${ACCOUNT}), '[]')`
