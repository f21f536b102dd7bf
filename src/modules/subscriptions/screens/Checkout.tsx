import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { call } from '../../../web/app/client.ts'
import { type Me, useMe } from '../../../web/app/me.tsx'
import { usualCurrency } from '../../../web/currency.ts'
import type { Api } from '../../../web/generated/api.ts'
import { m } from '../../../web/generated/messages/messages.js'
import { getLocale } from '../../../web/generated/messages/runtime.js'
import { amountText, Field, Form, Pending, toast, useListAddress } from '../../../web/ui/index.ts'
import { keepDraft, keptDraft } from './checkout-draft.ts'
import classes from './subscription.module.css'
import { useAttempt } from './use-attempt.ts'

type Plan = Api['GET /api/plans']['answer']['items'][number]
type Currency = 'RUB' | 'USD' | 'EUR'
const CURRENCIES: readonly Currency[] = ['RUB', 'USD', 'EUR']

/**
 * A studio is begun: its name and address, a plan, and the payment or the trial (P2, P8). Who comes back from the bank
 * is told what became of the payment, and finds what they typed.
 */
export default function Checkout() {
  const me = useMe()
  const plans = useQuery({ queryKey: ['plans'], queryFn: () => call('GET /api/plans', {}) })
  const address = useListAddress()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const attempt = address.chosen('paid')
  const paid = useAttempt(attempt)
  const enter = useRef(async (_slug: string) => {})
  enter.current = async (slug) => {
    keepDraft(undefined)
    await queries.invalidateQueries({ queryKey: ['me'] })
    const mine = queries.getQueryData<Me>(['me'])?.profiles.find(({ studio }) => studio.slug === slug)
    if (!mine) return navigate({ to: '/' })
    await navigate({ to: '/$studio', params: { studio: slug }, search: { as: mine.membershipId } })
  }
  useEffect(() => {
    if (paid !== 'succeeded') return
    toast(m.subscription_paid())
    void enter.current(keptDraft().slug)
  }, [paid])
  const items = plans.data?.items
  if (!me.data || !items) return <Pending of={me.data ? plans : me} />
  const waits = Boolean(attempt) && paid !== 'failed'
  return (
    <main className="middle">
      <div className="stack">
        <h1>{m.checkout_title()}</h1>
        {waits ? (
          <>
            <p role="status">{m.checkout_pending()}</p>
            <p className="second">{m.checkout_pending_note()}</p>
            <div>
              <button type="button" className="btn" onClick={() => address.set({ paid: '' })}>
                {m.checkout_again()}
              </button>
            </div>
          </>
        ) : (
          <>
            <p className="label">{m.checkout_lead()}</p>
            {paid === 'failed' && (
              <p className="wrong wrong--form" role="alert">
                {m.checkout_failed()}
              </p>
            )}
            <Begin plans={items} owner={me.data.account.name} begun={(slug) => enter.current(slug)} />
          </>
        )}
        {me.data.profiles.length > 0 && (
          <Link className="label" to="/">
            {m.account_back()}
          </Link>
        )}
      </div>
    </main>
  )
}

interface BeginProps {
  plans: readonly Plan[]
  owner: string
  /** A studio on trial is there, at this address. */
  begun: (slug: string) => Promise<unknown>
}

function Begin({ plans, owner, begun }: BeginProps) {
  const [draft] = useState(keptDraft)
  const [currency, setCurrency] = useState(draft.currency ? currencyOf(draft.currency) : usualCurrency(getLocale()))
  // The one that was pressed on the product's own page, to begin with.
  const wanted = useListAddress().chosen('plan')
  const [planId, setPlanId] = useState(draft.planId ?? plans.find(({ code }) => code === wanted)?.id)
  const [slug, setSlug] = useState(draft.slug)
  const [trial, setTrial] = useState(false)
  // An address that was typed by hand stays, whatever the name becomes.
  const [own, setOwn] = useState(draft.slug !== slugOf(draft.name))
  const plan = plans.find((one) => one.id === planId) ?? plans[0]
  if (!plan) return null
  const locale = getLocale()

  async function begin({ name = '', slug: wanted = '', trial: tried }: Record<string, string>, key: string) {
    if (!plan) return
    const isTrial = tried === 'on'
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
    const answer = await call('POST /api/subscriptions', {
      key,
      body: {
        planId: plan.id,
        trial: isTrial,
        ownerName: owner,
        studio: { name, slug: wanted, currency, zone, locale },
      },
    })
    if (!answer.paymentUrl) return begun(answer.slug)
    keepDraft({ name, slug: wanted, currency, planId: plan.id })
    location.assign(answer.paymentUrl)
  }

  return (
    <Form submit={trial && plan.trialDays > 0 ? m.checkout_open() : m.checkout_pay()} onSubmit={begin}>
      <Field
        name="name"
        label={m.checkout_name()}
        value={draft.name}
        onChange={(name) => own || setSlug(slugOf(name))}
      />
      <Field name="slug" label={m.checkout_slug()} hint={`${slug || 'studio'}.${location.host}`}>
        {(id, invalid) => (
          <input
            id={id}
            name="slug"
            value={slug}
            aria-invalid={invalid}
            aria-describedby={`${id}-note`}
            onChange={(event) => {
              const typed = event.currentTarget.value.toLowerCase()
              setSlug(typed)
              setOwn(typed !== '')
            }}
          />
        )}
      </Field>
      <Field name="currency" label={m.checkout_currency()}>
        {(id) => (
          <select
            id={id}
            name="currency"
            value={currency}
            onChange={(event) => setCurrency(currencyOf(event.currentTarget.value))}
          >
            {CURRENCIES.map((one) => (
              <option key={one}>{one}</option>
            ))}
          </select>
        )}
      </Field>
      <fieldset className="sheet" style={{ margin: 0, padding: 0 }}>
        <legend className="label" style={{ marginLeft: 14 }}>
          {m.checkout_plan()}
        </legend>
        {plans.map((one) => {
          const price = one.prices.find((money) => money.currency === currency)
          return (
            <label key={one.id} className="row" style={{ cursor: 'pointer' }}>
              <span className={classes.choice}>
                <input
                  type="radio"
                  name="plan"
                  value={one.id}
                  checked={one.id === plan.id}
                  onChange={() => setPlanId(one.id)}
                />
                <span>
                  <strong>{one.name[locale]}</strong>
                  <span className="second">{one.summary[locale]}</span>
                  <span className="second">{limitsOf(one)}</span>
                </span>
              </span>
              <span className="row__sum">
                {price && amountText(price, { short: true })} <span className="second">{m.checkout_month()}</span>
              </span>
            </label>
          )
        })}
      </fieldset>
      {plan.trialDays > 0 && (
        <label>
          <input
            type="checkbox"
            name="trial"
            checked={trial}
            onChange={(event) => setTrial(event.currentTarget.checked)}
          />{' '}
          {m.checkout_trial({ days: plan.trialDays })}
        </label>
      )}
    </Form>
  )
}

function limitsOf({ limits: { staff, rooms, storageGib } }: Plan): string {
  return [
    staff === null ? m.checkout_staff_any() : m.checkout_staff({ count: staff }),
    rooms === null ? m.checkout_rooms_any() : m.checkout_rooms({ count: rooms }),
    ...(storageGib === null
      ? []
      : [m.checkout_storage({ count: new Intl.NumberFormat(getLocale()).format(storageGib) })]),
  ].join(' · ')
}

function currencyOf(text: string): Currency {
  return CURRENCIES.find((one) => one === text) ?? 'RUB'
}

const LETTERS: Readonly<Record<string, string>> = Object.fromEntries(
  [...'абвгдеёжзийклмнопрстуфхцчшщъыьэюя'].map((letter, index) => [
    letter,
    'a b v g d e e zh z i y k l m n o p r s t u f kh ts ch sh shch  y  e yu ya'.split(' ')[index] ?? '',
  ]),
)

/** An address from a name: Cyrillic by ear, all else by hyphens. */
function slugOf(name: string): string {
  return [...name.toLowerCase()]
    .map((sign) => LETTERS[sign] ?? sign)
    .join('')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 40)
}
