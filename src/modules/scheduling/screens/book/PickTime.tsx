import { useMutation, useQueryClient } from '@tanstack/react-query'
import { ApiProblem, call } from '../../../../web/app/client.ts'
import { m } from '../../../../web/generated/messages/messages.js'
import { amountText } from '../../../../web/ui/Money.tsx'
import css from './book.module.css'
import { Clocks } from './Clocks.tsx'
import { claimOf, keepClaim } from './claim.ts'
import { DayStrip, Times } from './Days.tsx'
import { daysOf } from './days.ts'
import { Kept } from './Kept.tsx'
import { forgetKept, rememberKept, useKept } from './kept.ts'
import { Extras, Options } from './Options.tsx'
import { PriceCard } from './PriceCard.tsx'
import { inWords, type Service, usePlace, viewerZone } from './place.ts'
import { STRIP_DAYS, useFreeTimes, useQuote } from './use-free-times.ts'
import { type Wish, writeWish } from './wish.ts'

interface Props {
  service: Service
  wish: Wish
  change: (next: Partial<Wish>) => void
  onBack: () => void
  onReserved: (bookingId: string) => void
}

/** When, where and with whom, and what it costs; the press keeps the time (P11). */
export function PickTime({ service, wish, change, onBack, onReserved }: Props) {
  const { slug, list, client } = usePlace()
  const queries = useQueryClient()
  const minutes = clamp(wish.minutes ?? Math.max(120, service.minMinutes), service)
  const zone = viewerZone()
  const from = startOfToday()
  const { kept, letGo } = useKept()
  const times = useFreeTimes(wish, minutes, from, kept?.bookingId)
  const days = daysOf(times.data?.starts ?? [], from, STRIP_DAYS, zone)
  const day =
    days.find(({ date }) => date === wish.day) ??
    days.find(({ starts }) => starts.some(({ start }) => start === wish.start)) ??
    days.find(({ free }) => free > 0) ??
    days[0]
  const picked = times.data?.starts.find(({ start }) => start === wish.start)
  const quote = useQuote(wish, minutes, picked?.free ? picked.resourceIds : [])
  const shown = picked?.free ? quote.data : undefined
  // What is kept already is not kept anew: the press leads on to paying for it.
  const search = writeWish({ ...wish, minutes, day: null })
  const mine = picked && !picked.free ? picked.own : kept?.search === search ? kept.bookingId : null
  const named = list.resources.filter(({ id }) => picked?.resourceIds.includes(id) && id !== undefined)

  const hold = useMutation({
    mutationFn: () => {
      if (!picked || !shown) throw new Error('nothing was picked')
      const of = (kind: 'room' | 'person') => named.find((one) => one.kind === kind)?.id ?? null
      return call('POST /api/studios/{studio}/bookings', {
        path: { studio: slug },
        body: {
          ...{ serviceId: service.id, start: picked.start, minutes, roomId: of('room'), personId: of('person') },
          extras: wish.extras.map((extraId) => ({ extraId, quantity: 1 })),
          ...{ note: '', expectedMinor: shown.price.amountMinor },
          instead: kept ? { bookingId: kept.bookingId, claim: claimOf(kept.bookingId) } : null,
        },
      })
    },
    onSuccess: ({ booking, claim }) => {
      if (kept) forgetKept(slug, kept.bookingId)
      if (claim) keepClaim(booking.id, claim)
      const { id: bookingId, startsAt, endsAt, heldUntil } = booking
      rememberKept(slug, { bookingId, search, startsAt, endsAt, heldUntil: heldUntil ?? startsAt })
      queries.setQueryData(['booking', booking.id], booking)
      onReserved(booking.id)
    },
    onError: async (error) => {
      await queries.invalidateQueries({ queryKey: ['free-times'] })
      await queries.invalidateQueries({ queryKey: ['quote'] })
      if (error instanceof ApiProblem && error.code === 'slot_taken') change({ start: null })
    },
  })

  const line = [inWords(service.title), ...named.filter(({ kind }) => kind !== 'gear').map(({ name }) => name)]
  return (
    <>
      <button type="button" className={css.where} onClick={onBack} aria-label={m.book_other_service()}>
        {line.join(' · ')}
      </button>
      <h1 className={css.title}>{m.book_when()}</h1>
      {kept && <Kept kept={kept} onGoOn={() => onReserved(kept.bookingId)} letGo={letGo} />}
      <Options service={service} wish={wish} minutes={minutes} change={change} />
      {times.isPending ? (
        <div className={css.bones} aria-busy="true" role="status" aria-label={m.book_looking()} />
      ) : times.isError && !times.data ? (
        <p className={css.wrong} role="alert">
          {times.error.message}
        </p>
      ) : (
        <>
          <DayStrip days={days} chosen={day?.date ?? null} onChoose={(date) => change({ day: date, start: null })} />
          <Clocks at={day?.starts[0]?.start ?? from.toISOString()} studioZone={list.zone} />
          <Times
            starts={day?.starts ?? []}
            chosen={wish.start}
            onChoose={(start) => change({ start, day: day?.date ?? null })}
            onOwn={onReserved}
          />
        </>
      )}
      <Extras wish={wish} change={change} />
      {shown && (
        <PriceCard
          quote={shown}
          extras={wish.extras}
          onDrop={(id) => change({ extras: wish.extras.filter((one) => one !== id) })}
        />
      )}
      <div className={css.bar}>
        {picked && !picked.free && !picked.own && (
          <p className={css.wrong} role="alert">
            {m.book_gone()}
          </p>
        )}
        {hold.isError && (
          <p className={css.wrong} role="alert">
            {hold.error.message}
          </p>
        )}
        <button
          type="button"
          className={`button button--ink ${css.press}`}
          disabled={mine === null && (!shown || hold.isPending)}
          onClick={() => (mine ? onReserved(mine) : hold.mutate())}
        >
          {mine
            ? m.book_to_pay()
            : !shown
              ? m.book_pick_time()
              : shown.deposit.amountMinor === '0'
                ? m.book_press_free()
                : m.book_press({ amount: amountText(shown.deposit, { short: true }) })}
        </button>
        <p className={css.hint}>
          {mine ? m.book_own_title() : kept ? m.book_exchange() : client ? m.book_kept() : m.book_kept_visitor()}
        </p>
      </div>
    </>
  )
}

function clamp(minutes: number, { minMinutes, maxMinutes }: Service): number {
  return Math.min(Math.max(minutes, minMinutes), maxMinutes)
}

function startOfToday(): Date {
  const now = new Date()
  return new Date(now.getFullYear(), now.getMonth(), now.getDate())
}
