import { useQuery } from '@tanstack/react-query'
import { call } from '../../../../web/app/client.ts'
import { useProfile } from '../../../../web/app/me.tsx'

/** The studio's zone, as the profile's studio says it; the viewer's own until it is known. */
export function useStudioZone(): string {
  const { studio } = useProfile()
  const known = useQuery({
    queryKey: ['studio', studio.slug],
    queryFn: () => call('GET /api/studios/{studio}', { path: { studio: studio.slug } }),
    staleTime: 300_000,
  })
  return known.data?.zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone
}
