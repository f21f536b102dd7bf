import { and, eq, inArray, type SQL } from 'drizzle-orm'
import type { Ctx } from '../../kernel/context.ts'
import type { Role } from '../../kernel/policy.ts'
import { accounts } from '../identity/index.ts'
import { memberships, permissionSets, studios } from './tables.ts'

/** A member of the context's studio, with what is needed to write to them in their language. */
export interface Person {
  membershipId: string
  accountId: string
  role: Role
  displayName: string
  /** Permissions granted by name, beyond those of the role. */
  granted: readonly string[]
  email: string
  locale: 'ru' | 'en'
  zone: string
}

/** Active members of the context's studio: those named, an account's, or all of the roles named. For the system's own handlers. */
export async function findPeople(
  ctx: Ctx,
  who: { membershipIds: readonly string[] } | { accountId: string } | { roles: readonly Role[] },
): Promise<Person[]> {
  const rows = await ctx.tx
    .select({
      membershipId: memberships.id,
      accountId: memberships.accountId,
      role: memberships.role,
      displayName: memberships.displayName,
      granted: permissionSets.permissions,
      email: accounts.email,
      locale: accounts.locale,
      zone: accounts.zone,
    })
    .from(memberships)
    .innerJoin(accounts, eq(accounts.id, memberships.accountId))
    .leftJoin(
      permissionSets,
      and(eq(permissionSets.studioId, memberships.studioId), eq(permissionSets.id, memberships.permissionSetId)),
    )
    .where(and(eq(memberships.studioId, ctx.studioId), eq(memberships.state, 'active'), chosen(who)))
  return rows.map((row) => ({ ...row, granted: row.granted ?? [] }))
}

function chosen(who: Parameters<typeof findPeople>[1]): SQL {
  if ('roles' in who) return inArray(memberships.role, [...who.roles])
  if ('accountId' in who) return eq(memberships.accountId, who.accountId)
  return inArray(memberships.id, [...who.membershipIds])
}

/** The context's studio, as mail and notices name it. */
export async function findStudio(ctx: Ctx): Promise<{ id: string; slug: string; name: string } | undefined> {
  const [row] = await ctx.tx
    .select({ id: studios.id, slug: studios.slug, name: studios.name })
    .from(studios)
    .where(eq(studios.id, ctx.studioId))
  return row
}

/** The account's active profiles in all studios: ids and roles only (P5). Reads own rows, so the actor is that account. */
export async function ownProfiles(
  ctx: Ctx,
  accountId: string,
): Promise<{ membershipId: string; studioId: string; role: Role }[]> {
  return ctx.tx
    .select({ membershipId: memberships.id, studioId: memberships.studioId, role: memberships.role })
    .from(memberships)
    .where(and(eq(memberships.accountId, accountId), eq(memberships.state, 'active')))
}
