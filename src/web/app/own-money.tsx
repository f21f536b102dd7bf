import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { m } from '../generated/messages/messages.js'
import { call } from './client.ts'

/** Asks whether there is money of one's own, in any wallet: free, held or on its way out. */
export function useOwnMoney() {
  return useQuery({
    queryKey: ['wallets', false],
    queryFn: () => call('GET /api/wallets', {}),
    select: ({ items }) =>
      items.some(({ available, held, leaving }) =>
        [available, held, leaving].some(({ amountMinor }) => amountMinor !== '0'),
      ),
  })
}

/** The way to one's own wallet, for whoever has money in it: it needs no studio (R13). */
export function OwnWalletLink() {
  if (!useOwnMoney().data) return null
  return (
    <Link className="btn" to="/account/wallet">
      {m.wallet_mine()}
    </Link>
  )
}
