import type { Ctx } from '../../kernel/context.ts'
import { publish } from '../../kernel/events/event.ts'
import { problem } from '../../kernel/problem.ts'
import { subscriptionCancelled, subscriptionResumed } from './events.ts'
import { endSubscription } from './renewal.ts'
import { auditOf, changeSubscription, lockSubscription, openCharge, type Subscription, toldOf } from './subscription.ts'

/**
 * Ends the subscription with the period that is paid for, or with the trial (P8); one whose period is over and owed ends
 * at once. Cancelled already, it changes nothing. Throws `charge_under_way`; `conflict` where nothing runs any more.
 */
export async function cancelSubscription(ctx: Ctx): Promise<void> {
  const before = await idle(ctx)
  if (before.cancelsAtEnd) return
  if (before.state === 'past_due') return endSubscription(ctx, before)
  if (before.state !== 'trial' && before.state !== 'active') throw problem('conflict')
  await mark(ctx, before, 'cancel')
}

/** Lets a cancelled subscription be renewed after all, until it has ended. Throws `charge_under_way`, `conflict`. */
export async function resumeSubscription(ctx: Ctx): Promise<void> {
  const before = await idle(ctx)
  if (before.state !== 'trial' && before.state !== 'active') throw problem('conflict')
  if (before.cancelsAtEnd) await mark(ctx, before, 'resume')
}

async function idle(ctx: Ctx): Promise<Subscription> {
  const subscription = await lockSubscription(ctx)
  if (!subscription) throw problem('not_found')
  if (await openCharge(ctx)) throw problem('charge_under_way')
  return subscription
}

async function mark(ctx: Ctx, before: Subscription, deed: 'cancel' | 'resume'): Promise<void> {
  const after = await changeSubscription(ctx, before, { cancelsAtEnd: deed === 'cancel' })
  await publish(ctx, deed === 'cancel' ? subscriptionCancelled : subscriptionResumed, {
    subject: { type: 'studio', id: ctx.studioId },
    payload: { ...toldOf(after), until: after.periodEnd.toString() },
    ...{ before: auditOf(before), after: auditOf(after) },
  })
}
