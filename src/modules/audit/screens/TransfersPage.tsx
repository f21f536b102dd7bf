import { Select, TextInput } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { call } from '../../../web/app/client.ts'
import { m } from '../../../web/generated/messages/messages.js'
import { Money, Page } from '../../../web/ui/index.ts'
import { kindName } from '../../ledger/screens/index.ts'
import { type Filters, momentOf, useFilters } from './address.ts'
import { ConsoleTable } from './ConsoleTable.tsx'
import classes from './console.module.css'
import { exactTime } from './EventTable.tsx'
import { MoneyTabs } from './MoneyTabs.tsx'
import { TransferDetail } from './TransferDetail.tsx'

/** All transfers, the newest first, or those that the platform earned by; each opened to its postings (P19, P21). */
export default function TransfersPage() {
  const [filters, setFilters] = useFilters()
  const { transfer: openId, revenue, from, to } = filters
  const list = useInfiniteQuery({
    queryKey: ['console', 'transfers', revenue, from, to],
    queryFn: ({ pageParam }) =>
      call('GET /api/console/transfers', {
        query: {
          ...(revenue ? { revenue: revenue as 'commission' } : {}),
          from: momentOf(from, 0),
          to: momentOf(to, 1),
          ...(pageParam ? { cursor: pageParam } : {}),
        },
      }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
  })
  const transfers = list.data?.pages.flatMap((page) => page.items) ?? []
  const columns = [m.console_time(), m.console_kind(), m.console_note(), m.revenue_earned()]
  return (
    <Page title={m.console_money()}>
      <MoneyTabs />
      <TransferFilters filters={filters} onChange={(change) => setFilters({ ...change, transfer: undefined })} />
      <div className={`${classes.beside} ${openId ? classes.opened : ''}`}>
        <div>
          <ConsoleTable label={m.console_transfers()} columns={columns} list={list}>
            {transfers.map((transfer) => (
              <tr key={transfer.id} aria-selected={transfer.id === openId}>
                <td className={classes.when}>{exactTime(transfer.occurredAt)}</td>
                <td>
                  <button type="button" className={classes.open} onClick={() => setFilters({ transfer: transfer.id })}>
                    {kindName(transfer.kind)}
                  </button>
                </td>
                <td>{transfer.note}</td>
                <td className={classes.when}>{transfer.earned && <Money value={transfer.earned} movement />}</td>
              </tr>
            ))}
          </ConsoleTable>
        </div>
        {openId && <TransferDetail id={openId} onClose={() => setFilters({ transfer: undefined })} />}
      </div>
    </Page>
  )
}

function TransferFilters({ filters, onChange }: { filters: Filters; onChange: (change: Filters) => void }) {
  return (
    <div className={classes.filters}>
      <Select
        clearable
        label={m.revenue_filter()}
        placeholder={m.revenue_any()}
        data={[
          { value: 'subscription', label: m.revenue_subscription() },
          { value: 'commission', label: m.revenue_commission() },
        ]}
        value={filters.revenue ?? null}
        onChange={(revenue) => onChange({ revenue: revenue ?? undefined })}
      />
      <TextInput
        type="date"
        label={m.console_filter_from()}
        value={filters.from ?? ''}
        onChange={(event) => onChange({ from: event.currentTarget.value })}
      />
      <TextInput
        type="date"
        label={m.console_filter_to()}
        value={filters.to ?? ''}
        onChange={(event) => onChange({ to: event.currentTarget.value })}
      />
    </div>
  )
}
