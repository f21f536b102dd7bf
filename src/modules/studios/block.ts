import { and, eq, isNotNull, isNull } from 'drizzle-orm'
import type { Ctx } from '../../kernel/context.ts'
import { publish } from '../../kernel/events/event.ts'
import { problem } from '../../kernel/problem.ts'
import { studioBlocked, studioUnblocked } from './events.ts'
import { studios } from './tables.ts'

/**
 * Closes the context's studio (P20): its site says so, nobody gets in, nothing is booked. Nothing is deleted, held money
 * stays held, and its subscription is paused until it is open again. Throws `conflict` when it is closed already.
 */
export async function blockStudio(ctx: Ctx, reason: string): Promise<void> {
  const changed = await ctx.tx
    .update(studios)
    .set({ blockedAt: ctx.now, blockedReason: reason })
    .where(and(eq(studios.id, ctx.studioId), isNull(studios.blockedAt)))
    .returning({ id: studios.id })
  if (changed.length === 0) throw problem('conflict')
  await publish(ctx, studioBlocked, {
    subject: { type: 'studio', id: ctx.studioId },
    payload: { reason },
    before: { blocked: false },
    after: { blocked: true },
  })
}

/** Opens the studio again, as far as its subscription allows (P20). Throws `conflict` when it is not closed. */
export async function unblockStudio(ctx: Ctx, reason: string): Promise<void> {
  const changed = await ctx.tx
    .update(studios)
    .set({ blockedAt: null, blockedReason: null })
    .where(and(eq(studios.id, ctx.studioId), isNotNull(studios.blockedAt)))
    .returning({ id: studios.id })
  if (changed.length === 0) throw problem('conflict')
  await publish(ctx, studioUnblocked, {
    subject: { type: 'studio', id: ctx.studioId },
    payload: { reason },
    before: { blocked: true },
    after: { blocked: false },
  })
}
