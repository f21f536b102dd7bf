import type { Sentence } from './problem.ts'

/** Roles of a studio, from the widest to the narrowest (P6). What staff may do beyond this the owner grants by name. */
export const ROLES = ['owner', 'manager', 'staff', 'client'] as const
export type Role = (typeof ROLES)[number]

export interface Permission {
  /** For the owner, who grants it. */
  title: Sentence
  /** The roles that have it without being granted. */
  roles: readonly Role[]
  /** Whether the owner may grant it to staff by name. */
  grantable?: boolean
}

/** What a module lets people do: declared once, enforced by the server, read by the screens, walked by a test (P6). */
export type PermissionCatalogue = Readonly<Record<string, Permission>>

/** Declares a module's permissions, keeping the names as types. */
export function definePermissions<const C extends PermissionCatalogue>(catalogue: C): C {
  return catalogue
}

/** Whether a role has the permission of itself or by what was granted to it. */
export function allows(permission: Permission, name: string, role: Role, granted: ReadonlySet<string>): boolean {
  return permission.roles.includes(role) || (permission.grantable === true && role === 'staff' && granted.has(name))
}

/** Every permission that a role holds, with what was granted: what a profile is loaded with. */
export function permissionsOf(
  catalogues: readonly PermissionCatalogue[],
  role: Role,
  granted: ReadonlySet<string>,
): ReadonlySet<string> {
  const names = catalogues.flatMap((catalogue) =>
    Object.entries(catalogue)
      .filter(([name, permission]) => allows(permission, name, role, granted))
      .map(([name]) => name),
  )
  return new Set(names)
}
