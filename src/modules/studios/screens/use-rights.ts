import { useQuery, useQueryClient } from '@tanstack/react-query'
import { call } from '../../../web/app/client.ts'
import { useProfile } from '../../../web/app/me.tsx'
import type { Api } from '../../../web/generated/api.ts'

export type Rights = Api['GET /api/studios/{studio}/permission-sets']['answer']
export type RightsSet = Rights['items'][number]

/** The studio's sets of permissions, and the deeds with them; lists that show them are fetched again after each. */
export function useRights(studio: string) {
  const queries = useQueryClient()
  const rights = useQuery({
    queryKey: ['permission-sets', studio],
    queryFn: () => call('GET /api/studios/{studio}/permission-sets', { path: { studio } }),
  })
  const again = async () => {
    await queries.invalidateQueries({ queryKey: ['permission-sets', studio] })
    await queries.invalidateQueries({ queryKey: ['members', studio] })
  }
  return {
    rights,
    /** Makes a set, or changes the one with this id. */
    save: (set: Pick<RightsSet, 'id' | 'name' | 'permissions'>) =>
      call('PUT /api/studios/{studio}/permission-sets/{set}', {
        path: { studio, set: set.id },
        body: { name: set.name, permissions: set.permissions },
      }).then(again),
    remove: (id: string) =>
      call('DELETE /api/studios/{studio}/permission-sets/{set}', { path: { studio, set: id } }).then(again),
    /** Gives a member of the staff this set, or none. */
    give: (member: string, permissionSetId: string | null) =>
      call('PATCH /api/studios/{studio}/members/{member}', {
        path: { studio, member },
        body: { permissionSetId },
      }).then(again),
  }
}

/** The sets that the profile may give: the owner any, others those with nothing that they lack. The server decides again. */
export function useGivableSets(): RightsSet[] | undefined {
  const { studio, role, permissions } = useProfile()
  const sets = useQuery({
    queryKey: ['permission-sets', studio.slug],
    queryFn: () => call('GET /api/studios/{studio}/permission-sets', { path: { studio: studio.slug } }),
    enabled: permissions.includes('people.manage'),
  })
  const within = (set: RightsSet) => set.permissions.every((one) => permissions.includes(one))
  return sets.data?.items.filter((set) => role === 'owner' || within(set))
}

/** Whether the profile changes the access of a person: the server's `assertAccessChangeable`, for what is offered. */
export function useStandsAbove(): (member: { role: string; permissionSetId: string | null }) => boolean {
  const { role } = useProfile()
  const sets = useGivableSets()
  return (member) => {
    if (member.role === 'owner' || member.role === 'manager') return role === 'owner' && member.role === 'manager'
    if (role !== 'staff' || member.role === 'client' || !member.permissionSetId) return true
    return sets?.some((set) => set.id === member.permissionSetId) ?? false
  }
}
