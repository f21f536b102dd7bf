import { and, desc, eq, exists, lt, sql } from 'drizzle-orm'
import { type Ctx, membershipOf } from '../../kernel/context.ts'
import { problem } from '../../kernel/problem.ts'
import { paidOut, scoreOf } from './rating.ts'
import { deliverables, projects, ratings, versions } from './tables.ts'

/** Points from which the second level begins; each further one takes as many more than the one before it. */
const STEP = 50

/** The level that points have led to, and how many lead to the next: 1 from 0, 2 from 50, 3 from 150, 4 from 300 (R20). Pure. */
export function levelOf(points: number): { level: number; nextAt: number } {
  const level = Math.floor((1 + Math.sqrt(1 + (8 * points) / STEP)) / 2)
  return { level, nextAt: (STEP * level * (level + 1)) / 2 }
}

/**
 * What clients said of the performer’s own work, the newest first, with where each of the points came from; before a
 * rating’s project has been paid out it counts for nothing (R19, R20). Only for a profile of the studio.
 */
export async function ownRatings(ctx: Ctx, { cursor, limit }: { cursor?: string | undefined; limit: number }) {
  const me = membershipOf(ctx.actor)
  if (!me) throw problem('profile_required')
  const rows = await ctx.tx
    .select({
      ...{ rating: ratings, project: projects.title, version: versions.number, deliverable: deliverables.title },
      counts: sql<boolean>`${exists(paidOut(ctx))}`,
    })
    .from(ratings)
    .innerJoin(projects, and(eq(projects.studioId, ratings.studioId), eq(projects.id, ratings.projectId)))
    .innerJoin(versions, and(eq(versions.studioId, ratings.studioId), eq(versions.id, ratings.versionId)))
    .innerJoin(
      deliverables,
      and(eq(deliverables.studioId, versions.studioId), eq(deliverables.id, versions.deliverableId)),
    )
    .where(
      and(
        ...[eq(ratings.studioId, ctx.studioId), eq(ratings.performerMembershipId, me)],
        cursor ? lt(ratings.id, cursor) : undefined,
      ),
    )
    .orderBy(desc(ratings.id))
    .limit(limit)
  const total = await scoreOf(ctx, me)
  return {
    total: { ...total, ...levelOf(total.points) },
    items: rows.map(({ rating, project, version, deliverable, counts }) => ({
      ...{ id: rating.id, score: rating.score, points: rating.points, counts },
      ...{ reasons: rating.reasons, words: rating.words, answer: rating.answer, at: rating.createdAt.toString() },
      project: { id: rating.projectId, title: project },
      work: { title: deliverable, version },
    })),
  }
}
