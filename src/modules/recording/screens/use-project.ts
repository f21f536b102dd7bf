import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import { call } from '../../../web/app/client.ts'
import { useProfile } from '../../../web/app/me.tsx'
import { useLive, useNoticed } from '../../../web/app/use-live.ts'
import type { Api } from '../../../web/generated/api.ts'

export type Project = Api['GET /api/studios/{studio}/projects/{project}']['answer']
export type Deliverable = Project['deliverables'][number]
export type Version = Deliverable['versions'][number]
export type Offer = Project['offers'][number]

/** Events after which a project is fetched again, besides its own. */
const CONCERNS = /^(project|offer|version|comment|changes|completion|rating|dispute|summary|stage|work|file|payment)\./

/** The project, fetched again whenever something of it happened; `asked` tells why there is none. */
export function useProject(id: string) {
  const { studio } = useProfile()
  const queries = useQueryClient()
  const project = useQuery({
    queryKey: ['project', studio.slug, id],
    queryFn: () => call('GET /api/studios/{studio}/projects/{project}', { path: { studio: studio.slug, project: id } }),
  })
  const again = useCallback(
    () => queries.invalidateQueries({ queryKey: ['project', studio.slug, id] }),
    [queries, studio.slug, id],
  )
  useLive((heard) => {
    if (heard === 'refetch' || CONCERNS.test(heard.name)) void again()
  })
  useNoticed(() => void again())
  return { asked: project, project: project.data, again }
}

/** A person's name in the project. */
export function nameIn(project: Project, id: string | null): string {
  return project.people.find((person) => person.id === id)?.name ?? ''
}
