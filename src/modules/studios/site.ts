import { and, asc, eq, inArray } from 'drizzle-orm'
import type { Ctx } from '../../kernel/context.ts'
import { BLOCK_KINDS, memberships, type SiteBlock, sites } from './tables.ts'

/** Most people that a site names. */
const MAX_TEAM = 60

/** Whether the studio's site is open and shows the block to everybody (P3). */
export async function siteShows(ctx: Ctx, kind: SiteBlock['kind']): Promise<boolean> {
  const [site] = await ctx.tx
    .select({ enabled: sites.enabled, blocks: sites.blocks })
    .from(sites)
    .where(eq(sites.studioId, ctx.studioId))
  return site?.enabled === true && site.blocks.some((block) => block.kind === kind && block.visible)
}

/** Whom the studio names to everybody: those who work there and are public, the longest there first (P3). */
export function publicTeam(ctx: Ctx): Promise<{ membershipId: string; displayName: string; title: string }[]> {
  return ctx.tx
    .select({ membershipId: memberships.id, displayName: memberships.displayName, title: memberships.title })
    .from(memberships)
    .where(
      and(
        eq(memberships.studioId, ctx.studioId),
        eq(memberships.public, true),
        eq(memberships.state, 'active'),
        inArray(memberships.role, ['owner', 'manager', 'staff']),
      ),
    )
    .orderBy(asc(memberships.id))
    .limit(MAX_TEAM)
}

/** A site that was ordered before there was a kind of block has it at its end, hidden until the owner shows it. */
export function allBlocks(ordered: readonly SiteBlock[]): SiteBlock[] {
  const known = new Set(ordered.map(({ kind }) => kind))
  return [...ordered, ...BLOCK_KINDS.filter((kind) => !known.has(kind)).map((kind) => ({ kind, visible: false }))]
}
