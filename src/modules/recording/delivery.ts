import { and, desc, eq, isNull } from 'drizzle-orm'
import { type Ctx, membershipOf } from '../../kernel/context.ts'
import { violatedConstraint } from '../../kernel/database/index.ts'
import { publish } from '../../kernel/events/event.ts'
import { problem } from '../../kernel/problem.ts'
import { attachUpload } from '../files/index.ts'
import { postNotice } from '../messaging/index.ts'
import { versionDelivered, versionHeard } from './events.ts'
import { findActive, findProject, type Project, told } from './project.ts'
import { deliverables, projectStages, projects, versions } from './tables.ts'

export type VersionRow = typeof versions.$inferSelect
export type DeliverableRow = typeof deliverables.$inferSelect

/** A version with what it belongs to, its project locked. */
export interface VersionInProject {
  version: VersionRow
  deliverable: DeliverableRow
  project: Project
}

/**
 * Hands over a version of a deliverable (R9, R10): the client may hear its preview at once, the original waits in safe
 * keeping until the project is completed. A title that is new is a new deliverable. The file is what the one who asks has
 * uploaded. Throws `project_closed`, `not_found` (another's upload), `file_already_attached`, `invalid_request` where the
 * stage is another project's, or not the one that the deliverable is of.
 */
export async function deliverVersion(
  ctx: Ctx,
  delivery: { projectId: string; title: string; stageId?: string | null; fileId: string; note?: string },
): Promise<VersionRow> {
  const project = await findActive(ctx, delivery.projectId)
  const deliveredBy = membershipOf(ctx.actor)
  if (project.side !== 'studio' || !deliveredBy) throw problem('forbidden')
  const file = await attachUpload(ctx, {
    fileId: delivery.fileId,
    subject: { type: 'project', id: project.id },
    access: [
      { to: { membershipId: project.clientMembershipId }, right: 'preview' },
      { to: 'studio', right: 'original' },
      ...project.staff.map((membershipId) => ({ to: { membershipId }, right: 'original' as const })),
    ],
  })
  const deliverable = await findOrMake(ctx, project, delivery)
  const [last] = await ctx.tx
    .select({ number: versions.number })
    .from(versions)
    .where(and(eq(versions.studioId, ctx.studioId), eq(versions.deliverableId, deliverable.id)))
    .orderBy(desc(versions.number))
    .limit(1)
  const [version] = await ctx.tx
    .insert(versions)
    .values({
      ...{ studioId: ctx.studioId, deliverableId: deliverable.id, projectId: project.id, deliveredBy },
      ...{ number: (last?.number ?? 0) + 1, fileId: file.id, sha256: file.sha256, note: delivery.note ?? '' },
      createdAt: ctx.now,
    })
    .onConflictDoNothing()
    .returning()
  if (!version) throw problem('file_already_attached')
  await publish(ctx, versionDelivered, {
    subject: { type: 'version', id: version.id },
    payload: versionTold({ version, deliverable, project }),
    audience: [project.clientMembershipId],
  })
  await postNotice(ctx, {
    ...{ threadId: project.threadId, projectId: project.id, notice: 'version.delivered', body: version.note },
    values: { number: version.number, title: deliverable.title },
    reference: { type: 'version', id: version.id },
  })
  return version
}

/** Remembers that the client heard a version: told by the files' own event. Once is enough. */
export async function markHeard(ctx: Ctx, fileId: string, membershipId: string | null): Promise<void> {
  if (!membershipId) return
  const [found] = await ctx.tx
    .select({ version: versions, deliverable: deliverables, project: projects })
    .from(versions)
    .innerJoin(projects, and(eq(projects.studioId, versions.studioId), eq(projects.id, versions.projectId)))
    .innerJoin(
      deliverables,
      and(eq(deliverables.studioId, versions.studioId), eq(deliverables.id, versions.deliverableId)),
    )
    .where(and(eq(versions.studioId, ctx.studioId), eq(versions.fileId, fileId)))
  if (!found || found.project.clientMembershipId !== membershipId) return
  const heard = await ctx.tx
    .update(versions)
    .set({ heardAt: ctx.now })
    .where(and(eq(versions.studioId, ctx.studioId), eq(versions.id, found.version.id), isNull(versions.heardAt)))
    .returning({ id: versions.id })
  if (heard.length === 0) return
  await publish(ctx, versionHeard, {
    subject: { type: 'version', id: found.version.id },
    payload: versionTold(found),
    before: { heard: false },
    after: { heard: true },
    audience: [membershipId],
  })
}

/** A version in the sight of the one who asks, its project locked; `not_found` otherwise. */
export async function findVersion(ctx: Ctx, versionId: string): Promise<VersionInProject> {
  const one = and(eq(versions.studioId, ctx.studioId), eq(versions.id, versionId))
  const [named] = await ctx.tx.select({ projectId: versions.projectId }).from(versions).where(one)
  if (!named) throw problem('not_found')
  const project = await findProject(ctx, named.projectId, 'lock')
  const [found] = await ctx.tx
    .select({ version: versions, deliverable: deliverables })
    .from(versions)
    .innerJoin(
      deliverables,
      and(eq(deliverables.studioId, versions.studioId), eq(deliverables.id, versions.deliverableId)),
    )
    .where(one)
  if (!found) throw problem('not_found')
  return { ...found, project }
}

/** What every event of a version tells of it. */
export function versionTold(found: {
  version: VersionRow
  deliverable: DeliverableRow
  project: { id: string; title: string }
}) {
  const { version, deliverable, project } = found
  return { ...told(project), versionId: version.id, number: version.number, deliverable: deliverable.title }
}

async function findOrMake(
  ctx: Ctx,
  project: Project,
  wanted: { title: string; stageId?: string | null },
): Promise<DeliverableRow> {
  const [there] = await ctx.tx
    .select()
    .from(deliverables)
    .where(
      and(
        eq(deliverables.studioId, ctx.studioId),
        eq(deliverables.projectId, project.id),
        eq(deliverables.title, wanted.title),
      ),
    )
  if (there && wanted.stageId && wanted.stageId !== there.stageId) throw stageUnknown()
  if (there) return there
  const stageId = wanted.stageId ?? (await currentStage(ctx, project.id))
  const [made] = await ctx.tx
    .insert(deliverables)
    .values({ studioId: ctx.studioId, projectId: project.id, title: wanted.title, stageId })
    .returning()
    .catch((error: unknown) => {
      throw violatedConstraint(error) === 'deliverables_stage' ? stageUnknown() : error
    })
  if (!made) throw new Error('the deliverable was not written')
  return made
}

const stageUnknown = () => problem('invalid_request', { fields: [{ pointer: '/stageId', code: 'unknown' }] })

async function currentStage(ctx: Ctx, projectId: string): Promise<string | null> {
  const [stage] = await ctx.tx
    .select({ id: projectStages.id })
    .from(projectStages)
    .where(
      and(
        eq(projectStages.studioId, ctx.studioId),
        eq(projectStages.projectId, projectId),
        eq(projectStages.state, 'current'),
      ),
    )
  return stage?.id ?? null
}
