import { m } from '../../../web/generated/messages/messages.js'
import { getLocale } from '../../../web/generated/messages/runtime.js'
import { amountText } from '../../../web/ui/index.ts'
import { tellMoment, tellUntil } from '../../../web/ui/moment.ts'
import type { Charge, Subscription } from './use-subscription.ts'

/** How a subscription stands, in two words. */
export function stateName({ state, cancelsAtEnd }: Subscription): string {
  if (cancelsAtEnd) return m.subscription_state_leaving()
  return {
    trial: m.subscription_state_trial,
    active: m.subscription_state_active,
    past_due: m.subscription_state_past_due,
    suspended: m.subscription_state_suspended,
    cancelled: m.subscription_state_cancelled,
  }[state]()
}

/** How it stands and what follows, in a sentence or two. */
export function standingText(subscription: Subscription): string {
  const { state, cancelsAtEnd, periodEnd, next, dunning, methodLabel } = subscription
  const amount = amountText(next.amount, { short: true })
  const end = dayText(periodEnd)
  if (cancelsAtEnd) return m.subscription_is_leaving({ end })
  if (state === 'past_due') {
    return m.subscription_is_past_due({
      ...{ amount, failures: dunning?.failures ?? 1, of: dunning?.of ?? 1 },
      stop: dunning ? tellUntil(new Date(dunning.readOnlyAt), place()) : end,
    })
  }
  if (state === 'suspended') return m.subscription_is_suspended({ amount, until: dayText(next.until) })
  if (state === 'cancelled') return m.subscription_is_cancelled({ amount, until: dayText(next.until) })
  if (next.amount.amountMinor === '0') return m.subscription_is_covered({ end, until: dayText(next.until) })
  if (state === 'trial') return methodLabel ? m.subscription_is_trial({ end }) : m.subscription_is_trial_bare({ end })
  return m.subscription_is_active({ end })
}

/** `31 January`, with the year when it is another one. */
export function dayText(at: string): string {
  return tellMoment(new Date(at), 'day', place())
}

/** How long a period is: `a month`. */
export function periodText(months: number): string {
  return months === 1 ? m.checkout_month() : m.subscription_months({ count: months })
}

/** What was asked for. */
export function chargeName({ kind }: Charge): string {
  return {
    start: m.subscription_charge_start,
    renewal: m.subscription_charge_renewal,
    change: m.subscription_charge_change,
    credit: m.subscription_charge_credit,
  }[kind]()
}

/** How much of a limit, in GB to a tenth. */
export function gigabytes(bytes: number): string {
  return new Intl.NumberFormat(getLocale(), { maximumFractionDigits: 1 }).format(bytes / 1024 ** 3)
}

function place() {
  return { locale: getLocale(), zone: Intl.DateTimeFormat().resolvedOptions().timeZone, now: new Date() }
}
