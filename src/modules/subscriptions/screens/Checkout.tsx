import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { call } from '../../../web/app/client.ts'
import { useMe } from '../../../web/app/me.tsx'
import { usualCurrency } from '../../../web/currency.ts'
import { m } from '../../../web/generated/messages/messages.js'
import { getLocale } from '../../../web/generated/messages/runtime.js'
import { amountText, Field, Form, Pending } from '../../../web/ui/index.ts'

type Currency = 'RUB' | 'USD' | 'EUR'
const CURRENCIES: readonly Currency[] = ['RUB', 'USD', 'EUR']

/** A studio is begun: its name and address, a plan, and the payment or the trial (P2, P8). */
export default function Checkout() {
  const me = useMe()
  const plans = useQuery({ queryKey: ['plans'], queryFn: () => call('GET /api/plans', {}) })
  const [currency, setCurrency] = useState<Currency>(usualCurrency(getLocale()))
  const [planId, setPlanId] = useState<string>()
  const [key] = useState(() => crypto.randomUUID())
  const [slug, setSlug] = useState('')
  const navigate = useNavigate()
  const queries = useQueryClient()
  const items = plans.data?.items
  if (!me.data || !items) return <Pending of={me.data ? plans : me} />
  const plan = items.find((one) => one.id === planId) ?? items[0]
  if (!plan) return null
  const locale = getLocale()

  async function begin(values: Record<string, string>, trial: boolean) {
    if (!plan || !me.data) return
    const begun = await call('POST /api/subscriptions', {
      key: trial ? crypto.randomUUID() : key,
      body: {
        planId: plan.id,
        trial,
        ownerName: me.data.account.name,
        studio: {
          name: values.name ?? '',
          slug: values.slug ?? '',
          currency,
          zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
          locale,
        },
      },
    })
    if (begun.paymentUrl) return location.assign(begun.paymentUrl)
    await queries.invalidateQueries({ queryKey: ['me'] })
    await navigate({ to: '/$studio', params: { studio: begun.slug } })
  }

  return (
    <main className="middle">
      <div className="stack">
        <h1>{m.checkout_title()}</h1>
        <p className="label">{m.checkout_lead()}</p>
        <Form submit={m.checkout_pay()} onSubmit={(values) => begin(values, values.trial === 'on')}>
          <Field name="name" label={m.checkout_name()} onChange={(name) => setSlug(slugOf(name))} />
          <Field name="slug" label={m.checkout_slug()} hint={`${slug || 'studio'}.${location.host}`}>
            {(id, invalid) => (
              <input
                id={id}
                name="slug"
                value={slug}
                aria-invalid={invalid}
                onChange={(event) => setSlug(event.currentTarget.value.toLowerCase())}
              />
            )}
          </Field>
          <Field name="currency" label={m.checkout_currency()}>
            {(id) => (
              <select id={id} value={currency} onChange={(event) => setCurrency(currencyOf(event.currentTarget.value))}>
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
            {items.map((one) => {
              const price = one.prices.find((money) => money.currency === currency)
              return (
                <label key={one.id} className="row" style={{ cursor: 'pointer' }}>
                  <span>
                    <input type="radio" name="plan" checked={one.id === plan.id} onChange={() => setPlanId(one.id)} />{' '}
                    <strong>{one.name[locale]}</strong>
                    <br />
                    <span className="second">{one.summary[locale]}</span>
                    <br />
                    <span className="second">
                      {one.limits.staff === null
                        ? m.checkout_staff_any()
                        : m.checkout_staff({ count: one.limits.staff })}
                      {` · ${one.limits.rooms === null ? m.checkout_rooms_any() : m.checkout_rooms({ count: one.limits.rooms })}`}
                      {one.limits.storageGib !== null && ` · ${m.checkout_storage({ count: one.limits.storageGib })}`}
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
              <input type="checkbox" name="trial" /> {m.checkout_trial({ days: plan.trialDays })}
            </label>
          )}
        </Form>
        {me.data.profiles.length > 0 && (
          <Link className="label" to="/">
            {m.account_back()}
          </Link>
        )}
      </div>
    </main>
  )
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
