import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../../../../web/app/client.ts'
import { useProfile } from '../../../../web/app/me.tsx'
import { StudioLink } from '../../../../web/app/StudioLink.tsx'
import { m } from '../../../../web/generated/messages/messages.js'
import { amountText, Money } from '../../../../web/ui/index.ts'
import type { Booking } from '../book/place.ts'
import css from './bookings.module.css'

/** What a client's move to a time costs, lacks and gives back; the studio moves at the agreed price, and asks nothing. */
export function useMoveMoney(booking: Booking, start: string | undefined) {
  const { studio, role } = useProfile()
  const asks = role === 'client' && start !== undefined
  const quote = useQuery({
    queryKey: ['move-quote', booking.id, start],
    queryFn: () =>
      call('GET /api/studios/{studio}/bookings/{booking}/move-quote', {
        ...{ path: { studio: studio.slug, booking: booking.id }, query: { start: start ?? '' } },
      }),
    enabled: asks,
  })
  const pays = asks && quote.data && quote.data.lacking.amountMinor !== '0' ? quote.data.lacking : undefined
  const wallets = useQuery({
    queryKey: ['wallets'],
    queryFn: () => call('GET /api/wallets', {}),
    enabled: pays !== undefined,
  })
  const { currency } = booking.price
  const own = wallets.data?.items.find((one) => one.currency === currency)
  const have = wallets.data && { amountMinor: own?.available.amountMinor ?? '0', currency }
  const short = pays && have && BigInt(have.amountMinor) < BigInt(pays.amountMinor)
  const [keys] = useState(() => new Map<string, string>())
  // One key for one press of this time and amount: pressed again, it is paid once.
  const keyNow = () => {
    const press = `${start} ${pays?.amountMinor}`
    const key = keys.get(press) ?? crypto.randomUUID()
    keys.set(press, key)
    return key
  }
  return {
    ...{ keyNow, pays, have, short: short === true, quote: asks ? quote.data : undefined, before: booking.price },
    failure: quote.error ?? (pays ? wallets.error : null),
    ready: !asks || (quote.data !== undefined && (!pays || (have !== undefined && !short))),
    refetch: () => (asks ? Promise.all([quote.refetch(), wallets.refetch()]) : Promise.resolve()),
  }
}

/** The money of a move before the press: where nothing changes, nothing is said. */
export function MoveMoney({ money }: { money: ReturnType<typeof useMoveMoney> }) {
  const { quote, before, pays, have, short, failure } = money
  if (failure)
    return (
      <p className="wrong wrong--form" role="alert">
        {failure.message}
      </p>
    )
  if (!quote || (quote.price.amountMinor === before.amountMinor && !pays)) return null
  const lines = [
    { label: m.booking_move_before(), value: before },
    { label: m.booking_move_price(), value: quote.price },
    ...(pays ? [{ label: m.booking_move_lacking(), value: pays }] : []),
    ...(pays && have ? [{ label: m.booking_in_wallet(), value: have }] : []),
    ...(quote.returned.amountMinor === '0' ? [] : [{ label: m.booking_returned(), value: quote.returned }]),
  ]
  return (
    <div className={css.move}>
      <dl className={css.lines}>
        {lines.map(({ label, value }) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>
              <Money value={value} />
            </dd>
          </div>
        ))}
      </dl>
      {short && pays && have && (
        <p className="second" role="status">
          {m.booking_move_short({
            amount: amountText({
              amountMinor: BigInt(pays.amountMinor) - BigInt(have.amountMinor),
              currency: pays.currency,
            }),
          })}{' '}
          <StudioLink to="wallet">{m.booking_move_top_up()}</StudioLink>
        </p>
      )}
    </div>
  )
}
