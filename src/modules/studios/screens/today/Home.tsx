import { useQuery } from '@tanstack/react-query'
import { Navigate } from '@tanstack/react-router'
import { call } from '../../../../web/app/client.ts'
import { useProfile } from '../../../../web/app/me.tsx'
import { Pending } from '../../../../web/ui/index.ts'
import Begin from '../Begin.tsx'

/** The first screen: the day of a studio that works; what to do next in one that has just begun, and for a client. */
export default function Home() {
  const { studio, permissions } = useProfile()
  const worksHere = permissions.includes('schedule.read')
  const path = { studio: studio.slug }
  const begun = useQuery({
    queryKey: ['today', studio.slug, 'begun'],
    enabled: worksHere,
    staleTime: 60_000,
    queryFn: async () => {
      const query = { limit: 1 }
      const found = await Promise.all([
        call('GET /api/studios/{studio}/projects', { path, query }),
        call('GET /api/studios/{studio}/bookings', { path, query: { ...query, show: 'upcoming' } }),
        call('GET /api/studios/{studio}/bookings', { path, query: { ...query, show: 'past' } }),
      ])
      return found.some(({ items }) => items.length > 0)
    },
  })
  if (worksHere && begun.data === undefined) return <Pending of={begun} />
  if (!begun.data) return <Begin />
  return <Navigate to="/$studio/$" params={{ studio: studio.slug, _splat: 'today' }} search={{} as never} replace />
}
