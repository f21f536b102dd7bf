import { and, eq, exists, inArray, isNull, ne, sql } from 'drizzle-orm'
import { type Ctx, membershipOf } from '../../kernel/context.ts'
import { violatedConstraint } from '../../kernel/database/index.ts'
import { publish } from '../../kernel/events/event.ts'
import { problem } from '../../kernel/problem.ts'
import { postNotice } from '../messaging/index.ts'
import { findPeople, publicTeam, siteShows } from '../studios/index.ts'
import { findVersion, versionTold } from './delivery.ts'
import { ratingAnswered, ratingGiven } from './events.ts'
import { told } from './project.ts'
import { projects, purchases, type RATING_REASONS, ratings } from './tables.ts'

export type RatingRow = typeof ratings.$inferSelect

/** At this score or below a reason is asked for (R19). */
export const LOW_SCORE = 3
/** Bonus points to the performer, by score (R19). */
const POINTS: Readonly<Record<number, number>> = { 4: 5, 5: 10 }
/** The platform's mean and how many votes it weighs: one vote does not lead a table (R20). */
const PRIOR_MEAN = 4
const PRIOR_VOTES = 5

/**
 * The client rates a delivered version, once; only paid work can be rated, and nobody's own (R19, R20). Throws
 * `nothing_bought`, `own_work`, `rating_reason_required`, `rated_already`.
 */
export async function rateVersion(
  ctx: Ctx,
  versionId: string,
  rating: { score: number; reasons: readonly (typeof RATING_REASONS)[number][]; words: string },
): Promise<RatingRow> {
  const found = await findVersion(ctx, versionId)
  const { project, version } = found
  const raterMembershipId = membershipOf(ctx.actor)
  if (project.side !== 'client' || !raterMembershipId) throw problem('forbidden')
  const people = await findPeople(ctx, { membershipIds: [raterMembershipId, version.deliveredBy] })
  if (new Set(people.map(({ accountId }) => accountId)).size < people.length) throw problem('own_work')
  const { score, words } = rating
  if (score <= LOW_SCORE && rating.reasons.length === 0 && words.trim() === '') throw problem('rating_reason_required')
  await checkPaid(ctx, project.id)
  const points = POINTS[score] ?? 0
  const [row] = await ctx.tx
    .insert(ratings)
    .values({
      ...{ studioId: ctx.studioId, versionId, projectId: project.id, raterMembershipId, score, points },
      ...{ performerMembershipId: version.deliveredBy, reasons: [...rating.reasons], words: words.trim() },
      createdAt: ctx.now,
    })
    .returning()
    .catch((error: unknown) => {
      if (violatedConstraint(error) !== 'ratings_once') throw error
      throw problem('rated_already')
    })
  if (!row) throw new Error('the rating was not written')
  await publish(ctx, ratingGiven, {
    subject: { type: 'version', id: versionId },
    payload: { ...versionTold(found), score, points, to: [version.deliveredBy] },
    audience: [raterMembershipId],
  })
  await postNotice(ctx, {
    ...{ threadId: project.threadId, projectId: project.id, notice: 'rating.given', body: row.words },
    values: { score, number: version.number, title: found.deliverable.title },
    reference: { type: 'version', id: versionId },
  })
  return row
}

/** The performer answers a rating, once (R20). */
export async function answerRating(ctx: Ctx, ratingId: string, answer: string): Promise<void> {
  const [row] = await ctx.tx
    .update(ratings)
    .set({ answer: answer.trim(), answeredAt: ctx.now })
    .where(
      and(
        ...[eq(ratings.studioId, ctx.studioId), eq(ratings.id, ratingId), isNull(ratings.answer)],
        eq(ratings.performerMembershipId, membershipOf(ctx.actor) ?? ''),
      ),
    )
    .returning()
  if (!row) throw problem('not_found')
  const [project] = await ctx.tx
    .select({ id: projects.id, title: projects.title })
    .from(projects)
    .where(and(eq(projects.studioId, ctx.studioId), eq(projects.id, row.projectId)))
  if (!project) throw problem('not_found')
  await publish(ctx, ratingAnswered, {
    subject: { type: 'version', id: row.versionId },
    payload: { ...told(project), ratingId },
    before: { answer: null },
    after: { answer: row.answer },
    audience: [row.raterMembershipId],
  })
}

/** A public score: the mean drawn towards the platform's while the votes are few (R20). Pure. */
export function publicScore(sum: number, count: number): number {
  return Math.round(((PRIOR_MEAN * PRIOR_VOTES + sum) / (PRIOR_VOTES + count)) * 100) / 100
}

/**
 * A performer's score, number of votes and points; the studio's as a whole where none is named (R20). A rating counts once
 * work of its project was paid out, and never where all of the money went back.
 */
export async function scoreOf(ctx: Ctx, performerMembershipId?: string) {
  const [row] = await ctx.tx
    .select({
      sum: sql<number>`coalesce(sum(${ratings.score}), 0)::int`,
      count: sql<number>`count(*)::int`,
      points: sql<number>`coalesce(sum(${ratings.points}), 0)::int`,
    })
    .from(ratings)
    .where(
      and(
        eq(ratings.studioId, ctx.studioId),
        exists(paidOut(ctx)),
        performerMembershipId ? eq(ratings.performerMembershipId, performerMembershipId) : undefined,
      ),
    )
  const { sum = 0, count = 0, points = 0 } = row ?? {}
  return { score: publicScore(sum, count), count, points }
}

/**
 * What the paid work of a studio was worth to its clients (R20): the public score, the votes by score from 1 to 5, and
 * own of each whom the site names. Counts what `scoreOf` counts; nobody's words: they were written to the performer.
 * Throws `not_found` where the site is closed or does not show them.
 */
export async function ratingsOf(ctx: Ctx) {
  if (!(await siteShows(ctx, 'ratings'))) throw problem('not_found')
  const rows = await ctx.tx
    .select({ id: ratings.performerMembershipId, score: ratings.score, votes: sql<number>`count(*)::int` })
    .from(ratings)
    .where(and(eq(ratings.studioId, ctx.studioId), exists(paidOut(ctx))))
    .groupBy(ratings.performerMembershipId, ratings.score)
    .orderBy(ratings.performerMembershipId)
  const votesFor = (score: number) => rows.filter((row) => row.score === score).reduce((sum, row) => sum + row.votes, 0)
  const named = new Set((await publicTeam(ctx)).map(({ membershipId }) => membershipId))
  const performers = [...Map.groupBy(rows, ({ id }) => id)]
    .filter(([id]) => named.has(id))
    .map(([id, theirs]) => ({ id, ...scoredBy(theirs) }))
  return { ...scoredBy(rows), votes: [1, 2, 3, 4, 5].map(votesFor), performers }
}

/** As `scoreOf`, for everybody: `not_found` where the site does not show ratings, or does not name the performer. */
export async function publicScoreOf(ctx: Ctx, performer?: string) {
  const named = !performer || (await publicTeam(ctx)).some(({ membershipId }) => membershipId === performer)
  if (!named || !(await siteShows(ctx, 'ratings'))) throw problem('not_found')
  return scoreOf(ctx, performer)
}

function scoredBy(rows: readonly { score: number; votes: number }[]): { score: number; count: number } {
  const count = rows.reduce((sum, row) => sum + row.votes, 0)
  return {
    score: publicScore(
      rows.reduce((sum, row) => sum + row.score * row.votes, 0),
      count,
    ),
    count,
  }
}

/** Work of a rating’s project that was paid out: only with it a rating counts. For a condition on `ratings`. */
export function paidOut(ctx: Ctx) {
  return ctx.tx
    .select({ id: purchases.id })
    .from(purchases)
    .where(
      and(
        ...[eq(purchases.studioId, ratings.studioId), eq(purchases.projectId, ratings.projectId)],
        inArray(purchases.state, ['paid_out', 'divided']),
      ),
    )
}

async function checkPaid(ctx: Ctx, projectId: string): Promise<void> {
  const [paid] = await ctx.tx
    .select({ id: purchases.id })
    .from(purchases)
    .where(
      and(eq(purchases.studioId, ctx.studioId), eq(purchases.projectId, projectId), ne(purchases.state, 'returned')),
    )
    .limit(1)
  if (!paid) throw problem('nothing_bought')
}
