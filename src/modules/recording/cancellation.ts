import { and, eq } from 'drizzle-orm'
import type { Ctx } from '../../kernel/context.ts'
import { publish } from '../../kernel/events/event.ts'
import { splitByWeights } from '../../kernel/money.ts'
import { problem } from '../../kernel/problem.ts'
import { postNotice } from '../messaging/index.ts'
import { close } from './completion.ts'
import { projectCancelled } from './events.ts'
import type { PurchaseRow } from './payout.ts'
import { findProject, type Project, told } from './project.ts'
import { heldPurchases, settle } from './settle.ts'
import { projectStages } from './tables.ts'

/** What becomes of one purchase when the project is cancelled now. */
export interface CancellationFigure {
  purchaseId: string
  currency: PurchaseRow['currency']
  paidMinor: bigint
  returnedMinor: bigint
}

/**
 * What cancelling would mean, in figures (R14): a purchase of one stage is paid when the stage is done and returned when
 * it is not; a purchase of the whole project is paid by the stages that are done. Nothing is written.
 */
export async function cancellationFigures(ctx: Ctx, projectId: string): Promise<CancellationFigure[]> {
  return figuresOf(ctx, await findProject(ctx, projectId))
}

/**
 * Cancels a project under way, with exactly those figures: `expectReturnedMinor` is what was shown in all, and
 * `conflict` when a stage was finished meanwhile.
 */
export async function cancelProject(ctx: Ctx, projectId: string, expectReturnedMinor: bigint): Promise<void> {
  const project = await findProject(ctx, projectId, 'lock')
  if (project.state !== 'active') throw problem('project_closed')
  const figures = await figuresOf(ctx, project)
  const returned = new Map(figures.map((figure) => [figure.purchaseId, figure.returnedMinor]))
  if (figures.reduce((sum, figure) => sum + figure.returnedMinor, 0n) !== expectReturnedMinor) throw problem('conflict')
  const settled = await settle(ctx, project, (purchase) => returned.get(purchase.id) ?? 0n)
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

async function figuresOf(ctx: Ctx, project: Project): Promise<CancellationFigure[]> {
  const stages = await ctx.tx
    .select({ id: projectStages.id, state: projectStages.state })
    .from(projectStages)
    .where(and(eq(projectStages.studioId, ctx.studioId), eq(projectStages.projectId, project.id)))
  const done = new Set(stages.filter((stage) => stage.state === 'done').map((stage) => stage.id))
  const held = await heldPurchases(ctx, project.id)
  return held.map(({ purchase, stageId }) => {
    const { amountMinor, currency } = purchase
    const paidMinor = stageId
      ? done.has(stageId)
        ? amountMinor
        : 0n
      : (splitByWeights(amountMinor, [BigInt(done.size), BigInt(Math.max(stages.length, 1) - done.size)])[0] ?? 0n)
    return { purchaseId: purchase.id, currency, paidMinor, returnedMinor: amountMinor - paidMinor }
  })
}
