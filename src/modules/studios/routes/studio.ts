import { eq } from 'drizzle-orm'
import { z } from 'zod'
import type { Ctx } from '../../../kernel/context.ts'
import { publish } from '../../../kernel/events/event.ts'
import type { App } from '../../../kernel/http/types.ts'
import { problem } from '../../../kernel/problem.ts'
import { zoneSchema } from '../../../kernel/time.ts'
import { brandPictureSchema } from '../brand-picture.ts'
import { dressStudio } from '../dress-studio.ts'
import { siteChanged } from '../events.ts'
import { allBlocks, publicTeam } from '../site.ts'
import { BLOCK_KINDS, sites, studios } from '../tables.ts'

const studioParams = z.object({ studio: z.string() })
const words = z.object({ ru: z.string().trim().max(4000), en: z.string().trim().max(4000) })
const blockSchema = z.object({
  kind: z.enum(BLOCK_KINDS),
  visible: z.boolean(),
})
const brandSchema = z.object({
  name: z.string().trim().min(1).max(80),
  colour: z.string().regex(/^#[0-9a-f]{6}$/),
  tagline: words,
  about: words,
  address: z.string().trim().max(300),
  phone: z.string().trim().max(40),
  email: z.union([z.literal(''), z.email().max(254)]),
})
const studioSchema = brandSchema.extend({
  id: z.uuid(),
  slug: z.string(),
  currency: z.enum(['RUB', 'USD', 'EUR']),
  zone: z.string(),
  locale: z.enum(['ru', 'en']),
  logo: brandPictureSchema.nullable(),
  cover: brandPictureSchema.nullable(),
  site: z.object({ enabled: z.boolean(), blocks: z.array(blockSchema) }).nullable(),
})
const publicSchema = studioSchema.extend({
  team: z.array(z.object({ membershipId: z.uuid(), displayName: z.string(), title: z.string() })),
})

/** The studio itself: what its site shows, its brand and settings (P3). */
export function studioRoutes(app: App): void {
  app.route({
    method: 'GET',
    url: '/api/studios/:studio/public',
    config: { access: { kind: 'public' } },
    schema: {
      tags: ['studio'],
      summary: 'What anyone may see: brand, texts, the site’s blocks, the team',
      params: studioParams,
      response: { 200: publicSchema },
    },
    handler: (request) =>
      request.inStudio(async (ctx) => {
        const studio = await readStudio(ctx)
        const team = await publicTeam(ctx)
        return { ...studio, team }
      }),
  })

  app.route({
    method: 'GET',
    url: '/api/studios/:studio',
    config: { access: { kind: 'member' } },
    schema: { tags: ['studio'], summary: 'The studio', params: studioParams, response: { 200: studioSchema } },
    handler: (request) => request.inStudio(readStudio),
  })

  app.route({
    method: 'PATCH',
    url: '/api/studios/:studio',
    config: { access: { kind: 'studio', permission: 'studio.manage' } },
    schema: {
      tags: ['studio'],
      summary: 'Change the brand, texts and contacts',
      params: studioParams,
      body: brandSchema.extend({ zone: zoneSchema }).partial(),
      response: { 204: z.null() },
    },
    handler: async (request, reply) => {
      await request.inStudio((ctx) => dressStudio(ctx, request.body))
      return reply.code(204).send(null)
    },
  })

  app.route({
    method: 'PUT',
    url: '/api/studios/:studio/site',
    config: { access: { kind: 'studio', permission: 'studio.manage' } },
    schema: {
      tags: ['studio'],
      summary: 'Open or close the site, choose and order its blocks',
      params: studioParams,
      body: z.object({ enabled: z.boolean(), blocks: z.array(blockSchema).max(20) }),
      response: { 204: z.null() },
    },
    handler: async (request, reply) => {
      const site = request.body
      await request.inStudio(async (ctx) => {
        const [before] = await ctx.tx
          .select({ enabled: sites.enabled, blocks: sites.blocks })
          .from(sites)
          .where(eq(sites.studioId, ctx.studioId))
          .for('update')
        await ctx.tx
          .insert(sites)
          .values({ studioId: ctx.studioId, ...site })
          .onConflictDoUpdate({ target: sites.studioId, set: site })
        await publish(ctx, siteChanged, {
          subject: { type: 'studio', id: ctx.studioId },
          payload: {},
          ...(before ? { before } : {}),
          after: site,
        })
      })
      return reply.code(204).send(null)
    },
  })
}

async function readStudio(ctx: Ctx) {
  const [row] = await ctx.tx
    .select({ studio: studios, site: sites })
    .from(studios)
    .leftJoin(sites, eq(sites.studioId, studios.id))
    .where(eq(studios.id, ctx.studioId))
  if (!row) throw problem('not_found')
  const { createdAt: _made, updatedAt: _changed, state: _state, ...studio } = row.studio
  return { ...studio, site: row.site ? { enabled: row.site.enabled, blocks: allBlocks(row.site.blocks) } : null }
}
