import { and, desc, eq, isNull, lte, or } from 'drizzle-orm'
import { type Ctx, membershipOf } from '../../kernel/context.ts'
import { publish } from '../../kernel/events/event.ts'
import { problem } from '../../kernel/problem.ts'
import { findPeople } from '../studios/index.ts'
import { sharingTermsSet } from './events.ts'
import { sharingTerms } from './tables.ts'

export type TermsRow = typeof sharingTerms.$inferSelect

/**
 * Sets the studio's default share of performers, or one worker's own with the reason for it (R16). From now on: what was
 * bought before keeps its terms. Throws `performer_unknown`, or `terms_reason_required`.
 */
export async function setSharingTerms(
  ctx: Ctx,
  terms: { membershipId: string | null; bps: number; reason: string },
): Promise<{ id: string }> {
  const { membershipId, bps } = terms
  const reason = terms.reason.trim()
  if (membershipId) {
    if (reason === '') throw problem('terms_reason_required')
    const [person] = await findPeople(ctx, { membershipIds: [membershipId] })
    if (!person || person.role === 'client') throw problem('performer_unknown')
  }
  const [before] = await termsInForce(ctx, membershipId)
  const [row] = await ctx.tx
    .insert(sharingTerms)
    .values({
      ...{ studioId: ctx.studioId, membershipId, bps, reason, inForceFrom: ctx.now },
      setBy: membershipOf(ctx.actor) ?? null,
    })
    .returning({ id: sharingTerms.id })
  if (!row) throw new Error('the terms were not written')
  await publish(ctx, sharingTermsSet, {
    subject: { type: 'sharing_terms', id: row.id },
    payload: { membershipId, bps, reason },
    ...(before ? { before: { bps: before.bps, reason: before.reason } } : {}),
    audience: membershipId ? [membershipId] : [],
  })
  return row
}

/** The terms in force for a worker: their own, or else the studio's default. Nothing where none was ever set. */
export async function termsInForce(ctx: Ctx, membershipId: string | null): Promise<TermsRow[]> {
  return ctx.tx
    .select()
    .from(sharingTerms)
    .where(
      and(
        eq(sharingTerms.studioId, ctx.studioId),
        lte(sharingTerms.inForceFrom, ctx.now),
        membershipId
          ? or(eq(sharingTerms.membershipId, membershipId), isNull(sharingTerms.membershipId))
          : isNull(sharingTerms.membershipId),
      ),
    )
    .orderBy(sharingTerms.membershipId, desc(sharingTerms.inForceFrom), desc(sharingTerms.id))
    .limit(1)
}

/** The history of the studio's terms, the newest first: all, or a worker's own with the defaults (R16). At most 500. */
export async function listTerms(ctx: Ctx): Promise<TermsRow[]> {
  const me = membershipOf(ctx.actor)
  const all = ctx.actor.kind === 'profile' && ctx.actor.permissions.has('projects.see_all')
  const mine = or(isNull(sharingTerms.membershipId), eq(sharingTerms.membershipId, me ?? ''))
  return ctx.tx
    .select()
    .from(sharingTerms)
    .where(and(eq(sharingTerms.studioId, ctx.studioId), all ? undefined : mine))
    .orderBy(desc(sharingTerms.inForceFrom), desc(sharingTerms.id))
    .limit(500)
}
