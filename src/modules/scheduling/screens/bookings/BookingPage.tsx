import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { call } from '../../../../web/app/client.ts'
import { Absent } from '../../../../web/app/Lost.tsx'
import { useProfile } from '../../../../web/app/me.tsx'
import { StudioLink } from '../../../../web/app/StudioLink.tsx'
import { useLive } from '../../../../web/app/use-live.ts'
import { m } from '../../../../web/generated/messages/messages.js'
import { Page } from '../../../../web/ui/index.ts'
import { inWords } from '../book/place.ts'
import { useStudioZone } from '../schedule/zone.ts'
import { BookingDetail } from './BookingDetail.tsx'
import css from './bookings.module.css'

/** One booking, where a notice or the booking page leads (P11). */
export default function BookingPage() {
  const { studio, role } = useProfile()
  const { booking: id = '' } = useParams({ strict: false }) as { booking?: string }
  const zone = useStudioZone()
  const booking = useQuery({
    queryKey: ['booking', studio.slug, id],
    queryFn: () => call('GET /api/studios/{studio}/bookings/{booking}', { path: { studio: studio.slug, booking: id } }),
  })
  useLive((heard) => {
    if (heard === 'refetch' || heard.subject.id === id) void booking.refetch()
  })
  const title = role === 'client' ? m.bookings_mine() : m.bookings_title()
  return (
    <Page
      title={booking.data ? inWords(booking.data.title) : title}
      crumbs={[
        <StudioLink key="bookings" to="bookings">
          {title}
        </StudioLink>,
      ]}
    >
      {booking.data ? (
        <section className={`sheet ${css.alone}`}>
          <BookingDetail booking={booking.data} zone={zone} />
        </section>
      ) : (
        <Absent of={booking} />
      )}
    </Page>
  )
}
