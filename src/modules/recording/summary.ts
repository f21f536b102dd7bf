import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import type { Ctx, Scope } from '../../kernel/context.ts'
import { publish } from '../../kernel/events/event.ts'
import { newId } from '../../kernel/ids.ts'
import { defineTask, type Task } from '../../kernel/jobs/jobs.ts'
import { renderPdf } from '../../kernel/pdf/index.ts'
import type { PermissionCatalogue } from '../../kernel/policy.ts'
import type { Services } from '../../kernel/services.ts'
import { addFile, freezeFiles, grantAccess, type PreparedFile, prepareFile } from '../files/index.ts'
import { postNotice } from '../messaging/index.ts'
import { findPeople, findStudio } from '../studios/index.ts'
import { SUMMARY } from './completion.ts'
import { summaryIssued } from './events.ts'
import { findProject, told } from './project.ts'
import { type SummaryFacts, summaryPaper } from './summary-paper.ts'
import { type PaperOrder, papersFor } from './summary-readers.ts'
import { projectSummaries } from './tables.ts'
import { viewProject } from './view.ts'

/**
 * Makes the summary of a closed project and issues it to both sides in their own names (R10, R11): its deliverables with
 * their hashes, and each reader's own side of the money, in their language. Issued once, however often the job is tried.
 */
export function summaryTask({ database, storage, permissions }: Services): Task {
  return defineTask({
    name: SUMMARY,
    payload: z.object({ studioId: z.uuid(), projectId: z.uuid() }),
    run: async ({ studioId, projectId }, job) => {
      const scope: Scope = { studioId, actor: { kind: 'system' }, request: { id: `job:${job.id}` } }
      const papers: Paper[] = []
      for (const [order, facts] of await database.transaction(scope, (ctx) => gather(ctx, projectId, permissions))) {
        const pdf = await renderPdf(summaryPaper(facts))
        papers.push({ order, prepared: await prepareFile(storage.blobs, `${facts.title}.pdf`, [pdf]) })
      }
      if (papers.length > 0) await database.transaction(scope, (ctx) => issue(ctx, projectId, papers))
    },
  })
}

interface Paper {
  order: PaperOrder
  prepared: PreparedFile
}

async function gather(
  ctx: Ctx,
  projectId: string,
  catalogues: readonly PermissionCatalogue[],
): Promise<[PaperOrder, SummaryFacts][]> {
  const project = await findProject(ctx, projectId)
  if (project.state !== 'completed' && project.state !== 'cancelled') return []
  if (await isIssued(ctx, projectId)) return []
  const studio = await findStudio(ctx)
  const [client] = await findPeople(ctx, { membershipIds: [project.clientMembershipId] })
  const papers: [PaperOrder, SummaryFacts][] = []
  for (const order of await papersFor(ctx, project, catalogues)) {
    const view = await viewProject(ctx, projectId, order.division)
    const names = new Map(view.people.map((person) => [person.id, person.name]))
    papers.push([
      order,
      {
        ...{ locale: order.locale, zone: order.zone, reader: order.reader, title: project.title, state: project.state },
        ...{ studio: studio?.name ?? '', client: client?.displayName ?? '', closedAt: project.closedAt ?? ctx.now },
        ...{ view, nameOf: (id) => names.get(id) ?? '' },
      },
    ])
  }
  return papers
}

async function issue(ctx: Ctx, projectId: string, papers: readonly Paper[]): Promise<void> {
  const project = await findProject(ctx, projectId, 'lock')
  if (await isIssued(ctx, projectId)) return
  const { studioId } = ctx
  const subject = { type: 'project', id: projectId }
  const issued: { fileId: string; for: PaperOrder['reader'] }[] = []
  for (const { order, prepared } of papers) {
    const { reader, locale, membershipIds } = order
    const fileId = await addFile(ctx, { ...prepared, id: newId(), subject, senderMembershipId: null })
    const access = membershipIds.map((membershipId) => ({ to: { membershipId }, right: 'original' as const }))
    await grantAccess(ctx, { fileIds: [fileId], access })
    await ctx.tx
      .insert(projectSummaries)
      .values(membershipIds.map((membershipId) => ({ studioId, projectId, membershipId, reader, locale, fileId })))
    issued.push({ fileId, for: reader })
  }
  await freezeFiles(ctx, { fileIds: issued.map(({ fileId }) => fileId) })
  await publish(ctx, summaryIssued, {
    subject,
    payload: { ...told(project), papers: issued },
    audience: [project.clientMembershipId, ...project.staff],
  })
  await postNotice(ctx, {
    ...{ threadId: project.threadId, projectId, notice: 'summary.issued' },
    reference: subject,
  })
}

async function isIssued(ctx: Ctx, projectId: string): Promise<boolean> {
  const [row] = await ctx.tx
    .select({ id: projectSummaries.id })
    .from(projectSummaries)
    .where(and(eq(projectSummaries.studioId, ctx.studioId), eq(projectSummaries.projectId, projectId)))
    .limit(1)
  return row !== undefined
}
