import { m } from '../../../../web/generated/messages/messages.js'
import type { Booking } from '../book/place.ts'

/** What a booking's state is called. */
export function stateName(state: Booking['state']): string {
  return {
    held: m.booking_held,
    pending: m.booking_pending,
    confirmed: m.booking_confirmed,
    completed: m.booking_completed,
    no_show: m.booking_no_show,
    cancelled: m.booking_cancelled,
    declined: m.booking_declined,
    expired: m.booking_expired,
  }[state]()
}

/** Why it ended, where the program itself ended it; a person's own words as they are. */
export function reasonText(reason: string): string {
  const known: Readonly<Record<string, () => string>> = {
    unpaid: m.booking_reason_unpaid,
    released: m.booking_reason_released,
    shut_out: m.booking_reason_shut_out,
    unanswered: m.booking_reason_unanswered,
    charge: m.booking_reason_charge,
    waive: m.booking_reason_waive,
  }
  return known[reason]?.() ?? reason
}
