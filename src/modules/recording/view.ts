import { and, asc, eq, inArray } from 'drizzle-orm'
import type { z } from 'zod'
import { type Ctx, membershipOf } from '../../kernel/context.ts'
import { moneyJson } from '../../kernel/money.ts'
import { describeFiles } from '../files/index.ts'
import { type Hold, readHolds } from '../ledger/index.ts'
import { findPeople } from '../studios/index.ts'
import { type DivisionReader, divisionJson, divisionReader } from './division.ts'
import type { PurchaseRow } from './payout.ts'
import { findProject, type Project } from './project.ts'
import { countRounds, oneMoreJson, oneMoreRound } from './rounds.ts'
import type { projectViewSchema } from './schemas.ts'
import { summaryOf } from './summary-readers.ts'
import {
  completions,
  deliverables,
  disputes,
  offers,
  projectStages,
  purchases,
  ratings,
  reviewComments,
  tips,
  verdicts,
  versions,
} from './tables.ts'

export type ProjectView = z.infer<typeof projectViewSchema>

/**
 * Everything that the project screen shows, as the one who asks may see it: a fixed number of queries. The program itself
 * says for whose eyes the money is.
 */
export async function viewProject(ctx: Ctx, projectId: string, forReader?: DivisionReader): Promise<ProjectView> {
  const project = await findProject(ctx, projectId)
  const reader = forReader ?? divisionReader(ctx, project.side)
  const rows = await readRows(ctx, project)
  const { stages, offerRows, bought, pressed, open } = rows
  const people = await namesOf(ctx, project, rows)
  const { used, included } = await countRounds(ctx, projectId)
  const holds = await holdsOf(ctx, bought)
  const held = bought.filter((purchase) => purchase.state === 'held')
  const inHold = (currency: string) =>
    held.filter((one) => one.currency === currency).reduce((sum, one) => sum + one.amountMinor, 0n)
  return {
    id: project.id,
    title: project.title,
    kind: project.kind,
    state: project.state,
    side: project.side === 'client' ? 'client' : 'studio',
    client: project.clientMembershipId,
    threadId: project.threadId,
    deadline: project.deadline?.toString() ?? null,
    silentUntil: project.silentUntil?.toString() ?? null,
    closedAt: project.closedAt?.toString() ?? null,
    summaryFileId: await summaryOf(ctx, projectId),
    staff: project.staff,
    people,
    stages: stages.map(({ id, name, state, assigneeMembershipId }) => ({
      id,
      name,
      state,
      assignee: assigneeMembershipId,
    })),
    offers: offerRows.map(offerJson),
    purchases: bought.map((purchase) => purchaseJson(purchase, reader, holds.get(purchase.holdId))),
    held: [...new Set(held.map((one) => one.currency))].map((currency) =>
      moneyJson({ currency, amountMinor: inHold(currency) }),
    ),
    rounds: { used, included, more: oneMoreJson(await oneMoreRound(ctx, projectId)) },
    deliverables: await deliverablesOf(ctx, rows),
    completions: pressed.map(({ side, membershipId, pressedAt }) => ({
      ...{ side, by: membershipId, at: pressedAt.toString() },
    })),
    dispute: open
      ? {
          ...{ id: open.id, side: open.side, reason: open.reason, state: open.state, clientBps: open.clientBps },
          openedAt: open.createdAt.toString(),
          note: open.decisionNote,
        }
      : null,
    tips: rows.tipRows.map((one) => ({
      ...{ id: one.id, performer: one.performerMembershipId, amount: moneyJson(one), message: one.message },
      at: one.createdAt.toString(),
    })),
  }
}

/** An offer for JSON. */
export function offerJson(row: typeof offers.$inferSelect): ProjectView['offers'][number] {
  const { id, number, side, scope, serviceId, stageId, revisionsIncluded, state, counterOf, roundOf } = row
  return {
    ...{ id, number, side, scope, serviceId, stageId, revisionsIncluded, state, counterOf, roundOf },
    proposedBy: row.proposedBy,
    performer: row.performerMembershipId,
    price: moneyJson(row),
    revisionPrice: row.revisionPriceMinor ? moneyJson({ ...row, amountMinor: row.revisionPriceMinor }) : null,
    expiresAt: row.expiresAt.toString(),
    madeAt: row.createdAt.toString(),
  }
}

async function holdsOf(ctx: Ctx, bought: readonly PurchaseRow[]): Promise<Map<string, Hold>> {
  const found = await readHolds(
    ctx,
    bought.map((purchase) => purchase.holdId),
  )
  return new Map(found.map((hold) => [hold.id, hold]))
}

/**
 * What became of a purchase, and how it is divided, as far as the reader may see it: what is held by what it will be, what
 * is settled by what was paid out.
 */
function purchaseJson(
  purchase: PurchaseRow,
  reader: DivisionReader,
  hold: Hold | undefined,
): ProjectView['purchases'][number] {
  const { currency } = purchase
  const paidMinor = hold?.capturedMinor ?? 0n
  return {
    ...{ id: purchase.id, offerId: purchase.offerId, state: purchase.state, price: moneyJson(purchase) },
    paid: moneyJson({ currency, amountMinor: paidMinor }),
    returned: moneyJson({ currency, amountMinor: hold?.releasedMinor ?? 0n }),
    refunded: moneyJson({ currency, amountMinor: hold?.refundedMinor ?? 0n }),
    boughtAt: purchase.boughtAt.toString(),
    split: divisionJson(purchase, reader, purchase.state === 'held' ? purchase.amountMinor : paidMinor),
  }
}

async function readRows(ctx: Ctx, project: Project) {
  const { id } = project
  const of = <T extends { studioId: typeof purchases.studioId; projectId: typeof purchases.projectId }>(table: T) =>
    and(eq(table.studioId, ctx.studioId), eq(table.projectId, id))
  const { tx } = ctx
  const stages = await tx
    .select()
    .from(projectStages)
    .where(and(eq(projectStages.studioId, ctx.studioId), eq(projectStages.projectId, id)))
    .orderBy(asc(projectStages.position))
  const offerRows = await tx
    .select()
    .from(offers)
    .where(and(eq(offers.studioId, ctx.studioId), eq(offers.projectId, id)))
    .orderBy(asc(offers.id))
  const bought = await tx.select().from(purchases).where(of(purchases)).orderBy(asc(purchases.id))
  const made = await tx
    .select()
    .from(deliverables)
    .where(and(eq(deliverables.studioId, ctx.studioId), eq(deliverables.projectId, id)))
    .orderBy(asc(deliverables.id))
  const delivered = await tx
    .select()
    .from(versions)
    .where(and(eq(versions.studioId, ctx.studioId), eq(versions.projectId, id)))
    .orderBy(asc(versions.number))
  const comments = await tx
    .select()
    .from(reviewComments)
    .where(and(eq(reviewComments.studioId, ctx.studioId), eq(reviewComments.projectId, id)))
    .orderBy(asc(reviewComments.atMs), asc(reviewComments.id))
  const rated = await tx
    .select()
    .from(ratings)
    .where(and(eq(ratings.studioId, ctx.studioId), eq(ratings.projectId, id)))
  const judged = await tx
    .select({ verdict: verdicts })
    .from(verdicts)
    .innerJoin(versions, and(eq(versions.studioId, verdicts.studioId), eq(versions.id, verdicts.versionId)))
    .where(and(eq(verdicts.studioId, ctx.studioId), eq(versions.projectId, id)))
  const pressed = await tx
    .select()
    .from(completions)
    .where(and(eq(completions.studioId, ctx.studioId), eq(completions.projectId, id)))
  const disputed = await tx
    .select()
    .from(disputes)
    .where(and(eq(disputes.studioId, ctx.studioId), eq(disputes.projectId, id)))
    .orderBy(asc(disputes.id))
  const tipRows = await tx
    .select()
    .from(tips)
    .where(and(eq(tips.studioId, ctx.studioId), eq(tips.projectId, id)))
    .orderBy(asc(tips.id))
  const verdictRows = judged.map(({ verdict }) => verdict)
  return {
    stages,
    offerRows,
    bought,
    made,
    delivered,
    comments,
    rated,
    verdictRows,
    pressed,
    open: disputed.at(-1),
    tipRows,
  }
}

type Rows = Awaited<ReturnType<typeof readRows>>

async function deliverablesOf(ctx: Ctx, rows: Rows): Promise<ProjectView['deliverables']> {
  const described = await describeFiles(ctx, { fileIds: rows.delivered.map((version) => version.fileId) })
  const fileOf = new Map(described.map((file) => [file.id, file]))
  return rows.made.map(({ id, title, stageId }) => ({
    ...{ id, title, stageId },
    versions: rows.delivered
      .filter((version) => version.deliverableId === id)
      .map((version) => ({
        ...{ id: version.id, number: version.number, state: version.state, note: version.note, sha256: version.sha256 },
        deliveredBy: version.deliveredBy,
        deliveredAt: version.createdAt.toString(),
        heardAt: version.heardAt?.toString() ?? null,
        file: fileOf.get(version.fileId) ?? null,
        comments: rows.comments
          .filter((comment) => comment.versionId === version.id)
          .map(({ id: commentId, atMs, body, answers, state, authorMembershipId, createdAt }) => ({
            ...{ id: commentId, atMs, body, answers, state, author: authorMembershipId, at: createdAt.toString() },
          })),
        verdicts: rows.verdictRows
          .filter((verdict) => verdict.versionId === version.id)
          .map(({ verdict, round, note, sha256, createdAt }) => ({
            ...{ verdict, round, note, sha256, at: createdAt.toString() },
          })),
        rating: ratingOf(rows, version.id),
      })),
  }))
}

function ratingOf(rows: Rows, versionId: string) {
  const found = rows.rated.find((rating) => rating.versionId === versionId)
  if (!found) return null
  const { id, score, reasons, words, answer, performerMembershipId } = found
  return { id, score, reasons, words, answer, performer: performerMembershipId }
}

async function namesOf(ctx: Ctx, project: Project, rows: Rows): Promise<ProjectView['people']> {
  const ids = new Set<string>([
    ...[project.clientMembershipId, ...project.staff],
    ...rows.comments.map((comment) => comment.authorMembershipId),
    ...rows.delivered.map((version) => version.deliveredBy),
    ...rows.bought.flatMap((purchase) => purchase.performerMembershipId ?? []),
    ...[membershipOf(ctx.actor)].flatMap((id) => id ?? []),
  ])
  const found = await findPeople(ctx, { membershipIds: [...ids] })
  return found.map(({ membershipId, displayName, role }) => ({ id: membershipId, name: displayName, role }))
}

/** Held money of several projects at once, for lists. */
export async function heldOf(ctx: Ctx, projectIds: readonly string[]): Promise<Map<string, bigint>> {
  const sums = new Map<string, bigint>()
  if (projectIds.length === 0) return sums
  const rows = await ctx.tx
    .select({ projectId: purchases.projectId, amountMinor: purchases.amountMinor })
    .from(purchases)
    .where(
      and(
        eq(purchases.studioId, ctx.studioId),
        inArray(purchases.projectId, [...projectIds]),
        eq(purchases.state, 'held'),
      ),
    )
  for (const { projectId, amountMinor } of rows) sums.set(projectId, (sums.get(projectId) ?? 0n) + amountMinor)
  return sums
}
