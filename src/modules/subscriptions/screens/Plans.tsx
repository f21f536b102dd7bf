import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../../../web/app/client.ts'
import { m } from '../../../web/generated/messages/messages.js'
import { getLocale } from '../../../web/generated/messages/runtime.js'
import { Money, Pending } from '../../../web/ui/index.ts'
import { ChangePlan } from './ChangePlan.tsx'
import css from './subscription.module.css'
import type { Plan, Subscription } from './use-subscription.ts'
import { periodText } from './words.ts'

interface Props {
  subscription: Subscription
  studio: string
  refresh: () => Promise<unknown>
}

/** The plans that there are, with what each allows and costs, and the way to another one. */
export function Plans({ subscription, studio, refresh }: Props) {
  const plans = useQuery({ queryKey: ['plans'], queryFn: () => call('GET /api/plans', {}) })
  const [wanted, setWanted] = useState<Plan>()
  const { currency } = subscription.price
  return (
    <section aria-label={m.subscription_plans()}>
      <h2 className={css.heading}>{m.subscription_plans()}</h2>
      {!plans.data ? (
        <Pending of={plans} />
      ) : (
        <ul className="sheet list">
          {plans.data.items.map((plan) => {
            const price = plan.prices.find((one) => one.currency === currency)
            const isMine = plan.id === subscription.plan.id
            return (
              <li key={plan.id} className={css.offer}>
                <div>
                  <strong>{plan.name[getLocale()]}</strong>
                  <div className="second">{plan.summary[getLocale()]}</div>
                  <div className="second">{allowanceOf(plan)}</div>
                </div>
                <div className={css.offerPrice}>
                  {price && <Money value={isMine ? subscription.price : price} short />}{' '}
                  <span className="second">{periodText(plan.periodMonths)}</span>
                </div>
                {isMine ? (
                  <span className="tag">{m.subscription_mine()}</span>
                ) : (
                  <button
                    type="button"
                    className="btn"
                    disabled={!price || subscription.charging}
                    aria-label={m.subscription_change_to({ name: plan.name[getLocale()] })}
                    onClick={() => setWanted(plan)}
                  >
                    {m.subscription_change()}
                  </button>
                )}
              </li>
            )
          })}
        </ul>
      )}
      {wanted && (
        <ChangePlan {...{ plan: wanted, subscription, studio, refresh }} onClose={() => setWanted(undefined)} />
      )}
    </section>
  )
}

function allowanceOf({ limits }: Plan): string {
  return [
    limits.staff === null ? m.checkout_staff_any() : m.checkout_staff({ count: limits.staff }),
    limits.rooms === null ? m.checkout_rooms_any() : m.checkout_rooms({ count: limits.rooms }),
    ...(limits.storageGib === null
      ? []
      : [m.checkout_storage({ count: new Intl.NumberFormat(getLocale()).format(limits.storageGib) })]),
  ].join(' · ')
}
