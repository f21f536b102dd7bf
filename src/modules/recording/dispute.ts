import { and, eq, inArray } from 'drizzle-orm'
import { type Ctx, membershipOf } from '../../kernel/context.ts'
import { publish } from '../../kernel/events/event.ts'
import { problem } from '../../kernel/problem.ts'
import { postNotice } from '../messaging/index.ts'
import { close } from './completion.ts'
import { returnedBy, WHOLE_BPS } from './decision.ts'
import { disputeDecided, disputeOpened } from './events.ts'
import { findActive, findProject, lockProjects, type Project, type Side, told } from './project.ts'
import { settle } from './settle.ts'
import { disputes, projects, purchases } from './tables.ts'

/** Reasons of disputes that nobody opened by hand: a side stayed silent; the studio shut its client out. */
export const SILENT = 'silence'
const SHUT_OUT = 'client_blocked'

/** One side opens a dispute with a reason: the money stays held until it is decided (R12). Throws `project_closed`. */
export async function openDispute(ctx: Ctx, projectId: string, reason: string): Promise<{ id: string }> {
  const project = await findActive(ctx, projectId)
  if (project.side === 'neither') throw problem('forbidden')
  return openDisputeFor(ctx, project, { side: project.side, openedBy: membershipOf(ctx.actor) ?? null, reason })
}

/** Opens a dispute over a project that is under way and locked. */
export async function openDisputeFor(
  ctx: Ctx,
  project: Project,
  opening: { side: Side; openedBy: string | null; reason: string },
): Promise<{ id: string }> {
  const [disputed] = await ctx.tx
    .update(projects)
    .set({ state: 'disputed', silentUntil: null })
    .where(and(eq(projects.studioId, ctx.studioId), eq(projects.id, project.id), eq(projects.state, 'active')))
    .returning({ id: projects.id })
  if (!disputed) throw problem('project_closed')
  const [row] = await ctx.tx
    .insert(disputes)
    .values({ studioId: ctx.studioId, projectId: project.id, ...opening, createdAt: ctx.now })
    .returning({ id: disputes.id })
  if (!row) throw new Error('the dispute was not written')
  await publish(ctx, disputeOpened, {
    subject: { type: 'project', id: project.id },
    payload: { ...told(project), disputeId: row.id, reason: opening.reason },
    before: { state: 'active' },
    after: { state: 'disputed' },
    audience: [project.clientMembershipId, ...project.staff],
  })
  await postNotice(ctx, {
    ...{ threadId: project.threadId, projectId: project.id, notice: 'dispute.opened' },
    ...(opening.openedBy ? { body: opening.reason } : { values: { cause: opening.reason } }),
  })
  return row
}

/**
 * What a client has paid for is not the studio's to settle once it has shut the client out: each of their projects with
 * money held goes to a dispute, opened in the client's name (R12, R14).
 */
export async function disputeForBlocked(ctx: Ctx, clientMembershipId: string): Promise<void> {
  const paid = ctx.tx
    .select({ id: purchases.projectId })
    .from(purchases)
    .where(and(eq(purchases.studioId, ctx.studioId), eq(purchases.state, 'held')))
  const theirs = and(
    ...[eq(projects.clientMembershipId, clientMembershipId), eq(projects.state, 'active')],
    inArray(projects.id, paid),
  )
  for (const project of await lockProjects(ctx, theirs)) {
    await openDisputeFor(ctx, project, { side: 'client', openedBy: null, reason: SHUT_OUT })
  }
}

/**
 * The moderator decides: so much of what is held goes back to the client, the rest is paid out by the terms of the day
 * when it was bought (R12). All back cancels the project; otherwise it is completed, and the originals open. The
 * operator's own route checks who decides. Throws `project_closed`.
 */
export async function decideDispute(
  ctx: Ctx,
  projectId: string,
  decision: { clientBps: number; note: string },
): Promise<void> {
  const system: Ctx = { ...ctx, actor: { kind: 'system' } }
  const project = await findProject(system, projectId, 'lock')
  const [decided] = await ctx.tx
    .update(disputes)
    .set({ state: 'decided', clientBps: decision.clientBps, decisionNote: decision.note, decidedAt: ctx.now })
    .where(and(eq(disputes.studioId, ctx.studioId), eq(disputes.projectId, projectId), eq(disputes.state, 'open')))
    .returning({ id: disputes.id })
  if (!decided || project.state !== 'disputed') throw problem('project_closed')
  const settled = await settle(ctx, project, (purchase) => returnedBy(decision.clientBps, purchase.amountMinor))
  await publish(ctx, disputeDecided, {
    subject: { type: 'project', id: projectId },
    payload: { ...told(project), disputeId: decided.id, ...decision },
    before: { state: 'open' },
    after: { state: 'decided' },
    audience: [project.clientMembershipId, ...project.staff],
  })
  await postNotice(ctx, {
    ...{ threadId: project.threadId, projectId, notice: 'dispute.decided', body: decision.note },
    values: { clientBps: decision.clientBps },
  })
  await close(ctx, project, decision.clientBps === WHOLE_BPS ? 'cancelled' : 'completed', settled)
}
