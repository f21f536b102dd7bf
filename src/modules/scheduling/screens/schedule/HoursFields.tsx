import { m } from '../../../../web/generated/messages/messages.js'
import { Field } from '../../../../web/ui/index.ts'
import css from './schedule.module.css'
import { momentOf } from './wall.ts'

interface Props {
  date: string
  /** Minutes of the day. */
  from: number
  to: number
}

/** A day and the hours on it, typed by the studio's clock. */
export function HoursFields({ date, from, to }: Props) {
  return (
    <>
      <Field name="date" label={m.schedule_date()} type="date" value={date} />
      <div className={css.pair}>
        <Field name="from" label={m.schedule_from()} type="time" value={clock(from)} />
        <Field name="to" label={m.schedule_to()} type="time" value={clock(to)} />
      </div>
    </>
  )
}

/** What was typed there, as the API takes it: the moment of the start, and minutes. */
export function typedHours(values: Record<string, string>, zone: string): { start: string; minutes: number } {
  const from = minutesOf(values.from ?? '')
  const to = minutesOf(values.to ?? '')
  return {
    start: momentOf({ date: values.date ?? '', minutes: from }, zone).toISOString(),
    // An end that is not after the start is on the next day.
    minutes: to > from ? to - from : to + 1440 - from,
  }
}

function clock(minutes: number): string {
  const day = minutes % 1440
  return `${String(Math.floor(day / 60)).padStart(2, '0')}:${String(day % 60).padStart(2, '0')}`
}

function minutesOf(text: string): number {
  const [hours = 0, minutes = 0] = text.split(':').map(Number)
  return hours * 60 + minutes
}
