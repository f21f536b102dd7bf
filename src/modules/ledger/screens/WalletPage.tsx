import { Modal } from '@mantine/core'
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../../../web/app/client.ts'
import { useMay, useProfile } from '../../../web/app/me.tsx'
import { StudioLink } from '../../../web/app/StudioLink.tsx'
import { useLive, useNoticed } from '../../../web/app/use-live.ts'
import { m } from '../../../web/generated/messages/messages.js'
import { Chip, Page, Pending, useListAddress } from '../../../web/ui/index.ts'
import { History } from './History.tsx'
import { KINDS, kindName } from './kind-name.ts'
import { StatementSums } from './StatementSums.tsx'
import { StatementTools, statementFilter } from './StatementTools.tsx'
import { Sums } from './Sums.tsx'
import { TopUp } from './TopUp.tsx'
import { Withdraw } from './Withdraw.tsx'
import { withdrawableMinor } from './withdrawable.ts'

/** What happens to money: any of it may be in these lines. */
const MOVES = /^(wallet|payment|hold|tip|money|withdrawal)\./

/** The wallet: what I have, what is held, and every movement, opened to what it is made of (R13, R18). */
export default function WalletPage() {
  const { studio, role } = useProfile()
  const maySeeStudio = useMay('money.read')
  const address = useListAddress()
  const queries = useQueryClient()
  const ofStudio = maySeeStudio && address.chosen('wallet') !== 'mine'
  const kind = KINDS.find((one) => one === address.chosen('kind'))
  const filter = statementFilter(address)
  const mayWithdraw = useMay('money.withdraw') || !ofStudio
  const [asking, setAsking] = useState<'top-up' | 'withdraw'>()
  const close = () => setAsking(undefined)
  const path = { studio: studio.slug }
  const wallets = useQuery({
    queryKey: ['wallets', ofStudio && studio.slug],
    queryFn: () => (ofStudio ? call('GET /api/studios/{studio}/wallets', { path }) : call('GET /api/wallets', {})),
  })
  const lines = useInfiniteQuery({
    queryKey: ['statement', ofStudio && studio.slug, kind, filter],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) => {
      const query = { kinds: kind, ...filter, cursor: pageParam, limit: 50 }
      return ofStudio
        ? call('GET /api/studios/{studio}/wallets/statement', { path, query })
        : call('GET /api/wallets/statement', { query })
    },
    getNextPageParam: (page) => page.next ?? undefined,
  })
  const again = () => {
    for (const queryKey of [['wallets'], ['statement']]) void queries.invalidateQueries({ queryKey })
  }
  useLive((heard) => {
    if (heard === 'refetch' || MOVES.test(heard.name)) again()
  })
  useNoticed(again)
  const wallet = wallets.data?.items.find((one) => one.currency === studio.currency)
  const free = wallet ? withdrawableMinor(wallet) : 0n
  return (
    <Page
      title={m.wallet_title()}
      actions={
        <>
          {role !== 'client' && (
            <StudioLink className="btn" to="wallet/earnings">
              {m.earnings_title()}
            </StudioLink>
          )}
          {mayWithdraw && free > 0n && (
            <button type="button" className="btn" onClick={() => setAsking('withdraw')}>
              {m.wallet_withdraw()}
            </button>
          )}
          {!ofStudio && (
            <button type="button" className="btn btn--ink" onClick={() => setAsking('top-up')}>
              {m.wallet_top_up()}
            </button>
          )}
        </>
      }
    >
      {maySeeStudio && (
        <div className="chips">
          <Chip on={ofStudio} press={() => address.set({ wallet: '' })} label={m.wallet_studio()} />
          <Chip on={!ofStudio} press={() => address.set({ wallet: 'mine' })} label={m.wallet_mine()} />
        </div>
      )}
      {wallets.data ? (
        <Sums studio={ofStudio ? studio.slug : undefined} wallet={wallet} currency={studio.currency} />
      ) : (
        <Pending of={wallets} shape="cards" rows={2} />
      )}
      <div className="chips">
        <Chip on={!kind} press={() => address.set({ kind: '' })} label={m.wallet_all()} />
        {KINDS.map((one) => (
          <Chip key={one} on={kind === one} press={() => address.set({ kind: one })} label={kindName(one)} />
        ))}
      </div>
      <StatementTools
        address={address}
        exportTo={ofStudio ? `/api/studios/${studio.slug}/wallets/statement/export` : '/api/wallets/statement/export'}
        currency={studio.currency}
        kind={kind}
      />
      {wallet && (filter.from || filter.to) && (
        <StatementSums
          studio={ofStudio ? studio.slug : undefined}
          query={{ currency: wallet.currency, from: filter.from, to: filter.to }}
        />
      )}
      <History lines={lines} />
      <Modal opened={asking === 'top-up'} onClose={close} title={m.wallet_top_up()}>
        <TopUp currency={studio.currency} back={`/app/${studio.slug}/wallet`} />
      </Modal>
      <Modal opened={asking === 'withdraw'} onClose={close} title={m.wallet_withdraw()}>
        <Withdraw
          studio={ofStudio ? studio.slug : undefined}
          profile={studio.slug}
          available={{ amountMinor: String(free), currency: studio.currency }}
          done={close}
        />
      </Modal>
    </Page>
  )
}
