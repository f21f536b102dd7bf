import { useState } from 'react'
import { call } from '../../../../web/app/client.ts'
import { useProfile } from '../../../../web/app/me.tsx'
import { m } from '../../../../web/generated/messages/messages.js'
import { amountText, Confirm, toastFailure } from '../../../../web/ui/index.ts'
import type { Booking } from '../book/place.ts'
import css from './bookings.module.css'

interface Props {
  booking: Booking
  /** A payment has begun that the bank has not answered: no other is offered. */
  paying: boolean
  onChange: () => Promise<void>
  onReleased: () => Promise<void>
}

/** What can be done with a time that is only kept: its client pays for it or lets it go, the studio frees it. */
export function HeldDeeds({ booking, paying, onChange, onReleased }: Props) {
  const { studio, role } = useProfile()
  const [asked, setAsked] = useState(false)
  const [busy, setBusy] = useState(false)
  const { id, deposit } = booking
  const isClient = role === 'client'
  const release = async () => {
    const path = { studio: studio.slug, booking: id }
    await call('POST /api/studios/{studio}/bookings/{booking}/release', { path, body: {} })
    await onReleased()
  }
  const letGo = async () => {
    setBusy(true)
    try {
      await release()
    } catch (error) {
      toastFailure(error)
      await onChange()
    } finally {
      setBusy(false)
    }
  }
  return (
    <div className={css.deeds}>
      {isClient && !paying && studio.state !== 'read_only' && (
        <a className="btn btn--ink" href={`/s/${studio.slug}/book?booking=${id}`}>
          {deposit.amountMinor === '0'
            ? m.book_press_free()
            : m.book_pay({ amount: amountText(deposit, { short: true }) })}
        </a>
      )}
      <button type="button" className="btn" disabled={busy} onClick={() => (isClient ? void letGo() : setAsked(true))}>
        {isClient ? m.book_let_go() : m.booking_release()}
      </button>
      {asked && (
        <Confirm
          title={m.booking_release_q()}
          consequences={[]}
          note={m.booking_release_note()}
          deed={m.booking_release()}
          ends
          onClose={() => setAsked(false)}
          onConfirm={release}
        />
      )}
    </div>
  )
}
