import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { call } from '../../../web/app/client.ts'
import { listenLive } from '../../../web/app/live.ts'

const PAGE = 30

/** How much is unread, over all profiles; moves by itself. */
export function useUnread() {
  const queries = useQueryClient()
  useEffect(() => {
    const again = () => void queries.invalidateQueries({ queryKey: ['inbox'] })
    return listenLive({ inbox: again, refetch: again })
  }, [queries])
  return useQuery({ queryKey: ['inbox', 'unread'], queryFn: () => call('GET /api/inbox/unread', {}) })
}

/** The notices of one studio's profile, page after page. */
export function useInbox(membershipId: string, show: 'all' | 'unread') {
  return useInfiniteQuery({
    queryKey: ['inbox', 'list', membershipId, show],
    queryFn: ({ pageParam }) =>
      call('GET /api/inbox', {
        query: {
          membershipId,
          limit: PAGE,
          ...(show === 'unread' ? { unread: 'true' } : {}),
          ...(pageParam ? { cursor: pageParam } : {}),
        },
      }),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
  })
}

/** Marks notices as read, or as unread again; the screens follow what the server then says. */
export function useMarkRead() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (body: { ids?: [string]; read: boolean }) => call('POST /api/inbox/readings', { body }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['inbox'] }),
  })
}
