import { and, eq } from 'drizzle-orm'
import { type Ctx, membershipOf } from '../../kernel/context.ts'
import { type EventKind, publish } from '../../kernel/events/event.ts'
import { enqueue } from '../../kernel/jobs/jobs.ts'
import { type Money, moneyJson } from '../../kernel/money.ts'
import { problem } from '../../kernel/problem.ts'
import { postNotice } from '../messaging/index.ts'
import { findPeople } from '../studios/index.ts'
import { offerCountered, offerDeclined, offerExpired, offerMade, offerWithdrawn } from './events.ts'
import { across, findActive, findProject, type Project, told } from './project.ts'
import { nextOfferNumber } from './settings.ts'
import { offers, projectStages } from './tables.ts'

export type OfferRow = typeof offers.$inferSelect

/** The name of the job that ends an offer whose time has passed. */
export const EXPIRE_OFFER = 'recording.expire-offer'
/** As far ahead as anything is planned. */
const LONGEST_DAYS = 2 * 366

export interface NewOffer {
  projectId: string
  scope: string
  price: Money
  serviceId?: string | null
  stageId?: string | null
  performerMembershipId?: string | null
  revisionsIncluded: number
  revisionPriceMinor?: bigint | null
  expiresAt: Temporal.Instant
  /** The offer that this one answers: it counts as countered then. */
  counterOf?: string | null
}

/**
 * Proposes a scope and a price to the other side (R5). As an answer to an offer it counters that one, which has to be the
 * other side's and open. Throws `project_closed`, `offer_closed`, `own_offer`, `performer_unknown`.
 */
export async function makeOffer(ctx: Ctx, wanted: NewOffer): Promise<OfferRow> {
  const project = await findActive(ctx, wanted.projectId)
  const { side } = project
  const proposedBy = membershipOf(ctx.actor)
  if (side === 'neither' || !proposedBy) throw problem('forbidden')
  if (Temporal.Instant.compare(wanted.expiresAt, ctx.now) <= 0) {
    throw problem('invalid_request', { fields: [{ pointer: '/expiresAt', code: 'past' }] })
  }
  if (Temporal.Instant.compare(wanted.expiresAt, ctx.now.add({ hours: 24 * LONGEST_DAYS })) > 0) {
    throw problem('invalid_request', { fields: [{ pointer: '/expiresAt', code: 'too_big' }] })
  }
  await checkReferences(ctx, project, wanted)
  if (wanted.counterOf) {
    const countered = await closeOffer(ctx, project, wanted.counterOf, 'countered')
    if (countered.side === side) throw problem('own_offer')
  }
  const offer = await insertOffer(ctx, { ...wanted, side, proposedBy })
  await announce(ctx, project, offer)
  return offer
}

/** Writes an offer's row and the job that ends it. Announced by whoever calls. */
export async function insertOffer(
  ctx: Ctx,
  wanted: NewOffer & { side: OfferRow['side']; proposedBy: string },
): Promise<OfferRow> {
  const { price, ...columns } = wanted
  const number = await nextOfferNumber(ctx)
  const [offer] = await ctx.tx
    .insert(offers)
    .values({ studioId: ctx.studioId, ...columns, ...price, number, createdAt: ctx.now })
    .returning()
  if (!offer) throw new Error('the offer was not written')
  const { studioId } = ctx
  await enqueue(
    ctx,
    EXPIRE_OFFER,
    { studioId, offerId: offer.id },
    { runAt: offer.expiresAt, key: `offer:${offer.id}` },
  )
  return offer
}

/** Tells the chat and the other side of an offer. */
export async function announce(ctx: Ctx, project: Project, offer: OfferRow): Promise<void> {
  await publish(ctx, offerMade, {
    subject: { type: 'offer', id: offer.id },
    payload: {
      ...offerTold(project, offer),
      ...{ side: offer.side, scope: offer.scope, to: across(project, offer.side) },
    },
    audience: [project.clientMembershipId],
  })
  await postNotice(ctx, {
    ...{ threadId: project.threadId, projectId: project.id, notice: 'offer.made', values: { number: offer.number } },
    reference: { type: 'offer', id: offer.id },
  })
}

/** Declines the other side's offer. Throws `own_offer`, `offer_closed`. */
export async function declineOffer(ctx: Ctx, offerId: string): Promise<void> {
  const { project, offer } = await findOffer(ctx, offerId)
  if (project.side === offer.side) throw problem('own_offer')
  await closeOffer(ctx, project, offerId, 'declined')
  await tell(ctx, offerDeclined, project, offer)
}

/** Takes the own side's offer back. Throws `forbidden`, `offer_closed`. */
export async function withdrawOffer(ctx: Ctx, offerId: string): Promise<void> {
  const { project, offer } = await findOffer(ctx, offerId)
  if (project.side !== offer.side) throw problem('forbidden')
  await closeOffer(ctx, project, offerId, 'withdrawn')
  await tell(ctx, offerWithdrawn, project, offer)
}

/** Ends an offer whose time has passed, unless it was answered. For the job. */
export async function expireOffer(ctx: Ctx, offerId: string): Promise<void> {
  const { project, offer } = await findOffer(ctx, offerId)
  if (offer.state !== 'proposed' || Temporal.Instant.compare(offer.expiresAt, ctx.now) > 0) return
  await closeOffer(ctx, project, offerId, 'expired')
  await tell(ctx, offerExpired, project, offer)
}

/** An offer with its project, which is locked, so that two answers come one after the other. */
export async function findOffer(ctx: Ctx, offerId: string): Promise<{ project: Project; offer: OfferRow }> {
  const one = and(eq(offers.studioId, ctx.studioId), eq(offers.id, offerId))
  const [named] = await ctx.tx.select({ projectId: offers.projectId }).from(offers).where(one)
  if (!named) throw problem('not_found')
  const project = await findProject(ctx, named.projectId, 'lock')
  const [offer] = await ctx.tx.select().from(offers).where(one)
  if (!offer) throw problem('not_found')
  return { project, offer }
}

/** Moves an offer out of `proposed`, once: `offer_closed` when it is not there any more. */
export async function closeOffer(
  ctx: Ctx,
  project: Project,
  offerId: string,
  state: Exclude<OfferRow['state'], 'proposed'>,
): Promise<OfferRow> {
  const [closed] = await ctx.tx
    .update(offers)
    .set({ state, decidedBy: membershipOf(ctx.actor) ?? null, decidedAt: ctx.now })
    .where(
      and(
        ...[eq(offers.studioId, ctx.studioId), eq(offers.id, offerId), eq(offers.projectId, project.id)],
        eq(offers.state, 'proposed'),
      ),
    )
    .returning()
  if (!closed) throw problem('offer_closed')
  if (state === 'countered') await tell(ctx, offerCountered, project, closed)
  return closed
}

/** What an event tells of an offer. */
export function offerTold(project: Project, offer: OfferRow) {
  return { ...told(project), offerId: offer.id, number: offer.number, amount: moneyJson(offer) }
}

async function tell(
  ctx: Ctx,
  kind: EventKind<string, (typeof offerDeclined)['payload']>,
  project: Project,
  offer: OfferRow,
): Promise<void> {
  await publish(ctx, kind, {
    subject: { type: 'offer', id: offer.id },
    payload: { ...offerTold(project, offer), to: across(project, project.side) },
    before: { state: 'proposed' },
    after: { state: offer.state },
    audience: [project.clientMembershipId],
  })
}

async function checkReferences(ctx: Ctx, project: Project, wanted: NewOffer): Promise<void> {
  if (wanted.performerMembershipId) {
    const [person] = await findPeople(ctx, { membershipIds: [wanted.performerMembershipId] })
    if (!person || person.role === 'client') throw problem('performer_unknown')
  }
  if (!wanted.stageId) return
  const [stage] = await ctx.tx
    .select({ id: projectStages.id })
    .from(projectStages)
    .where(
      and(
        eq(projectStages.studioId, ctx.studioId),
        eq(projectStages.id, wanted.stageId),
        eq(projectStages.projectId, project.id),
      ),
    )
  if (!stage) throw problem('invalid_request', { fields: [{ pointer: '/stageId', code: 'unknown' }] })
}
