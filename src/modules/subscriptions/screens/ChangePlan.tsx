import { Modal } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type ApiProblem, call } from '../../../web/app/client.ts'
import type { Api } from '../../../web/generated/api.ts'
import { m } from '../../../web/generated/messages/messages.js'
import { getLocale } from '../../../web/generated/messages/runtime.js'
import { amountText, Bones, Confirm, Money, toast } from '../../../web/ui/index.ts'
import { backTo, type Plan, type Subscription } from './use-subscription.ts'
import { gigabytes, periodText } from './words.ts'

type Change = Api['GET /api/studios/{studio}/subscription/changes/{plan}']['answer']

interface Props {
  plan: Plan
  subscription: Subscription
  studio: string
  refresh: () => Promise<unknown>
  onClose: () => void
}

/** What another plan comes to, to the kopeck, before one presses; or why it cannot be. */
export function ChangePlan({ plan, subscription, studio, refresh, onClose }: Props) {
  const name = plan.name[getLocale()]
  const title = m.subscription_change_to({ name })
  const path = { studio }
  const quote = useQuery({
    queryKey: ['subscription', studio, 'change', plan.id],
    queryFn: () => call('GET /api/studios/{studio}/subscription/changes/{plan}', { path: { studio, plan: plan.id } }),
    retry: false,
    staleTime: 0,
  })
  const { data: change } = quote
  if (!change || change.excess.length > 0) {
    return (
      <Modal opened onClose={onClose} title={title}>
        {quote.error && <p role="alert">{(quote.error as ApiProblem).message}</p>}
        {quote.isPending && <Bones />}
        {change && (
          <>
            <p>{m.subscription_too_small({ name })}</p>
            <ul>
              {change.excess.map((one) => (
                <li key={one}>{excessText(one, subscription, plan)}</li>
              ))}
            </ul>
            <p className="second">{m.subscription_too_small_note()}</p>
          </>
        )}
      </Modal>
    )
  }

  async function make(key: string, expectedMinor: string) {
    const body = { planId: plan.id, expectedMinor, returnTo: backTo(studio, key) }
    const { paymentUrl } = await call('POST /api/studios/{studio}/subscription/changes', { path, key, body })
    if (paymentUrl) return location.assign(paymentUrl)
    await refresh()
    toast(m.subscription_changed({ name }))
  }
  const pays = change.pay.amountMinor !== '0'
  return (
    <Confirm
      title={title}
      consequences={linesOf(change, plan)}
      note={change.proration ? m.subscription_proration_note() : m.subscription_change_note()}
      deed={pays ? m.subscription_change_pay({ amount: amountText(change.pay) }) : m.subscription_change_now({ name })}
      onConfirm={(key) => make(key, change.pay.amountMinor)}
      onClose={onClose}
    />
  )
}

function linesOf({ proration, credit, pay, price }: Change, plan: Plan) {
  const minus = (money: { amountMinor: string; currency: string }) => ({
    ...money,
    amountMinor: String(-BigInt(money.amountMinor)),
  })
  const putAside = BigInt(credit.amountMinor) < 0n
  const ofPeriod = proration
    ? [
        {
          label: m.subscription_days_left(),
          figure: m.subscription_of({ has: String(proration.daysLeft), most: proration.daysTotal }),
        },
        { label: m.subscription_cost(), figure: <Money value={proration.cost} /> },
        { label: m.subscription_unused(), figure: <Money value={minus(proration.unused)} /> },
      ]
    : []
  const ofCredit = putAside
    ? [{ label: m.subscription_put_aside(), figure: <Money value={minus(credit)} /> }]
    : credit.amountMinor === '0'
      ? []
      : [{ label: m.subscription_from_credit(), figure: <Money value={minus(credit)} /> }]
  return [
    ...ofPeriod,
    ...ofCredit,
    { label: m.subscription_pay_now(), figure: <Money value={pay} />, strong: true },
    {
      label: m.subscription_from_now(),
      figure: (
        <>
          <Money value={price} short /> {periodText(plan.periodMonths)}
        </>
      ),
    },
  ]
}

function excessText(what: Change['excess'][number], { use }: Subscription, { limits }: Plan): string {
  if (what === 'storageGib') {
    return m.subscription_excess_storage({ has: gigabytes(use.storageBytes), most: limits.storageGib ?? 0 })
  }
  if (what === 'rooms') return m.subscription_excess_rooms({ has: use.rooms, most: limits.rooms ?? 0 })
  return m.subscription_excess_staff({ has: use.staff, most: limits.staff ?? 0 })
}
