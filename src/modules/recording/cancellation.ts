import { and, eq, gte } from 'drizzle-orm'
import type { Ctx } from '../../kernel/context.ts'
import { publish } from '../../kernel/events/event.ts'
import { moneyJson, splitByWeights } from '../../kernel/money.ts'
import { problem } from '../../kernel/problem.ts'
import { unlockOriginals } from '../files/index.ts'
import { postNotice } from '../messaging/index.ts'
import { close } from './completion.ts'
import { projectCancelled } from './events.ts'
import type { PurchaseRow } from './payout.ts'
import { findProject, type Project, told } from './project.ts'
import { heldPurchases, settle, sumForStudio } from './settle.ts'
import { deliverables, projectStages, purchases, verdicts, versions } from './tables.ts'

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
 * What cancelling would mean, in figures, whoever cancels (R14): a stage counts for a purchase when the studio marked it
 * as done and the client approved a version of it after buying. A purchase of one stage is paid when it counts and
 * returned when it does not; a purchase of the whole project is paid by the stages that count. Nothing is written.
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
    payload: { ...told(project), studioGets: sumForStudio(settled).map(moneyJson) },
    before: { state: 'active' },
    after: { state: 'cancelled' },
    audience: [project.clientMembershipId, ...project.staff],
  })
  await postNotice(ctx, { threadId: project.threadId, projectId, notice: 'project.cancelled' })
}

async function figuresOf(ctx: Ctx, project: Project): Promise<Figure[]> {
  const stages = await ctx.tx.$count(
    projectStages,
    and(eq(projectStages.studioId, ctx.studioId), eq(projectStages.projectId, project.id)),
  )
  const accepted = await acceptedFiles(ctx, project.id)
  const held = await heldPurchases(ctx, project.id)
  return held.map(({ purchase, stageId }) => {
    const { amountMinor, currency } = purchase
    const files = accepted.get(purchase.id) ?? new Map<string, string[]>()
    const covered = [...files.keys()].filter((id) => !stageId || id === stageId)
    const weights = [covered.length, (stageId ? 1 : Math.max(stages, 1)) - covered.length]
    const paidMinor = splitByWeights(amountMinor, weights.map(BigInt))[0] ?? 0n
    const fileIds = paidMinor > 0n ? covered.flatMap((id) => files.get(id) ?? []) : []
    return { purchaseId: purchase.id, currency, paidMinor, returnedMinor: amountMinor - paidMinor, fileIds }
  })
}

/**
 * For each purchase the stages that count for it, with the files approved in them. "Done" is the studio's own word, and
 * would be its own invoice: only the client's approval makes it one, and an approval accepts what was bought before it,
 * never what is bought later.
 */
async function acceptedFiles(ctx: Ctx, projectId: string): Promise<Map<string, Map<string, string[]>>> {
  const rows = await ctx.tx
    .select({ purchaseId: purchases.id, stageId: projectStages.id, fileId: versions.fileId })
    .from(purchases)
    .innerJoin(
      projectStages,
      and(
        ...[eq(projectStages.studioId, purchases.studioId), eq(projectStages.projectId, purchases.projectId)],
        eq(projectStages.state, 'done'),
      ),
    )
    .innerJoin(
      deliverables,
      and(eq(deliverables.studioId, projectStages.studioId), eq(deliverables.stageId, projectStages.id)),
    )
    .innerJoin(versions, and(eq(versions.studioId, deliverables.studioId), eq(versions.deliverableId, deliverables.id)))
    .innerJoin(
      verdicts,
      and(
        ...[eq(verdicts.studioId, versions.studioId), eq(verdicts.versionId, versions.id)],
        ...[eq(verdicts.verdict, 'approved'), gte(verdicts.createdAt, purchases.boughtAt)],
      ),
    )
    .where(
      and(eq(purchases.studioId, ctx.studioId), ...[eq(purchases.projectId, projectId), eq(purchases.state, 'held')]),
    )
  const accepted = new Map<string, Map<string, string[]>>()
  for (const { purchaseId, stageId, fileId } of rows) {
    const stages = accepted.get(purchaseId) ?? new Map<string, string[]>()
    accepted.set(purchaseId, stages.set(stageId, [...(stages.get(stageId) ?? []), fileId]))
  }
  return accepted
}
