import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../../../../web/app/client.ts'
import type { Api } from '../../../../web/generated/api.ts'
import { m } from '../../../../web/generated/messages/messages.js'
import { Field, Form, Pending, toast } from '../../../../web/ui/index.ts'
import css from './catalogue.module.css'
import { bpsOf, minutesOf, numberOf } from './typed-number.ts'
import { useCatalogue } from './use-catalogue.ts'

type Settings = Api['GET /api/studios/{studio}/schedule-settings']['answer']
const STEPS = [5, 10, 15, 20, 30, 60] as const

/** On what terms bookings are taken, read back as a client will see them (P11). */
export function Terms() {
  const { path, refresh } = useCatalogue()
  const settings = useQuery({
    queryKey: ['schedule-settings', path.studio],
    queryFn: () => call('GET /api/studios/{studio}/schedule-settings', { path }),
  })
  if (!settings.data) return <Pending of={settings} rows={6} />
  return <TermsForm settings={settings.data} refresh={refresh} path={path} />
}

interface Props {
  settings: Settings
  path: { studio: string }
  refresh: () => Promise<void>
}

function TermsForm({ settings, path, refresh }: Props) {
  const [confirmation, setConfirmation] = useState(settings.confirmation)
  const percent = (bps: number) => String(bps / 100)
  return (
    <div className={css.two}>
      <section className="sheet sheet--padded">
        <Form
          submit={m.app_save()}
          onSubmit={async (values) => {
            const step = STEPS.find((one) => String(one) === values.stepMinutes) ?? settings.stepMinutes
            const body = {
              ...{
                confirmation,
                stepMinutes: step,
                noticeMinutes: minutesOf(values.noticeMinutes),
              },
              ...{
                advanceDays: numberOf(values.advanceDays),
                depositBps: bpsOf(values.depositBps),
                freeHours: numberOf(values.freeHours),
              },
              ...{ lateKeptBps: bpsOf(values.lateKeptBps), noShowKeptBps: bpsOf(values.noShowKeptBps) },
              ...{ noShowGraceMinutes: numberOf(values.noShowGraceMinutes), answerHours: numberOf(values.answerHours) },
            }
            await call('PUT /api/studios/{studio}/schedule-settings', { path, body })
            await refresh()
            toast(m.app_saved())
          }}
        >
          <input type="hidden" name="confirmation" value={confirmation} />
          <div className="chips" style={{ marginTop: 0 }}>
            {(['auto', 'manual'] as const).map((one) => (
              <button
                key={one}
                type="button"
                className="chip"
                aria-pressed={confirmation === one}
                onClick={() => setConfirmation(one)}
              >
                {one === 'auto' ? m.catalogue_auto() : m.catalogue_manual()}
              </button>
            ))}
          </div>
          <div className={css.pair}>
            <Field name="stepMinutes" label={m.catalogue_step()}>
              {(id) => (
                <select id={id} name="stepMinutes" defaultValue={settings.stepMinutes}>
                  {STEPS.map((one) => (
                    <option key={one} value={one}>
                      {one}
                    </option>
                  ))}
                </select>
              )}
            </Field>
            <Field name="noticeMinutes" label={m.catalogue_notice()} value={String(settings.noticeMinutes / 60)} />
            <Field
              name="advanceDays"
              label={m.catalogue_advance()}
              type="number"
              value={String(settings.advanceDays)}
            />
            <Field name="depositBps" label={m.catalogue_deposit()} value={percent(settings.depositBps)} />
            <Field name="freeHours" label={m.catalogue_free()} type="number" value={String(settings.freeHours)} />
            <Field name="lateKeptBps" label={m.catalogue_late()} value={percent(settings.lateKeptBps)} />
            <Field name="noShowKeptBps" label={m.catalogue_no_show()} value={percent(settings.noShowKeptBps)} />
            <Field
              name="noShowGraceMinutes"
              label={m.catalogue_grace()}
              type="number"
              value={String(settings.noShowGraceMinutes)}
            />
            <Field name="answerHours" label={m.catalogue_answer()} type="number" value={String(settings.answerHours)} />
          </div>
        </Form>
      </section>
      <section aria-label={m.catalogue_reads()}>
        <h2>{m.catalogue_reads()}</h2>
        <p>
          {settings.confirmation === 'auto'
            ? m.catalogue_reads_auto()
            : m.catalogue_reads_manual({ hours: settings.answerHours })}{' '}
          {m.catalogue_reads_when({ hours: settings.noticeMinutes / 60, days: settings.advanceDays })}{' '}
          {m.catalogue_reads_deposit({ percent: settings.depositBps / 100 })}{' '}
          {m.catalogue_reads_free({ hours: settings.freeHours, percent: settings.lateKeptBps / 100 })}{' '}
          {m.catalogue_reads_no_show({ percent: settings.noShowKeptBps / 100 })}{' '}
          {settings.noShowGraceMinutes > 0 && m.catalogue_reads_grace({ minutes: settings.noShowGraceMinutes })}
        </p>
        <p className="second">{m.catalogue_reads_note()}</p>
      </section>
    </div>
  )
}
