import { useState } from 'react'
import { call } from '../../../../web/app/client.ts'
import { m } from '../../../../web/generated/messages/messages.js'
import { amountText, Field, Form, Pending, toast, toastFailure } from '../../../../web/ui/index.ts'
import { majorOf, minorOf } from '../../../../web/ui/typed-amount.ts'
import { inWords } from '../book/place.ts'
import css from './catalogue.module.css'
import { Section } from './Section.tsx'
import { numberOf } from './typed-number.ts'
import { type Extra, useCatalogue } from './use-catalogue.ts'

const NEW = 'new'

/** What may be added to a session: for a price, once or by the hour, with the one thing behind it that it takes (P11). */
export function Extras() {
  const { path, list, refresh } = useCatalogue()
  const [open, setOpen] = useState<string>()
  if (!list.data) return <Pending of={list} />
  const { extras, currency, resources } = list.data
  const gear = resources.filter(({ kind }) => kind === 'gear')
  async function write(items: readonly Extra[]) {
    await call('PUT /api/studios/{studio}/extras', { path, body: [...items] })
    await refresh()
    setOpen(undefined)
  }
  async function drop(key: string) {
    try {
      await write(extras.filter(({ id }) => id !== key))
      toast(m.catalogue_dropped(), () => write(extras))
    } catch (error) {
      toastFailure(error)
    }
  }
  const nameOf = (id: string | null) => gear.find((one) => one.id === id)?.name
  return (
    <Section
      title={m.catalogue_extras()}
      empty={m.catalogue_extras_text()}
      adds={[{ key: NEW, label: m.catalogue_add_extra() }]}
      rows={extras.map((one) => ({
        ...{ key: one.id, name: inWords(one.title) },
        note: [
          one.per === 'hour' ? m.catalogue_hour() : m.catalogue_per_session(),
          nameOf(one.resourceId),
          one.maxQuantity > 1 ? m.catalogue_up_to({ count: one.maxQuantity }) : undefined,
        ]
          .filter(Boolean)
          .join(' · '),
        figure: amountText({ amountMinor: one.priceMinor, currency }, { short: true }),
      }))}
      open={open}
      onOpen={setOpen}
      onDrop={drop}
      form={(key) => (
        <ExtraForm
          extra={extras.find(({ id }) => id === key)}
          gear={gear}
          onSave={async (extra) => {
            const known = extras.some(({ id }) => id === extra.id)
            await write(known ? extras.map((one) => (one.id === extra.id ? extra : one)) : [...extras, extra])
          }}
        />
      )}
    />
  )
}

interface FormProps {
  extra: Extra | undefined
  gear: readonly { id: string; name: string }[]
  onSave: (extra: Extra) => Promise<void>
}

function ExtraForm({ extra, gear, onSave }: FormProps) {
  const [id] = useState(() => extra?.id ?? crypto.randomUUID())
  return (
    <Form
      submit={m.app_save()}
      onSubmit={({ ru = '', en = '', priceMinor = '', per, resourceId, maxQuantity }) =>
        onSave({
          ...{ id, title: { ru, en }, priceMinor: minorOf(priceMinor), maxQuantity: numberOf(maxQuantity) },
          ...{ per: per === 'hour' ? 'hour' : 'session', resourceId: resourceId || null },
        })
      }
    >
      <div className={css.pair}>
        <Field name="ru" label={m.catalogue_title_ru()} value={extra?.title.ru ?? ''} />
        <Field name="en" label={m.catalogue_title_en()} value={extra?.title.en ?? ''} />
      </div>
      <div className={css.pair}>
        <Field name="priceMinor" label={m.catalogue_price()} value={extra ? majorOf(extra.priceMinor) : ''} />
        <Field name="per" label={m.catalogue_per()}>
          {(id) => (
            <select id={id} name="per" defaultValue={extra?.per}>
              <option value="session">{m.catalogue_per_session()}</option>
              <option value="hour">{m.catalogue_hour()}</option>
            </select>
          )}
        </Field>
      </div>
      <Field name="resourceId" label={m.catalogue_behind()} hint={m.catalogue_behind_hint()}>
        {(id, invalid) => (
          <select id={id} name="resourceId" aria-invalid={invalid} defaultValue={extra?.resourceId ?? ''}>
            <option value="">{m.catalogue_any()}</option>
            {gear.map((one) => (
              <option key={one.id} value={one.id}>
                {one.name}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field
        name="maxQuantity"
        label={m.catalogue_most()}
        hint={m.catalogue_most_hint()}
        value={String(extra?.maxQuantity ?? 1)}
      />
    </Form>
  )
}
