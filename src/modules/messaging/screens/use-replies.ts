import { useQuery } from '@tanstack/react-query'
import { call } from '../../../web/app/client.ts'
import type { Api } from '../../../web/generated/api.ts'

export type Reply = Api['GET /api/studios/{studio}/canned-replies']['answer'][number]

/** The answers that the studio gives often (R7); asked for by the staff only. */
export function useReplies(studio: string, enabled = true) {
  return useQuery({
    queryKey: ['canned-replies', studio],
    queryFn: () => call('GET /api/studios/{studio}/canned-replies', { path: { studio } }),
    staleTime: 60_000,
    enabled,
  })
}
