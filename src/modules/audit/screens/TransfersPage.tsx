import { useInfiniteQuery } from '@tanstack/react-query'
import { call } from '../../../web/app/client.ts'
import { m } from '../../../web/generated/messages/messages.js'
import { Page } from '../../../web/ui/index.ts'
import { useFilters } from './address.ts'
import { ConsoleTable } from './ConsoleTable.tsx'
import classes from './console.module.css'
import { exactTime } from './EventTable.tsx'
import { MoneyTabs } from './MoneyTabs.tsx'
import { TransferDetail } from './TransferDetail.tsx'

/** All transfers, the newest first, each opened to the postings it is made of (P21). */
export default function TransfersPage() {
  const [{ transfer: openId }, setFilters] = useFilters()
  const list = useInfiniteQuery({
    queryKey: ['console', 'transfers'],
    queryFn: ({ pageParam }) =>
      call('GET /api/console/transfers', { query: { ...(pageParam ? { cursor: pageParam } : {}) } }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
  })
  const transfers = list.data?.pages.flatMap((page) => page.items) ?? []
  const columns = [m.console_time(), m.console_kind(), m.console_note()]
  return (
    <Page title={m.console_money()}>
      <MoneyTabs />
      <div className={`${classes.beside} ${openId ? classes.opened : ''}`}>
        <div>
          <ConsoleTable label={m.console_transfers()} columns={columns} list={list}>
            {transfers.map((transfer) => (
              <tr key={transfer.id} aria-selected={transfer.id === openId}>
                <td className={classes.when}>{exactTime(transfer.occurredAt)}</td>
                <td>
                  <button type="button" className={classes.open} onClick={() => setFilters({ transfer: transfer.id })}>
                    {transfer.kind}
                  </button>
                </td>
                <td>{transfer.note}</td>
              </tr>
            ))}
          </ConsoleTable>
        </div>
        {openId && <TransferDetail id={openId} onClose={() => setFilters({ transfer: undefined })} />}
      </div>
    </Page>
  )
}
