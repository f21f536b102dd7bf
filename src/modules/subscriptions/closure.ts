import { eq } from 'drizzle-orm'
import type { Ctx } from '../../kernel/context.ts'
import { publish } from '../../kernel/events/event.ts'
import { studios } from '../studios/index.ts'
import { subscriptionExtended } from './events.ts'
import { auditOf, changeSubscription, lockSubscription, type Subscription, toldOf } from './subscription.ts'

/** Brings the subscription to how the operator's block of its studio stands now. Harmless when it is so already. */
export async function followBlock(ctx: Ctx): Promise<void> {
  const subscription = await lockSubscription(ctx)
  if (subscription) await withBlock(ctx, subscription)
}

/**
 * The locked subscription as the operator's block of its studio leaves it, under a lock that whoever blocks the studio
 * waits for (P8, P20). Kept out, it is paused: nothing is charged, reminded of or ended. Let in again, everything that was
 * ahead of it is as far ahead as it was: the paid days that could not be used are given back, tries go on where they
 * stood, and the owner is told until when it is paid.
 */
export async function withBlock(ctx: Ctx, subscription: Subscription): Promise<Subscription> {
  const [studio] = await ctx.tx
    .select({ blockedAt: studios.blockedAt })
    .from(studios)
    .where(eq(studios.id, ctx.studioId))
    .for('share')
  const { pausedAt } = subscription
  if (studio?.blockedAt) {
    return pausedAt ? subscription : changeSubscription(ctx, subscription, { pausedAt: studio.blockedAt })
  }
  return pausedAt ? resume(ctx, subscription, pausedAt) : subscription
}

async function resume(ctx: Ctx, before: Subscription, pausedAt: Temporal.Instant): Promise<Subscription> {
  // Nobody waits for what was given up or had ended: it begins anew when it is paid for.
  if (!before.nextChargeAt) return changeSubscription(ctx, before, { pausedAt: null })
  const closed = pausedAt.until(ctx.now)
  const periodEnd = before.periodEnd.add(closed)
  const after = await changeSubscription(ctx, before, {
    ...{ pausedAt: null, periodEnd, nextChargeAt: before.nextChargeAt.add(closed) },
    remindAt: before.remindAt?.add(closed) ?? null,
    anchorDay: periodEnd.toZonedDateTimeISO(before.zone).day,
  })
  await publish(ctx, subscriptionExtended, {
    subject: { type: 'studio', id: ctx.studioId },
    payload: { ...toldOf(after), until: periodEnd.toString(), closedFrom: pausedAt.toString() },
    ...{ before: auditOf(before), after: auditOf(after) },
  })
  return after
}
