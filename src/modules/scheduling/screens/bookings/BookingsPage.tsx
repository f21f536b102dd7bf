import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { call } from '../../../../web/app/client.ts'
import { useMay, useProfile } from '../../../../web/app/me.tsx'
import { StudioLink } from '../../../../web/app/StudioLink.tsx'
import { useLive } from '../../../../web/app/use-live.ts'
import { m } from '../../../../web/generated/messages/messages.js'
import { Empty, List, Moment, Money, Page, useListAddress } from '../../../../web/ui/index.ts'
import { inWords } from '../book/place.ts'
import { useStudioZone } from '../schedule/zone.ts'
import { BookingDetail } from './BookingDetail.tsx'
import css from './bookings.module.css'
import { stateName } from './words.ts'

const SHOWN = ['upcoming', 'waiting', 'past'] as const

/** Bookings: a client's own, or the studio's; what is ahead, what waits for an answer, what is over (P11). */
export default function BookingsPage() {
  const { studio, role } = useProfile()
  const zone = useStudioZone()
  const seesAll = useMay('schedule.read')
  const address = useListAddress()
  const show = SHOWN.find((one) => one === address.chosen('show')) ?? 'upcoming'
  const query = { show, search: address.search || undefined }
  const bookings = useInfiniteQuery({
    queryKey: ['bookings', studio.slug, query],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) =>
      call('GET /api/studios/{studio}/bookings', {
        path: { studio: studio.slug },
        query: { ...query, cursor: pageParam },
      }),
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
  })
  useLive((heard) => {
    if (heard === 'refetch' || heard.name.startsWith('booking.')) void bookings.refetch()
  })
  const book = role === 'client' && (
    <a className="btn btn--ink" href={`/s/${studio.slug}/book`}>
      {m.site_book()}
    </a>
  )
  const names = { upcoming: m.bookings_upcoming, waiting: m.bookings_waiting, past: m.bookings_past }
  return (
    <Page title={role === 'client' ? m.bookings_mine() : m.bookings_title()} actions={book}>
      <div className="chips" style={{ marginTop: 0, marginBottom: 12 }}>
        {SHOWN.map((one) => (
          <button
            key={one}
            type="button"
            className="chip"
            aria-pressed={show === one}
            onClick={() => address.set({ show: one === 'upcoming' ? '' : one, open: '' })}
          >
            {names[one]()}
          </button>
        ))}
      </div>
      <List
        list="bookings"
        label={m.bookings_title()}
        address={address}
        rows={bookings}
        searchable={seesAll}
        idOf={({ id }) => id}
        nameOf={({ number }) => `№ ${number}`}
        detail={(booking) => <BookingDetail booking={booking} zone={zone} />}
        empty={
          <Empty title={m.bookings_empty()} action={book}>
            {seesAll ? <StudioLink to="schedule">{m.bookings_empty_studio()}</StudioLink> : m.bookings_empty_client()}
          </Empty>
        }
      >
        {(booking) => (
          <>
            <span className={css.row}>
              <strong>
                <Moment at={booking.startsAt} with="both" />
              </strong>
              <span>
                {[
                  seesAll ? booking.client?.name : '',
                  inWords(booking.title),
                  ...booking.resources.map(({ name }) => name),
                ]
                  .filter(Boolean)
                  .join(' · ')}
              </span>
            </span>
            <span className={css.side}>
              <span className={`tag ${booking.state === 'pending' ? 'tag--signal' : ''}`}>
                {stateName(booking.state)}
              </span>
              {booking.kind === 'session' && <Money value={booking.price} short />}
            </span>
          </>
        )}
      </List>
    </Page>
  )
}
