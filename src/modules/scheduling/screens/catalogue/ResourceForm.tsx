import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { ApiProblem, call } from '../../../../web/app/client.ts'
import { useProfile } from '../../../../web/app/me.tsx'
import { m } from '../../../../web/generated/messages/messages.js'
import { Field, Form, toast, toastFailure } from '../../../../web/ui/index.ts'
import { majorOf, minorOf } from '../../../../web/ui/typed-amount.ts'
import css from './catalogue.module.css'
import { dayName } from './day-name.ts'
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
  onDone: () => void
}

/** A room, a person or a piece of gear: name, price, week, days that differ, buffers (P10). */
export function ResourceForm({ kind, resource, position, onDone }: Props) {
  const { path, refresh } = useCatalogue()
  const [week, setWeek] = useState(() => WEEK.map((day) => (resource ? typedOf(resource, day) : USUAL_HOURS)))
  const [exceptions, setExceptions] = useState(resource?.exceptions ?? [])

  async function save(values: Record<string, string>, key: string) {
    const weekly = WEEK.map((day, index) => readHours(day, week[index] ?? ''))
    const wrong = weekly.indexOf(null)
    if (wrong >= 0) throw wrongField(`/weekly${wrong + 1}`, m.catalogue_hours_wrong())
    const price = (values.perHourMinor ?? '').trim()
    const body = {
      ...{ kind, name: values.name ?? resource?.name ?? '', detail: values.detail ?? '' },
      membershipId: kind === 'person' ? (values.membershipId ?? resource?.membershipId ?? null) : null,
      perHourMinor: price === '' ? null : minorOf(price),
      bufferBeforeMinutes: numberOf(values.bufferBeforeMinutes),
      bufferAfterMinutes: numberOf(values.bufferAfterMinutes),
      weekly: weekly.flatMap((hours) => hours ?? []),
      ...{ exceptions, position: resource?.position ?? position },
    }
    if (resource) {
      await call('PUT /api/studios/{studio}/resources/{resource}', { path: { ...path, resource: resource.id }, body })
    } else await call('POST /api/studios/{studio}/resources', { path, key, body })
    await refresh()
    toast(m.app_saved())
    onDone()
  }
  async function archive() {
    if (!resource) return
    try {
      await call('DELETE /api/studios/{studio}/resources/{resource}', { path: { ...path, resource: resource.id } })
      await refresh()
      onDone()
    } catch (error) {
      toastFailure(error)
    }
  }
  return (
    <>
      <Form submit={m.app_save()} onSubmit={save}>
        {/* Among the form's values, so that a press after other hours were set is another attempt. */}
        <input type="hidden" name="hours" value={JSON.stringify([week, exceptions])} />
        {kind === 'person' && !resource && <WhoField />}
        <Field name="name" label={m.catalogue_name()} {...(resource ? { value: resource.name } : {})} />
        <Field
          name="detail"
          label={m.catalogue_detail()}
          value={resource?.detail ?? ''}
          hint={m.catalogue_detail_hint()}
        />
        <Field
          name="perHourMinor"
          label={m.catalogue_per_hour()}
          value={resource?.perHourMinor ? majorOf(resource.perHourMinor) : ''}
          hint={m.catalogue_per_hour_hint()}
        />
        <fieldset className={css.week}>
          <legend className="label">{m.catalogue_week()}</legend>
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
        <Exceptions list={exceptions} onChange={setExceptions} />
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
      {resource && (
        <button type="button" className={`btn ${css.archive}`} onClick={() => void archive()}>
          {m.catalogue_archive()}
        </button>
      )}
    </>
  )
}

function WhoField() {
  const { studio } = useProfile()
  const staff = useQuery({
    queryKey: ['members', studio.slug, 'performers'],
    queryFn: () =>
      call('GET /api/studios/{studio}/members', {
        path: { studio: studio.slug },
        query: { roles: 'owner,manager,staff', limit: 100 } as never,
      }),
  })
  return (
    <Field name="membershipId" label={m.catalogue_who()}>
      {(id, invalid) => (
        <select id={id} name="membershipId" aria-invalid={invalid}>
          {staff.data?.items.map((one) => (
            <option key={one.id} value={one.id}>
              {one.displayName}
            </option>
          ))}
        </select>
      )}
    </Field>
  )
}

type Exception = Resource['exceptions'][number]

/** Days that are not as the week says: closed, or with other hours. */
function Exceptions({ list, onChange }: { list: readonly Exception[]; onChange: (list: Exception[]) => void }) {
  const [date, setDate] = useState('')
  const [hours, setHours] = useState('')
  const [wrong, setWrong] = useState(false)
  const add = () => {
    const read = readHours(1, hours)
    setWrong(read === null || date === '')
    if (read === null || date === '') return
    const made = read.map(({ opens, closes }) => ({ date, opens, closes, note: '' }))
    onChange([...list, ...(made.length > 0 ? made : [{ date, opens: null, closes: null, note: '' }])])
    setDate('')
    setHours('')
  }
  return (
    <fieldset className={css.week}>
      <legend className="label">{m.catalogue_exceptions()}</legend>
      {list.map((one, index) => (
        <p key={`${one.date}${one.opens}`} className={css.exception}>
          {one.date} · {one.opens ? `${one.opens}–${one.closes}` : m.catalogue_closed()}
          <button type="button" className="btn" onClick={() => onChange(list.toSpliced(index, 1))}>
            {m.book_drop()}
          </button>
        </p>
      ))}
      <div className={css.exceptionNew}>
        <input
          type="date"
          aria-label={m.catalogue_exception_day()}
          value={date}
          onChange={(event) => setDate(event.currentTarget.value)}
        />
        <input
          aria-label={m.catalogue_exception_hours()}
          placeholder={m.catalogue_closed()}
          value={hours}
          onChange={(event) => setHours(event.currentTarget.value)}
        />
        <button type="button" className="btn" onClick={add}>
          {m.catalogue_add()}
        </button>
      </div>
      {wrong && (
        <p className="wrong" role="alert">
          {m.catalogue_exception_wrong()}
        </p>
      )}
    </fieldset>
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
