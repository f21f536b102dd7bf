import { Switch, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { call } from '../../../web/app/client.ts'
import { m } from '../../../web/generated/messages/messages.js'
import classes from './notices.module.css'
import { SETTINGS_KEY, type Settings } from './settings.ts'

type Hours = NonNullable<Settings['quietHours']>

/** From ten in the evening to eight, until somebody says otherwise. */
const NIGHT: Hours = { fromMinute: 22 * 60, toMinute: 8 * 60 }

/** The hours in which mail and messages wait. */
export function QuietHours({ settings }: { settings: Settings }) {
  const queries = useQueryClient()
  const save = useMutation({
    mutationFn: (quietHours: Hours | null) => call('PUT /api/notices/quiet-hours', { body: { quietHours } }),
    onSuccess: (answer) => queries.setQueryData(SETTINGS_KEY, answer),
  })
  const hours = save.isPending ? save.variables : settings.quietHours
  const change = (part: Partial<Hours>) => {
    const next = { ...NIGHT, ...hours, ...part }
    if (next.fromMinute !== next.toMinute) save.mutate(next)
  }
  return (
    <section className={classes.section}>
      <h2>{m.notices_quiet_title()}</h2>
      <p className={classes.lead}>{m.notices_quiet_lead({ zone: settings.zone })}</p>
      <div className={classes.row}>
        <Switch
          label={m.notices_quiet_on()}
          checked={hours !== null}
          onChange={(event) => save.mutate(event.currentTarget.checked ? NIGHT : null)}
        />
        {hours && (
          <>
            <TextInput
              type="time"
              label={m.notices_quiet_from()}
              value={textOf(hours.fromMinute)}
              onChange={(event) => change(minuteOf(event.currentTarget.value, 'fromMinute'))}
            />
            <TextInput
              type="time"
              label={m.notices_quiet_to()}
              value={textOf(hours.toMinute)}
              onChange={(event) => change(minuteOf(event.currentTarget.value, 'toMinute'))}
            />
          </>
        )}
      </div>
      {save.isError && (
        <p className="wrong wrong--form" role="alert">
          {save.error.message}
        </p>
      )}
    </section>
  )
}

function textOf(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
}

function minuteOf(text: string, part: keyof Hours): Partial<Hours> {
  const [hour, minute] = text.split(':').map(Number)
  return hour === undefined || minute === undefined || Number.isNaN(hour + minute) ? {} : { [part]: hour * 60 + minute }
}
