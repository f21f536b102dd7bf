import { m } from '../../../web/generated/messages/messages.js'
import { getLocale } from '../../../web/generated/messages/runtime.js'
import { amountText } from '../../../web/ui/index.ts'
import type { Offer, Project } from './use-project.ts'

/** Single, EP, album. */
export function kindName(kind: Project['kind']): string {
  return { single: m.project_single, ep: m.project_ep, album: m.project_album }[kind]()
}

/** A project's state, as the filter says it. */
export function stateName(state: Project['state']): string {
  const names = {
    active: m.project_state_active,
    disputed: m.project_state_disputed,
    completed: m.project_state_completed,
    cancelled: m.project_state_cancelled,
  }
  return names[state]()
}

/** What became of an offer. */
export function offerState(state: Offer['state']): string {
  const names = {
    proposed: m.offer_proposed,
    accepted: m.offer_accepted,
    declined: m.offer_declined,
    countered: m.offer_countered,
    expired: m.offer_expired,
    withdrawn: m.offer_withdrawn,
  }
  return names[state]()
}

/** Why a dispute was opened: in the words of whoever opened it, or what it was opened for by itself. */
export function disputeReason(reason: string): string {
  if (reason === 'silence') return m.disputes_reason_silence()
  return reason === 'client_blocked' ? m.disputes_reason_blocked() : reason
}

/** Rounds of changes, and what one more costs where that was agreed on. */
export function roundsWords({ rounds: { used, included, more } }: Project): string {
  const count = m.project_rounds({ used, included })
  return more ? `${count} · ${m.offer_one_more({ amount: amountText(more.price, { short: true }) })}` : count
}

/** A day in words: `28 November, Sat`; the year only when it is another one. A day without a time is nobody's zone's. */
export function dayWords(iso: string): string {
  const format = { day: 'numeric', month: 'long', weekday: 'short' } as const
  const year = iso.startsWith(`${new Date().getFullYear()}`) ? {} : ({ year: 'numeric' } as const)
  const zone = iso.includes('T') ? {} : { timeZone: 'UTC' }
  return new Intl.DateTimeFormat(getLocale(), { ...format, ...year, ...zone }).format(new Date(iso))
}

/** What was not right, at a low rating. */
export const REASONS = {
  sound: m.reason_sound,
  late: m.reason_late,
  communication: m.reason_communication,
  not_as_agreed: m.reason_not_as_agreed,
  other: m.reason_other,
}
