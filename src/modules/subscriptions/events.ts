import { z } from 'zod'
import { defineEvent } from '../../kernel/events/event.ts'
import { moneySchema } from '../../kernel/money.ts'

const words = z.object({ ru: z.string(), en: z.string() })
/** The plan by its code and as people call it. */
const plan = { plan: z.string(), planName: words }

/** A visitor left an e-mail on the product site. */
export const leadLeft = defineEvent('lead.left', z.object({ email: z.string() }), 'platform')
export const subscriptionStarted = defineEvent(
  'subscription.started',
  z.object({ ...plan, state: z.enum(['trial', 'active']), amount: moneySchema, until: z.string() }),
  'leads',
)
/** A period is paid: by a charge, by the owner, or from what was put aside. */
export const subscriptionRenewed = defineEvent(
  'subscription.renewed',
  z.object({ ...plan, chargeId: z.uuid(), amount: moneySchema, from: z.string(), until: z.string() }),
  'leads',
)
export const subscriptionTrialEnding = defineEvent(
  'subscription.trial_ending',
  z.object({ ...plan, amount: moneySchema, until: z.string(), hasMethod: z.boolean() }),
  'leads',
)
/** A renewal was refused; it is tried again. */
export const subscriptionPaymentFailed = defineEvent(
  'subscription.payment_failed',
  z.object({
    ...{ ...plan, chargeId: z.uuid(), amount: moneySchema, why: z.enum(['refused', 'no_method']) },
    ...{ attempt: z.int(), of: z.int(), nextTryAt: z.string(), readOnlyAt: z.string() },
  }),
  'leads',
)
/** The last try was refused: the studio is read-only until somebody pays. */
export const subscriptionSuspended = defineEvent(
  'subscription.suspended',
  z.object({ ...plan, amount: moneySchema }),
  'leads',
)
/** A studio that was read-only is paid for again. */
export const subscriptionRestored = defineEvent(
  'subscription.restored',
  z.object({ ...plan, until: z.string() }),
  'leads',
)
/** Money came that nothing was due for: it is put aside. */
export const subscriptionCredited = defineEvent(
  'subscription.credited',
  z.object({ chargeId: z.uuid(), amount: moneySchema, credit: moneySchema }),
  'leads',
)
export const subscriptionPlanChanged = defineEvent(
  'subscription.plan_changed',
  z.object({ ...plan, fromName: words, amount: moneySchema, price: moneySchema }),
  'leads',
)
/** It will end with its period instead of being renewed. */
export const subscriptionCancelled = defineEvent(
  'subscription.cancelled',
  z.object({ ...plan, until: z.string() }),
  'leads',
)
/** It will be renewed after all. */
export const subscriptionResumed = defineEvent(
  'subscription.resumed',
  z.object({ ...plan, until: z.string() }),
  'leads',
)
/** The platform let the studio in again: what was paid for lasts longer by the time in which it was kept out. */
export const subscriptionExtended = defineEvent(
  'subscription.extended',
  z.object({ ...plan, until: z.string(), closedFrom: z.string() }),
  'leads',
)
/** It ended with its period, as its owner wished. */
export const subscriptionEnded = defineEvent('subscription.ended', z.object(plan), 'leads')
