import { m } from '../../../../web/generated/messages/messages.js'
import { getLocale } from '../../../../web/generated/messages/runtime.js'
import { addDays } from '../book/days.ts'
import { inWords } from '../book/place.ts'
import { toneOf } from './columns.ts'
import { onDay } from './layout.ts'
import css from './schedule.module.css'
import type { Schedule } from './use-schedule.ts'

/** Bookings that a day of the month names before it says how many more there are. */
const NAMED = 3

interface Props {
  first: string
  count: number
  /** The month that is looked at: days around it are quiet. */
  month: string
  today: string
  schedule: Schedule
  onDay: (date: string) => void
}

/** A month by days: who is there, and a press opens the day. */
export function Month({ first, count, month, today, schedule, onDay: open }: Props) {
  const { bookings, zone } = schedule
  const weekday = new Intl.DateTimeFormat(getLocale(), { weekday: 'short', timeZone: 'UTC' })
  const full = new Intl.DateTimeFormat(getLocale(), { day: 'numeric', month: 'long', timeZone: 'UTC' })
  const days = Array.from({ length: count }, (_, index) => addDays(first, index))
  return (
    <div className={css.month}>
      {days.slice(0, 7).map((date) => (
        <span key={date} className={css.weekday}>
          {weekday.format(new Date(`${date}T12:00:00Z`))}
        </span>
      ))}
      {days.map((date) => {
        const there = bookings.filter((one) => onDay({ start: one.startsAt, end: one.endsAt }, date, zone))
        return (
          <button
            key={date}
            type="button"
            className={css.cell}
            data-other={!date.startsWith(month) || undefined}
            data-today={date === today || undefined}
            aria-label={`${full.format(new Date(`${date}T12:00:00Z`))}, ${m.schedule_bookings({ count: there.length })}`}
            onClick={() => open(date)}
          >
            <b>{Number(date.slice(8))}</b>
            {there.slice(0, NAMED).map((one) => (
              <span key={one.id} data-tone={toneOf(one)}>
                {one.client?.name ?? inWords(one.title)}
              </span>
            ))}
            {there.length > NAMED && <small>{m.schedule_more({ count: there.length - NAMED })}</small>}
          </button>
        )
      })}
    </div>
  )
}
