import { and, desc, eq, inArray, isNull, lte, or } from 'drizzle-orm'
import { type Ctx, membershipOf } from '../../kernel/context.ts'
import { publish } from '../../kernel/events/event.ts'
import { problem } from '../../kernel/problem.ts'
import { sharingTermsSet } from './events.ts'
import { findPeople } from './people.ts'
import { memberships, revenueSharingTerms } from './tables.ts'

export type TermsRow = typeof revenueSharingTerms.$inferSelect

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
  const before = await termsInForce(ctx, membershipId)
  const [row] = await ctx.tx
    .insert(revenueSharingTerms)
    .values({
      ...{ studioId: ctx.studioId, membershipId, bps, reason, inForceFrom: ctx.now },
      setBy: membershipOf(ctx.actor) ?? null,
    })
    .returning({ id: revenueSharingTerms.id })
  if (!row) throw new Error('the terms were not written')
  await publish(ctx, sharingTermsSet, {
    subject: { type: 'sharing_terms', id: row.id },
    payload: { membershipId, bps, reason },
    ...(before ? { before: { bps: before.bps, reason: before.reason } } : {}),
    after: { bps, reason },
    audience: membershipId ? [membershipId] : [],
  })
  return row
}

/** The terms in force for a worker now: their own, or else the studio's default. Nothing where none was set. */
export async function termsInForce(ctx: Ctx, membershipId: string | null): Promise<TermsRow | undefined> {
  const inForce = await latestTerms(ctx, membershipId ? [membershipId] : [], ctx.now)
  return inForce.get(membershipId) ?? inForce.get(null)
}

/** Somebody's share in a piece of work, and why it is what it is. */
export interface PerformerShare {
  accountId: string
  membershipId: string
  bps: bigint
  reason: string
}

/**
 * The shares of those who did a piece of work together, by the terms in force when it was bought (R16). Several divide it
 * evenly, each by their own terms: two with 60 and 40 % get 30 and 20. Who has left the studio since is paid all the same.
 */
export async function sharesOf(
  ctx: Ctx,
  membershipIds: readonly string[],
  boughtAt: Temporal.Instant,
): Promise<PerformerShare[]> {
  if (membershipIds.length === 0) return []
  const performers = await ctx.tx
    .select({ membershipId: memberships.id, accountId: memberships.accountId })
    .from(memberships)
    .where(and(eq(memberships.studioId, ctx.studioId), inArray(memberships.id, [...membershipIds])))
    .orderBy(memberships.id)
  const inForce = await latestTerms(ctx, membershipIds, boughtAt)
  return performers.flatMap(({ membershipId, accountId }) => {
    const terms = inForce.get(membershipId) ?? inForce.get(null)
    if (!terms) return []
    return {
      ...{ accountId, membershipId, bps: BigInt(terms.bps) / BigInt(performers.length) },
      reason: terms.membershipId ? terms.reason : '',
    }
  })
}

/** The terms of each worker that has own ones, and under null the studio's, as they were in force at a moment. */
async function latestTerms(
  ctx: Ctx,
  membershipIds: readonly string[],
  at: Temporal.Instant,
): Promise<Map<string | null, TermsRow>> {
  const { studioId, membershipId, inForceFrom, id } = revenueSharingTerms
  const rows = await ctx.tx
    .selectDistinctOn([membershipId])
    .from(revenueSharingTerms)
    .where(
      and(
        ...[eq(studioId, ctx.studioId), lte(inForceFrom, at)],
        or(inArray(membershipId, [...membershipIds]), isNull(membershipId)),
      ),
    )
    .orderBy(membershipId, desc(inForceFrom), desc(id))
  return new Map(rows.map((row) => [row.membershipId, row]))
}

/** The history of the studio's terms, the newest first: all, or a worker's own with the defaults (R16). At most 500. */
export async function listTerms(ctx: Ctx): Promise<TermsRow[]> {
  const me = membershipOf(ctx.actor)
  const all = ctx.actor.kind === 'profile' && ctx.actor.permissions.has('terms.see_all')
  const mine = or(isNull(revenueSharingTerms.membershipId), eq(revenueSharingTerms.membershipId, me ?? ''))
  return ctx.tx
    .select()
    .from(revenueSharingTerms)
    .where(and(eq(revenueSharingTerms.studioId, ctx.studioId), all ? undefined : mine))
    .orderBy(desc(revenueSharingTerms.inForceFrom), desc(revenueSharingTerms.id))
    .limit(500)
}
