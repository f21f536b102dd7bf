import { useState } from 'react'
import { call } from '../../../../web/app/client.ts'
import { m } from '../../../../web/generated/messages/messages.js'
import { DetailPane } from '../../../../web/ui/DetailPane.tsx'
import {
  amountText,
  currencySign,
  Empty,
  Field,
  Form,
  Pending,
  toast,
  useListAddress,
  Wrong,
} from '../../../../web/ui/index.ts'
import { majorOf, minorOf } from '../../../../web/ui/typed-amount.ts'
import { inWords, lengthText } from '../book/place.ts'
import css from './catalogue.module.css'
import { RowDeeds } from './RowDeeds.tsx'
import { minutesOf } from './typed-number.ts'
import { type Service, useCatalogue } from './use-catalogue.ts'

const PRICINGS = ['hourly', 'fixed', 'per_track'] as const

/** The price list; an item opens beside it. */
export function Services() {
  const address = useListAddress()
  const { path, list, refresh } = useCatalogue()
  if (!list.data) return <Pending of={list} rows={5} />
  const { services, currency } = list.data
  const open = services.find(({ id }) => id === address.open)
  const adding = address.open === 'new'
  const close = () => address.set({ open: '' })
  const add = (
    <button type="button" className="btn btn--ink" onClick={() => address.set({ open: 'new' })}>
      {m.catalogue_add_service()}
    </button>
  )
  return (
    <div className={css.beside} data-open={open !== undefined || adding || undefined}>
      <div className={css.groups}>
        <div className="sheet">
          {services.length === 0 ? (
            <Empty title={m.catalogue_none()} action={add}>
              {m.catalogue_services_text()}
            </Empty>
          ) : (
            <ul className="list">
              {services.map((one) => {
                const amount = amountText({ amountMinor: one.fromMinor, currency }, { short: true })
                return (
                  <li key={one.id}>
                    <button
                      type="button"
                      className="row"
                      aria-expanded={one === open}
                      onClick={() => address.set({ open: one === open ? '' : one.id })}
                    >
                      <span>
                        <strong>{inWords(one.title)}</strong>{' '}
                        {!one.bookable && <span className="tag">{m.catalogue_by_offer()}</span>}
                        <br />
                        <span className="second">{one.bookable ? lengthsText(one) : inWords(one.about)}</span>
                      </span>
                      <span className="row__sum">
                        {one.pricing === 'hourly'
                          ? m.book_from_hour({ amount })
                          : one.pricing === 'per_track'
                            ? m.site_price_track({ amount })
                            : amount}
                      </span>
                    </button>
                  </li>
                )
              })}
            </ul>
          )}
        </div>
        {services.length > 0 && <div>{add}</div>}
      </div>
      {(open || adding) && (
        <DetailPane title={open ? inWords(open.title) : m.catalogue_add_service()} onClose={close}>
          <ServiceForm
            key={open?.id ?? 'new'}
            {...(open ? { service: open } : {})}
            position={services.length}
            onDone={close}
          />
          {open && (
            <RowDeeds
              row={open}
              name={inWords(open.title)}
              rows={services}
              write={({ id: service, fromMinor: _, ...body }) =>
                call('PUT /api/studios/{studio}/services/{service}', { path: { ...path, service }, body })
              }
              archive={() =>
                call('DELETE /api/studios/{studio}/services/{service}', { path: { ...path, service: open.id } })
              }
              refresh={refresh}
              onGone={close}
            />
          )}
        </DetailPane>
      )}
    </div>
  )
}

interface FormProps {
  service?: Service
  position: number
  onDone: () => void
}

function ServiceForm({ service, position, onDone }: FormProps) {
  const { path, list, refresh } = useCatalogue()
  const [pricing, setPricing] = useState<Service['pricing']>(service?.pricing ?? 'hourly')
  const [bookable, setBookable] = useState(service?.bookable ?? true)
  const resources = list.data?.resources.filter(({ kind }) => kind !== 'gear') ?? []
  const books = bookable && pricing !== 'per_track'
  async function save(values: Record<string, string>, key: string) {
    const body = {
      title: { ru: values.ru ?? '', en: values.en ?? '' },
      about: { ru: values.aboutRu ?? '', en: values.aboutEn ?? '' },
      ...{ pricing, priceMinor: minorOf(values.priceMinor || '0'), bookable: books },
      // Without time to book the lengths are not asked for, and stay as they are.
      minMinutes: books ? minutesOf(values.minMinutes) : (service?.minMinutes ?? 60),
      maxMinutes: books ? minutesOf(values.maxMinutes) : (service?.maxMinutes ?? 480),
      resourceIds: books ? resources.flatMap(({ id }) => (values[id] === 'on' ? id : [])) : [],
      position: service?.position ?? position,
    }
    if (service) {
      await call('PUT /api/studios/{studio}/services/{service}', { path: { ...path, service: service.id }, body })
    } else await call('POST /api/studios/{studio}/services', { path, key, body })
    await refresh()
    toast(m.app_saved())
    onDone()
  }
  return (
    <Form submit={m.app_save()} onSubmit={save}>
      <input type="hidden" name="how" value={`${pricing} ${books}`} />
      <Field name="ru" at="title/ru" label={m.catalogue_title_ru()} value={service?.title.ru ?? ''} />
      <Field name="en" at="title/en" label={m.catalogue_title_en()} value={service?.title.en ?? ''} />
      <Field name="aboutRu" at="about/ru" label={m.catalogue_about_ru()}>
        {(id) => <textarea id={id} name="aboutRu" defaultValue={service?.about.ru} maxLength={2000} rows={2} />}
      </Field>
      <Field name="aboutEn" at="about/en" label={m.catalogue_about_en()}>
        {(id) => <textarea id={id} name="aboutEn" defaultValue={service?.about.en} maxLength={2000} rows={2} />}
      </Field>
      <div className="chips" style={{ marginTop: 0 }}>
        {PRICINGS.map((one) => (
          <button
            key={one}
            type="button"
            className="chip"
            aria-pressed={pricing === one}
            onClick={() => setPricing(one)}
          >
            {{ hourly: m.catalogue_hourly, fixed: m.catalogue_fixed, per_track: m.catalogue_per_track }[one]()}
          </button>
        ))}
      </div>
      <Field
        name="priceMinor"
        label={`${m.catalogue_price()}${list.data ? `, ${currencySign(list.data.currency)}` : ''}`}
        value={service ? majorOf(service.priceMinor) : ''}
        hint={pricing === 'hourly' ? m.catalogue_price_hourly_hint() : undefined}
      />
      {pricing !== 'per_track' && (
        <label className={css.check}>
          <input type="checkbox" checked={bookable} onChange={(event) => setBookable(event.currentTarget.checked)} />
          {m.catalogue_bookable()}
        </label>
      )}
      {books && (
        <>
          <div className={css.pair}>
            <Field name="minMinutes" label={m.catalogue_shortest()} value={hoursOf(service?.minMinutes ?? 60)} />
            <Field name="maxMinutes" label={m.catalogue_longest()} value={hoursOf(service?.maxMinutes ?? 480)} />
          </div>
          <fieldset className={css.week}>
            <legend className="label">{m.catalogue_with()}</legend>
            {resources.map(({ id, name, detail }) => (
              <label key={id} className={css.check}>
                <input type="checkbox" name={id} defaultChecked={service ? service.resourceIds.includes(id) : true} />{' '}
                {name} <span className="second">{detail}</span>
              </label>
            ))}
            {resources.length === 0 && <p className="second">{m.catalogue_no_resources()}</p>}
            <Wrong at="resourceIds" />
          </fieldset>
        </>
      )}
    </Form>
  )
}

function lengthsText({ minMinutes, maxMinutes }: Service): string {
  const shortest = lengthText(minMinutes)
  return minMinutes === maxMinutes ? shortest : `${shortest} – ${lengthText(maxMinutes)}`
}

function hoursOf(minutes: number): string {
  return String(minutes / 60)
}
