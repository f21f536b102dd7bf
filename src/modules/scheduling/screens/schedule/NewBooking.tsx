import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../../../../web/app/client.ts'
import { useProfile } from '../../../../web/app/me.tsx'
import { m } from '../../../../web/generated/messages/messages.js'
import { Field, Form } from '../../../../web/ui/index.ts'
import { inWords } from '../book/place.ts'
import { HoursFields, typedHours } from './HoursFields.tsx'
import css from './schedule.module.css'
import type { Schedule } from './use-schedule.ts'

interface Props {
  schedule: Schedule
  date: string
  /** Minutes of the day. */
  from: number
  to: number
  resourceId: string | null
  onDone: (bookingId: string, date: string) => void
}

/** The studio books by itself: for a client, who pays later, or time of its own (P11). */
export function NewBooking({ schedule, date, from, to, resourceId, onDone }: Props) {
  const { studio } = useProfile()
  const path = { studio: studio.slug }
  const queries = useQueryClient()
  const [kind, setKind] = useState<'session' | 'internal'>('session')
  const list = useQuery({
    queryKey: ['price-list', studio.slug],
    queryFn: () => call('GET /api/studios/{studio}/price-list', { path }),
  })
  const clients = useQuery({
    queryKey: ['members', studio.slug, 'clients'],
    queryFn: () => call('GET /api/studios/{studio}/members', { path, query: { roles: 'client', limit: 100 } }),
  })
  const services = list.data?.services.filter(({ bookable }) => bookable) ?? []
  return (
    <Form
      submit={m.schedule_book()}
      onSubmit={async (values, key) => {
        const place = {
          ...typedHours({ ...values, date: values.date || date }, schedule.zone),
          resourceIds: schedule.resources.flatMap(({ id }) => (values[id] === 'on' ? id : [])),
          staffNote: values.staffNote ?? '',
        }
        const body =
          kind === 'internal'
            ? { ...place, kind, title: values.title ?? '' }
            : {
                ...{ ...place, kind, serviceId: values.serviceId ?? '' },
                ...{ clientMembershipId: values.clientMembershipId ?? '', extras: [] },
              }
        const made = await call('POST /api/studios/{studio}/schedule', { path, key, body })
        await queries.invalidateQueries({ queryKey: ['schedule', studio.slug] })
        onDone(made.id, values.date || date)
      }}
    >
      <div className="chips" style={{ marginTop: 0 }}>
        {(['session', 'internal'] as const).map((one) => (
          <button key={one} type="button" className="chip" aria-pressed={kind === one} onClick={() => setKind(one)}>
            {one === 'session' ? m.schedule_for_client() : m.schedule_own()}
          </button>
        ))}
      </div>
      {kind === 'internal' ? (
        <Field name="title" label={m.schedule_title()} />
      ) : (
        <>
          <Field name="clientMembershipId" label={m.schedule_client()}>
            {(id, invalid) => (
              <select id={id} name="clientMembershipId" aria-invalid={invalid}>
                {clients.data?.items.map((one) => (
                  <option key={one.id} value={one.id}>
                    {one.displayName}
                  </option>
                ))}
              </select>
            )}
          </Field>
          <Field name="serviceId" label={m.schedule_service()}>
            {(id, invalid) => (
              <select id={id} name="serviceId" aria-invalid={invalid}>
                {services.map((one) => (
                  <option key={one.id} value={one.id}>
                    {inWords(one.title)}
                  </option>
                ))}
              </select>
            )}
          </Field>
        </>
      )}
      <HoursFields {...{ date, from, to }} />
      <fieldset className={css.takes}>
        <legend className="label">{m.schedule_takes()}</legend>
        {schedule.resources.map(({ id, name, detail }) => (
          <label key={id}>
            <input type="checkbox" name={id} defaultChecked={id === resourceId} /> {name}{' '}
            <span className="second">{detail}</span>
          </label>
        ))}
      </fieldset>
      <Field name="staffNote" label={m.schedule_note()} />
    </Form>
  )
}
