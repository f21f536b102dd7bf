import { type UseQueryOptions, useQuery, useQueryClient } from '@tanstack/react-query'
import { call } from '../../../../web/app/client.ts'
import { useProfile } from '../../../../web/app/me.tsx'
import { useLive } from '../../../../web/app/use-live.ts'

/** What of each kind waits is shown at once; the rest is one press away. */
export const SHOWN_WAITING = 5

/** What the day holds for whoever looks: each part only for those who may see it, asked again when something happens. */
export function useToday() {
  const { studio, permissions } = useProfile()
  const queries = useQueryClient()
  const path = { studio: studio.slug }
  const key = ['today', studio.slug]
  const may = (permission: string) => permissions.includes(permission)
  useLive((heard) => {
    if (heard !== 'refetch' && heard.studioId !== studio.id) return
    void queries.invalidateQueries({ queryKey: key })
  })
  const part = <T>(name: string, permission: string, queryFn: () => Promise<T>): UseQueryOptions<T> => ({
    ...{ queryKey: [...key, name], queryFn, enabled: may(permission) },
  })
  return {
    sessions: useQuery(
      part('sessions', 'schedule.read', async () => {
        const { from, to } = dayOf(new Date())
        return (await call('GET /api/studios/{studio}/schedule', { path, query: { from, to } })).bookings
      }),
    ),
    requests: useQuery(
      part('requests', 'bookings.manage', async () => {
        const query = { show: 'waiting', limit: SHOWN_WAITING + 1 } as const
        return (await call('GET /api/studios/{studio}/bookings', { path, query })).items
      }),
    ),
    chats: useQuery(
      part('chats', 'messages.write', async () => {
        const { items } = await call('GET /api/studios/{studio}/threads', { path, query: {} })
        return items.filter(({ unread }) => unread > 0)
      }),
    ),
    offers: useQuery(
      part('offers', 'projects.read', async () => (await call('GET /api/studios/{studio}/offers', { path })).items),
    ),
    disputes: useQuery(
      part('disputes', 'projects.read', async () => {
        const query = { state: 'disputed', limit: SHOWN_WAITING + 1 } as const
        return (await call('GET /api/studios/{studio}/projects', { path, query })).items
      }),
    ),
    takings: useQuery(part('takings', 'money.read', () => call('GET /api/studios/{studio}/wallets/takings', { path }))),
  }
}

/** The day of whoever looks, from midnight to midnight. */
function dayOf(now: Date): { from: string; to: string } {
  const midnight = (days: number) => new Date(now.getFullYear(), now.getMonth(), now.getDate() + days).toISOString()
  return { from: midnight(0), to: midnight(1) }
}
