import { Checkbox } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { call } from '../../../web/app/client.ts'
import { m } from '../../../web/generated/messages/messages.js'
import { Money, Page } from '../../../web/ui/index.ts'
import { useFilters } from './address.ts'
import { ConsoleTable } from './ConsoleTable.tsx'
import classes from './console.module.css'
import { exactTime } from './EventTable.tsx'
import { MoneyTabs } from './MoneyTabs.tsx'

/** Money that goes out: whose, where to, and how it stands (P21). */
export default function PayoutsPage() {
  const [{ open }, setFilters] = useFilters()
  const list = useInfiniteQuery({
    queryKey: ['console', 'withdrawals', open],
    queryFn: ({ pageParam }) =>
      call('GET /api/console/withdrawals', {
        query: { ...(open ? { state: 'requested' as const } : {}), ...(pageParam ? { cursor: pageParam } : {}) },
      }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
  })
  const withdrawals = list.data?.pages.flatMap((page) => page.items) ?? []
  const states = { requested: m.withdrawal_requested, paid: m.withdrawal_paid, failed: m.withdrawal_failed }
  const columns = [
    m.console_time(),
    m.console_owner(),
    m.console_asked_by(),
    m.console_payout_to(),
    m.console_state(),
    m.console_amount(),
  ]
  return (
    <Page title={m.console_money()}>
      <MoneyTabs />
      <div className={classes.filters}>
        <Checkbox
          label={m.console_unanswered_only()}
          checked={open === 'true'}
          onChange={(event) => setFilters({ open: event.currentTarget.checked ? 'true' : undefined })}
        />
      </div>
      <ConsoleTable label={m.console_payouts()} columns={columns} list={list}>
        {withdrawals.map((withdrawal) => (
          <tr key={withdrawal.id}>
            <td className={classes.when}>{exactTime(withdrawal.createdAt)}</td>
            <td>{withdrawal.owner.name}</td>
            <td>{withdrawal.askedBy.name}</td>
            <td>{withdrawal.destination}</td>
            <td>{states[withdrawal.state]()}</td>
            <td className={classes.when}>
              <Money value={withdrawal.amount} />
            </td>
          </tr>
        ))}
      </ConsoleTable>
    </Page>
  )
}
