import type pg from 'pg'
import type { LoadPrincipal, Principal, PrincipalQuery } from '../../kernel/http/principal.ts'
import type { Currency } from '../../kernel/money.ts'
import { type PermissionCatalogue, permissionsOf, type Role } from '../../kernel/policy.ts'
import { tokenOf } from '../identity/index.ts'

interface Row {
  session_id: string | null
  account_id: string
  email: string
  account_name: string
  account_locale: 'ru' | 'en'
  account_zone: string
  operator: boolean
  second_factor: boolean
  studio_id: string | null
  slug: string
  studio_name: string
  currency: Currency
  zone: string
  studio_locale: 'ru' | 'en'
  state: 'active' | 'read_only' | 'blocked'
  membership_id: string | null
  role: Role
  display_name: string
  granted: string[]
  profiles_here: string
}

/**
 * Knows who asks by one prepared query (P5, P6). `catalogues` are all modules' permissions: what a role holds is worked
 * out once for each role and set of grants.
 */
export function principalLoader(catalogues: readonly PermissionCatalogue[]): LoadPrincipal {
  const known = new Map<string, ReadonlySet<string>>()
  const permissions = (role: Role, granted: readonly string[]) => {
    const key = `${role}:${granted.join(',')}`
    const found = known.get(key) ?? permissionsOf(catalogues, role, new Set(granted))
    known.set(key, found)
    return found
  }
  return async (pool: pg.Pool, query: PrincipalQuery): Promise<Principal> => {
    if (!query.token && !query.studio) return { profilesHere: 0 }
    const { rows } = await pool.query<Row>({
      name: 'session_principal',
      text: 'select * from session_principal($1, $2, $3)',
      values: [query.token ? tokenOf(query.token) : null, query.studio ?? null, query.profile ?? null],
    })
    const row = rows[0]
    return row ? principalOf(row, permissions) : { profilesHere: 0 }
  }
}

function principalOf(
  row: Row,
  permissions: (role: Role, granted: readonly string[]) => ReadonlySet<string>,
): Principal {
  return {
    ...(row.session_id
      ? {
          sessionId: row.session_id,
          account: {
            id: row.account_id,
            email: row.email,
            name: row.account_name,
            locale: row.account_locale,
            zone: row.account_zone,
            operator: row.operator,
            secondFactor: row.second_factor,
          },
        }
      : {}),
    ...(row.studio_id
      ? {
          studio: {
            id: row.studio_id,
            slug: row.slug,
            name: row.studio_name,
            currency: row.currency,
            zone: row.zone,
            locale: row.studio_locale,
            state: row.state,
          },
        }
      : {}),
    ...(row.membership_id
      ? {
          profile: {
            membershipId: row.membership_id,
            role: row.role,
            displayName: row.display_name,
            permissions: permissions(row.role, row.granted),
          },
        }
      : {}),
    profilesHere: Number(row.profiles_here),
  }
}
