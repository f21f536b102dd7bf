import { useInfiniteQuery } from '@tanstack/react-query'
import { call } from '../../../web/app/client.ts'
import { m } from '../../../web/generated/messages/messages.js'
import { Money, Page } from '../../../web/ui/index.ts'
import { AuditLink } from './AuditLink.tsx'
import { ConsoleTable } from './ConsoleTable.tsx'
import classes from './console.module.css'
import { MoneyTabs, ownerName, walletKind } from './MoneyTabs.tsx'

/** All wallets (P21). */
export default function WalletsPage() {
  const list = useInfiniteQuery({
    queryKey: ['console', 'wallets'],
    queryFn: ({ pageParam }) =>
      call('GET /api/console/wallets', { query: { ...(pageParam ? { cursor: pageParam } : {}) } }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
  })
  const wallets = list.data?.pages.flatMap((page) => page.items) ?? []
  const columns = [m.console_owner(), m.console_kind(), m.console_balance(), m.console_audit()]
  return (
    <Page title={m.console_money()}>
      <MoneyTabs />
      <ConsoleTable label={m.console_wallets()} columns={columns} list={list}>
        {wallets.map((wallet) => (
          <tr key={wallet.id}>
            <td>{ownerName(wallet)}</td>
            <td>{walletKind(wallet.kind)}</td>
            <td className={classes.when}>
              <Money value={wallet.balance} />
            </td>
            <td>
              {wallet.ownerKind === 'account' && <AuditLink filters={{ accountId: wallet.ownerId, name: 'payment' }} />}
              {wallet.ownerKind === 'studio' && <AuditLink filters={{ studioId: wallet.ownerId, name: 'payment' }} />}
            </td>
          </tr>
        ))}
      </ConsoleTable>
    </Page>
  )
}
