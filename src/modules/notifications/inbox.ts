import { and, desc, eq, inArray, isNull, lt, sql } from 'drizzle-orm'
import type { Ctx } from '../../kernel/context.ts'
import { publish } from '../../kernel/events/event.ts'
import { noticesRead } from './events.ts'
import { notifications } from './tables.ts'

export type InboxRow = typeof notifications.$inferSelect

export interface InboxFilter {
  studioId?: string
  membershipId?: string
  unread?: boolean
  /** Id of the last item of the page before. */
  cursor?: string
  limit: number
}

/**
 * A page of a person's inbox over all their profiles, the newest first. The actor is that person: row-level security
 * shows own rows of every studio, and no others.
 */
export async function readInbox(ctx: Ctx, accountId: string, filter: InboxFilter): Promise<InboxRow[]> {
  return ctx.tx
    .select()
    .from(notifications)
    .where(
      and(
        eq(notifications.accountId, accountId),
        filter.studioId ? eq(notifications.studioId, filter.studioId) : undefined,
        filter.membershipId ? eq(notifications.membershipId, filter.membershipId) : undefined,
        filter.unread ? isNull(notifications.readAt) : undefined,
        filter.cursor ? lt(notifications.id, filter.cursor) : undefined,
      ),
    )
    .orderBy(desc(notifications.id))
    .limit(filter.limit)
}

export interface UnreadCount {
  studioId: string
  membershipId: string
  unread: number
}

/** How much is unread, for each profile that has something. */
export async function countUnread(ctx: Ctx, accountId: string): Promise<UnreadCount[]> {
  return ctx.tx
    .select({
      studioId: notifications.studioId,
      membershipId: notifications.membershipId,
      unread: sql<number>`count(*)::int`,
    })
    .from(notifications)
    .where(and(eq(notifications.accountId, accountId), isNull(notifications.readAt)))
    .groupBy(notifications.studioId, notifications.membershipId)
}

/** Which of a person's notices are meant: some by their ids, or all. */
export type Which = { ids: readonly string[] } | { all: true }

/** The studios in which the person has such notices. Rows are changed in their own studio only. */
export async function studiosOf(ctx: Ctx, accountId: string, which: Which): Promise<string[]> {
  const rows = await ctx.tx
    .selectDistinct({ studioId: notifications.studioId })
    .from(notifications)
    .where(
      and(
        eq(notifications.accountId, accountId),
        meant(which),
        'all' in which ? isNull(notifications.readAt) : undefined,
      ),
    )
  return rows.map((row) => row.studioId)
}

/** Marks a person's notices of the context's studio as read, or as unread again. Returns how many changed. */
export async function markRead(ctx: Ctx, accountId: string, which: Which, read: 'read' | 'unread'): Promise<number> {
  const changed = await ctx.tx
    .update(notifications)
    .set({ readAt: read === 'read' ? ctx.now : null })
    .where(
      and(
        eq(notifications.studioId, ctx.studioId),
        eq(notifications.accountId, accountId),
        meant(which),
        read === 'read' ? isNull(notifications.readAt) : undefined,
      ),
    )
    .returning({ id: notifications.id })
  if (changed.length === 0) return 0
  await publish(ctx, noticesRead, {
    subject: { type: 'account', id: accountId },
    payload: { count: changed.length, read: read === 'read' },
    before: { read: read !== 'read' },
    after: { read: read === 'read' },
  })
  return changed.length
}

function meant(which: Which) {
  return 'ids' in which ? inArray(notifications.id, [...which.ids]) : undefined
}
