import { eq } from 'drizzle-orm'
import { type Ctx, membershipOf } from '../../kernel/context.ts'
import { publish } from '../../kernel/events/event.ts'
import { problem } from '../../kernel/problem.ts'
import { findPeople, studios, type Words } from '../studios/index.ts'
import { about, occupy, told } from './booking.ts'
import { lockFree } from './choose.ts'
import { bookingConfirmed } from './events.ts'
import { pick } from './move.ts'
import { completeLater } from './payment.ts'
import { type ResourceRow, readPlan } from './plan.ts'
import { linesJson, type Quote, quoteOf, type WantedExtra } from './quote.ts'
import { remindLater } from './reminders.ts'
import { nextBookingNumber, readScheduleSettings, termsOf } from './settings.ts'
import type { BookingRow } from './state.ts'
import { bookings } from './tables.ts'

interface Place {
  start: Temporal.Instant
  minutes: number
  resourceIds: readonly string[]
  staffNote: string
}

export type StaffBooking = Place &
  (
    | { kind: 'session'; serviceId: string; clientMembershipId: string; extras: readonly WantedExtra[] }
    /** Time that the studio keeps for itself: a repair, a rehearsal of its own. */
    | { kind: 'internal'; title: string }
  )

/**
 * The studio books by itself: for a client, who pays later, or for its own work. Confirmed at once, at any hour, but
 * never where something is. Throws `slot_taken`, `resource_unknown`, `booking_client_unknown`.
 */
export async function bookByStudio(ctx: Ctx, wanted: StaffBooking): Promise<BookingRow> {
  if (wanted.resourceIds.length === 0) throw problem('resource_unknown')
  const session = { start: wanted.start, end: wanted.start.add({ minutes: wanted.minutes }) }
  const [studio] = await ctx.tx
    .select({ zone: studios.zone, currency: studios.currency })
    .from(studios)
    .where(eq(studios.id, ctx.studioId))
  if (!studio) throw problem('not_found')
  const groups = await pick(ctx, wanted.resourceIds)
  const chosen = await lockFree(ctx, groups, session, studio.zone, { evenClosed: true })
  const [booking] = await ctx.tx
    .insert(bookings)
    .values({
      ...{ studioId: ctx.studioId, number: await nextBookingNumber(ctx), kind: wanted.kind, state: 'confirmed' },
      ...{ startsAt: session.start, endsAt: session.end, currency: studio.currency, staffNote: wanted.staffNote },
      ...{ bookedBy: membershipOf(ctx.actor) ?? null, ...(await whatFor(ctx, wanted, session, chosen)) },
    })
    .returning()
  if (!booking) throw new Error('the booking was not written')
  await occupy(ctx, booking.id, session, chosen)
  await completeLater(ctx, booking)
  await remindLater(ctx, booking)
  await publish(ctx, bookingConfirmed, {
    ...about(booking),
    payload: await told(ctx, booking, chosen),
    before: { state: null },
    after: { state: booking.state },
  })
  return booking
}

async function whatFor(
  ctx: Ctx,
  wanted: StaffBooking,
  session: { start: Temporal.Instant; end: Temporal.Instant },
  chosen: readonly ResourceRow[],
) {
  if (wanted.kind === 'internal') {
    const settings = await readScheduleSettings(ctx)
    const quote = { totalMinor: 0n, lines: [], depositMinor: 0n, terms: termsOf(settings), freeUntil: session.start }
    return { ...columnsOf({ ru: wanted.title, en: wanted.title }, quote), serviceId: null, clientMembershipId: null }
  }
  const [client] = await findPeople(ctx, { membershipIds: [wanted.clientMembershipId] })
  if (client?.role !== 'client') throw problem('booking_client_unknown')
  const plan = await readPlan(ctx, wanted.serviceId, wanted.extras)
  const quote = quoteOf(plan, session, chosen, wanted.extras)
  return {
    ...columnsOf(plan.service.title, quote),
    ...{ serviceId: plan.service.id, clientMembershipId: client.membershipId, extras: [...wanted.extras] },
  }
}

function columnsOf(title: Words, { totalMinor, lines, depositMinor, terms, freeUntil }: Quote) {
  return { title, priceMinor: totalMinor, priceLines: linesJson(lines), depositMinor, terms, freeUntil }
}
