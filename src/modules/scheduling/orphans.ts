import { and, countDistinct, eq, gt, inArray } from 'drizzle-orm'
import type { Ctx } from '../../kernel/context.ts'
import { publish } from '../../kernel/events/event.ts'
import { sessionsOrphaned } from './events.ts'
import { bookingResources, bookings, resources } from './tables.ts'

/**
 * Tells of the sessions ahead of somebody who works in the studio no more: they stay booked, and nobody would come. Tells
 * nothing where there is none.
 */
export async function tellOfOrphans(ctx: Ctx, membershipId: string): Promise<void> {
  const [row] = await ctx.tx
    .select({ name: resources.name, sessions: countDistinct(bookings.id) })
    .from(resources)
    .innerJoin(
      bookingResources,
      and(eq(bookingResources.studioId, resources.studioId), eq(bookingResources.resourceId, resources.id)),
    )
    .innerJoin(
      bookings,
      and(eq(bookings.studioId, bookingResources.studioId), eq(bookings.id, bookingResources.bookingId)),
    )
    .where(
      and(
        ...[eq(resources.studioId, ctx.studioId), eq(resources.membershipId, membershipId)],
        ...[eq(bookingResources.active, true), gt(bookings.endsAt, ctx.now)],
        inArray(bookings.state, ['pending', 'confirmed']),
      ),
    )
    .groupBy(resources.id, resources.name)
  if (!row) return
  await publish(ctx, sessionsOrphaned, { subject: { type: 'membership', id: membershipId }, payload: row })
}
