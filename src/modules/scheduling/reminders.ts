import { and, eq } from 'drizzle-orm'
import type { Ctx } from '../../kernel/context.ts'
import { publish } from '../../kernel/events/event.ts'
import { enqueue } from '../../kernel/jobs/jobs.ts'
import { about, findBooking, told } from './booking.ts'
import { bookingReminded } from './events.ts'
import type { BookingRow } from './state.ts'
import { bookings } from './tables.ts'

/** The job that reminds of a session. */
export const REMIND_TASK = 'scheduling.remind'
/** How long before the start everybody is reminded, and then the client once more. */
const LEAD_HOURS = { day: 24, soon: 2 } as const
export type ReminderStep = keyof typeof LEAD_HOURS

/**
 * Queues the next reminder of a confirmed session, in place of the one that waits: a moved booking moves it (P16). What
 * is booked later than a reminder would come has none: it was confirmed a moment ago.
 */
export async function remindLater(ctx: Ctx, booking: BookingRow): Promise<void> {
  const step = (['day', 'soon'] as const).find((one) => Temporal.Instant.compare(ctx.now, dueAt(booking, one)) < 0)
  if (step) await queue(ctx, booking, step)
}

/**
 * Reminds of a session: a day before, the client and the people whose time it takes; two hours before, the client (P16).
 * Once each, whatever runs twice. Does nothing where it was moved, cancelled or has begun meanwhile. For the job.
 */
export async function remind(
  ctx: Ctx,
  { bookingId, startsAt, step }: { bookingId: string; startsAt: string; step: ReminderStep },
): Promise<void> {
  const booking = await findBooking(ctx, bookingId, 'lock')
  if (booking.state !== 'confirmed' || !booking.startsAt.equals(startsAt)) return
  const isOver = Temporal.Instant.compare(booking.startsAt, ctx.now) <= 0
  const isEarly = Temporal.Instant.compare(ctx.now, dueAt(booking, step)) < 0
  const column = step === 'day' ? 'dayReminderFor' : 'soonReminderFor'
  if (isOver || isEarly || booking[column]?.equals(booking.startsAt)) return
  await ctx.tx
    .update(bookings)
    .set({ [column]: booking.startsAt })
    .where(and(eq(bookings.studioId, ctx.studioId), eq(bookings.id, booking.id)))
  const { people, ...rest } = await told(ctx, booking)
  // Where the worker was away for most of a day, the client is told by the second reminder only.
  const isLate = step === 'day' && Temporal.Instant.compare(ctx.now, dueAt(booking, 'soon')) >= 0
  await publish(ctx, bookingReminded, {
    ...about(booking),
    ...(isLate ? { audience: [] } : {}),
    payload: { ...rest, step, people: step === 'day' ? people : [] },
  })
  if (step === 'day' && booking.clientMembershipId) await queue(ctx, booking, 'soon')
}

function queue(ctx: Ctx, booking: BookingRow, step: ReminderStep): Promise<void> {
  const payload = { studioId: ctx.studioId, bookingId: booking.id, startsAt: booking.startsAt.toString(), step }
  return enqueue(ctx, REMIND_TASK, payload, { runAt: dueAt(booking, step), key: `booking-remind:${booking.id}` })
}

function dueAt({ startsAt }: BookingRow, step: ReminderStep): Temporal.Instant {
  return startsAt.subtract({ hours: LEAD_HOURS[step] })
}
