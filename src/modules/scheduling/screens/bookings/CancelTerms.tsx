import { useQuery } from '@tanstack/react-query'
import { call } from '../../../../web/app/client.ts'
import { useProfile } from '../../../../web/app/me.tsx'
import { m } from '../../../../web/generated/messages/messages.js'
import { getLocale } from '../../../../web/generated/messages/runtime.js'
import { amountText } from '../../../../web/ui/index.ts'
import { tellUntil } from '../../../../web/ui/moment.ts'
import { type Booking, viewerZone } from '../book/place.ts'
import { cancelTermsOf } from './cancel-terms.ts'

/** What cancelling keeps and gives back, in a sentence, for the one who looks: as the server answers it (P11). */
export function CancelTerms({ booking }: { booking: Booking }) {
  const { studio } = useProfile()
  const { id, state, paid, freeUntil, startsAt, price } = booking
  const preview = useQuery({
    // Under the booking's own key: what makes it anew makes this anew.
    queryKey: ['booking', studio.slug, id, 'cancellation', state, paid.amountMinor, startsAt],
    queryFn: () =>
      call('GET /api/studios/{studio}/bookings/{booking}/cancellation', { path: { studio: studio.slug, booking: id } }),
  })
  if (!preview.data) return null
  const said = cancelTermsOf(booking, preview.data)
  const amount = (amountMinor: bigint) => amountText({ amountMinor, currency: price.currency }, { short: true })
  const place = { locale: getLocale(), zone: viewerZone(), now: new Date() }
  const sentence = () => {
    if (said.kind === 'studio') return paid.amountMinor === '0' ? '' : m.booking_cancel_by_studio()
    if (said.kind === 'until_answer') return m.booking_cancel_unanswered()
    if (said.kind === 'always') return m.book_always_free()
    if (said.kind === 'keeps') return m.book_never_free({ amount: amount(said.keptMinor) })
    return m.book_free_until({ until: tellUntil(new Date(freeUntil), place), amount: amount(said.keptMinor) })
  }
  const text = sentence()
  return text ? <p className="second">{text}</p> : null
}
