import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import type { Ctx, Scope } from '../../kernel/context.ts'
import { publish } from '../../kernel/events/event.ts'
import { newId } from '../../kernel/ids.ts'
import { defineTask, type Task } from '../../kernel/jobs/jobs.ts'
import { renderPdf } from '../../kernel/pdf/index.ts'
import type { Services } from '../../kernel/services.ts'
import { addFile, freezeFiles, grantAccess, type PreparedFile, prepareFile } from '../files/index.ts'
import { postNotice } from '../messaging/index.ts'
import { findPeople, findStudio } from '../studios/index.ts'
import { SUMMARY } from './completion.ts'
import { summaryIssued } from './events.ts'
import { findProject, type Project, told } from './project.ts'
import { type SummaryFacts, summaryPaper } from './summary-paper.ts'
import { projects } from './tables.ts'
import { viewProject } from './view.ts'

/**
 * Makes the summary of a closed project and issues it to both sides in their own names (R10, R11): its deliverables with
 * their hashes, what was paid and how it was divided. Issued once, however often the job is tried.
 */
export function summaryTask({ database, storage }: Services): Task {
  return defineTask({
    name: SUMMARY,
    payload: z.object({ studioId: z.uuid(), projectId: z.uuid() }),
    run: async ({ studioId, projectId }, job) => {
      const scope: Scope = { studioId, actor: { kind: 'system' }, request: { id: `job:${job.id}` } }
      const found = await database.transaction(scope, (ctx) => gather(ctx, projectId))
      if (!found) return
      const pdf = await renderPdf(summaryPaper(found.facts))
      const prepared = await prepareFile(storage.blobs, `${found.facts.title}.pdf`, [pdf])
      await database.transaction(scope, (ctx) => issue(ctx, projectId, prepared))
    },
  })
}

async function gather(ctx: Ctx, projectId: string): Promise<{ facts: SummaryFacts } | undefined> {
  const project = await findProject(ctx, projectId)
  if (project.summaryFileId || (project.state !== 'completed' && project.state !== 'cancelled')) return undefined
  const view = await viewProject(ctx, projectId)
  const studio = await findStudio(ctx)
  const [client] = await findPeople(ctx, { membershipIds: [project.clientMembershipId] })
  const names = new Map(view.people.map((person) => [person.id, person.name]))
  return {
    facts: {
      locale: client?.locale ?? 'ru',
      zone: client?.zone ?? 'UTC',
      title: project.title,
      state: project.state,
      studio: studio?.name ?? '',
      client: client?.displayName ?? '',
      closedAt: project.closedAt ?? ctx.now,
      view,
      nameOf: (id) => names.get(id) ?? '',
    },
  }
}

async function issue(ctx: Ctx, projectId: string, prepared: PreparedFile): Promise<void> {
  const project: Project = await findProject(ctx, projectId, 'lock')
  if (project.summaryFileId) return
  const subject = { type: 'project', id: projectId }
  const fileId = await addFile(ctx, { ...prepared, id: newId(), subject, senderMembershipId: null })
  await grantAccess(ctx, {
    fileIds: [fileId],
    access: [
      { to: { membershipId: project.clientMembershipId }, right: 'original' },
      { to: 'studio', right: 'original' },
      ...project.staff.map((membershipId) => ({ to: { membershipId }, right: 'original' as const })),
    ],
  })
  await freezeFiles(ctx, { fileIds: [fileId] })
  await ctx.tx
    .update(projects)
    .set({ summaryFileId: fileId })
    .where(and(eq(projects.studioId, ctx.studioId), eq(projects.id, projectId)))
  await publish(ctx, summaryIssued, {
    subject,
    payload: { ...told(project), fileId },
    audience: [project.clientMembershipId, ...project.staff],
  })
  await postNotice(ctx, {
    ...{ threadId: project.threadId, projectId, notice: 'summary.issued' },
    reference: { type: 'file', id: fileId },
  })
}
