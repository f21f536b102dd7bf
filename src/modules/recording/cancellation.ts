import { and, eq } from 'drizzle-orm'
import type { Ctx } from '../../kernel/context.ts'
import { publish } from '../../kernel/events/event.ts'
import { splitByWeights } from '../../kernel/money.ts'
import { problem } from '../../kernel/problem.ts'
import { unlockOriginals } from '../files/index.ts'
import { postNotice } from '../messaging/index.ts'
import { close } from './completion.ts'
import { projectCancelled } from './events.ts'
import type { PurchaseRow } from './payout.ts'
import { findProject, type Project, told } from './project.ts'
import { heldPurchases, settle } from './settle.ts'
import { deliverables, projectStages, versions } from './tables.ts'

/** What becomes of one purchase when the project is cancelled now. */
export interface CancellationFigure {
  purchaseId: string
  currency: PurchaseRow['currency']
  paidMinor: bigint
  returnedMinor: bigint
}

/** A figure with the files that are the client's when it is paid. */
type Figure = CancellationFigure & { fileIds: string[] }

/**
 * What cancelling would mean, in figures, whoever cancels (R14): a stage counts when the studio marked it as done and the
 * client approved a version of it. A purchase of one stage is paid when it counts and returned when it does not; a
 * purchase of the whole project is paid by the stages that count. Nothing is written.
 */
export async function cancellationFigures(ctx: Ctx, projectId: string): Promise<CancellationFigure[]> {
  return figuresOf(ctx, await findProject(ctx, projectId))
}

/**
 * Cancels a project under way, with exactly those figures: `expectReturnedMinor` is what was shown in all, and
 * `conflict` when a stage was finished or accepted meanwhile. The originals of what is paid open to the client (R10).
 */
export async function cancelProject(ctx: Ctx, projectId: string, expectReturnedMinor: bigint): Promise<void> {
  const project = await findProject(ctx, projectId, 'lock')
  if (project.state !== 'active') throw problem('project_closed')
  const figures = await figuresOf(ctx, project)
  const returned = new Map(figures.map((figure) => [figure.purchaseId, figure.returnedMinor]))
  if (figures.reduce((sum, figure) => sum + figure.returnedMinor, 0n) !== expectReturnedMinor) throw problem('conflict')
  const settled = await settle(ctx, project, (purchase) => returned.get(purchase.id) ?? 0n)
  await unlockOriginals(ctx, { fileIds: figures.flatMap(({ fileIds }) => fileIds) })
  await close(ctx, project, 'cancelled', settled)
  await publish(ctx, projectCancelled, {
    subject: { type: 'project', id: projectId },
    payload: told(project),
    before: { state: 'active' },
    after: { state: 'cancelled' },
    audience: [project.clientMembershipId, ...project.staff],
  })
  await postNotice(ctx, { threadId: project.threadId, projectId, notice: 'project.cancelled' })
}

async function figuresOf(ctx: Ctx, project: Project): Promise<Figure[]> {
  const stages = await ctx.tx
    .select({ id: projectStages.id, state: projectStages.state })
    .from(projectStages)
    .where(and(eq(projectStages.studioId, ctx.studioId), eq(projectStages.projectId, project.id)))
  const approved = await approvedFiles(ctx, project.id)
  // "Done" is the studio's own word, and would be its own invoice: only the client's approval makes it one.
  const done = stages.filter(({ id, state }) => state === 'done' && approved.has(id)).map(({ id }) => id)
  const held = await heldPurchases(ctx, project.id)
  return held.map(({ purchase, stageId }) => {
    const { amountMinor, currency } = purchase
    const covered = stageId ? done.filter((id) => id === stageId) : done
    const weights = stageId
      ? [covered.length, 1 - covered.length]
      : [done.length, Math.max(stages.length, 1) - done.length]
    const paidMinor = splitByWeights(amountMinor, weights.map(BigInt))[0] ?? 0n
    const fileIds = paidMinor > 0n ? covered.flatMap((id) => approved.get(id) ?? []) : []
    return { purchaseId: purchase.id, currency, paidMinor, returnedMinor: amountMinor - paidMinor, fileIds }
  })
}

/** The files of the versions that the client approved, by the stage that they were made in. */
async function approvedFiles(ctx: Ctx, projectId: string): Promise<Map<string, string[]>> {
  const rows = await ctx.tx
    .select({ stageId: deliverables.stageId, fileId: versions.fileId })
    .from(versions)
    .innerJoin(
      deliverables,
      and(eq(deliverables.studioId, versions.studioId), eq(deliverables.id, versions.deliverableId)),
    )
    .where(and(eq(versions.studioId, ctx.studioId), eq(versions.projectId, projectId), eq(versions.state, 'approved')))
  const files = new Map<string, string[]>()
  for (const { stageId, fileId } of rows) if (stageId) files.set(stageId, [...(files.get(stageId) ?? []), fileId])
  return files
}
