import { and, eq } from 'drizzle-orm'
import { type Ctx, membershipOf } from '../../kernel/context.ts'
import { type PermissionCatalogue, permissionsOf } from '../../kernel/policy.ts'
import { grantAccess } from '../files/index.ts'
import { findPeople, type Person } from '../studios/index.ts'
import type { DivisionReader } from './division.ts'
import type { Project } from './project.ts'
import { projectSummaries, type SUMMARY_READERS } from './tables.ts'

/** A paper to be made: for whom, and with how much of the money. Readers of the same words share one. */
export interface PaperOrder {
  reader: (typeof SUMMARY_READERS)[number]
  division: DivisionReader
  locale: Person['locale']
  zone: string
  membershipIds: string[]
}

/**
 * The papers of a closed project (R11): the client's without the division, the studio's with it for those who see its
 * money, each performer's with their own share; each in its reader's language and zone.
 */
export async function papersFor(
  ctx: Ctx,
  project: Project,
  catalogues: readonly PermissionCatalogue[],
): Promise<PaperOrder[]> {
  const [client] = await findPeople(ctx, { membershipIds: [project.clientMembershipId] })
  const orders = new Map<string, PaperOrder>()
  const order = (membershipId: string, wanted: Omit<PaperOrder, 'membershipIds'>) => {
    const key = JSON.stringify(wanted)
    const there = orders.get(key)
    if (there) there.membershipIds.push(membershipId)
    else orders.set(key, { ...wanted, membershipIds: [membershipId] })
  }
  const { locale, zone } = client ?? { locale: 'ru', zone: 'UTC' }
  order(project.clientMembershipId, { reader: 'client', division: 'nothing', locale, zone })
  for (const person of await findPeople(ctx, { roles: ['owner', 'manager', 'staff'] })) {
    const reading = { locale: person.locale, zone: person.zone }
    const held = permissionsOf(catalogues, person.role, new Set(person.granted))
    const { membershipId } = person
    if (held.has('money.read') && held.has('projects.see_all')) {
      order(membershipId, { reader: 'studio', division: 'all', ...reading })
    } else if (project.staff.includes(membershipId)) {
      order(membershipId, { reader: 'performer', division: { performer: membershipId }, ...reading })
    }
  }
  return [...orders.values()]
}

/** The paper that was issued to the one who asks, if any. */
export async function summaryOf(ctx: Ctx, projectId: string): Promise<string | null> {
  const me = membershipOf(ctx.actor)
  if (!me) return null
  const [row] = await ctx.tx
    .select({ fileId: projectSummaries.fileId })
    .from(projectSummaries)
    .where(and(ofProject(ctx, projectId), eq(projectSummaries.membershipId, me)))
  return row?.fileId ?? null
}

/** Gives the studio's paper to whoever may see its money and came after it was issued. Harmless when repeated. */
export async function receiveSummary(ctx: Ctx, projectId: string): Promise<void> {
  const { actor } = ctx
  if (actor.kind !== 'profile') return
  if (!actor.permissions.has('money.read') || !actor.permissions.has('projects.see_all')) return
  if (await summaryOf(ctx, projectId)) return
  const papers = await ctx.tx
    .select()
    .from(projectSummaries)
    .where(and(ofProject(ctx, projectId), eq(projectSummaries.reader, 'studio')))
  if (papers.length === 0) return
  const { membershipId } = actor
  const [me] = await findPeople(ctx, { membershipIds: [membershipId] })
  const paper = papers.find(({ locale }) => locale === me?.locale) ?? papers[0]
  if (!paper) return
  const { reader, locale, fileId } = paper
  await grantAccess(ctx, { fileIds: [fileId], access: [{ to: { membershipId }, right: 'original' }] })
  await ctx.tx
    .insert(projectSummaries)
    .values({ studioId: ctx.studioId, projectId, membershipId, reader, locale, fileId })
    .onConflictDoNothing()
}

function ofProject(ctx: Ctx, projectId: string) {
  return and(eq(projectSummaries.studioId, ctx.studioId), eq(projectSummaries.projectId, projectId))
}
