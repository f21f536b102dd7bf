import { and, eq } from 'drizzle-orm'
import type { Ctx } from '../../kernel/context.ts'
import { problem } from '../../kernel/problem.ts'
import { studios } from './tables.ts'

/** Lets the studio only be looked at (P8): nothing is deleted, money and files stay within reach. */
export async function makeStudioReadOnly(ctx: Ctx): Promise<void> {
  await move(ctx, 'active', 'read_only')
}

/** Lets the studio work again. */
export async function reopenStudio(ctx: Ctx): Promise<void> {
  await move(ctx, 'read_only', 'active')
}

/**
 * Refuses what a read-only studio does not do, whichever way it was asked for, under a lock that whoever changes the
 * studio's state waits for. Throws `studio_read_only` or `studio_blocked`.
 */
export async function assertStudioOpen(ctx: Ctx): Promise<void> {
  const [studio] = await ctx.tx
    .select({ state: studios.state, blockedAt: studios.blockedAt })
    .from(studios)
    .where(eq(studios.id, ctx.studioId))
    .for('share')
  if (studio?.blockedAt) throw problem('studio_blocked')
  if (studio?.state === 'read_only') throw problem('studio_read_only')
}

async function move(ctx: Ctx, from: 'active' | 'read_only', to: 'active' | 'read_only'): Promise<void> {
  await ctx.tx
    .update(studios)
    .set({ state: to })
    .where(and(eq(studios.id, ctx.studioId), eq(studios.state, from)))
}
