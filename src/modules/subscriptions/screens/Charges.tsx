import { useInfiniteQuery } from '@tanstack/react-query'
import { call } from '../../../web/app/client.ts'
import { m } from '../../../web/generated/messages/messages.js'
import { getLocale } from '../../../web/generated/messages/runtime.js'
import { amountText, Empty, Money, Pending } from '../../../web/ui/index.ts'
import css from './subscription.module.css'
import type { Charge } from './use-subscription.ts'
import { chargeName, dayText } from './words.ts'

/** Everything that was asked for the subscription, refusals included, with a receipt for what was paid. */
export function Charges({ studio }: { studio: string }) {
  const charges = useInfiniteQuery({
    queryKey: ['subscription', studio, 'charges'],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) =>
      call('GET /api/studios/{studio}/subscription/charges', {
        ...{ path: { studio }, query: { limit: 20, ...(pageParam ? { cursor: pageParam } : {}) } },
      }),
    getNextPageParam: (page) => page.next ?? undefined,
  })
  const rows = charges.data?.pages.flatMap((page) => page.items)
  return (
    <section aria-label={m.subscription_charges()}>
      <h2 className={css.heading}>{m.subscription_charges()}</h2>
      <div className="sheet">
        {!rows ? (
          <Pending of={charges} />
        ) : rows.length === 0 ? (
          <Empty title={m.subscription_charges_none()}>{m.subscription_charges_none_text()}</Empty>
        ) : (
          <ul className="list">
            {rows.map((charge) => (
              <ChargeRow key={charge.id} charge={charge} studio={studio} />
            ))}
          </ul>
        )}
      </div>
      {charges.hasNextPage && (
        <button
          type="button"
          className={`btn ${css.more}`}
          onClick={() => charges.fetchNextPage()}
          disabled={charges.isFetching}
        >
          {m.app_more()}
        </button>
      )}
    </section>
  )
}

function ChargeRow({ charge, studio }: { charge: Charge; studio: string }) {
  const { state, amount, credit, from, until, planName, methodLabel, failure, attempt } = charge
  const details = [
    m.subscription_plan_named({ name: planName[getLocale()] }),
    ...(from && until ? [`${dayText(from)} – ${dayText(until)}`] : []),
    ...(methodLabel && amount.amountMinor !== '0' ? [methodLabel] : []),
    ...(failure ? [failure === 'refused' ? m.subscription_refused({ attempt }) : m.subscription_no_method()] : []),
  ]
  const aside = BigInt(credit.amountMinor)
  return (
    <li className={css.charge}>
      <span className={`second ${css.chargeDay}`}>{dayText(charge.at)}</span>
      <div>
        <strong>{chargeName(charge)}</strong>
        <div className="second">{details.join(' · ')}</div>
        {aside > 0n && <div className="second">{m.subscription_used_credit({ amount: amountText(credit) })}</div>}
        {aside < 0n && state === 'succeeded' && (
          <div className="second">
            {m.subscription_made_credit({ amount: amountText({ ...credit, amountMinor: String(-aside) }) })}
          </div>
        )}
      </div>
      <div className={css.chargeSum}>
        <Money value={amount} />
        {state === 'failed' && <span className="out">{m.subscription_failed()}</span>}
        {state === 'requested' && <span className="second">{m.subscription_requested()}</span>}
        {state === 'succeeded' && (
          <a href={`/api/studios/${studio}/subscription/charges/${charge.id}/receipt`} download="receipt.pdf">
            {m.subscription_receipt()}
          </a>
        )}
      </div>
    </li>
  )
}
