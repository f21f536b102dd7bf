import { and, eq, inArray } from 'drizzle-orm'
import { type Ctx, membershipOf } from '../../kernel/context.ts'
import { publish } from '../../kernel/events/event.ts'
import { enqueue } from '../../kernel/jobs/jobs.ts'
import { moneyJson } from '../../kernel/money.ts'
import { problem } from '../../kernel/problem.ts'
import { freezeFiles, unlockOriginals } from '../files/index.ts'
import { postNotice } from '../messaging/index.ts'
import { completionPressed, projectCompleted } from './events.ts'
import { takePressesBack } from './presses.ts'
import { across, findProject, type Project, type Side, told } from './project.ts'
import { readSettings } from './settings.ts'
import { heldPurchases, type Settled, settle, sumForStudio, sumPaid } from './settle.ts'
import { SILENCE } from './silence-job.ts'
import { completions, projects } from './tables.ts'

/** The name of the job that makes the summary. */
export const SUMMARY = 'recording.summary'

/**
 * One side presses "complete the project" (R11). The second press, behind the project's lock, completes it in the same
 * transaction: the held money is paid out by the terms of the day when it was bought, the originals open, the files are
 * frozen, the summary is queued. Pressed again it changes nothing. Throws `project_closed`.
 */
export async function pressComplete(ctx: Ctx, projectId: string): Promise<{ completed: boolean }> {
  const project = await findProject(ctx, projectId, 'lock')
  const { side } = project
  if (side === 'neither') throw problem('forbidden')
  if (project.state === 'completed') return { completed: true }
  if (project.state !== 'active') throw problem('project_closed')
  const pressed = await press(ctx, project, side)
  const sides = await pressedSides(ctx, project.id)
  if (sides.includes('client') && sides.includes('studio')) {
    await complete(ctx, project)
    return { completed: true }
  }
  if (pressed) await awaitOther(ctx, project, side)
  return { completed: false }
}

/** Takes the own press back, as long as the other side has not pressed. */
export async function unpressComplete(ctx: Ctx, projectId: string): Promise<void> {
  const project = await findProject(ctx, projectId, 'lock')
  if (project.state !== 'active') throw problem('project_closed')
  if (project.side === 'neither') throw problem('forbidden')
  await takePressesBack(ctx, project, [project.side])
}

/** Completes a project whose sides have both pressed, or whose silent side's time is over. The project is locked. */
export async function complete(ctx: Ctx, project: Project): Promise<void> {
  const settled = await settle(ctx, project, () => 0n)
  await close(ctx, project, 'completed', settled)
}

/** Ends a project's work for good, with what became of its money. */
export async function close(
  ctx: Ctx,
  project: Project,
  state: 'completed' | 'cancelled',
  settled: readonly Settled[],
): Promise<void> {
  const [moved] = await ctx.tx
    .update(projects)
    .set({ state, closedAt: ctx.now, silentUntil: null })
    .where(
      and(
        ...[eq(projects.studioId, ctx.studioId), eq(projects.id, project.id)],
        inArray(projects.state, ['active', 'disputed']),
      ),
    )
    .returning({ id: projects.id })
  if (!moved) throw problem('project_closed')
  const subject = { type: 'project', id: project.id }
  if (state === 'completed') await unlockOriginals(ctx, { subject })
  await freezeFiles(ctx, { subject })
  const { studioId } = ctx
  await enqueue(ctx, SUMMARY, { studioId, projectId: project.id }, { key: `${SUMMARY}:${project.id}` })
  if (state === 'cancelled') return
  await publish(ctx, projectCompleted, {
    subject,
    payload: {
      ...{ ...told(project), paidOut: sumPaid(settled).map(moneyJson) },
      studioGets: sumForStudio(settled).map(moneyJson),
    },
    before: { state: project.state },
    after: { state },
    audience: [project.clientMembershipId, ...project.staff],
  })
  await postNotice(ctx, { threadId: project.threadId, projectId: project.id, notice: 'project.completed' })
}

/** Which sides have pressed. */
export async function pressedSides(ctx: Ctx, projectId: string): Promise<Side[]> {
  const rows = await ctx.tx
    .select({ side: completions.side })
    .from(completions)
    .where(and(eq(completions.studioId, ctx.studioId), eq(completions.projectId, projectId)))
  return rows.map((row) => row.side)
}

/** Writes a side's press; whether it was not there before. */
export async function press(ctx: Ctx, project: Project, side: Side): Promise<boolean> {
  const pressed = await ctx.tx
    .insert(completions)
    .values({
      ...{ studioId: ctx.studioId, projectId: project.id, side, pressedAt: ctx.now },
      membershipId: membershipOf(ctx.actor) ?? null,
    })
    .onConflictDoNothing()
    .returning({ id: completions.id })
  return pressed.length > 0
}

/**
 * The other side has so many days; it is reminded when most of them are over, and never surprised (R11). Where nothing
 * was bought its silence ends nothing: originals do not open for nothing.
 */
async function awaitOther(ctx: Ctx, project: Project, side: Side): Promise<void> {
  const until = (await heldPurchases(ctx, project.id)).length > 0 ? await setSilence(ctx, project) : null
  await publish(ctx, completionPressed, {
    subject: { type: 'project', id: project.id },
    payload: { ...told(project), side, silentUntil: until?.toString() ?? null, to: across(project, side) },
    before: { pressed: false },
    after: { pressed: true },
    audience: [project.clientMembershipId],
  })
  await postNotice(ctx, {
    ...{ threadId: project.threadId, projectId: project.id, notice: 'completion.pressed' },
    values: { side, ...(until ? { until: until.toString() } : {}) },
  })
}

/** Sets until when the other side may stay silent, and queues what follows. */
async function setSilence(ctx: Ctx, project: Project): Promise<Temporal.Instant> {
  const { silenceDays } = await readSettings(ctx)
  const until = ctx.now.add({ hours: 24 * silenceDays })
  await ctx.tx
    .update(projects)
    .set({ silentUntil: until })
    .where(and(eq(projects.studioId, ctx.studioId), eq(projects.id, project.id)))
  const job = { studioId: ctx.studioId, projectId: project.id, silentUntil: until.toString() }
  const halfway = ctx.now.add({ hours: 12 * silenceDays })
  const key = `${SILENCE}:${project.id}`
  await enqueue(ctx, SILENCE, { ...job, step: 'remind' }, { runAt: halfway, key: `${key}:remind` })
  await enqueue(ctx, SILENCE, { ...job, step: 'end' }, { runAt: until, key: `${key}:end` })
  return until
}
