import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { ApiProblem, call } from '../../../../web/app/client.ts'
import { useProfile } from '../../../../web/app/me.tsx'
import { m } from '../../../../web/generated/messages/messages.js'
import { Field, Form, toast } from '../../../../web/ui/index.ts'
import { majorOf, minorOf } from '../../../../web/ui/typed-amount.ts'
import css from './catalogue.module.css'
import { dayName } from './day-name.ts'
import { draftIsEmpty, Exceptions, NO_DRAFT, readDraft } from './Exceptions.tsx'
import { readHours } from './hours.ts'
import { numberOf } from './typed-number.ts'
import { type Resource, useCatalogue } from './use-catalogue.ts'

const WEEK = [1, 2, 3, 4, 5, 6, 7] as const
const USUAL_HOURS = '10:00–22:00'

interface Props {
  kind: Resource['kind']
  resource?: Resource
  /** Where a new one stands: after the others. */
  position: number
  /** As it is written after an amount: `₽`. */
  currency: string
  onDone: () => void
}

/** A room, a person or a piece of gear: name, price, week, days that differ, buffers (P10). */
export function ResourceForm({ kind, resource, position, currency, onDone }: Props) {
  const { path, refresh } = useCatalogue()
  const [week, setWeek] = useState(() => WEEK.map((day) => (resource ? typedOf(resource, day) : USUAL_HOURS)))
  const [exceptions, setExceptions] = useState(resource?.exceptions ?? [])
  const [draft, setDraft] = useState(NO_DRAFT)
  const asksWho = kind === 'person' && !resource
  const { studio } = useProfile()
  const staff = useQuery({
    queryKey: ['members', studio.slug, 'performers'],
    queryFn: () =>
      call('GET /api/studios/{studio}/members', {
        path: { studio: studio.slug },
        query: { roles: 'owner,manager,staff', limit: 100 } as never,
      }),
    enabled: asksWho,
  })
  const [who, setWho] = useState<string>()
  // A person is called as they are in the studio, unless another name is written.
  const known = staff.data?.items.find(({ id }) => id === who) ?? staff.data?.items[0]

  async function save(values: Record<string, string>, key: string) {
    const weekly = WEEK.map((day, index) => readHours(day, week[index] ?? ''))
    const wrong = weekly.indexOf(null)
    if (wrong >= 0) throw wrongField(`/weekly${wrong + 1}`, m.catalogue_hours_wrong())
    // What was typed of a day and not added yet counts as well.
    const more = draftIsEmpty(draft) ? [] : readDraft(draft)
    if (!more) throw wrongField('/exceptions', m.catalogue_exception_wrong())
    const price = (values.perHourMinor ?? '').trim()
    const body = {
      ...{ kind, name: values.name?.trim() || known?.displayName || '', detail: values.detail ?? '' },
      membershipId: kind === 'person' ? (values.membershipId ?? resource?.membershipId ?? null) : null,
      perHourMinor: price === '' ? null : minorOf(price),
      bufferBeforeMinutes: numberOf(values.bufferBeforeMinutes),
      bufferAfterMinutes: numberOf(values.bufferAfterMinutes),
      weekly: weekly.flatMap((hours) => hours ?? []),
      ...{ exceptions: [...exceptions, ...more], position: resource?.position ?? position },
    }
    if (resource) {
      await call('PUT /api/studios/{studio}/resources/{resource}', { path: { ...path, resource: resource.id }, body })
    } else await call('POST /api/studios/{studio}/resources', { path, key, body })
    await refresh()
    toast(m.app_saved())
    onDone()
  }
  return (
    <Form submit={m.app_save()} onSubmit={save}>
      {/* Among the form's values, so that a press after other hours were set is another attempt. */}
      <input type="hidden" name="hours" value={JSON.stringify([week, exceptions, draft])} />
      {asksWho && (
        <Field name="membershipId" label={m.catalogue_who()}>
          {(id, invalid) => (
            <select
              id={id}
              name="membershipId"
              aria-invalid={invalid}
              onChange={(event) => setWho(event.currentTarget.value)}
            >
              {staff.data?.items.map((one) => (
                <option key={one.id} value={one.id}>
                  {one.displayName}
                </option>
              ))}
            </select>
          )}
        </Field>
      )}
      <Field name="name" label={m.catalogue_name()}>
        {(id, invalid) => (
          <input
            id={id}
            name="name"
            defaultValue={resource?.name}
            placeholder={known?.displayName}
            aria-invalid={invalid}
            aria-describedby={`${id}-note`}
          />
        )}
      </Field>
      <Field
        name="detail"
        label={m.catalogue_detail()}
        value={resource?.detail ?? ''}
        hint={kind === 'person' ? m.catalogue_detail_hint_person() : m.catalogue_detail_hint()}
      />
      <Field
        name="perHourMinor"
        label={`${m.catalogue_per_hour()}, ${currency}`}
        value={resource?.perHourMinor ? majorOf(resource.perHourMinor) : ''}
        hint={m.catalogue_per_hour_hint()}
      />
      <fieldset className={css.week}>
        <legend className="label">{m.catalogue_week()}</legend>
        <p className="second">{m.catalogue_week_hint()}</p>
        {WEEK.map((day, index) => (
          <Field key={day} name={`weekly${day}`} label={dayName(day)}>
            {(id, invalid) => (
              <input
                id={id}
                value={week[index]}
                placeholder={m.catalogue_closed()}
                aria-invalid={invalid}
                onChange={(event) => setWeek(week.with(index, event.currentTarget.value))}
              />
            )}
          </Field>
        ))}
        <button type="button" className="btn" onClick={() => setWeek(week.map(() => week[0] ?? ''))}>
          {m.catalogue_as_monday()}
        </button>
      </fieldset>
      <Exceptions list={exceptions} onChange={setExceptions} draft={draft} onDraft={setDraft} />
      <div className={css.pair}>
        <Field
          name="bufferBeforeMinutes"
          label={m.catalogue_before()}
          type="number"
          value={String(resource?.bufferBeforeMinutes ?? 0)}
        />
        <Field
          name="bufferAfterMinutes"
          label={m.catalogue_after()}
          type="number"
          value={String(resource?.bufferAfterMinutes ?? 0)}
        />
      </div>
    </Form>
  )
}

function typedOf({ weekly }: Resource, day: number): string {
  return weekly
    .filter(({ weekday }) => weekday === day)
    .map(({ opens, closes }) => `${opens}–${closes}`)
    .join(', ')
}

/** What the form itself sees to be wrong, said as the API would say it. */
function wrongField(pointer: string, message: string): ApiProblem {
  return new ApiProblem(400, { title: message, code: 'invalid_request', fields: [{ pointer, code: 'form', message }] })
}
