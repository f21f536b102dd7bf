import { useMay, useProfile } from '../../../../web/app/me.tsx'
import { useLive } from '../../../../web/app/use-live.ts'
import { m } from '../../../../web/generated/messages/messages.js'
import { getLocale } from '../../../../web/generated/messages/runtime.js'
import { Money, Person } from '../../../../web/ui/index.ts'
import { clocksDiffer, tellMoment } from '../../../../web/ui/moment.ts'
import { Countdown } from '../book/Countdown.tsx'
import { type Booking, inWords, lengthText } from '../book/place.ts'
import { useGatewayPayments } from '../book/use-gateway-payments.ts'
import css from './bookings.module.css'
import { CancelTerms } from './CancelTerms.tsx'
import { Deeds } from './Deeds.tsx'
import { Paying } from './Paying.tsx'
import { reasonText, stateName } from './words.ts'

/** A booking: what, when, who, its money with each line of it, and what can be done with it now. */
export function BookingDetail({ booking, zone }: { booking: Booking; zone: string }) {
  const { title, startsAt, endsAt, client, resources, price, paid, kept, returned, refunded, lines, state } = booking
  const seesAll = useMay('schedule.read')
  const { role, studio } = useProfile()
  const payable = booking.kind === 'session' && ['held', 'pending', 'confirmed', 'completed'].includes(state)
  const payments = useGatewayPayments(studio.slug, booking.id, payable)
  useLive((heard) => {
    if (heard === 'refetch' || heard.subject.id === booking.id || heard.subject.id === payments.pending?.id) {
      void payments.refetch()
    }
  })
  const open = BigInt(price.amountMinor) - BigInt(paid.amountMinor)
  // What is only held binds nobody, and a client cancels until it begins.
  const cancellable =
    ['pending', 'confirmed'].includes(state) &&
    booking.kind === 'session' &&
    (role !== 'client' || Date.parse(startsAt) > Date.now())
  const ended = !['held', 'pending', 'confirmed'].includes(state)
  return (
    <div className={css.detail}>
      <p className={css.what}>
        <span className={`tag ${state === 'pending' ? 'tag--signal' : ''}`}>{stateName(state)}</span>{' '}
        {booking.number !== null && <span className="second">№ {booking.number}</span>}
      </p>
      <When startsAt={startsAt} endsAt={endsAt} zone={zone} />
      {state === 'held' && booking.heldUntil && <Held until={booking.heldUntil} mine={role === 'client'} />}
      <dl className={css.facts}>
        <div>
          <dt>{m.booking_what()}</dt>
          <dd>{inWords(title)}</dd>
        </div>
        <div>
          <dt>{m.booking_where()}</dt>
          <dd>{resources.map(({ name }) => name).join(', ')}</dd>
        </div>
        {client && seesAll && (
          <div>
            <dt>{m.booking_client()}</dt>
            <dd>
              <Person id={client.id} name={client.name} />
            </dd>
          </div>
        )}
        {booking.note && (
          <div>
            <dt>{m.booking_note()}</dt>
            <dd>{booking.note}</dd>
          </div>
        )}
        {booking.staffNote && (
          <div>
            <dt>{m.booking_staff_note()}</dt>
            <dd>{booking.staffNote}</dd>
          </div>
        )}
        {ended && booking.endedReason && (
          <div>
            <dt>{m.booking_why()}</dt>
            <dd>{reasonText(booking.endedReason)}</dd>
          </div>
        )}
      </dl>
      {booking.kind === 'session' && (
        <dl className={css.lines}>
          {lines.map((line) => (
            <div key={`${line.label.ru}${line.label.en}${line.rule?.ru ?? ''}${line.amountMinor}`}>
              <dt>
                {inWords(line.label)}
                {line.rule && ` · ${inWords(line.rule)}`}
                {line.minutes !== undefined && <span className="second"> · {lengthText(line.minutes)}</span>}
              </dt>
              <dd>
                <Money value={{ amountMinor: line.amountMinor, currency: price.currency }} />
              </dd>
            </div>
          ))}
          <div className={css.total}>
            <dt>{m.book_total()}</dt>
            <dd>
              <Money value={price} />
            </dd>
          </div>
          <div>
            <dt>{m.booking_paid()}</dt>
            <dd>
              <Money value={paid} />
            </dd>
          </div>
          {open > 0n && !ended && (
            <div>
              <dt>{m.booking_open()}</dt>
              <dd>
                <Money value={{ amountMinor: open, currency: price.currency }} />
              </dd>
            </div>
          )}
          {ended && (
            <>
              <div>
                <dt>{m.booking_was_kept()}</dt>
                <dd>
                  <Money value={kept} />
                </dd>
              </div>
              {returned.amountMinor !== '0' && (
                <div>
                  <dt>{m.booking_was_returned()}</dt>
                  <dd>
                    <Money value={returned} />
                  </dd>
                </div>
              )}
              {refunded.amountMinor !== '0' && (
                <div>
                  <dt>{m.booking_refunded()}</dt>
                  <dd>
                    <Money value={refunded} />
                  </dd>
                </div>
              )}
            </>
          )}
        </dl>
      )}
      {cancellable && <CancelTerms booking={booking} />}
      <Paying pending={payments.pending} refused={payments.refused && open > 0n} />
      <Deeds booking={booking} paying={payments.pending !== undefined || payments.isPending} />
    </div>
  )
}

/** For how long a time is kept that nobody has paid for yet: counted down to its client, told to the studio. */
function Held({ until, mine }: { until: string; mine: boolean }) {
  if (mine) return <Countdown until={until} />
  const place = { locale: getLocale(), zone: Intl.DateTimeFormat().resolvedOptions().timeZone, now: new Date() }
  return <p className="second">{m.booking_held_until({ time: tellMoment(new Date(until), 'time', place) })}</p>
}

/** When, in the reader's zone; by the studio's clock beside it where they differ. */
export function When({ startsAt, endsAt, zone }: { startsAt: string; endsAt: string; zone: string }) {
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone
  const write = (timeZone: string) => {
    const place = { locale: getLocale(), zone: timeZone, now: new Date() }
    return `${tellMoment(new Date(startsAt), 'full', place)}–${tellMoment(new Date(endsAt), 'time', place)}`
  }
  return (
    <p className={css.when}>
      <time dateTime={startsAt}>{write(own)}</time>
      {clocksDiffer(new Date(startsAt), own, zone) && (
        <span className="second">{m.ui_in_studio({ time: write(zone) })}</span>
      )}
    </p>
  )
}
