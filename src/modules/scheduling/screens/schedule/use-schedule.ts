import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { call } from '../../../../web/app/client.ts'
import { useProfile } from '../../../../web/app/me.tsx'
import { useLive } from '../../../../web/app/use-live.ts'
import type { Api } from '../../../../web/generated/api.ts'
import { m } from '../../../../web/generated/messages/messages.js'
import { toast, toastFailure } from '../../../../web/ui/index.ts'

export type Schedule = Api['GET /api/studios/{studio}/schedule']['answer']
export type Booking = Schedule['bookings'][number]
export type Resource = Schedule['resources'][number]

/** The studio's schedule between two moments; asked again when something happens to a booking or to the hours. */
export function useSchedule(from: Date, to: Date) {
  const { studio } = useProfile()
  const queries = useQueryClient()
  useLive((heard) => {
    if (heard !== 'refetch' && !/^(booking|schedule)\./.test(heard.name)) return
    void queries.invalidateQueries({ queryKey: ['schedule', studio.slug] })
  })
  return useQuery({
    queryKey: ['schedule', studio.slug, from.toISOString(), to.toISOString()],
    queryFn: ({ signal }) =>
      call('GET /api/studios/{studio}/schedule', {
        ...{ path: { studio: studio.slug }, query: { from: from.toISOString(), to: to.toISOString() }, signal },
      }),
    placeholderData: keepPreviousData,
  })
}

/** How many requests wait for the studio's answer, on whatever day; a hundred at most. */
export function useWaiting(): number {
  const { studio } = useProfile()
  const waiting = useQuery({
    queryKey: ['schedule', studio.slug, 'waiting'],
    queryFn: () =>
      call('GET /api/studios/{studio}/bookings', {
        path: { studio: studio.slug },
        query: { show: 'waiting', limit: 100 },
      }),
  })
  return waiting.data?.items.length ?? 0
}

export interface Move {
  booking: Booking
  start: string
  minutes: number
  resourceIds: string[]
}

/** Moves a booking at once on the screen; what the server refuses goes back with a word of why, what it takes can be undone. */
export function useMove() {
  const { studio } = useProfile()
  const queries = useQueryClient()
  const send = ({ booking, start, minutes, resourceIds }: Move) =>
    call('POST /api/studios/{studio}/bookings/{booking}/moves', {
      path: { studio: studio.slug, booking: booking.id },
      body: { start, minutes, resourceIds },
    })
  const asBefore = ({ booking }: Move): Move => ({
    booking,
    start: booking.startsAt,
    minutes: (Date.parse(booking.endsAt) - Date.parse(booking.startsAt)) / 60_000,
    resourceIds: booking.resources.map(({ id }) => id),
  })
  const refresh = () => queries.invalidateQueries({ queryKey: ['schedule', studio.slug] })
  return useMutation({
    mutationFn: send,
    onMutate: async (move) => {
      await queries.cancelQueries({ queryKey: ['schedule', studio.slug] })
      queries.setQueriesData<Schedule>({ queryKey: ['schedule', studio.slug] }, (seen) =>
        seen && 'resources' in seen ? moved(seen, move) : seen,
      )
    },
    onSuccess: (_answer, move) => toast(m.schedule_moved(), () => send(asBefore(move)).then(refresh)),
    onError: toastFailure,
    onSettled: refresh,
  })
}

function moved(schedule: Schedule, { booking, start, minutes, resourceIds }: Move): Schedule {
  const endsAt = new Date(Date.parse(start) + minutes * 60_000).toISOString()
  const resources = schedule.resources.filter(({ id }) => resourceIds.includes(id))
  return {
    ...schedule,
    bookings: schedule.bookings.map((one) =>
      one.id === booking.id ? { ...one, startsAt: start, endsAt, resources } : one,
    ),
  }
}
