import type { Ctx } from '../../kernel/context.ts'
import type { HappenedEvent } from '../../kernel/events/handlers.ts'
import type { NoticeTemplate, Recipients } from '../../kernel/events/notices.ts'
import { type PermissionCatalogue, permissionsOf, ROLES, type Role } from '../../kernel/policy.ts'
import { findPeople, type Person } from '../studios/index.ts'

/** Who is told what: each person once, whichever profiles they have, by the first of the notices that concerns them. */
export interface Told {
  person: Person
  template: NoticeTemplate
}

/** Resolves the notices of one event to people (P16). Whoever did it is left out, unless the notice says otherwise. */
export async function whoIsTold(
  ctx: Ctx,
  event: HappenedEvent,
  templates: readonly NoticeTemplate[],
  catalogues: readonly PermissionCatalogue[],
): Promise<Told[]> {
  const told = new Map<string, Told>()
  for (const template of templates) {
    if (template.when && !template.when(event.payload)) continue
    for (const person of await peopleOf(ctx, event, template.to, catalogues)) {
      const didIt = person.accountId === event.actor.accountId
      if (didIt && template.to.kind !== 'actor' && !template.actorToo) continue
      if (!told.has(person.accountId)) told.set(person.accountId, { person, template })
    }
  }
  return [...told.values()]
}

const STAFF: readonly Role[] = ROLES.filter((role) => role !== 'client')

async function peopleOf(
  ctx: Ctx,
  event: HappenedEvent,
  to: Recipients,
  catalogues: readonly PermissionCatalogue[],
): Promise<Person[]> {
  switch (to.kind) {
    case 'audience':
      return byIds(ctx, event.audience)
    case 'actor':
      return byIds(ctx, event.actor.membershipId ? [event.actor.membershipId] : [])
    case 'members':
      return byIds(
        ctx,
        to.of(event.payload).filter((id) => typeof id === 'string'),
      )
    case 'role':
      return findPeople(ctx, { roles: [to.role] })
    case 'permission': {
      const staff = await findPeople(ctx, { roles: STAFF })
      return staff.filter((person) => holds(person, to.permission, catalogues))
    }
  }
}

function byIds(ctx: Ctx, membershipIds: readonly string[]): Promise<Person[]> {
  return membershipIds.length === 0 ? Promise.resolve([]) : findPeople(ctx, { membershipIds })
}

function holds(person: Person, permission: string, catalogues: readonly PermissionCatalogue[]): boolean {
  return permissionsOf(catalogues, person.role, new Set(person.granted)).has(permission)
}
