import { createHash, randomBytes } from 'node:crypto'
import { and, asc, eq, gt, isNull, lt } from 'drizzle-orm'
import ical, { ICalCalendarMethod, ICalEventStatus } from 'ical-generator'
import { type Ctx, membershipOf } from '../../kernel/context.ts'
import { publish } from '../../kernel/events/event.ts'
import { problem } from '../../kernel/problem.ts'
import { memberships, studios, type Words } from '../studios/index.ts'
import { calendarFeedAdded, calendarFeedRevoked } from './events.ts'
import { type BookingRow, shownAsCancelled } from './state.ts'
import { bookingResources, bookings, calendarFeeds, resources } from './tables.ts'

/** How far a feed looks back and ahead, in days, and how many bookings it holds at most. */
const BACK_DAYS = 30
const AHEAD_DAYS = 366
const MAX_ENTRIES = 2000

export type FeedRow = typeof calendarFeeds.$inferSelect

/** Makes a calendar's address for a room or a person; the token is shown this once (P11). Throws `resource_unknown`. */
export async function addFeed(ctx: Ctx, resourceId: string, named: boolean): Promise<{ id: string; token: string }> {
  const createdBy = membershipOf(ctx.actor)
  if (!createdBy) throw problem('forbidden')
  const [known] = await ctx.tx
    .select({ id: resources.id })
    .from(resources)
    .where(and(eq(resources.studioId, ctx.studioId), eq(resources.id, resourceId), eq(resources.archived, false)))
  if (!known) throw problem('resource_unknown')
  const token = randomBytes(24).toString('base64url')
  const [feed] = await ctx.tx
    .insert(calendarFeeds)
    .values({ studioId: ctx.studioId, tokenHash: hashOf(token), resourceId, named, createdBy })
    .returning({ id: calendarFeeds.id })
  if (!feed) throw new Error('the feed was not written')
  await publish(ctx, calendarFeedAdded, {
    subject: { type: 'calendar_feed', id: feed.id },
    payload: { resourceId, named },
  })
  return { id: feed.id, token }
}

/** The addresses that work, in the order in which they were made. */
export function listFeeds(ctx: Ctx): Promise<FeedRow[]> {
  return ctx.tx
    .select()
    .from(calendarFeeds)
    .where(and(eq(calendarFeeds.studioId, ctx.studioId), isNull(calendarFeeds.revokedAt)))
    .orderBy(asc(calendarFeeds.id))
    .limit(200)
}

/** Ends an address: whoever reads it gets nothing from now on. Throws `not_found`. */
export async function revokeFeed(ctx: Ctx, id: string): Promise<void> {
  const [ended] = await ctx.tx
    .update(calendarFeeds)
    .set({ revokedAt: ctx.now })
    .where(and(eq(calendarFeeds.studioId, ctx.studioId), eq(calendarFeeds.id, id), isNull(calendarFeeds.revokedAt)))
    .returning({ resourceId: calendarFeeds.resourceId })
  if (!ended) throw problem('not_found')
  await publish(ctx, calendarFeedRevoked, {
    subject: { type: 'calendar_feed', id },
    payload: ended,
    before: { revoked: false },
    after: { revoked: true },
  })
}

/** A room's or a person's bookings as iCalendar, cancelled ones included so that calendars take them out. */
export async function readFeed(ctx: Ctx, token: string): Promise<string> {
  const [feed] = await ctx.tx
    .select({ resourceId: calendarFeeds.resourceId, named: calendarFeeds.named, name: resources.name })
    .from(calendarFeeds)
    .innerJoin(
      resources,
      and(eq(resources.studioId, calendarFeeds.studioId), eq(resources.id, calendarFeeds.resourceId)),
    )
    .innerJoin(
      memberships,
      and(eq(memberships.studioId, calendarFeeds.studioId), eq(memberships.id, calendarFeeds.createdBy)),
    )
    .where(
      and(
        eq(calendarFeeds.studioId, ctx.studioId),
        // Whoever has left, or is kept out, takes no calendar along.
        eq(memberships.state, 'active'),
        eq(calendarFeeds.tokenHash, hashOf(token)),
        isNull(calendarFeeds.revokedAt),
      ),
    )
  if (!feed) throw problem('not_found')
  const rows = await ctx.tx
    .select({ booking: bookings, client: memberships.displayName })
    .from(bookingResources)
    .innerJoin(
      bookings,
      and(eq(bookings.studioId, bookingResources.studioId), eq(bookings.id, bookingResources.bookingId)),
    )
    .leftJoin(
      memberships,
      and(eq(memberships.studioId, bookings.studioId), eq(memberships.id, bookings.clientMembershipId)),
    )
    .where(
      and(
        ...[eq(bookingResources.studioId, ctx.studioId), eq(bookingResources.resourceId, feed.resourceId)],
        gt(bookings.endsAt, ctx.now.subtract({ hours: BACK_DAYS * 24 })),
        lt(bookings.startsAt, ctx.now.add({ hours: AHEAD_DAYS * 24 })),
      ),
    )
    .orderBy(asc(bookings.startsAt))
    .limit(MAX_ENTRIES)
  const place = await placeOf(ctx)
  const told = rows.flatMap(({ booking, client }) => {
    if (booking.state === 'held' || (booking.state === 'expired' && booking.sequence === 0)) return []
    const title = inWords(booking.title, place.locale)
    const busy = place.locale === 'ru' ? 'Занято' : 'Busy'
    return { booking, summary: feed.named ? [client, title].filter(Boolean).join(' · ') : busy }
  })
  return written(`${feed.name} · ${place.name}`, place, told)
}

/** One booking as iCalendar, for its client to keep. */
export async function bookingCalendar(ctx: Ctx, booking: BookingRow): Promise<string> {
  const place = await placeOf(ctx)
  const summary = `${inWords(booking.title, place.locale)} · ${place.name}`
  return written(place.name, place, [{ booking, summary }])
}

interface Place {
  name: string
  address: string
  slug: string
  locale: 'ru' | 'en'
}

/** Times stand in UTC, which every calendar reads alike, whatever it knows of zones. */
function written(name: string, place: Place, entries: readonly { booking: BookingRow; summary: string }[]): string {
  const calendar = ical({
    name,
    prodId: { company: 'Atelier', product: 'Schedule' },
    method: ICalCalendarMethod.PUBLISH,
  })
  for (const { booking, summary } of entries) {
    calendar.createEvent({
      id: `${booking.id}@${place.slug}.atelier`,
      sequence: booking.sequence,
      start: new Date(booking.startsAt.epochMilliseconds),
      end: new Date(booking.endsAt.epochMilliseconds),
      stamp: new Date(booking.updatedAt.epochMilliseconds),
      summary,
      status: shownAsCancelled(booking.state)
        ? ICalEventStatus.CANCELLED
        : booking.state === 'pending'
          ? ICalEventStatus.TENTATIVE
          : ICalEventStatus.CONFIRMED,
      ...(place.address ? { location: place.address } : {}),
    })
  }
  return calendar.toString()
}

async function placeOf(ctx: Ctx): Promise<Place> {
  const [studio] = await ctx.tx
    .select({ name: studios.name, address: studios.address, slug: studios.slug, locale: studios.locale })
    .from(studios)
    .where(eq(studios.id, ctx.studioId))
  if (!studio) throw problem('not_found')
  return studio
}

function inWords(words: Words, locale: 'ru' | 'en'): string {
  return words[locale] || words.ru || words.en
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}
