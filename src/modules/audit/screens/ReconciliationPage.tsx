import { useQuery } from '@tanstack/react-query'
import { call } from '../../../web/app/client.ts'
import { m } from '../../../web/generated/messages/messages.js'
import { Bones, Money, Page } from '../../../web/ui/index.ts'
import classes from './console.module.css'
import { MoneyTabs, walletKind } from './MoneyTabs.tsx'
import { Scroll } from './Scroll.tsx'

/** The sums that must agree, and whether they do (P21). */
export default function ReconciliationPage() {
  const sums = useQuery({
    queryKey: ['console', 'reconciliation'],
    queryFn: () => call('GET /api/console/reconciliation', {}),
  })
  const owners: Record<string, string> = {
    account: m.console_accounts(),
    studio: m.console_studios(),
    platform: m.console_platform(),
    gateway: m.console_gateway(),
  }
  return (
    <Page title={m.console_money()}>
      <MoneyTabs />
      {sums.isPending && <Bones />}
      {sums.error && (
        <p className="wrong wrong--form" role="alert">
          {sums.error.message}
        </p>
      )}
      {sums.data && (
        <>
          <p
            role="status"
            className={`${classes.verdict} ${sums.data.discrepancies.length === 0 ? 'in' : 'wrong wrong--form'}`}
          >
            {sums.data.discrepancies.length === 0
              ? `✓ ${m.console_sums_agree()}`
              : m.console_sums_differ({ count: sums.data.discrepancies.length })}
          </p>
          {sums.data.discrepancies.length > 0 && (
            <table
              className={classes.table}
              aria-label={m.console_sums_differ({ count: sums.data.discrepancies.length })}
            >
              <thead>
                <tr>
                  <th scope="col">{m.console_rule()}</th>
                  <th scope="col">{m.console_object()}</th>
                  <th scope="col">{m.console_expected()}</th>
                  <th scope="col">{m.console_actual()}</th>
                </tr>
              </thead>
              <tbody>
                {sums.data.discrepancies.map((found) => (
                  <tr key={`${found.rule} ${found.subject}`}>
                    <td>{found.rule}</td>
                    <td>{found.subject}</td>
                    <td className={classes.when}>{found.expectedMinor}</td>
                    <td className={classes.when}>{found.actualMinor}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
          <Scroll label={m.console_reconciliation()}>
            <table className={classes.table} aria-label={m.console_reconciliation()}>
              <thead>
                <tr>
                  <th scope="col">{m.console_owner()}</th>
                  <th scope="col">{m.console_kind()}</th>
                  <th scope="col">{m.console_wallet_count()}</th>
                  <th scope="col">{m.console_total()}</th>
                </tr>
              </thead>
              <tbody>
                {sums.data.totals.map((row) => (
                  <tr key={`${row.ownerKind} ${row.kind} ${row.total.currency}`}>
                    <td>{owners[row.ownerKind] ?? row.ownerKind}</td>
                    <td>{walletKind(row.kind)}</td>
                    <td>{row.wallets}</td>
                    <td className={classes.when}>
                      <Money value={row.total} movement />
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </Scroll>
        </>
      )}
    </Page>
  )
}
