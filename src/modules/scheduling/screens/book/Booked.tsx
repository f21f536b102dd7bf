import { m } from '../../../../web/generated/messages/messages.js'
import { getLocale } from '../../../../web/generated/messages/runtime.js'
import { amountText } from '../../../../web/ui/Money.tsx'
import { tellUntil } from '../../../../web/ui/moment.ts'
import css from './book.module.css'
import { type Booking, usePlace, viewerZone } from './place.ts'
import { SessionCard } from './SessionCard.tsx'

/** It is booked, or the studio has to answer yet: what, when, where, and what is still open. */
export function Booked({ booking }: { booking: Booking }) {
  const { slug, address } = usePlace()
  const { id, state, paid, price, answerUntil } = booking
  const open = BigInt(price.amountMinor) - BigInt(paid.amountMinor)
  const place = { locale: getLocale(), zone: viewerZone(), now: new Date() }
  return (
    <>
      <h1 className={css.title}>{state === 'pending' ? m.book_asked() : m.book_done()}</h1>
      <p className={css.lead}>
        {state === 'pending'
          ? m.book_asked_lead({ until: answerUntil ? tellUntil(new Date(answerUntil), place) : '' })
          : m.book_done_lead({ number: booking.number ?? '' })}
      </p>
      <SessionCard booking={booking} />
      <p className={css.terms}>
        {m.book_paid({ amount: amountText(paid, { short: true }) })}
        {open > 0n &&
          ` ${m.book_open({ amount: amountText({ amountMinor: open, currency: price.currency }, { short: true }) })}`}
        {address && ` ${m.book_where({ address })}`}
      </p>
      <div className={css.doors}>
        <a className={`button button--ink ${css.press}`} href={`/app/${slug}/bookings/${id}`}>
          {m.book_open_app()}
        </a>
        <a className={`button ${css.press}`} href={`/api/studios/${slug}/bookings/${id}/calendar`} download>
          {m.book_calendar()}
        </a>
      </div>
    </>
  )
}
