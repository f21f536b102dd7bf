import { Modal } from '@mantine/core'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { call } from '../../../web/app/client.ts'
import { m } from '../../../web/generated/messages/messages.js'
import { Bones, Empty, Page } from '../../../web/ui/index.ts'
import { dayOf, Line } from './Line.tsx'
import { Sums } from './Sums.tsx'
import { Withdraw } from './Withdraw.tsx'

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
  const rows = lines.data?.pages.flatMap((page) => page.items)
  // What is owed after refunds, below zero, stays in the wallet.
  const free = (wallet: NonNullable<typeof items>[number]) =>
    BigInt(wallet.available.amountMinor) + BigInt(wallet.owed.amountMinor)
  const chosen = items?.find(({ currency }) => currency === taking)
  return (
    <main className="main">
      <Page
        title={m.wallet_mine()}
        actions={
          <Link className="btn" to="/account">
            {m.account_title()}
          </Link>
        }
      >
        {items?.map((wallet) => (
          <div key={wallet.currency} className="stack">
            <Sums studio={undefined} wallet={wallet} currency={wallet.currency} />
            {free(wallet) > 0n && (
              <div>
                <button type="button" className="btn" onClick={() => setTaking(wallet.currency)}>
                  {m.wallet_withdraw()}
                </button>
              </div>
            )}
          </div>
        ))}
        <section className="sheet" aria-label={m.wallet_history()}>
          {!rows ? (
            <Bones />
          ) : rows.length === 0 ? (
            <Empty title={m.wallet_empty()}>{m.wallet_empty_text()}</Empty>
          ) : (
            <ul className="list">
              {rows.map((line, index) => (
                <Line key={line.id} line={line} newDay={dayOf(line) !== dayOf(rows[index - 1])} />
              ))}
            </ul>
          )}
        </section>
        {lines.hasNextPage && (
          <button type="button" className="btn" onClick={() => lines.fetchNextPage()} disabled={lines.isFetching}>
            {m.app_more()}
          </button>
        )}
        <Modal opened={chosen !== undefined} onClose={() => setTaking(undefined)} title={m.wallet_withdraw()}>
          {chosen && (
            <Withdraw
              studio={undefined}
              available={{ amountMinor: String(free(chosen)), currency: chosen.currency }}
              done={() => setTaking(undefined)}
            />
          )}
        </Modal>
      </Page>
    </main>
  )
}
