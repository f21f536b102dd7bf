import type { At } from './demo-timeline.ts'
import type { Actor, Ctx, Scope } from './kernel/context.ts'
import type { Currency } from './kernel/money.ts'
import { permissionsOf } from './kernel/policy.ts'
import type { Services } from './kernel/services.ts'
import { findPeople, type Person, setSharingTerms } from './modules/studios/index.ts'

/** Does something in the demo world as somebody, so many days ago. */
export type Act = <T>(key: string, daysAgo: number, fn: (ctx: Ctx) => Promise<T>) => Promise<T>

/** A studio of the demo world with its people, who can be asked to do something. */
export interface DemoPlace {
  slug: string
  currency: Currency
  zone: string
  /** The owner's key. */
  owner: string
  act: Act
  actorOf: (key: string) => Actor
  /** Somebody of the studio, by key. */
  member: (key: string) => Person
}

/** Gathers a studio's people; `accountIds` are by key. What they do happens in the order of time. */
export async function demoPlace(
  { database, permissions }: Services,
  at: At,
  studioId: string,
  studio: Pick<DemoPlace, 'slug' | 'currency' | 'zone' | 'owner'>,
  accountIds: ReadonlyMap<string, string>,
): Promise<DemoPlace> {
  const { slug, currency, zone, owner } = studio
  const system: Scope = { studioId, actor: { kind: 'system' }, request: { id: 'demo' } }
  const everyone = await database.transaction(system, (ctx) =>
    findPeople(ctx, { roles: ['owner', 'manager', 'staff', 'client'] }),
  )
  const member = (key: string): Person => {
    const found = everyone.find((person) => person.accountId === accountIds.get(key))
    if (!found) throw new Error(`${key} is not in ${slug}`)
    return found
  }
  const actorOf = (key: string): Actor => {
    const { accountId, membershipId, role } = member(key)
    return { kind: 'profile', accountId, membershipId, role, permissions: permissionsOf(permissions, role, new Set()) }
  }
  const act: Act = (key, daysAgo, fn) =>
    at(daysAgo, () =>
      database.transaction({ ...system, actor: actorOf(key) }, (ctx) =>
        fn({ ...ctx, now: ctx.now.subtract({ minutes: Math.round(daysAgo * 1440) }) }),
      ),
    )
  return { slug, currency, zone, owner, act, actorOf, member }
}

/** Who set which share, for whom, and why (R16). */
const TERMS: Readonly<Record<string, readonly { by: string; of?: string; bps: number; reason?: string }[]>> = {
  sever: [
    { by: 'vera', bps: 5000 },
    { by: 'vera', of: 'ilya', bps: 6000, reason: 'своё оборудование' },
    { by: 'vera', of: 'sveta', bps: 4000, reason: 'в залах студии' },
  ],
  tide: [{ by: 'tess', bps: 6500 }],
}

/** The terms of the demo studios, in force since before their first sessions and projects. */
export async function layTerms({ slug, act, member }: DemoPlace): Promise<void> {
  for (const { by, of, bps, reason = '' } of TERMS[slug] ?? []) {
    await act(by, 95, (ctx) => setSharingTerms(ctx, { membershipId: of ? member(of).membershipId : null, bps, reason }))
  }
}
