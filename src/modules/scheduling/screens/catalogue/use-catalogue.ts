import { useQuery, useQueryClient } from '@tanstack/react-query'
import { call } from '../../../../web/app/client.ts'
import { useProfile } from '../../../../web/app/me.tsx'
import type { Api } from '../../../../web/generated/api.ts'

export type Resource = Api['GET /api/studios/{studio}/resources']['answer'][number]
export type Service = Api['GET /api/studios/{studio}/price-list']['answer']['services'][number]
export type Extra = Api['GET /api/studios/{studio}/price-list']['answer']['extras'][number]
export type Rule = Api['GET /api/studios/{studio}/price-rules']['answer'][number]

/** The studio's price list as everyone sees it, its resources with hours, and a way to have both asked for again. */
export function useCatalogue() {
  const { studio } = useProfile()
  const path = { studio: studio.slug }
  const queries = useQueryClient()
  const list = useQuery({
    queryKey: ['price-list', studio.slug],
    queryFn: () => call('GET /api/studios/{studio}/price-list', { path }),
  })
  const resources = useQuery({
    queryKey: ['resources', studio.slug],
    queryFn: () => call('GET /api/studios/{studio}/resources', { path }),
  })
  const refresh = async () => {
    await Promise.all(
      ['price-list', 'resources', 'price-rules', 'schedule', 'schedule-settings'].map((key) =>
        queries.invalidateQueries({ queryKey: [key, studio.slug] }),
      ),
    )
  }
  return { path, list, resources, refresh }
}
