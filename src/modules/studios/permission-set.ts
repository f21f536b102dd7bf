import { and, asc, eq, inArray } from 'drizzle-orm'
import type { Actor, Ctx } from '../../kernel/context.ts'
import { violatedConstraint } from '../../kernel/database/index.ts'
import { publish } from '../../kernel/events/event.ts'
import type { Role } from '../../kernel/policy.ts'
import { problem } from '../../kernel/problem.ts'
import { permissionSetRemoved, permissionsChanged } from './events.ts'
import { invitations, memberships, permissionSets } from './tables.ts'

/** As many as a studio's screen shows. */
const MOST_SETS = 100

export interface PermissionSet {
  id: string
  name: string
  permissions: readonly string[]
  /** Who of the staff has it: their memberships. */
  members: readonly string[]
}

/** The studio's sets by name, each with who has it (P6). */
export async function listPermissionSets(ctx: Ctx): Promise<PermissionSet[]> {
  const sets = await ctx.tx
    .select({ id: permissionSets.id, name: permissionSets.name, permissions: permissionSets.permissions })
    .from(permissionSets)
    .where(eq(permissionSets.studioId, ctx.studioId))
    .orderBy(asc(permissionSets.name))
    .limit(MOST_SETS)
  const given = await ctx.tx
    .select({ id: memberships.id, setId: memberships.permissionSetId })
    .from(memberships)
    .where(
      and(
        eq(memberships.studioId, ctx.studioId),
        inArray(
          memberships.permissionSetId,
          sets.map((set) => set.id),
        ),
      ),
    )
    .orderBy(asc(memberships.id))
  return sets.map((set) => ({ ...set, members: given.flatMap(({ id, setId }) => (setId === set.id ? id : [])) }))
}

/**
 * Makes a set under the id that the client chose, or changes it; who has it may do so from their next request on (P6).
 * The names were checked to be grantable. Throws `set_name_taken`.
 */
export async function putPermissionSet(
  ctx: Ctx,
  set: { id: string; name: string; permissions: readonly string[] },
): Promise<void> {
  const { id, name } = set
  const permissions = [...new Set(set.permissions)].toSorted()
  const [before] = await ctx.tx
    .select({ name: permissionSets.name, permissions: permissionSets.permissions })
    .from(permissionSets)
    .where(and(eq(permissionSets.studioId, ctx.studioId), eq(permissionSets.id, id)))
  await ctx.tx
    .insert(permissionSets)
    .values({ studioId: ctx.studioId, id, name, permissions })
    .onConflictDoUpdate({ target: [permissionSets.studioId, permissionSets.id], set: { name, permissions } })
    .catch((error: unknown) => {
      if (violatedConstraint(error) !== 'permission_sets_name') throw error
      throw problem('set_name_taken', { fields: [{ pointer: '/name', code: 'taken' }] })
    })
  await publish(ctx, permissionsChanged, {
    subject: { type: 'permission_set', id },
    payload: { name },
    ...(before ? { before } : {}),
    after: { name, permissions },
  })
}

/** Removes a set: who had it, or was invited with it, keeps what the role gives and nothing beyond (P6). Throws `not_found`. */
export async function removePermissionSet(ctx: Ctx, id: string): Promise<void> {
  const [before] = await ctx.tx
    .select({ name: permissionSets.name, permissions: permissionSets.permissions })
    .from(permissionSets)
    .where(and(eq(permissionSets.studioId, ctx.studioId), eq(permissionSets.id, id)))
    .for('update')
  if (!before) throw problem('not_found')
  const bare = { permissionSetId: null }
  const had = await ctx.tx
    .update(memberships)
    .set(bare)
    .where(and(eq(memberships.studioId, ctx.studioId), eq(memberships.permissionSetId, id)))
    .returning({ id: memberships.id })
  await ctx.tx
    .update(invitations)
    .set(bare)
    .where(and(eq(invitations.studioId, ctx.studioId), eq(invitations.permissionSetId, id)))
  await ctx.tx.delete(permissionSets).where(and(eq(permissionSets.studioId, ctx.studioId), eq(permissionSets.id, id)))
  const members = had.map((member) => member.id)
  await publish(ctx, permissionSetRemoved, {
    subject: { type: 'permission_set', id },
    payload: { name: before.name, members },
    before,
    audience: members,
  })
}

/**
 * A set adds to what staff may, and to no other role; who is not the owner gives no permission that they lack (P6).
 * Throws `set_for_staff`, `set_unknown`, or `set_beyond_yours`.
 */
export async function assertGivable(ctx: Ctx, role: Role, setId: string): Promise<void> {
  if (role !== 'staff') throw problem('set_for_staff')
  const [set] = await ctx.tx
    .select({ permissions: permissionSets.permissions })
    .from(permissionSets)
    .where(and(eq(permissionSets.studioId, ctx.studioId), eq(permissionSets.id, setId)))
    .for('key share')
  if (!set) throw problem('set_unknown')
  if (!holdsAll(ctx.actor, set.permissions)) throw problem('set_beyond_yours')
}

/**
 * The access that somebody has in the studio is for those to change who stand above: the owner all but their own, a manager
 * staff and clients, staff whom the owner let do so clients and staff with no more permissions (P6). Oneself may leave.
 * Throws `access_of_superior`.
 */
export async function assertAccessChangeable(
  ctx: Ctx,
  member: { id: string; role: Role; permissionSetId: string | null },
): Promise<void> {
  const { actor } = ctx
  if (actor.kind !== 'profile') throw problem('forbidden')
  if (actor.role === 'owner' || actor.membershipId === member.id || member.role === 'client') return
  if (member.role !== 'staff') throw problem('access_of_superior')
  if (actor.role === 'manager' || !member.permissionSetId) return
  const [set] = await ctx.tx
    .select({ permissions: permissionSets.permissions })
    .from(permissionSets)
    .where(and(eq(permissionSets.studioId, ctx.studioId), eq(permissionSets.id, member.permissionSetId)))
  if (!holdsAll(actor, set?.permissions ?? [])) throw problem('access_of_superior')
}

function holdsAll(actor: Actor, permissions: readonly string[]): boolean {
  if (actor.kind !== 'profile') return false
  return actor.role === 'owner' || permissions.every((one) => actor.permissions.has(one))
}
