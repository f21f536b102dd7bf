import { and, eq, inArray } from 'drizzle-orm'
import type { Ctx } from '../../kernel/context.ts'
import type { Project, Side } from './project.ts'
import { completions, projects } from './tables.ts'

/**
 * Takes the named sides' presses of "complete" back, and with them the time after which a silent side is done without
 * (R11). The project is locked. Harmless when nobody has pressed; returns whether somebody had.
 */
export async function takePressesBack(ctx: Ctx, project: Project, sides: readonly Side[]): Promise<boolean> {
  const taken = await ctx.tx
    .delete(completions)
    .where(
      and(
        ...[eq(completions.studioId, ctx.studioId), eq(completions.projectId, project.id)],
        inArray(completions.side, [...sides]),
      ),
    )
    .returning({ id: completions.id })
  await ctx.tx
    .update(projects)
    .set({ silentUntil: null })
    .where(and(eq(projects.studioId, ctx.studioId), eq(projects.id, project.id)))
  return taken.length > 0
}
