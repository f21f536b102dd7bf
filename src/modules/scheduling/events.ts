import { z } from 'zod'
import { defineEvent } from '../../kernel/events/event.ts'
import { moneySchema } from '../../kernel/money.ts'

const words = z.object({ ru: z.string(), en: z.string() })
const booking = {
  bookingId: z.uuid(),
  number: z.int().nullable(),
  title: words,
  startsAt: z.string(),
  endsAt: z.string(),
  /** Members of the studio whose time it takes. */
  people: z.array(z.uuid()),
}
const told = z.object(booking)
const settled = z.object({ ...booking, kept: moneySchema, returned: moneySchema, reason: z.string() })

export const bookingHeld = defineEvent('booking.held', told, 'staff')
/** A visitor's hold became the client's who registered meanwhile. */
export const bookingClaimed = defineEvent('booking.claimed', told, 'staff')
export const bookingRequested = defineEvent(
  'booking.requested',
  z.object({ ...booking, answerUntil: z.string() }),
  'staff',
)
export const bookingConfirmed = defineEvent('booking.confirmed', told, 'staff')
export const bookingPaid = defineEvent('booking.paid', z.object({ ...booking, amount: moneySchema }), 'staff')
/** Money for a booking came when its time was gone: it stays in the client's wallet. */
export const bookingPaymentReturned = defineEvent(
  'booking.payment_returned',
  z.object({ ...booking, amount: moneySchema, why: z.string() }),
  'staff',
)
export const bookingMoved = defineEvent(
  'booking.moved',
  z.object({
    ...booking,
    ...{ from: z.string(), by: z.enum(['client', 'studio']) },
    /** Of `people` those whom it did not take before; and those whose time it takes no more. */
    ...{ joined: z.array(z.uuid()).optional(), freed: z.array(z.uuid()).optional() },
  }),
  'staff',
)
export const bookingCancelled = defineEvent(
  'booking.cancelled',
  settled.extend({ by: z.enum(['client', 'studio']) }),
  'staff',
)
export const bookingDeclined = defineEvent('booking.declined', settled, 'staff')
export const bookingExpired = defineEvent('booking.expired', settled, 'staff')
export const bookingCompleted = defineEvent('booking.completed', settled, 'staff')
export const bookingMissed = defineEvent('booking.no_show', settled, 'staff')
/** A session is near; it was neither cancelled nor moved meanwhile. */
export const bookingReminded = defineEvent(
  'booking.reminded',
  z.object({ ...booking, step: z.enum(['day', 'soon']) }),
  'staff',
)
/** An address at which a calendar reads a room's or a person's bookings was made; it works no more. */
export const calendarFeedAdded = defineEvent(
  'calendar_feed.added',
  z.object({ resourceId: z.uuid(), named: z.boolean() }),
  'staff',
)
export const calendarFeedRevoked = defineEvent('calendar_feed.revoked', z.object({ resourceId: z.uuid() }), 'staff')
export const scheduleChanged = defineEvent(
  'schedule.changed',
  z.object({ what: z.string(), name: z.string() }),
  'staff',
)
/** Somebody who works in the studio no more still has sessions ahead there. */
export const sessionsOrphaned = defineEvent(
  'schedule.sessions_orphaned',
  z.object({ name: z.string(), sessions: z.int() }),
  'staff',
)
