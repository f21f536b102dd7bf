import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../../../../web/app/client.ts'
import { useProfile, useWorks } from '../../../../web/app/me.tsx'
import { m } from '../../../../web/generated/messages/messages.js'
import { amountText, Confirm, toast, toastFailure } from '../../../../web/ui/index.ts'
import { shareOf } from '../book/Policy.tsx'
import type { Booking } from '../book/place.ts'
import css from './bookings.module.css'
import type { Cancellation } from './cancel-terms.ts'
import { HeldDeeds } from './HeldDeeds.tsx'
import { Move } from './Move.tsx'
import { MoveOwn } from './MoveOwn.tsx'
import { PayRest } from './PayRest.tsx'

type Asked =
  | { kind: 'cancel'; preview: Cancellation }
  | { kind: 'decline' | 'complete' | 'charge' | 'waive' | 'move' | 'pay' }

interface Props {
  booking: Booking
  /** A payment has begun that the bank has not answered: no other is offered. */
  paying: boolean
}

/** What can be done with a booking now, by whoever looks: each with its consequence in figures where money moves. */
export function Deeds({ booking, paying }: Props) {
  const { studio, role, permissions } = useProfile()
  const queries = useQueryClient()
  // Cancelling is there even where the studio can only be looked at.
  const mayManage = permissions.includes('bookings.manage')
  const works = useWorks()
  const isClient = role === 'client'
  const [asked, setAsked] = useState<Asked>()
  const { id, state, price, paid, kind } = booking
  const path = { studio: studio.slug, booking: id }
  const begun = Date.parse(booking.startsAt) <= Date.now()
  const late = Date.parse(booking.startsAt) + booking.terms.noShowGraceMinutes * 60_000 <= Date.now()
  const open = BigInt(price.amountMinor) - BigInt(paid.amountMinor)
  const live = state === 'pending' || state === 'confirmed'
  if (!isClient && !mayManage) return null

  const refresh = async () => {
    await Promise.all(
      ['schedule', 'bookings', 'booking', 'gateway-payments'].map((key) =>
        queries.invalidateQueries({ queryKey: [key] }),
      ),
    )
  }
  const done = async (words: string) => {
    await refresh()
    toast(words)
  }
  if (state === 'held') {
    const released = () => done(m.booking_now_released())
    return <HeldDeeds booking={booking} paying={paying} onChange={refresh} onReleased={released} />
  }
  const confirm = async () => {
    try {
      await call('POST /api/studios/{studio}/bookings/{booking}/confirmation', { path, body: {} })
      await done(m.booking_now_confirmed())
    } catch (error) {
      toastFailure(error)
      await refresh()
    }
  }
  const askCancel = async () => {
    try {
      const preview = await call('GET /api/studios/{studio}/bookings/{booking}/cancellation', { path })
      setAsked({ kind: 'cancel', preview })
    } catch (error) {
      toastFailure(error)
      await refresh()
    }
  }
  const close = () => setAsked(undefined)
  const kept = (bps: number) => {
    const share = shareOf(price, bps).amountMinor
    const most = BigInt(paid.amountMinor)
    return { amountMinor: share > most ? most : share, currency: price.currency }
  }
  return (
    <div className={css.deeds}>
      {works && !isClient && state === 'pending' && (
        <button type="button" className="btn btn--ink" onClick={() => void confirm()}>
          {m.booking_confirm()}
        </button>
      )}
      {works && isClient && !paying && open > 0n && (live || state === 'completed') && (
        <button type="button" className="btn btn--ink" onClick={() => setAsked({ kind: 'pay' })}>
          {m.book_pay({ amount: amountText({ amountMinor: open, currency: price.currency }, { short: true }) })}
        </button>
      )}
      {works && live && (!isClient || (kind === 'session' && Date.parse(booking.freeUntil) > Date.now())) && (
        <button type="button" className="btn" onClick={() => setAsked({ kind: 'move' })}>
          {m.booking_move()}
        </button>
      )}
      {works && !isClient && state === 'confirmed' && begun && kind === 'session' && (
        <button type="button" className="btn" onClick={() => setAsked({ kind: 'complete' })}>
          {m.booking_complete()}
        </button>
      )}
      {works && !isClient && state === 'confirmed' && late && kind === 'session' && (
        <>
          <button type="button" className="btn" onClick={() => setAsked({ kind: 'charge' })}>
            {m.booking_miss()}
          </button>
          <button type="button" className="btn" onClick={() => setAsked({ kind: 'waive' })}>
            {m.booking_miss_waive()}
          </button>
        </>
      )}
      {works && !isClient && state === 'pending' && (
        <button type="button" className="btn" onClick={() => setAsked({ kind: 'decline' })}>
          {m.booking_decline()}
        </button>
      )}
      {(state === 'confirmed' || (isClient && state === 'pending')) && (!isClient || !begun) && (
        <button type="button" className="btn" onClick={() => void askCancel()}>
          {m.booking_cancel()}
        </button>
      )}
      {isClient && state !== 'expired' && (
        <a className="btn" href={`/api/studios/${studio.slug}/bookings/${id}/calendar`} download>
          {m.book_calendar()}
        </a>
      )}
      {asked?.kind === 'cancel' && (
        <Confirm
          title={m.booking_cancel_q()}
          consequences={[
            { label: m.booking_returned(), figure: amountText(asked.preview.returned), strong: true },
            { label: m.booking_kept(), figure: amountText(asked.preview.kept) },
          ]}
          deed={m.booking_cancel_deed({ amount: amountText(asked.preview.returned, { short: true }) })}
          ends
          onClose={close}
          onConfirm={async (key) => {
            const body = { reason: '', expectedReturnedMinor: asked.preview.returned.amountMinor }
            await call('POST /api/studios/{studio}/bookings/{booking}/cancellation', { path, key, body })
            await done(m.booking_now_cancelled())
          }}
        />
      )}
      {asked?.kind === 'decline' && (
        <Confirm
          title={m.booking_decline_q()}
          consequences={[{ label: m.booking_returned(), figure: amountText(paid), strong: true }]}
          deed={m.booking_decline()}
          ends
          onClose={close}
          onConfirm={async (key) => {
            await call('POST /api/studios/{studio}/bookings/{booking}/refusal', { path, key, body: { reason: '' } })
            await done(m.booking_now_declined())
          }}
        />
      )}
      {asked?.kind === 'complete' && (
        <Confirm
          title={m.booking_complete_q()}
          consequences={[{ label: m.booking_paid_out(), figure: amountText(paid), strong: true }]}
          note={m.booking_paid_out_note()}
          deed={m.booking_complete()}
          onClose={close}
          onConfirm={async (key) => {
            await call('POST /api/studios/{studio}/bookings/{booking}/completion', { path, key, body: {} })
            await done(m.booking_now_completed())
          }}
        />
      )}
      {(asked?.kind === 'charge' || asked?.kind === 'waive') && (
        <Confirm
          title={m.booking_miss_q()}
          consequences={[
            {
              label: m.booking_kept(),
              figure: amountText(
                asked.kind === 'charge' ? kept(booking.terms.noShowKeptBps) : { ...paid, amountMinor: '0' },
              ),
              strong: true,
            },
          ]}
          deed={asked.kind === 'charge' ? m.booking_miss() : m.booking_miss_waive()}
          ends
          onClose={close}
          onConfirm={async (key) => {
            const body = { fee: asked.kind === 'charge' ? ('charge' as const) : ('waive' as const) }
            await call('POST /api/studios/{studio}/bookings/{booking}/no-show', { path, key, body })
            await done(m.booking_now_missed())
          }}
        />
      )}
      {asked?.kind === 'move' && kind === 'internal' && <MoveOwn booking={booking} onClose={close} />}
      {asked?.kind === 'move' && kind === 'session' && (
        <Move booking={booking} onClose={close} onMoved={() => done(m.schedule_moved())} />
      )}
      {asked?.kind === 'pay' && (
        <PayRest
          booking={booking}
          onClose={close}
          onPaid={() => done(m.booking_now_paid())}
          onTried={() => void refresh()}
        />
      )}
    </div>
  )
}
