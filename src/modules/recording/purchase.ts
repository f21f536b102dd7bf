import type { Ctx } from '../../kernel/context.ts'
import { publish } from '../../kernel/events/event.ts'
import { newId } from '../../kernel/ids.ts'
import { moneyJson } from '../../kernel/money.ts'
import { problem } from '../../kernel/problem.ts'
import { commissionTerms, hold } from '../ledger/index.ts'
import { postNotice } from '../messaging/index.ts'
import { findPeople, termsInForce } from '../studios/index.ts'
import { offerAccepted, workBought } from './events.ts'
import { announce, closeOffer, findOffer, insertOffer, type OfferRow, offerTold } from './offer.ts'
import { takePressesBack } from './presses.ts'
import { across, type Project, told } from './project.ts'
import { purchases, SIDES } from './tables.ts'

/**
 * Accepts the other side's offer (R5, R14). The client's acceptance pays: the money goes into a hold, with the terms of
 * this moment kept beside it, in one transaction; both sides' presses of "complete" are taken back, and the chat is told
 * (R11). The studio's acceptance of a client's wish makes it the studio's own offer, ready to be paid: nobody's money moves
 * without their own press. Throws `own_offer`, `offer_closed`, `project_closed`, `insufficient_funds`.
 */
export async function acceptOffer(
  ctx: Ctx,
  offerId: string,
): Promise<{ purchaseId: string | null; payableOfferId: string | null }> {
  const { project, offer } = await findOffer(ctx, offerId)
  if (project.state !== 'active') throw problem('project_closed')
  if (project.side === 'neither') throw problem('forbidden')
  if (project.side === offer.side) throw problem('own_offer')
  if (Temporal.Instant.compare(offer.expiresAt, ctx.now) <= 0) throw problem('offer_closed')
  const accepted = await closeOffer(ctx, project, offerId, 'accepted')
  await publish(ctx, offerAccepted, {
    subject: { type: 'offer', id: offerId },
    payload: { ...offerTold(project, accepted), to: across(project, project.side), paid: project.side === 'client' },
    before: { state: offer.state },
    after: { state: accepted.state },
    audience: [project.clientMembershipId],
  })
  if (project.side === 'studio') return { purchaseId: null, payableOfferId: await takeOver(ctx, project, accepted) }
  return { purchaseId: await buy(ctx, project, accepted), payableOfferId: null }
}

/** What accepting an offer would mean for the money, with the terms of this moment. Nothing is written. */
export async function snapshotTerms(ctx: Ctx, offer: OfferRow) {
  const commission = await commissionTerms(ctx, offer.currency)
  const { performerMembershipId } = offer
  const [performer] = performerMembershipId ? await findPeople(ctx, { membershipIds: [performerMembershipId] }) : []
  const terms = performer ? await termsInForce(ctx, performer.membershipId) : undefined
  return {
    commissionBps: commission.bps,
    commissionFloorMinor: commission.floorMinor,
    performerMembershipId: performer?.membershipId ?? null,
    performerAccountId: performer?.accountId ?? null,
    termsId: terms?.id ?? null,
    performerBps: terms?.bps ?? 0,
    termsReason: terms?.membershipId ? terms.reason : '',
  }
}

async function buy(ctx: Ctx, project: Project, offer: OfferRow): Promise<string> {
  // Before the wallet is locked: whoever changes the commission waits for us, and we for nobody behind them.
  return payFor(ctx, project, offer, await snapshotTerms(ctx, offer), 'offer.paid')
}

/**
 * Pays for an accepted offer as the client who asks: into a hold, with the terms that it will be divided by; the chat is
 * told by the notice. The project is locked. Returns the purchase's id. Throws `insufficient_funds`.
 */
export async function payFor(
  ctx: Ctx,
  project: Project,
  offer: OfferRow,
  snapshot: Awaited<ReturnType<typeof snapshotTerms>>,
  notice: 'offer.paid' | 'round.paid',
): Promise<string> {
  if (ctx.actor.kind !== 'profile') throw problem('forbidden')
  const { accountId, membershipId } = ctx.actor
  const amount = { amountMinor: offer.amountMinor, currency: offer.currency }
  const { holdId } = await hold(ctx, {
    // The offer was closed for us alone, so it is paid once. An id that others know could be used up by them before.
    ...{ transferId: newId(), payer: { kind: 'account', id: accountId }, amount, note: noteOf(project, offer) },
    ...{ subject: { type: 'project', id: project.id }, audience: [membershipId] },
  })
  const [bought] = await ctx.tx
    .insert(purchases)
    .values({
      ...{ studioId: ctx.studioId, projectId: project.id, offerId: offer.id, holdId, ...amount, ...snapshot },
      ...{ payerMembershipId: membershipId, payerAccountId: accountId, boughtAt: ctx.now },
    })
    .returning({ id: purchases.id })
  if (!bought) throw new Error('the purchase was not written')
  // A press says "all that was bought is delivered": it does not speak of what was bought after it.
  const tookBack = await takePressesBack(ctx, project, SIDES)
  await publish(ctx, workBought, {
    subject: { type: 'project', id: project.id },
    payload: { ...told(project), purchaseId: bought.id, amount: moneyJson(amount) },
    after: { termsId: snapshot.termsId, performerBps: snapshot.performerBps },
    audience: [project.clientMembershipId],
  })
  await postNotice(ctx, {
    ...{ threadId: project.threadId, projectId: project.id, notice },
    values: { number: offer.number, ...moneyJson(amount) },
    reference: { type: 'offer', id: offer.id },
  })
  const { threadId } = project
  if (tookBack) await postNotice(ctx, { threadId, projectId: project.id, notice: 'completion.taken_back' })
  return bought.id
}

async function takeOver(ctx: Ctx, project: Project, offer: OfferRow): Promise<string> {
  if (ctx.actor.kind !== 'profile') throw problem('forbidden')
  const { projectId, scope, serviceId, stageId, performerMembershipId, revisionsIncluded, revisionPriceMinor } = offer
  const own = await insertOffer(ctx, {
    ...{ projectId, scope, serviceId, stageId, performerMembershipId, revisionsIncluded, revisionPriceMinor },
    ...{ price: { amountMinor: offer.amountMinor, currency: offer.currency }, expiresAt: offer.expiresAt },
    ...{ counterOf: offer.id, side: 'studio', proposedBy: ctx.actor.membershipId },
  })
  await announce(ctx, project, own)
  return own.id
}

/** What the transfer is for, as a statement prints it. */
export function noteOf(project: { title: string }, offer: { number: number }): string {
  return `${project.title} · № ${offer.number}`
}
