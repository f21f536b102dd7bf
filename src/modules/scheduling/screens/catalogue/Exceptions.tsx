import { useState } from 'react'
import { m } from '../../../../web/generated/messages/messages.js'
import { getLocale } from '../../../../web/generated/messages/runtime.js'
import { Wrong } from '../../../../web/ui/index.ts'
import css from './catalogue.module.css'
import { readHours } from './hours.ts'
import type { Resource } from './use-catalogue.ts'

type Exception = Resource['exceptions'][number]

interface Draft {
  date: string
  hours: string
  note: string
}

/** Nothing typed yet. */
export const NO_DRAFT: Draft = { date: '', hours: '', note: '' }

/** Whether nothing was typed of a day. */
export const draftIsEmpty = ({ date, hours, note }: Draft) => `${date}${hours}${note}`.trim() === ''

/** The day that was typed, with all its hours; no hours, closed. Nothing where it cannot be read. */
export function readDraft({ date, hours, note }: Draft): Exception[] | undefined {
  const read = readHours(1, hours)
  if (read === null || date === '') return undefined
  if (read.length === 0) return [{ date, opens: null, closes: null, note }]
  return read.map(({ opens, closes }) => ({ date, opens, closes, note }))
}

interface Props {
  list: readonly Exception[]
  onChange: (list: Exception[]) => void
  draft: Draft
  onDraft: (draft: Draft) => void
}

/** Days that are not as the week says: closed, or with other hours, and why (P10). */
export function Exceptions({ list, onChange, draft, onDraft }: Props) {
  const [wrong, setWrong] = useState(false)
  const add = () => {
    const read = readDraft(draft)
    setWrong(!read)
    if (!read) return
    onChange([...list, ...read].toSorted((a, b) => a.date.localeCompare(b.date)))
    onDraft(NO_DRAFT)
  }
  const change = (part: Partial<Draft>) => onDraft({ ...draft, ...part })
  return (
    <fieldset className={css.week}>
      <legend className="label">{m.catalogue_exceptions()}</legend>
      {list.map((one, index) => (
        <p key={`${one.date}${one.opens}`} className={css.exception}>
          <span>
            {dateText(one.date)} · {one.opens ? `${one.opens}–${one.closes}` : m.catalogue_closed()}
            {one.note && <span className="second"> {one.note}</span>}
          </span>
          <button
            type="button"
            className="btn"
            aria-label={m.catalogue_drop_day({ day: dateText(one.date) })}
            onClick={() => onChange(list.toSpliced(index, 1))}
          >
            {m.catalogue_drop()}
          </button>
        </p>
      ))}
      <div className={css.exceptionNew}>
        <input
          type="date"
          aria-label={m.catalogue_exception_day()}
          value={draft.date}
          onChange={(event) => change({ date: event.currentTarget.value })}
        />
        <input
          aria-label={m.catalogue_exception_hours()}
          placeholder={m.catalogue_closed()}
          value={draft.hours}
          onChange={(event) => change({ hours: event.currentTarget.value })}
        />
        <input
          aria-label={m.catalogue_exception_note()}
          placeholder={m.catalogue_exception_note()}
          maxLength={200}
          value={draft.note}
          onChange={(event) => change({ note: event.currentTarget.value })}
        />
        <button type="button" className="btn" onClick={add}>
          {m.catalogue_add()}
        </button>
      </div>
      {wrong ? (
        <span className="wrong" role="alert">
          {m.catalogue_exception_wrong()}
        </span>
      ) : (
        <Wrong at="exceptions" />
      )}
    </fieldset>
  )
}

/** A day of the calendar: `1 января 2027 г.` */
function dateText(date: string): string {
  const format = new Intl.DateTimeFormat(getLocale(), { dateStyle: 'medium', timeZone: 'UTC' })
  return format.format(new Date(`${date}T12:00:00Z`))
}
