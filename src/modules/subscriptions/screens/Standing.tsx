import { useRef, useState } from 'react'
import { call } from '../../../web/app/client.ts'
import { m } from '../../../web/generated/messages/messages.js'
import { getLocale } from '../../../web/generated/messages/runtime.js'
import { amountText, Confirm, Moment, Money, toast, toastFailure } from '../../../web/ui/index.ts'
import css from './subscription.module.css'
import { payNext, type Subscription } from './use-subscription.ts'
import { dayText, periodText, standingText, stateName } from './words.ts'

interface Props {
  subscription: Subscription
  studio: string
  refresh: () => Promise<unknown>
}

/** The plan, what is paid and what comes next, and the one thing to do about it. */
export function Standing({ subscription, studio, refresh }: Props) {
  const { plan, price, state, cancelsAtEnd, methodLabel, credit, next, dunning, charging } = subscription
  const [cancelling, setCancelling] = useState(false)
  const key = useRef(crypto.randomUUID())
  const [busy, setBusy] = useState(false)
  const isOver = state === 'suspended' || state === 'cancelled'
  const isDue = state === 'past_due' || isOver
  const path = { studio }

  async function act(deed: () => Promise<unknown>) {
    setBusy(true)
    await deed().catch(toastFailure)
    setBusy(false)
  }
  const resume = async () => {
    await call('DELETE /api/studios/{studio}/subscription/cancellation', { path })
    await refresh()
    toast(m.subscription_resumed())
  }

  return (
    <section className="sheet sheet--padded" aria-label={m.subscription_standing()}>
      <div className={css.plan}>
        <h2 className={css.name}>{plan.name[getLocale()]}</h2>
        <span className={`tag ${isDue || cancelsAtEnd ? 'tag--signal' : ''}`}>{stateName(subscription)}</span>
      </div>
      <p className={css.sentence} role={isDue ? 'alert' : undefined}>
        {standingText(subscription)}
      </p>
      <dl className={css.figures}>
        <div>
          <dt>{m.subscription_price()}</dt>
          <dd>
            <Money value={price} short /> <span className="second">{periodText(plan.periodMonths)}</span>
          </dd>
        </div>
        {next.at && (
          <div>
            <dt>{dunning ? m.subscription_next_try() : m.subscription_next()}</dt>
            <dd>
              <Moment at={next.at} with={dunning ? 'both' : 'day'} /> · <Money value={next.amount} short />
            </dd>
          </div>
        )}
        <div>
          <dt>{m.subscription_card()}</dt>
          <dd>{methodLabel ?? m.subscription_no_card()}</dd>
        </div>
        {credit.amountMinor !== '0' && (
          <div>
            <dt>{m.subscription_credit()}</dt>
            <dd>
              <Money value={credit} />
            </dd>
          </div>
        )}
      </dl>
      <div className={css.actions}>
        {cancelsAtEnd && (
          <button type="button" className="btn btn--ink btn--main" disabled={busy} onClick={() => void act(resume)}>
            {m.subscription_resume()}
          </button>
        )}
        {next.amount.amountMinor !== '0' && !cancelsAtEnd && (
          <button
            type="button"
            className={`btn btn--main ${isDue || !methodLabel ? 'btn--ink' : ''}`}
            disabled={busy || charging}
            onClick={() => void act(() => payNext(studio, key.current))}
          >
            {isDue || !methodLabel
              ? m.subscription_pay({ amount: amountText(next.amount, { short: true }) })
              : m.subscription_pay_ahead()}
          </button>
        )}
        {!isOver && !cancelsAtEnd && (
          <button type="button" className="btn btn--main" disabled={charging} onClick={() => setCancelling(true)}>
            {m.subscription_cancel()}
          </button>
        )}
      </div>
      {charging && (
        <p className="second" role="status">
          {m.subscription_charging()}
        </p>
      )}
      {cancelling && (
        <Confirm
          title={m.subscription_cancel_title()}
          consequences={[
            {
              label: m.subscription_works_until(),
              figure: state === 'past_due' ? m.subscription_now() : dayText(subscription.periodEnd),
            },
            { label: m.subscription_given_back(), figure: <Money value={{ ...price, amountMinor: '0' }} short /> },
          ]}
          note={state === 'past_due' ? m.subscription_cancel_due_note() : m.subscription_cancel_note()}
          deed={m.subscription_cancel_deed()}
          ends
          onConfirm={async () => {
            await call('PUT /api/studios/{studio}/subscription/cancellation', { path })
            await refresh()
          }}
          onClose={() => setCancelling(false)}
        />
      )}
    </section>
  )
}
