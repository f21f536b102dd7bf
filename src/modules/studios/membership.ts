import { and, eq } from 'drizzle-orm'
import type { Ctx } from '../../kernel/context.ts'
import { publish } from '../../kernel/events/event.ts'
import type { Role } from '../../kernel/policy.ts'
import { problem } from '../../kernel/problem.ts'
import { memberRegistered } from './events.ts'
import { refuseSeat } from './limits.ts'
import { assertStudioOpen } from './read-only.ts'
import { memberships } from './tables.ts'

export interface Joining {
  accountId: string
  role: Role
  displayName: string
  title?: string
  public?: boolean
  permissionSetId?: string | null
}

/**
 * Makes the person's profile in the context's studio, or gives back the one they have in that role (P4, P5). Two
 * requests at once make one: the unique constraint decides. A profile that had left becomes active again, as it joins
 * now: with no right that it had before. A blocked one stays blocked: `kept_out`. Throws `studio_read_only` and `seats_exhausted` where somebody would be new.
 */
export async function join(ctx: Ctx, joining: Joining): Promise<{ id: string; isNew: boolean }> {
  const [made] = await ctx.tx
    .insert(memberships)
    .values({ studioId: ctx.studioId, ...joining, createdAt: ctx.now })
    .onConflictDoNothing()
    .returning({ id: memberships.id })
    .catch(refuseSeat)
  if (made) {
    await assertStudioOpen(ctx)
    await publish(ctx, memberRegistered, {
      subject: { type: 'membership', id: made.id },
      payload: { role: joining.role, displayName: joining.displayName },
      audience: [made.id],
    })
    return { id: made.id, isNew: true }
  }
  const mine = and(eq(memberships.accountId, joining.accountId), eq(memberships.role, joining.role))
  const back = await ctx.tx
    .update(memberships)
    .set({ ...joining, permissionSetId: joining.permissionSetId ?? null, state: 'active' })
    .where(and(mine, eq(memberships.state, 'left')))
    .returning({ id: memberships.id })
    .catch(refuseSeat)
  if (back.length > 0) await assertStudioOpen(ctx)
  const [there] = await ctx.tx.select({ id: memberships.id, state: memberships.state }).from(memberships).where(mine)
  if (!there) throw new Error('a membership that conflicts is not there')
  if (there.state === 'blocked') throw problem('kept_out')
  return { id: there.id, isNew: false }
}
