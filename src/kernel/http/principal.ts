import type pg from 'pg'
import type { Actor } from '../context.ts'
import type { Currency } from '../money.ts'
import type { Role } from '../policy.ts'

/** Whose session it is. */
export interface Account {
  id: string
  email: string
  name: string
  locale: 'ru' | 'en'
  zone: string
  operator: boolean
  /** Whether a second factor was given in this session. */
  secondFactor: boolean
}

/** The studio that the request is about. */
export interface StudioHere {
  id: string
  slug: string
  name: string
  currency: Currency
  zone: string
  locale: 'ru' | 'en'
  state: 'active' | 'read_only' | 'blocked'
}

/** The profile as which the person acts in that studio. */
export interface Profile {
  membershipId: string
  role: Role
  displayName: string
  /** Every permission it holds, by its role or by grant. */
  permissions: ReadonlySet<string>
}

/** Who asks, and where: read once a request, by one prepared query. */
export interface Principal {
  sessionId?: string
  account?: Account
  /** Set when the address names a studio that exists. */
  studio?: StudioHere
  profile?: Profile
  /** How many profiles the person has in that studio: more than one and none chosen is `profile_required`. */
  profilesHere: number
}

export interface PrincipalQuery {
  /** The session cookie's value, unverified. */
  token?: string
  /** Slug or id of the studio in the address. */
  studio?: string
  /** The membership that the client says it acts as. */
  profile?: string
}

/** How the kernel learns who asks; given by the module that keeps memberships. */
export type LoadPrincipal = (pool: pg.Pool, query: PrincipalQuery) => Promise<Principal>

/** The actor of the transaction that a principal opens. */
export function actorOf(principal: Principal): Actor {
  const { account, profile } = principal
  if (account && profile) {
    return {
      kind: 'profile',
      accountId: account.id,
      membershipId: profile.membershipId,
      role: profile.role,
      permissions: profile.permissions,
    }
  }
  if (account) return { kind: 'account', accountId: account.id }
  return { kind: 'visitor' }
}
