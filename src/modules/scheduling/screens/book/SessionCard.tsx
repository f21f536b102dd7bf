import { getLocale } from '../../../../web/generated/messages/runtime.js'
import { tellMoment } from '../../../../web/ui/moment.ts'
import css from './book.module.css'
import { Clocks } from './Clocks.tsx'
import { PriceCard } from './PriceCard.tsx'
import { type Booking, inWords, usePlace, viewerZone } from './place.ts'

/** What is booked: the thing, the time in the viewer's zone, the place, and its price. */
export function SessionCard({ booking }: { booking: Booking }) {
  const { list } = usePlace()
  const place = { locale: getLocale(), zone: viewerZone(), now: new Date() }
  const { startsAt, endsAt, title, resources } = booking
  return (
    <>
      <section className={css.session}>
        <p className={css.what}>
          {[inWords(title), ...resources.filter(({ kind }) => kind !== 'gear').map(({ name }) => name)].join(' · ')}
        </p>
        <p className={css.moment}>
          {tellMoment(new Date(startsAt), 'full', place)}–{tellMoment(new Date(endsAt), 'time', place)}
        </p>
        <Clocks at={startsAt} studioZone={list.zone} />
      </section>
      <PriceCard quote={booking} paid={BigInt(booking.paid.amountMinor) > 0n} />
    </>
  )
}
