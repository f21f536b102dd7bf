import { m } from '../../../../web/generated/messages/messages.js'
import { amountText } from '../../../../web/ui/Money.tsx'
import css from './book.module.css'
import { inWords, lengthText, type Service, usePlace } from './place.ts'
import type { Wish } from './wish.ts'

interface Props {
  service: Service
  wish: Wish
  minutes: number
  change: (next: Partial<Wish>) => void
}

/** How long, in which room and with whom; any that is free, where nothing is picked. */
export function Options({ service, wish, minutes, change }: Props) {
  const { list } = usePlace()
  const step = Math.max(30, list.settings.stepMinutes)
  const of = (kind: 'room' | 'person') =>
    list.resources.filter((one) => one.kind === kind && service.resourceIds.includes(one.id))
  const [rooms, people] = [of('room'), of('person')]
  const perHour = (minor: string | null) =>
    minor ? amountText({ amountMinor: minor, currency: list.currency }, { short: true }) : null
  const longer = (by: number) => change({ minutes: minutes + by, start: null })
  return (
    <div className={css.options}>
      {service.minMinutes < service.maxMinutes && (
        <fieldset className={css.stepper} aria-label={m.book_length()}>
          <button
            type="button"
            aria-label={m.book_shorter()}
            disabled={minutes - step < service.minMinutes}
            onClick={() => longer(-step)}
          >
            −
          </button>
          <output>{lengthText(minutes)}</output>
          <button
            type="button"
            aria-label={m.book_longer()}
            disabled={minutes + step > service.maxMinutes}
            onClick={() => longer(step)}
          >
            +
          </button>
        </fieldset>
      )}
      {rooms.length > 1 && (
        <Choice
          label={m.book_room()}
          any={m.book_any_room()}
          options={rooms.map(({ id, name, perHourMinor }) => ({ id, name, note: perHour(perHourMinor) }))}
          value={wish.room}
          onChange={(room) => change({ room, start: null })}
        />
      )}
      {people.length > 1 && (
        <Choice
          label={m.book_person()}
          any={m.book_anyone()}
          options={people.map(({ id, name, detail }) => ({ id, name, note: detail || null }))}
          value={wish.person}
          onChange={(person) => change({ person, start: null })}
        />
      )}
    </div>
  )
}

/** What may be added to the session. */
export function Extras({ wish, change }: Pick<Props, 'wish' | 'change'>) {
  const { list } = usePlace()
  // One whose gear was taken off the schedule waits for it to come back.
  const offered = list.extras.filter((one) => !one.resourceId || list.resources.some(({ id }) => id === one.resourceId))
  if (offered.length === 0) return null
  return (
    <fieldset className={css.extras} aria-label={m.book_extras()}>
      {offered.map(({ id, title, priceMinor, per }) => {
        const on = wish.extras.includes(id)
        const amount = amountText({ amountMinor: priceMinor, currency: list.currency }, { short: true })
        return (
          <button
            key={id}
            type="button"
            className={css.chip}
            aria-pressed={on}
            onClick={() => change({ extras: on ? wish.extras.filter((one) => one !== id) : [...wish.extras, id] })}
          >
            + {inWords(title)}
            <span className={css.note}> · {per === 'hour' ? m.book_per_hour({ amount }) : amount}</span>
          </button>
        )
      })}
    </fieldset>
  )
}

interface ChoiceProps {
  label: string
  any: string
  options: readonly { id: string; name: string; note: string | null }[]
  value: string | null
  onChange: (id: string | null) => void
}

function Choice({ label, any, options, value, onChange }: ChoiceProps) {
  return (
    <fieldset className={css.choice} aria-label={label}>
      <button type="button" className={css.chip} aria-pressed={value === null} onClick={() => onChange(null)}>
        {any}
      </button>
      {options.map(({ id, name, note }) => (
        <button key={id} type="button" className={css.chip} aria-pressed={value === id} onClick={() => onChange(id)}>
          {name}
          {note && <span className={css.note}> · {note}</span>}
        </button>
      ))}
    </fieldset>
  )
}
