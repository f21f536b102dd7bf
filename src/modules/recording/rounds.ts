import { and, desc, eq, isNotNull, sql } from 'drizzle-orm'
import { type Ctx, membershipOf } from '../../kernel/context.ts'
import { publish } from '../../kernel/events/event.ts'
import { type Money, moneyJson } from '../../kernel/money.ts'
import { problem } from '../../kernel/problem.ts'
import { postNotice } from '../messaging/index.ts'
import type { VersionInProject } from './delivery.ts'
import { roundGiven } from './events.ts'
import type { OfferRow } from './offer.ts'
import type { PurchaseRow } from './payout.ts'
import { findActive, told } from './project.ts'
import { payFor } from './purchase.ts'
import { nextOfferNumber } from './settings.ts'
import { givenRounds, offers, purchases, verdicts, versions } from './tables.ts'

/** Rounds of changes in a project. */
export interface Rounds {
  /** Asked for so far. */
  used: number
  /** In the price of what was bought, bought one by one, or given by the studio. */
  included: number
}

/** What one round beyond the included costs, and the purchase that it belongs to. */
export interface OneMore {
  price: Money
  offer: OfferRow
  purchase: PurchaseRow
}

/** Counts the rounds of changes: asked for so far, and those that there are (R5). */
export async function countRounds(ctx: Ctx, projectId: string): Promise<Rounds> {
  const rounds = ctx.tx
    .select({ n: sql<number>`count(*)::int` })
    .from(verdicts)
    .innerJoin(versions, and(eq(versions.studioId, verdicts.studioId), eq(versions.id, verdicts.versionId)))
    .where(
      and(
        eq(verdicts.studioId, ctx.studioId),
        eq(versions.projectId, projectId),
        eq(verdicts.verdict, 'changes_requested'),
      ),
    )
  const given = ctx.tx
    .select({ n: sql<number>`count(*)::int` })
    .from(givenRounds)
    .where(and(eq(givenRounds.studioId, ctx.studioId), eq(givenRounds.projectId, projectId)))
  const [row] = await ctx.tx
    .select({
      used: sql<number>`(${rounds})`,
      included: sql<number>`(coalesce(sum(${offers.revisionsIncluded}), 0) + (${given}))::int`,
    })
    .from(purchases)
    .innerJoin(offers, and(eq(offers.studioId, purchases.studioId), eq(offers.id, purchases.offerId)))
    .where(and(eq(purchases.studioId, ctx.studioId), eq(purchases.projectId, projectId)))
  return { used: row?.used ?? 0, included: row?.included ?? 0 }
}

/** What one more round costs: by the newest purchase whose offer named a price for it. Undefined where none did. */
export async function oneMoreRound(ctx: Ctx, projectId: string): Promise<OneMore | undefined> {
  const [found] = await ctx.tx
    .select({ offer: offers, purchase: purchases })
    .from(purchases)
    .innerJoin(offers, and(eq(offers.studioId, purchases.studioId), eq(offers.id, purchases.offerId)))
    .where(
      and(
        ...[eq(purchases.studioId, ctx.studioId), eq(purchases.projectId, projectId), eq(purchases.state, 'held')],
        isNotNull(offers.revisionPriceMinor),
      ),
    )
    .orderBy(desc(purchases.id))
    .limit(1)
  if (!found || found.offer.revisionPriceMinor === null) return undefined
  return { ...found, price: { amountMinor: found.offer.revisionPriceMinor, currency: found.offer.currency } }
}

/**
 * Buys one more round for the client that asks: at the price that was agreed on, into a hold of its own, which is divided
 * by the terms of the purchase that it belongs to, whose floor of the commission is taken once (R5, R16). It pays for the
 * stage of what is to be changed. The project is locked. Throws `revisions_used` where no price
 * was agreed on, `round_unpaid` where the client has not said to pay as much, `insufficient_funds`.
 */
export async function buyRound(
  ctx: Ctx,
  { project, deliverable }: Pick<VersionInProject, 'project' | 'deliverable'>,
  { included }: Rounds,
  payUpToMinor: bigint | null,
): Promise<Money> {
  const more = await oneMoreRound(ctx, project.id)
  if (!more) throw problem('revisions_used', { params: { included } })
  const { price, offer, purchase } = more
  if (payUpToMinor === null || payUpToMinor < price.amountMinor) {
    throw problem('round_unpaid', { params: { included, priceMinor: price.amountMinor.toString() } })
  }
  const { scope, serviceId, performerMembershipId, proposedBy } = offer
  const stageId = deliverable.stageId ?? offer.stageId
  const [round] = await ctx.tx
    .insert(offers)
    .values({
      ...{ studioId: ctx.studioId, projectId: project.id, number: await nextOfferNumber(ctx), ...price },
      ...{ side: 'studio', proposedBy, scope, serviceId, stageId, performerMembershipId },
      ...{ revisionsIncluded: 1, roundOf: offer.id, state: 'accepted', expiresAt: ctx.now, createdAt: ctx.now },
      ...{ decidedBy: membershipOf(ctx.actor) ?? null, decidedAt: ctx.now },
    })
    .returning()
  if (!round) throw new Error('the round was not written')
  const { commissionBps, performerAccountId, termsId, performerBps, termsReason } = purchase
  const terms = { commissionBps, commissionFloorMinor: 0n, performerMembershipId: purchase.performerMembershipId }
  await payFor(ctx, project, round, { ...terms, performerAccountId, termsId, performerBps, termsReason }, 'round.paid')
  return price
}

/**
 * The studio gives one more round for nothing, once those that there are have been used. Throws `rounds_left` while there
 * is one, `nothing_bought`, `project_closed`.
 */
export async function giveRound(ctx: Ctx, projectId: string): Promise<Rounds> {
  const project = await findActive(ctx, projectId)
  const membershipId = membershipOf(ctx.actor)
  if (project.side !== 'studio' || !membershipId) throw problem('forbidden')
  const { used, included } = await countRounds(ctx, projectId)
  const [bought] = await ctx.tx
    .select({ id: purchases.id })
    .from(purchases)
    .where(and(eq(purchases.studioId, ctx.studioId), eq(purchases.projectId, projectId)))
    .limit(1)
  if (!bought) throw problem('nothing_bought')
  if (used < included) throw problem('rounds_left', { params: { left: included - used } })
  const round = included + 1
  await ctx.tx.insert(givenRounds).values({ studioId: ctx.studioId, projectId, membershipId, round })
  await publish(ctx, roundGiven, {
    subject: { type: 'project', id: projectId },
    payload: { ...told(project), round },
    before: { rounds: included },
    after: { rounds: round },
    audience: [project.clientMembershipId],
  })
  const { threadId } = project
  await postNotice(ctx, { threadId, projectId, notice: 'round.given', values: { included: round } })
  return { used, included: round }
}

/** What one more round costs, for JSON: the price, and the number of the offer that named it. */
export function oneMoreJson(more: OneMore | undefined) {
  return more ? { price: moneyJson(more.price), offer: more.offer.number } : null
}
