import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { call } from '../../../../web/app/client.ts'
import { usePlace } from './place.ts'
import type { Wish } from './wish.ts'

/** How far ahead the strip of days reaches at once. */
export const STRIP_DAYS = 14
/** How often a page that is looked at asks again: a time that somebody took is gone for everyone else. */
const ASK_AGAIN_MS = 5_000

/**
 * When the wished session may begin, from midnight of the viewer's first day on; asked again while somebody looks. Their
 * own hold, which would be given up `instead`, stands in nobody's way.
 */
export function useFreeTimes(wish: Wish, minutes: number, from: Date, instead: string | undefined) {
  const { slug } = usePlace()
  const query = {
    service: wish.service ?? '',
    minutes,
    ...(wish.room ? { room: wish.room } : {}),
    ...(wish.person ? { person: wish.person } : {}),
    extras: wish.extras.join(','),
    ...(instead ? { instead } : {}),
    from: from.toISOString(),
    to: new Date(from.getTime() + (STRIP_DAYS + 1) * 86_400_000).toISOString(),
  }
  return useQuery({
    queryKey: ['free-times', slug, query],
    queryFn: ({ signal }) => call('GET /api/studios/{studio}/free-times', { path: { studio: slug }, query, signal }),
    enabled: wish.service !== null,
    placeholderData: keepPreviousData,
    refetchInterval: ASK_AGAIN_MS,
    refetchOnWindowFocus: true,
  })
}

/** What the wished session costs, once a moment is picked. */
export function useQuote(wish: Wish, minutes: number, resourceIds: readonly string[]) {
  const { slug, list } = usePlace()
  const of = (kind: 'room' | 'person') =>
    list.resources.find((one) => one.kind === kind && resourceIds.includes(one.id))?.id
  const [room, person] = [of('room'), of('person')]
  const query = {
    service: wish.service ?? '',
    minutes,
    ...(room ? { room } : {}),
    ...(person ? { person } : {}),
    extras: wish.extras.join(','),
    start: wish.start ?? '',
  }
  return useQuery({
    queryKey: ['quote', slug, query],
    queryFn: ({ signal }) => call('GET /api/studios/{studio}/quote', { path: { studio: slug }, query, signal }),
    enabled: wish.service !== null && wish.start !== null && resourceIds.length > 0,
    placeholderData: keepPreviousData,
  })
}
