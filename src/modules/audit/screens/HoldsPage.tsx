import { Checkbox } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { call } from '../../../web/app/client.ts'
import { m } from '../../../web/generated/messages/messages.js'
import { Money, Page } from '../../../web/ui/index.ts'
import { useFilters } from './address.ts'
import { ConsoleTable } from './ConsoleTable.tsx'
import classes from './console.module.css'
import { MoneyTabs } from './MoneyTabs.tsx'
import { RefundButton } from './RefundButton.tsx'

/** Money that waits for acceptance, and what has become of it (P21). */
export default function HoldsPage() {
  const [{ open }, setFilters] = useFilters()
  const list = useInfiniteQuery({
    queryKey: ['console', 'holds', open],
    queryFn: ({ pageParam }) =>
      call('GET /api/console/holds', {
        query: { ...(open ? { open: 'true' } : {}), ...(pageParam ? { cursor: pageParam } : {}) },
      }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
  })
  const holds = list.data?.pages.flatMap((page) => page.items) ?? []
  const columns = [
    m.console_payer(),
    m.console_studio(),
    m.console_note(),
    m.console_amount(),
    m.console_captured(),
    m.console_released(),
    m.refund_column(),
  ]
  return (
    <Page title={m.console_money()}>
      <MoneyTabs />
      <div className={classes.filters}>
        <Checkbox
          label={m.console_open_only()}
          checked={open === 'true'}
          onChange={(event) => setFilters({ open: event.currentTarget.checked ? 'true' : undefined })}
        />
      </div>
      <ConsoleTable label={m.console_holds()} columns={columns} list={list}>
        {holds.map((hold) => (
          <tr key={hold.id}>
            <td>{hold.payer.name ?? m.refund_somebody()}</td>
            <td>{hold.studio.name}</td>
            <td>
              {hold.note}
              {hold.captured.amountMinor !== hold.refunded.amountMinor && (
                <div className={classes.below}>
                  <RefundButton holdId={hold.id} note={hold.note} />
                </div>
              )}
            </td>
            <td className={classes.when}>
              <Money value={hold.amount} />
            </td>
            <td className={classes.when}>
              <Money value={hold.captured} />
            </td>
            <td className={classes.when}>
              <Money value={hold.released} />
            </td>
            <td className={classes.when}>
              <Money value={hold.refunded} />
            </td>
          </tr>
        ))}
      </ConsoleTable>
    </Page>
  )
}
