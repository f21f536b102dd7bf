import { useQuery } from '@tanstack/react-query'
import { call } from '../../../../web/app/client.ts'
import { useProfile } from '../../../../web/app/me.tsx'
import { m } from '../../../../web/generated/messages/messages.js'
import { amountText, Confirm } from '../../../../web/ui/index.ts'
import type { Booking } from '../book/place.ts'

interface Props {
  booking: Booking
  onClose: () => void
  onPaid: () => Promise<void>
  /** A payment may be under way now, begun here or on another page. */
  onTried: () => void
}

/** The rest of a booking: from the wallet, or through the gateway what it lacks. */
export function PayRest({ booking, onClose, onPaid, onTried }: Props) {
  const { studio } = useProfile()
  const { price, paid } = booking
  const due = { amountMinor: BigInt(price.amountMinor) - BigInt(paid.amountMinor), currency: price.currency }
  const wallets = useQuery({ queryKey: ['wallets'], queryFn: () => call('GET /api/wallets', {}) })
  if (!wallets.data) return null
  const wallet = wallets.data.items.find(({ currency }) => currency === price.currency)
  const have = { amountMinor: BigInt(wallet?.available.amountMinor ?? 0), currency: price.currency }
  const missing = due.amountMinor - have.amountMinor
  const path = { studio: studio.slug, booking: booking.id }
  return (
    <Confirm
      title={m.booking_pay_q()}
      consequences={[
        { label: m.booking_open(), figure: amountText(due), strong: true },
        { label: m.booking_in_wallet(), figure: amountText(have) },
        ...(missing > 0n ? [{ label: m.booking_by_card(), figure: amountText({ ...due, amountMinor: missing }) }] : []),
      ]}
      deed={m.book_pay({ amount: amountText(due, { short: true }) })}
      onClose={onClose}
      onConfirm={async (key) => {
        if (missing <= 0n) {
          await call('POST /api/studios/{studio}/bookings/{booking}/payments', { path, key, body: { part: 'full' } })
          return onPaid()
        }
        const route = 'POST /api/studios/{studio}/bookings/{booking}/gateway-payments'
        const returnTo = `${location.pathname}${location.search}`
        const body = { part: 'full' as const, returnTo }
        const { paymentUrl } = await call(route, { path, key, body }).finally(onTried)
        location.assign(paymentUrl)
      }}
    />
  )
}
