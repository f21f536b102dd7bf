import { and, eq } from 'drizzle-orm'
import type { Ctx } from '../../kernel/context.ts'
import { publish } from '../../kernel/events/event.ts'
import { complete, press, pressedSides } from './completion.ts'
import { openDisputeFor, SILENT } from './dispute.ts'
import { completionReminded } from './events.ts'
import { findProject, told } from './project.ts'
import { readSettings } from './settings.ts'
import { projects } from './tables.ts'

/**
 * What follows when one side has pressed and the other stays silent (R11): first it is reminded; when the time is over
 * the project completes by itself or goes to a dispute, as the studio's terms say. Does nothing where anything has
 * happened since: the moment that it was queued for is no longer the project's. Where nothing was bought no moment is set.
 */
export async function endSilence(
  ctx: Ctx,
  job: { projectId: string; silentUntil: string; step: 'remind' | 'end' },
): Promise<void> {
  const project = await findProject(ctx, job.projectId, 'lock')
  if (project.state !== 'active' || project.silentUntil?.toString() !== job.silentUntil) return
  const sides = await pressedSides(ctx, project.id)
  const silent = sides.includes('client') ? 'studio' : 'client'
  if (job.step === 'remind') {
    await publish(ctx, completionReminded, {
      subject: { type: 'project', id: project.id },
      payload: {
        ...{ ...told(project), silentUntil: job.silentUntil },
        to: silent === 'client' ? [project.clientMembershipId] : project.staff,
      },
      audience: [project.clientMembershipId],
    })
    return
  }
  const { silenceOutcome } = await readSettings(ctx)
  if (silenceOutcome === 'complete') {
    await press(ctx, project, silent)
    await complete(ctx, project)
    return
  }
  await ctx.tx
    .update(projects)
    .set({ silentUntil: null })
    .where(and(eq(projects.studioId, ctx.studioId), eq(projects.id, project.id)))
  await openDisputeFor(ctx, project, {
    side: silent === 'client' ? 'studio' : 'client',
    openedBy: null,
    reason: SILENT,
  })
}
