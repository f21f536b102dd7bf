import { and, eq, inArray, or, type SQL, sql } from 'drizzle-orm'
import { type Ctx, membershipOf } from '../../kernel/context.ts'
import { publish } from '../../kernel/events/event.ts'
import { problem } from '../../kernel/problem.ts'
import { joinThread, openThread, postNotice } from '../messaging/index.ts'
import { findPeople } from '../studios/index.ts'
import { projectChanged, projectOpened, stageMoved } from './events.ts'
import { readSettings } from './settings.ts'
import { type PROJECT_KINDS, projectMembers, projectStages, projects, type STAGE_STATES } from './tables.ts'

export type ProjectRow = typeof projects.$inferSelect
export type Side = 'client' | 'studio'

/** A project as the one who asks stands to it. */
export interface Project extends ProjectRow {
  /** Which side the one who asks is on; the system is on neither. */
  side: Side | 'neither'
  /** Memberships of the staff who work on it. */
  staff: string[]
}

export interface NewProject {
  title: string
  kind: (typeof PROJECT_KINDS)[number]
  /** Whose it is; a client opens only own ones. */
  clientMembershipId: string
  deadline?: Temporal.PlainDate | null
  staff?: readonly string[]
}

/**
 * Opens a project in the client's one chat with the studio, with the studio's stages (R6). The staff named, and whoever
 * of the staff opens it, work on it. Throws `client_unknown` or `performer_unknown`.
 */
export async function openProject(ctx: Ctx, wanted: NewProject): Promise<Project> {
  const me = membershipOf(ctx.actor)
  const asClient = ctx.actor.kind === 'profile' && ctx.actor.role === 'client'
  if (asClient && wanted.clientMembershipId !== me) throw problem('forbidden')
  const staff = [
    ...new Set([...(wanted.staff ?? []), ...(ctx.actor.kind === 'profile' && !asClient && me ? [me] : [])]),
  ]
  await checkPeople(ctx, wanted.clientMembershipId, staff)
  const { stages } = await readSettings(ctx)
  const thread = await openThread(ctx, wanted.clientMembershipId)
  const { title, kind, clientMembershipId, deadline = null } = wanted
  refusePast(ctx, deadline)
  const [row] = await ctx.tx
    .insert(projects)
    .values({
      ...{ studioId: ctx.studioId, title, kind, clientMembershipId, threadId: thread.id, deadline },
      openedBy: me ?? null,
      createdAt: ctx.now,
    })
    .returning()
  if (!row) throw new Error('the project was not written')
  const first = { state: 'current' as const }
  await ctx.tx.insert(projectStages).values(
    stages.map((name, position) => ({
      ...{ studioId: ctx.studioId, projectId: row.id, position, name },
      ...(position === 0 ? first : {}),
    })),
  )
  await addStaff(ctx, row, staff)
  await publish(ctx, projectOpened, {
    subject: { type: 'project', id: row.id },
    payload: { ...told(row), kind },
    audience: [clientMembershipId, ...staff],
  })
  await postNotice(ctx, {
    ...{ threadId: thread.id, projectId: row.id, notice: 'project.opened', values: { title, kind } },
    reference: { type: 'project', id: row.id },
  })
  return { ...row, side: asClient ? 'client' : 'studio', staff }
}

/** The project, when it is in the sight of the one who asks; `not_found` otherwise. With `lock`, until the end. */
export async function findProject(ctx: Ctx, id: string, lock?: 'lock'): Promise<Project> {
  const query = ctx.tx
    .select()
    .from(projects)
    .where(and(eq(projects.studioId, ctx.studioId), eq(projects.id, id), projectsInSight(ctx)))
  const [project] = await withStaff(ctx, await (lock ? query.for('update') : query))
  if (!project) throw problem('not_found')
  return project
}

/** Every project in sight of which something holds, locked until the end, in the order of their ids. */
export async function lockProjects(ctx: Ctx, which: SQL | undefined): Promise<Project[]> {
  const rows = await ctx.tx
    .select()
    .from(projects)
    .where(and(eq(projects.studioId, ctx.studioId), which, projectsInSight(ctx)))
    .orderBy(projects.id)
    .for('update')
  return withStaff(ctx, rows)
}

async function withStaff(ctx: Ctx, rows: readonly ProjectRow[]): Promise<Project[]> {
  if (rows.length === 0) return []
  const ids = rows.map(({ id }) => id)
  const members = await ctx.tx
    .select({ projectId: projectMembers.projectId, id: projectMembers.membershipId })
    .from(projectMembers)
    .where(and(eq(projectMembers.studioId, ctx.studioId), inArray(projectMembers.projectId, ids)))
  const staff = Map.groupBy(members, ({ projectId }) => projectId)
  return rows.map((row) => ({
    ...{ ...row, side: sideOf(ctx, row) },
    staff: (staff.get(row.id) ?? []).map((member) => member.id),
  }))
}

/** A project under way, locked; `project_closed` when it is not. */
export async function findActive(ctx: Ctx, id: string): Promise<Project> {
  const project = await findProject(ctx, id, 'lock')
  if (project.state !== 'active') throw problem('project_closed')
  return project
}

/** The condition under which projects are in sight: the client's own, those one works on, all with `projects.see_all`. */
export function projectsInSight(ctx: Ctx): SQL | undefined {
  if (ctx.actor.kind === 'system' || ctx.actor.kind === 'operator') return undefined
  const me = membershipOf(ctx.actor)
  if (ctx.actor.kind !== 'profile' || !me) return sql`false`
  if (ctx.actor.role === 'client') return eq(projects.clientMembershipId, me)
  if (ctx.actor.permissions.has('projects.see_all')) return undefined
  const mine = ctx.tx
    .select({ id: projectMembers.projectId })
    .from(projectMembers)
    .where(and(eq(projectMembers.studioId, ctx.studioId), eq(projectMembers.membershipId, me)))
  return or(eq(projects.clientMembershipId, me), inArray(projects.id, mine))
}

/** What every event of a project tells of it. */
export function told(project: { id: string; title: string }) {
  return { projectId: project.id, title: project.title }
}

/** Those on the other side than the one named: whom its doing concerns. */
export function across(project: Project, from: Side | 'neither'): string[] {
  if (from === 'client') return project.staff
  if (from === 'studio') return [project.clientMembershipId]
  return [project.clientMembershipId, ...project.staff]
}

export interface ProjectChange {
  title?: string
  deadline?: Temporal.PlainDate | null
  staff?: readonly string[]
}

/** Changes what a project is called, when it is due, and who works on it; people are only added (R6). */
export async function changeProject(ctx: Ctx, id: string, change: ProjectChange): Promise<void> {
  const project = await findActive(ctx, id)
  const { staff = [], ...columns } = change
  if (change.deadline?.toString() !== project.deadline?.toString()) refusePast(ctx, change.deadline)
  if (Object.keys(columns).length > 0) {
    await ctx.tx
      .update(projects)
      .set(columns)
      .where(and(eq(projects.studioId, ctx.studioId), eq(projects.id, id)))
  }
  if (staff.length > 0) {
    await checkPeople(ctx, project.clientMembershipId, staff)
    await addStaff(ctx, project, staff)
  }
  await publish(ctx, projectChanged, {
    subject: { type: 'project', id },
    payload: { ...told(project), ...(change.title ? { title: change.title } : {}) },
    before: { ...shownOf(project), staff: project.staff },
    after: { ...shownOf({ ...project, ...columns }), staff: [...new Set([...project.staff, ...staff])] },
    audience: [project.clientMembershipId],
  })
}

/** Nothing is to be done by a day that has passed wherever on Earth one looks from. */
function refusePast(ctx: Ctx, day: Temporal.PlainDate | null | undefined): void {
  const today = ctx.now.toZonedDateTimeISO('Etc/GMT+12').toPlainDate()
  if (day && Temporal.PlainDate.compare(day, today) < 0)
    throw problem('invalid_request', { fields: [{ pointer: '/deadline', code: 'past' }] })
}

function shownOf({ title, deadline }: Pick<ProjectRow, 'title' | 'deadline'>) {
  return { title, deadline: deadline?.toString() ?? null }
}

/** Moves a stage on (planned → current → done, and back), and says who does it. One stage at most is current. */
export async function moveStage(
  ctx: Ctx,
  projectId: string,
  stageId: string,
  change: { state?: (typeof STAGE_STATES)[number]; assigneeMembershipId?: string | null },
): Promise<void> {
  const project = await findActive(ctx, projectId)
  const ofProject = and(eq(projectStages.studioId, ctx.studioId), eq(projectStages.projectId, projectId))
  const [before] = await ctx.tx
    .select()
    .from(projectStages)
    .where(and(ofProject, eq(projectStages.id, stageId)))
  if (!before) throw problem('not_found')
  if (change.state === 'current') {
    await ctx.tx
      .update(projectStages)
      .set({ state: 'done', doneAt: ctx.now })
      .where(and(ofProject, eq(projectStages.state, 'current')))
  }
  if (change.assigneeMembershipId) {
    await checkPeople(ctx, project.clientMembershipId, [change.assigneeMembershipId])
    await addStaff(ctx, project, [change.assigneeMembershipId])
  }
  const [stage] = await ctx.tx
    .update(projectStages)
    .set({ ...change, ...(change.state ? { doneAt: change.state === 'done' ? ctx.now : null } : {}) })
    .where(and(ofProject, eq(projectStages.id, stageId)))
    .returning()
  if (!stage) throw problem('not_found')
  await publish(ctx, stageMoved, {
    subject: { type: 'project', id: projectId },
    payload: { ...told(project), stage: stage.name, state: stage.state },
    before: { state: before.state, assigneeMembershipId: before.assigneeMembershipId },
    after: { state: stage.state, assigneeMembershipId: stage.assigneeMembershipId },
    audience: [project.clientMembershipId],
  })
  if (change.state === undefined) return
  await postNotice(ctx, {
    ...{ threadId: project.threadId, projectId, notice: `stage.${stage.state}`, values: { stage: stage.name } },
  })
}

function sideOf(ctx: Ctx, project: ProjectRow): Project['side'] {
  if (ctx.actor.kind !== 'profile') return 'neither'
  return ctx.actor.membershipId === project.clientMembershipId ? 'client' : 'studio'
}

async function addStaff(ctx: Ctx, project: ProjectRow, staff: readonly string[]): Promise<void> {
  if (staff.length === 0) return
  await ctx.tx
    .insert(projectMembers)
    .values(staff.map((membershipId) => ({ studioId: ctx.studioId, projectId: project.id, membershipId })))
    .onConflictDoNothing()
  await joinThread(ctx, project.threadId, staff)
}

async function checkPeople(ctx: Ctx, clientMembershipId: string, staff: readonly string[]): Promise<void> {
  const people = await findPeople(ctx, { membershipIds: [clientMembershipId, ...staff] })
  const byId = new Map(people.map((person) => [person.membershipId, person]))
  if (byId.get(clientMembershipId)?.role !== 'client') throw problem('client_unknown')
  for (const id of staff) {
    const role = byId.get(id)?.role
    if (!role || role === 'client') throw problem('performer_unknown')
  }
}
