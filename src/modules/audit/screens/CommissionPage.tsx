import { useQuery } from '@tanstack/react-query'
import { call } from '../../../web/app/client.ts'
import { m } from '../../../web/generated/messages/messages.js'
import { Bones, Moment, Page, shareText } from '../../../web/ui/index.ts'
import { AuditLink } from './AuditLink.tsx'
import classes from './commission.module.css'
import { floorsText, type Terms } from './commission-words.ts'
import { MoneyTabs } from './MoneyTabs.tsx'
import { SetCommission } from './SetCommission.tsx'

/** The platform's commission: what is in force, other terms with what they would mean, and all that were (R15). */
export default function CommissionPage() {
  const found = useQuery({
    queryKey: ['console', 'commission'],
    queryFn: () => call('GET /api/console/commission-terms', {}),
  })
  const [inForce] = found.data?.items ?? []
  return (
    <Page title={m.console_money()}>
      <MoneyTabs />
      {found.isPending && <Bones rows={6} />}
      {found.error && (
        <p className="wrong wrong--form" role="alert">
          {found.error.message}
        </p>
      )}
      {inForce && (
        <>
          <section className={classes.now} aria-label={m.commission_in_force()}>
            <div className="label">{m.commission_in_force()}</div>
            <div>
              <span className="sum">{shareText(inForce.bps)}</span>{' '}
              {floorsText(inForce.floors) && m.commission_in_force_floors({ floors: floorsText(inForce.floors) })}
            </div>
            <p className="second">{m.commission_in_force_note()}</p>
          </section>
          <SetCommission key={inForce.id} inForce={inForce} />
          <History items={found.data?.items ?? []} />
        </>
      )}
    </Page>
  )
}

function History({ items }: { items: readonly Terms[] }) {
  return (
    <section className={classes.history} aria-label={m.commission_history()}>
      <div className={classes.head}>
        <h2>{m.commission_history()}</h2>
        <AuditLink filters={{ name: 'commission.set' }} />
      </div>
      <ul className="list sheet">
        {items.map((terms) => (
          <li key={terms.id} className="row">
            <span>
              <strong>{terms.reason || m.commission_first()}</strong>
              <br />
              <span className="second">
                {m.commission_since()} <Moment at={terms.inForceFrom} with="both" />
                {terms.setBy && ` · ${terms.setBy.name}`}
              </span>
            </span>
            <span className={classes.terms}>
              <strong>{shareText(terms.bps)}</strong>
              <span className="second">
                {floorsText(terms.floors)
                  ? m.commission_floors({ floors: floorsText(terms.floors) })
                  : m.commission_no_floor()}
              </span>
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
