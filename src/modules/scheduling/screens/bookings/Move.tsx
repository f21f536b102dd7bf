import { Modal } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../../../../web/app/client.ts'
import { useProfile } from '../../../../web/app/me.tsx'
import { m } from '../../../../web/generated/messages/messages.js'
import { amountText, Pending } from '../../../../web/ui/index.ts'
import { DayStrip, Times } from '../book/Days.tsx'
import { daysOf } from '../book/days.ts'
import { type Booking, viewerZone } from '../book/place.ts'
import { STRIP_DAYS } from '../book/use-free-times.ts'
import css from './bookings.module.css'
import { MoveMoney, useMoveMoney } from './MoveMoney.tsx'

interface Props {
  booking: Booking
  onClose: () => void
  onMoved: () => Promise<void>
}

/**
 * Another time for a booking, from what is free; of the same length, with the same room and person where they are. What
 * a client has to pay for it first is told, and paid from the wallet by the same press.
 */
export function Move({ booking, onClose, onMoved }: Props) {
  const { studio } = useProfile()
  const [from] = useState(() => new Date(new Date().setHours(0, 0, 0, 0)))
  const [day, setDay] = useState<string>()
  const [start, setStart] = useState<string>()
  const of = (kind: 'room' | 'person') => booking.resources.find((one) => one.kind === kind)?.id
  const [room, person] = [of('room'), of('person')]
  const query = {
    ...{ service: booking.serviceId ?? '', extras: '', ...(room ? { room } : {}), ...(person ? { person } : {}) },
    // Its own time is free for it: an hour later is another time too.
    instead: booking.id,
    minutes: (Date.parse(booking.endsAt) - Date.parse(booking.startsAt)) / 60_000,
    from: from.toISOString(),
    to: new Date(from.getTime() + (STRIP_DAYS + 1) * 86_400_000).toISOString(),
  }
  const times = useQuery({
    queryKey: ['free-times', studio.slug, query],
    queryFn: () => call('GET /api/studios/{studio}/free-times', { path: { studio: studio.slug }, query }),
  })
  const others = times.data?.starts.filter((one) => Date.parse(one.start) !== Date.parse(booking.startsAt))
  const days = daysOf(others ?? [], from, STRIP_DAYS, viewerZone())
  const open = days.find(({ date }) => date === day) ?? days.find(({ free }) => free > 0)
  const money = useMoveMoney(booking, start)
  const move = useMutation({
    mutationFn: (to: string) =>
      call('POST /api/studios/{studio}/bookings/{booking}/moves', {
        path: { studio: studio.slug, booking: booking.id },
        key: money.keyNow(),
        body: { start: to, ...(money.pays ? { payUpToMinor: money.pays.amountMinor } : {}) },
      }),
    onSuccess: async () => {
      onClose()
      await onMoved()
    },
    onError: () => Promise.all([times.refetch(), money.refetch()]),
  })
  return (
    <Modal opened onClose={onClose} title={m.booking_move_q()}>
      {!times.data ? (
        <Pending of={times} rows={3} />
      ) : (
        <div className={css.move}>
          <DayStrip days={days} chosen={open?.date ?? null} onChoose={setDay} />
          <Times starts={open?.starts ?? []} chosen={start ?? null} onChoose={setStart} />
        </div>
      )}
      {start && <MoveMoney money={money} />}
      {move.isError && (
        <p className="wrong wrong--form" role="alert">
          {move.error.message}
        </p>
      )}
      <div className={css.deeds}>
        <button
          type="button"
          className="btn btn--ink btn--main"
          disabled={!start || !money.ready || move.isPending}
          onClick={() => start && move.mutate(start)}
        >
          {money.pays ? m.booking_move_pay({ amount: amountText(money.pays, { short: true }) }) : m.booking_move_deed()}
        </button>
      </div>
    </Modal>
  )
}
