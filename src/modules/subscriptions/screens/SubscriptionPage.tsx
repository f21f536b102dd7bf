import { m } from '../../../web/generated/messages/messages.js'
import { Empty, Page, Pending } from '../../../web/ui/index.ts'
import { Charges } from './Charges.tsx'
import { Paid } from './Paid.tsx'
import { Plans } from './Plans.tsx'
import { Standing } from './Standing.tsx'
import css from './subscription.module.css'
import { UseOfPlan } from './UseOfPlan.tsx'
import { useSubscription } from './use-subscription.ts'

/** The subscription: how it stands and what is due, use beside limit, other plans, payments with receipts (P8). */
export default function SubscriptionPage() {
  const { query, refresh, path } = useSubscription()
  if (!query.data) return <Pending of={query} rows={8} />
  const { subscription } = query.data
  return (
    <Page title={m.subscription_title()}>
      {!subscription ? (
        <section className="sheet">
          <Empty title={m.subscription_none()}>{m.subscription_none_text()}</Empty>
        </section>
      ) : (
        <div className={css.page}>
          <Paid refresh={refresh} />
          <div className={css.top}>
            <Standing subscription={subscription} studio={path.studio} refresh={refresh} />
            <UseOfPlan subscription={subscription} />
          </div>
          <Plans subscription={subscription} studio={path.studio} refresh={refresh} />
          <Charges studio={path.studio} />
        </div>
      )}
    </Page>
  )
}
