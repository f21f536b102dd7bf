import { and, asc, eq, gt } from 'drizzle-orm'
import type { Ctx } from '../../kernel/context.ts'
import type { OfferRow } from './offer.ts'
import { projectsInSight } from './project.ts'
import { offers, projects } from './tables.ts'

/** Most offers that one look shows. */
export const MOST_WAITING = 50

export interface WaitingOffer {
  offer: OfferRow
  project: { id: string; title: string }
}

/** Open offers of the other side, in the projects in sight of the one who asks, the longest waiting first (R5). */
export function waitingOffers(ctx: Ctx): Promise<WaitingOffer[]> {
  const other = ctx.actor.kind === 'profile' && ctx.actor.role === 'client' ? 'studio' : 'client'
  return ctx.tx
    .select({ offer: offers, project: { id: projects.id, title: projects.title } })
    .from(offers)
    .innerJoin(projects, and(eq(projects.studioId, offers.studioId), eq(projects.id, offers.projectId)))
    .where(
      and(
        ...[eq(offers.studioId, ctx.studioId), eq(offers.side, other), eq(offers.state, 'proposed')],
        ...[gt(offers.expiresAt, ctx.now), eq(projects.state, 'active'), projectsInSight(ctx)],
      ),
    )
    .orderBy(asc(offers.id))
    .limit(MOST_WAITING)
}
