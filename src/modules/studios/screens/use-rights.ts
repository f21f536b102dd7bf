import { useQuery, useQueryClient } from '@tanstack/react-query'
import { call } from '../../../web/app/client.ts'
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
