import { useMutation, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { ApiProblem, actAs, call } from '../../../../web/app/client.ts'
import { m } from '../../../../web/generated/messages/messages.js'
import { Booked } from './Booked.tsx'
import css from './book.module.css'
import { Countdown } from './Countdown.tsx'
import { claimOf, dropClaim } from './claim.ts'
import { forgetKept, keptIn, rememberKept } from './kept.ts'
import { Pay } from './Pay.tsx'
import { type Booking, usePlace } from './place.ts'
import { SessionCard } from './SessionCard.tsx'
import { readWish, writeWish } from './wish.ts'

interface Props {
  id: string
  onAgain: () => void
}

/** The time is kept: who it is for, paying, and then what was booked. */
export function Reserved({ id, onAgain }: Props) {
  const place = usePlace()
  const [client, setClient] = useState(place.client)
  const { slug } = place
  const booking = useQuery({
    queryKey: ['booking', id, client],
    queryFn: async (): Promise<Booking> => {
      const claim = claimOf(id)
      const path = { studio: slug, booking: id }
      if (claim) {
        const mine = await call('POST /api/studios/{studio}/bookings/{booking}/claims', { path, body: { claim } })
        dropClaim(id)
        return mine
      }
      return call('GET /api/studios/{studio}/bookings/{booking}', { path })
    },
    enabled: client !== null,
    refetchInterval: ({ state }) => (state.data?.state === 'pending' ? 15_000 : false),
  })
  const join = useMutation({
    mutationFn: () => call('POST /api/studios/{studio}/me/client-profile', { path: { studio: slug }, body: null }),
    onSuccess: ({ membershipId }) => {
      actAs(membershipId)
      setClient(membershipId)
    },
  })
  const seen = booking.data
  useEffect(() => {
    if (seen) noteKept(slug, seen)
  }, [slug, seen])
  if (client === null) {
    const kept = keptIn(slug)
    return (
      <WhoFor until={kept?.bookingId === id ? kept.heldUntil : undefined} onAgain={onAgain}>
        {place.signedIn ? (
          <button type="button" className={`button button--ink ${css.press}`} onClick={() => join.mutate()}>
            {m.book_become_client()}
          </button>
        ) : (
          <Doors id={id} />
        )}
        {join.isError && (
          <p className={css.wrong} role="alert">
            {join.error.message}
          </p>
        )}
      </WhoFor>
    )
  }
  if (booking.isPending)
    return <div className={css.bones} aria-busy="true" role="status" aria-label={m.book_looking()} />
  if (booking.isError) return <Gone message={messageOf(booking.error)} onAgain={onAgain} />
  const { data } = booking
  if (data.state === 'confirmed' || data.state === 'pending') return <Booked booking={data} />
  if (data.state !== 'held') return <Gone message={m.book_ended()} onAgain={onAgain} />
  return (
    <>
      <h1 className={css.title}>{m.book_pay_title()}</h1>
      <Countdown until={data.heldUntil ?? data.startsAt} />
      <SessionCard booking={data} />
      <Pay booking={data} onChange={() => void booking.refetch()} onAgain={onAgain} />
    </>
  )
}

/** Remembers a hold of which this tab did not know, so that another time can be had instead; forgets what is none. */
function noteKept(slug: string, { id: bookingId, state, heldUntil, startsAt, endsAt, ...booking }: Booking): void {
  if (state !== 'held' || !heldUntil) {
    forgetKept(slug, bookingId)
    return
  }
  if (keptIn(slug)?.bookingId === bookingId) return
  const minutes = (Date.parse(endsAt) - Date.parse(startsAt)) / 60_000
  const of = (kind: 'room' | 'person') => booking.resources.find((one) => one.kind === kind)?.id ?? null
  const wish = { ...readWish(''), service: booking.serviceId, minutes, room: of('room'), person: of('person') }
  rememberKept(slug, { bookingId, search: writeWish({ ...wish, start: startsAt }), startsAt, endsAt, heldUntil })
}

interface WhoForProps {
  /** Until when the time is kept, where this tab knows. */
  until: string | undefined
  onAgain: () => void
  children: React.ReactNode
}

function WhoFor({ until, onAgain, children }: WhoForProps) {
  return (
    <>
      <h1 className={css.title}>{m.book_who_title()}</h1>
      <p className={css.lead}>{m.book_who_lead()}</p>
      {until && <Countdown until={until} />}
      <div className={css.doors}>{children}</div>
      <p className={css.hint}>
        <button type="button" className={css.drop} onClick={onAgain}>
          {m.book_other_time()}
        </button>
      </p>
    </>
  )
}

/** To register or to sign in, and back to this very place. */
function Doors({ id }: { id: string }) {
  const { base } = usePlace()
  const back = encodeURIComponent(`${location.pathname}?booking=${id}`)
  return (
    <>
      <a className={`button button--ink ${css.press}`} href={`${base}/register?to=${back}`}>
        {m.book_register()}
      </a>
      <a className={`button ${css.press}`} href={`${base}/sign-in?to=${back}`}>
        {m.book_sign_in()}
      </a>
    </>
  )
}

function Gone({ message, onAgain }: { message: string; onAgain: () => void }) {
  return (
    <>
      <h1 className={css.title}>{m.book_gone_title()}</h1>
      <p className={css.lead}>{message}</p>
      <div className={css.doors}>
        <button type="button" className={`button button--ink ${css.press}`} onClick={onAgain}>
          {m.book_again()}
        </button>
      </div>
    </>
  )
}

function messageOf(error: Error): string {
  return error instanceof ApiProblem && error.status === 404 ? m.book_not_yours() : error.message
}
