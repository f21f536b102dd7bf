import { and, eq, gt, inArray } from 'drizzle-orm'
import { type Ctx, membershipOf } from '../../kernel/context.ts'
import { publish } from '../../kernel/events/event.ts'
import { excerptOf } from '../../kernel/excerpt.ts'
import { type MoneyJson, moneyJson } from '../../kernel/money.ts'
import { problem } from '../../kernel/problem.ts'
import { postNotice } from '../messaging/index.ts'
import { findVersion, type VersionInProject, versionTold } from './delivery.ts'
import { changesRequested, commentPinned, commentReopened, commentResolved, versionApproved } from './events.ts'
import { across, findProject, told } from './project.ts'
import { buyRound, countRounds } from './rounds.ts'
import { reviewComments, verdicts, versions } from './tables.ts'

export type CommentRow = typeof reviewComments.$inferSelect

/** How much of a comment a notice shows. */
const EXCERPT_LENGTH = 120
/** Comments of one author to one version, no further apart than this, are one listening: one mail tells of it. */
const ROW_MINUTES = 30

/** Pins a comment to a moment of a version, or answers one (R9). Answers stand at the moment of what they answer. */
export async function pinComment(
  ctx: Ctx,
  comment: { versionId: string; atMs: number; body: string; answers?: string | null },
): Promise<CommentRow> {
  const found = await findVersion(ctx, comment.versionId)
  const { project, version } = found
  if (project.state !== 'active' && project.state !== 'disputed') throw problem('project_closed')
  const author = membershipOf(ctx.actor)
  if (!author) throw problem('forbidden')
  const answered = comment.answers ? await findComment(ctx, comment.answers) : undefined
  if (answered && answered.versionId !== version.id) throw problem('not_found')
  const inRow = await hasJustCommented(ctx, version.id, author)
  const [row] = await ctx.tx
    .insert(reviewComments)
    .values({
      ...{ studioId: ctx.studioId, versionId: version.id, projectId: project.id, authorMembershipId: author },
      ...{ atMs: answered?.atMs ?? comment.atMs, body: comment.body.trim(), answers: answered?.id ?? null },
      createdAt: ctx.now,
    })
    .returning()
  if (!row) throw new Error('the comment was not written')
  await publish(ctx, commentPinned, {
    subject: { type: 'project', id: project.id },
    payload: {
      ...{ ...versionTold(found), commentId: row.id, atMs: row.atMs, excerpt: excerptOf(row.body, EXCERPT_LENGTH) },
      ...{ to: across(project, project.side), inRow },
    },
    audience: [project.clientMembershipId],
  })
  return row
}

async function hasJustCommented(ctx: Ctx, versionId: string, author: string): Promise<boolean> {
  const [before] = await ctx.tx
    .select({ id: reviewComments.id })
    .from(reviewComments)
    .where(
      and(
        ...[eq(reviewComments.studioId, ctx.studioId), eq(reviewComments.versionId, versionId)],
        eq(reviewComments.authorMembershipId, author),
        gt(reviewComments.createdAt, ctx.now.subtract({ minutes: ROW_MINUTES })),
      ),
    )
    .limit(1)
  return before !== undefined
}

/** Marks a comment as resolved, or opens it again. Harmless when it is that already. */
export async function resolveComment(ctx: Ctx, commentId: string, state: 'open' | 'resolved'): Promise<void> {
  const comment = await findComment(ctx, commentId)
  const project = await findProject(ctx, comment.projectId, 'lock')
  if (project.state === 'completed' || project.state === 'cancelled') throw problem('project_closed')
  const changed = await ctx.tx
    .update(reviewComments)
    .set(
      state === 'resolved'
        ? { state, resolvedBy: membershipOf(ctx.actor) ?? null, resolvedAt: ctx.now }
        : { state, resolvedBy: null, resolvedAt: null },
    )
    .where(
      and(
        eq(reviewComments.studioId, ctx.studioId),
        eq(reviewComments.id, commentId),
        eq(reviewComments.state, state === 'resolved' ? 'open' : 'resolved'),
      ),
    )
    .returning({ id: reviewComments.id })
  if (changed.length === 0) return
  await publish(ctx, state === 'resolved' ? commentResolved : commentReopened, {
    subject: { type: 'project', id: project.id },
    payload: { ...told(project), commentId },
    before: { state: state === 'resolved' ? 'open' : 'resolved' },
    after: { state },
    audience: [project.clientMembershipId],
  })
}

/**
 * The client accepts a version: bound to the hash of the very file that was heard (R9). Throws `hash_differs`,
 * `version_judged`.
 */
export async function approveVersion(ctx: Ctx, versionId: string, heardSha256: string): Promise<void> {
  const found = await judging(ctx, versionId)
  const { version, project } = found
  if (version.sha256 !== heardSha256) throw problem('hash_differs')
  await judge(ctx, found, { verdict: 'approved', note: '', round: null })
  await publish(ctx, versionApproved, {
    subject: { type: 'version', id: version.id },
    payload: { ...versionTold(found), sha256: version.sha256, to: project.staff },
    before: { verdict: null },
    after: { verdict: 'approved' },
    audience: [project.clientMembershipId],
  })
  await noticeOf(ctx, found, 'version.approved')
}

/**
 * The client asks for changes: one round of those that there are, or one more at the price that was agreed on, up to what
 * the client says to pay: it is held in the same transaction (R5). Where the studio has given a round meanwhile nothing is
 * paid. Throws `revisions_used` where none is left and none has a price, `round_unpaid`, `insufficient_funds`.
 */
export async function requestChanges(
  ctx: Ctx,
  versionId: string,
  note: string,
  payUpToMinor: bigint | null = null,
): Promise<{ round: number; included: number; paid: MoneyJson | null }> {
  const found = await judging(ctx, versionId)
  const { version, project } = found
  const rounds = await countRounds(ctx, project.id)
  const round = rounds.used + 1
  await judge(ctx, found, { verdict: 'changes_requested', note, round })
  const price = round > rounds.included ? await buyRound(ctx, found, rounds, payUpToMinor) : null
  const paid = price && moneyJson(price)
  const included = Math.max(rounds.included, round)
  await publish(ctx, changesRequested, {
    subject: { type: 'version', id: version.id },
    payload: { ...versionTold(found), round, included, paid, to: project.staff },
    before: { verdict: null, rounds: rounds.used },
    after: { verdict: 'changes_requested', rounds: round },
    audience: [project.clientMembershipId],
  })
  await noticeOf(ctx, found, 'changes.requested', note, { round, included })
  return { round, included, paid }
}

async function judging(ctx: Ctx, versionId: string): Promise<VersionInProject> {
  const found = await findVersion(ctx, versionId)
  if (found.project.state !== 'active') throw problem('project_closed')
  if (found.project.side !== 'client') throw problem('forbidden')
  return found
}

async function judge(
  ctx: Ctx,
  { version }: VersionInProject,
  said: { verdict: 'approved' | 'changes_requested'; note: string; round: number | null },
): Promise<void> {
  const from = said.verdict === 'approved' ? (['delivered', 'changes_requested'] as const) : (['delivered'] as const)
  const [moved] = await ctx.tx
    .update(versions)
    .set({ state: said.verdict })
    .where(and(eq(versions.studioId, ctx.studioId), eq(versions.id, version.id), inArray(versions.state, from)))
    .returning({ id: versions.id })
  if (!moved) throw problem('version_judged')
  await ctx.tx.insert(verdicts).values({
    ...{ studioId: ctx.studioId, versionId: version.id, membershipId: membershipOf(ctx.actor) ?? '' },
    ...{ ...said, sha256: version.sha256, createdAt: ctx.now },
  })
}

async function findComment(ctx: Ctx, id: string): Promise<CommentRow> {
  const [row] = await ctx.tx
    .select()
    .from(reviewComments)
    .where(and(eq(reviewComments.studioId, ctx.studioId), eq(reviewComments.id, id)))
  if (!row) throw problem('not_found')
  return row
}

function noticeOf(
  ctx: Ctx,
  { project, version, deliverable }: VersionInProject,
  notice: string,
  body = '',
  values: Record<string, number> = {},
): Promise<void> {
  return postNotice(ctx, {
    ...{ threadId: project.threadId, projectId: project.id, notice, body },
    values: { ...values, number: version.number, title: deliverable.title },
    reference: { type: 'version', id: version.id },
  })
}
