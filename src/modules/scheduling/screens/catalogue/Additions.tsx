import { useQuery } from '@tanstack/react-query'
import { call } from '../../../../web/app/client.ts'
import { m } from '../../../../web/generated/messages/messages.js'
import { amountText, Bones, Field, Form, toast } from '../../../../web/ui/index.ts'
import { minorOf } from '../../../../web/ui/typed-amount.ts'
import { inWords, lengthText } from '../book/place.ts'
import css from './catalogue.module.css'
import { dayName } from './day-name.ts'
import { useCatalogue } from './use-catalogue.ts'

/** What may be added to a session, and the rules that make nights, weekends and packages. */
export function Additions() {
  return (
    <div className={css.two}>
      <Extras />
      <Rules />
    </div>
  )
}

function Extras() {
  const { path, list, refresh } = useCatalogue()
  if (!list.data) return <Bones />
  const { extras, currency, resources } = list.data
  const gear = resources.filter(({ kind }) => kind === 'gear')
  const save = async (items: typeof extras) => {
    await call('PUT /api/studios/{studio}/extras', { path, body: items })
    await refresh()
    toast(m.app_saved())
  }
  return (
    <section aria-label={m.catalogue_extras()}>
      <h2>{m.catalogue_extras()}</h2>
      <ul className="sheet list">
        {extras.map((one) => {
          const amount = amountText({ amountMinor: one.priceMinor, currency }, { short: true })
          return (
            <li key={one.id} className="row">
              <span>{inWords(one.title)}</span>
              <span className={css.side}>
                {one.per === 'hour' ? m.book_per_hour({ amount }) : amount}
                <button
                  type="button"
                  className="btn"
                  onClick={() => void save(extras.filter(({ id }) => id !== one.id))}
                >
                  {m.book_drop()}
                </button>
              </span>
            </li>
          )
        })}
        {extras.length === 0 && <li className="row second">{m.catalogue_extras_text()}</li>}
      </ul>
      <div className="sheet sheet--padded" style={{ marginTop: 12 }}>
        <Form
          key={extras.length}
          submit={m.catalogue_add()}
          onSubmit={({ ru = '', en = '', priceMinor = '', per, resourceId }) =>
            save([
              ...extras,
              {
                ...{ id: crypto.randomUUID(), title: { ru, en }, priceMinor: minorOf(priceMinor), maxQuantity: 1 },
                ...{ per: per === 'hour' ? 'hour' : 'session', resourceId: resourceId || null },
              },
            ])
          }
        >
          <div className={css.pair}>
            <Field name="ru" label={m.catalogue_title_ru()} />
            <Field name="en" label={m.catalogue_title_en()} />
          </div>
          <div className={css.pair}>
            <Field name="priceMinor" label={m.catalogue_price()} />
            <Field name="per" label={m.catalogue_per()}>
              {(id) => (
                <select id={id} name="per">
                  <option value="session">{m.catalogue_per_session()}</option>
                  <option value="hour">{m.catalogue_hour()}</option>
                </select>
              )}
            </Field>
          </div>
          <Field name="resourceId" label={m.catalogue_behind()} hint={m.catalogue_behind_hint()}>
            {(id) => (
              <select id={id} name="resourceId">
                <option value="">{m.catalogue_any()}</option>
                {gear.map((one) => (
                  <option key={one.id} value={one.id}>
                    {one.name}
                  </option>
                ))}
              </select>
            )}
          </Field>
        </Form>
      </div>
    </section>
  )
}

function Rules() {
  const { path, refresh } = useCatalogue()
  const rules = useQuery({
    queryKey: ['price-rules', path.studio],
    queryFn: () => call('GET /api/studios/{studio}/price-rules', { path }),
  })
  if (!rules.data) return <Bones />
  const { data } = rules
  const save = async (next: typeof data) => {
    await call('PUT /api/studios/{studio}/price-rules', { path, body: next })
    await refresh()
    toast(m.app_saved())
  }
  return (
    <section aria-label={m.catalogue_rules()}>
      <h2>{m.catalogue_rules()}</h2>
      <ul className="sheet list">
        {data.map((rule, index) => (
          <li key={`${rule.kind}${rule.title.ru}${rule.title.en}${rule.bps}`} className="row">
            <span>
              {inWords(rule.title)}
              <br />
              <span className="second">
                {rule.kind === 'window'
                  ? `${rule.weekdays.length === 0 ? m.catalogue_every_day() : rule.weekdays.map(dayName).join(', ')} · ${rule.opens === rule.closes ? m.catalogue_all_day() : `${rule.opens}–${rule.closes}`}`
                  : m.catalogue_from_length({ length: lengthText(rule.fromMinutes) })}
              </span>
            </span>
            <span className={css.side}>
              {percentText(rule.bps)}
              <button type="button" className="btn" onClick={() => void save(data.toSpliced(index, 1))}>
                {m.book_drop()}
              </button>
            </span>
          </li>
        ))}
        {data.length === 0 && <li className="row second">{m.catalogue_rules_text()}</li>}
      </ul>
      <div className="sheet sheet--padded" style={{ marginTop: 12 }}>
        <Form
          key={data.length}
          submit={m.catalogue_add()}
          onSubmit={({ ru = '', en = '', percent = '', opens = '', closes = '', ...days }) =>
            save([
              ...data,
              {
                ...{ kind: 'window', title: { ru, en }, opens, closes, bps: bpsOf(percent) },
                weekdays: [1, 2, 3, 4, 5, 6, 7].filter((day) => days[`day${day}`] === 'on'),
              },
            ])
          }
        >
          <p className="label">{m.catalogue_window()}</p>
          <div className={css.pair}>
            <Field name="ru" label={m.catalogue_title_ru()} />
            <Field name="en" label={m.catalogue_title_en()} />
          </div>
          <fieldset className={css.days}>
            <legend className="label">{m.catalogue_days()}</legend>
            {[1, 2, 3, 4, 5, 6, 7].map((day) => (
              <label key={day} className={css.check}>
                <input type="checkbox" name={`day${day}`} /> {dayName(day)}
              </label>
            ))}
          </fieldset>
          <div className={css.pair}>
            <Field name="opens" label={m.schedule_from()} type="time" value="20:00" />
            <Field name="closes" label={m.schedule_to()} type="time" value="00:00" />
          </div>
          <Field name="percent" label={m.catalogue_percent()} hint={m.catalogue_percent_hint()} value="+20" />
        </Form>
      </div>
      <div className="sheet sheet--padded" style={{ marginTop: 12 }}>
        <Form
          key={`package${data.length}`}
          submit={m.catalogue_add()}
          onSubmit={({ ru = '', en = '', percent = '', hours = '' }) =>
            save([
              ...data,
              {
                ...{ kind: 'package', title: { ru, en }, bps: bpsOf(percent) },
                fromMinutes: Math.round(Number(hours.replace(',', '.')) * 60),
              },
            ])
          }
        >
          <p className="label">{m.catalogue_package()}</p>
          <div className={css.pair}>
            <Field name="ru" label={m.catalogue_title_ru()} />
            <Field name="en" label={m.catalogue_title_en()} />
          </div>
          <div className={css.pair}>
            <Field name="hours" label={m.catalogue_from_hours()} value="6" />
            <Field name="percent" label={m.catalogue_percent()} value="−10" />
          </div>
        </Form>
      </div>
    </section>
  )
}

/** `+20` is dearer by a fifth: 12000. What is no number stays none, for the API to name. */
function bpsOf(typed: string): number {
  return 10_000 + Math.round(Number(typed.replace('−', '-').replace(',', '.').replace('%', '')) * 100)
}

function percentText(bps: number): string {
  const change = (bps - 10_000) / 100
  return `${change > 0 ? '+' : change < 0 ? '−' : ''}${Math.abs(change)} %`
}
