import { Modal } from '@mantine/core'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { call } from '../../../web/app/client.ts'
import { m } from '../../../web/generated/messages/messages.js'
import { Page, Pending } from '../../../web/ui/index.ts'
import { History } from './History.tsx'
import { Sums } from './Sums.tsx'
import { Withdraw } from './Withdraw.tsx'
import { withdrawableMinor } from './withdrawable.ts'

/** My own wallet outside of any studio: who left the last one still has their money, and takes it out here (R13). */
export default function OwnWalletPage() {
  const [taking, setTaking] = useState<'RUB' | 'USD' | 'EUR'>()
  const wallets = useQuery({ queryKey: ['wallets', false], queryFn: () => call('GET /api/wallets', {}) })
  const lines = useInfiniteQuery({
    queryKey: ['statement', false],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) => call('GET /api/wallets/statement', { query: { cursor: pageParam, limit: 50 } }),
    getNextPageParam: (page) => page.next ?? undefined,
  })
  const items = wallets.data?.items
  const chosen = items?.find(({ currency }) => currency === taking)
  return (
    <main className="main main--alone">
      <Page
        title={m.wallet_mine()}
        actions={
          <Link className="btn" to="/account">
            {m.account_title()}
          </Link>
        }
      >
        <div className="stack">
          {!items && <Pending of={wallets} shape="cards" rows={2} />}
          {items?.map((wallet) => (
            <div key={wallet.currency} className="stack">
              <Sums studio={undefined} wallet={wallet} currency={wallet.currency} />
              {withdrawableMinor(wallet) > 0n && (
                <div>
                  <button type="button" className="btn" onClick={() => setTaking(wallet.currency)}>
                    {m.wallet_withdraw()}
                  </button>
                </div>
              )}
            </div>
          ))}
          <History lines={lines} />
        </div>
        <Modal opened={chosen !== undefined} onClose={() => setTaking(undefined)} title={m.wallet_withdraw()}>
          {chosen && (
            <Withdraw
              studio={undefined}
              available={{ amountMinor: String(withdrawableMinor(chosen)), currency: chosen.currency }}
              done={() => setTaking(undefined)}
            />
          )}
        </Modal>
      </Page>
    </main>
  )
}
