import { and, asc, desc, eq, gt, lt, ne, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import type { Ctx } from '../../kernel/context.ts'
import { type MoneyJson, moneyJson } from '../../kernel/money.ts'
import { problem } from '../../kernel/problem.ts'
import { listMessages, type MessagePage } from '../messaging/index.ts'
import { findPeople, memberships, studios } from '../studios/index.ts'
import { type DecisionPart, disputedPurchases, partsBy, WHOLE_BPS } from './decision.ts'
import { disputes, projects, purchases } from './tables.ts'
import { type ProjectView, viewProject } from './view.ts'

type DisputeRow = typeof disputes.$inferSelect

/** A dispute as the operator finds it among those of all studios. */
export interface FoundDispute {
  dispute: DisputeRow
  title: string
  studio: { id: string; slug: string; name: string }
  client: string
  /** Nobody where the studio's own terms opened it. */
  openedBy: string | null
  /** What it is about: held, or settled by the decision. */
  disputed: MoneyJson[]
}

export interface DisputeFilter {
  state: 'open' | 'decided'
  cursor?: string | undefined
  limit: number
}

const opener = alias(memberships, 'opener')
const client = alias(memberships, 'client')
/** Columns of `disputes` stand as text: in a subquery Drizzle leaves the table's name out. */
const disputed = sql<{ currency: MoneyJson['currency']; sum: string }[]>`coalesce((
  select json_agg(json_build_object('currency', s.currency, 'sum', s.sum::text)) from (
    select p.currency, sum(p.amount_minor) as sum from ${purchases} p
    where p.studio_id = disputes.studio_id and p.project_id = disputes.project_id
      and case when disputes.decided_at is null then p.state = 'held' else p.settled_at = disputes.decided_at end
    group by p.currency order by p.currency) s), '[]')`

/** A page of the disputes of all studios (R12, P20): those that wait, the longest waiting first; of the others the newest. */
export async function listDisputes(ctx: Ctx, { state, cursor, limit }: DisputeFilter): Promise<FoundDispute[]> {
  const open = state === 'open'
  return query(
    ctx,
    and(
      open ? eq(disputes.state, 'open') : ne(disputes.state, 'open'),
      cursor ? (open ? gt(disputes.id, cursor) : lt(disputes.id, cursor)) : undefined,
    ),
  )
    .orderBy(open ? asc(disputes.id) : desc(disputes.id))
    .limit(limit)
    .then((rows) => rows.map(foundOf))
}

/** One dispute with all that its project's screen shows to both sides. Throws `not_found`. */
export async function viewDispute(ctx: Ctx, id: string): Promise<FoundDispute & { project: ProjectView }> {
  const found = await findDispute(ctx, id)
  const inStudio = { ...ctx, studioId: found.studio.id }
  return { ...found, project: await viewProject(inStudio, found.dispute.projectId) }
}

/** What each side gets when everything is paid out, when all goes back, and by the share asked for (R12). */
export async function decisionFigures(
  ctx: Ctx,
  id: string,
  clientBps: number | undefined,
): Promise<{ clientBps: number; parts: (DecisionPart & { name: string | null })[] }[]> {
  const { dispute, studio } = await findDispute(ctx, id)
  const inStudio = { ...ctx, studioId: studio.id }
  const bought = await disputedPurchases(inStudio, dispute)
  const performers = await findPeople(inStudio, {
    membershipIds: bought.flatMap((purchase) => purchase.performerMembershipId ?? []),
  })
  const nameOf = new Map(performers.map((person) => [person.membershipId, person.displayName]))
  const shares = [...new Set([0, WHOLE_BPS, ...(clientBps === undefined ? [] : [clientBps])])]
  return shares.map((share) => ({
    clientBps: share,
    parts: partsBy(share, bought).map((part) => ({ ...part, name: nameOf.get(part.membershipId ?? '') ?? null })),
  }))
}

/** What both sides said in the project's chat, a page from the newest back; the studio's notes to itself are left out. */
export async function disputeMessages(
  ctx: Ctx,
  id: string,
  page: { before?: number | undefined; limit: number },
): Promise<Pick<MessagePage, 'items' | 'people'> & { next: number | null }> {
  const { dispute, studio } = await findDispute(ctx, id)
  const inStudio = { ...ctx, studioId: studio.id }
  const [project] = await ctx.tx
    .select({ threadId: projects.threadId })
    .from(projects)
    .where(and(eq(projects.studioId, studio.id), eq(projects.id, dispute.projectId)))
  if (!project) throw problem('not_found')
  const { items, people, more } = await listMessages(inStudio, {
    ...{ threadId: project.threadId, projectId: dispute.projectId, limit: page.limit },
    ...(page.before === undefined ? {} : { before: page.before }),
  })
  const said = items.filter((message) => !message.internal)
  return { items: said, people, next: more ? (items[0]?.seq ?? null) : null }
}

async function findDispute(ctx: Ctx, id: string): Promise<FoundDispute> {
  const [row] = await query(ctx, eq(disputes.id, id)).limit(1)
  if (!row) throw problem('not_found')
  return foundOf(row)
}

function query(ctx: Ctx, where: ReturnType<typeof and>) {
  return ctx.tx
    .select({
      dispute: disputes,
      title: projects.title,
      studio: { id: studios.id, slug: studios.slug, name: studios.name },
      client: client.displayName,
      openedBy: opener.displayName,
      disputed,
    })
    .from(disputes)
    .innerJoin(projects, and(eq(projects.studioId, disputes.studioId), eq(projects.id, disputes.projectId)))
    .innerJoin(studios, eq(studios.id, disputes.studioId))
    .innerJoin(client, and(eq(client.studioId, projects.studioId), eq(client.id, projects.clientMembershipId)))
    .leftJoin(opener, and(eq(opener.studioId, disputes.studioId), eq(opener.id, disputes.openedBy)))
    .where(where)
    .$dynamic()
}

type Row = Omit<FoundDispute, 'disputed'> & { disputed: { currency: MoneyJson['currency']; sum: string }[] }

function foundOf({ disputed: sums, ...row }: Row): FoundDispute {
  return {
    ...row,
    disputed: sums.map(({ currency, sum }) => moneyJson({ currency, amountMinor: BigInt(sum) })),
  }
}
