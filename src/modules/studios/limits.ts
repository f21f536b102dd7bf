import { and, countDistinct, eq, gt, ne, sql } from 'drizzle-orm'
import type { Ctx } from '../../kernel/context.ts'
import { violatedConstraint, violationDetail } from '../../kernel/database/index.ts'
import { problem } from '../../kernel/problem.ts'
import { invitations, memberships, studioLimits } from './tables.ts'

/** What a studio may have; null is without limit. */
export interface StudioLimits {
  /** People who work there: owner, managers and staff, each once. */
  staff: number | null
  rooms: number | null
}

/** Sets what the studio may have (P8). Whoever takes the last seat at this moment is waited for. What is there stays. */
export async function setStudioLimits(ctx: Ctx, limits: StudioLimits): Promise<void> {
  await ctx.tx
    .insert(studioLimits)
    .values({ studioId: ctx.studioId, ...limits })
    .onConflictDoUpdate({ target: studioLimits.studioId, set: limits })
}

/** How many people work in the studio. */
export async function countStaff(ctx: Ctx): Promise<number> {
  const [row] = await ctx.tx
    .select({ people: countDistinct(memberships.accountId) })
    .from(memberships)
    .where(and(eq(memberships.studioId, ctx.studioId), ne(memberships.role, 'client'), eq(memberships.state, 'active')))
  return row?.people ?? 0
}

/**
 * Refuses an invitation to work in the studio that nobody could accept: those who work there and those who are invited
 * already have all seats. Under the lock that whoever takes a seat holds. Throws `seats_exhausted`.
 */
export async function assertSeatToInvite(ctx: Ctx): Promise<void> {
  const [limits] = await ctx.tx
    .select({ staff: studioLimits.staff })
    .from(studioLimits)
    .where(eq(studioLimits.studioId, ctx.studioId))
    .for('update')
  if (limits?.staff == null) return
  const [invited] = await ctx.tx
    .select({ people: countDistinct(invitations.email) })
    .from(invitations)
    .where(
      and(
        ...[eq(invitations.studioId, ctx.studioId), ne(invitations.role, 'client'), eq(invitations.state, 'sent')],
        gt(invitations.expiresAt, sql`${ctx.now.toString()}::timestamptz`),
      ),
    )
  if ((await countStaff(ctx)) + (invited?.people ?? 0) >= limits.staff) throw exhausted(limits.staff)
}

/** The problem that the database means when there is no seat left: `seats_exhausted`. Anything else as it came. */
export function refuseSeat(error: unknown): never {
  if (violatedConstraint(error) === 'memberships_seats') throw exhausted(Number(violationDetail(error)))
  throw error
}

const exhausted = (limit: number) => problem('seats_exhausted', { params: { limit } })
