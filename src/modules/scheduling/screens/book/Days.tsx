import { useEffect, useRef } from 'react'
import { m } from '../../../../web/generated/messages/messages.js'
import { getLocale } from '../../../../web/generated/messages/runtime.js'
import css from './book.module.css'
import type { Day, Start } from './days.ts'
import { viewerZone } from './place.ts'

interface StripProps {
  days: readonly Day[]
  chosen: string | null
  onChoose: (date: string) => void
}

/** Days to choose from, each with how many times are free on it. */
export function DayStrip({ days, chosen, onChoose }: StripProps) {
  const weekday = new Intl.DateTimeFormat(getLocale(), { weekday: 'short', timeZone: 'UTC' })
  const full = new Intl.DateTimeFormat(getLocale(), { weekday: 'long', day: 'numeric', month: 'long', timeZone: 'UTC' })
  const strip = useRef<HTMLFieldSetElement>(null)
  useEffect(() => {
    const day = strip.current?.querySelector<HTMLElement>(`[data-date="${chosen}"]`)
    const { offsetLeft: from = 0, offsetWidth: width = 0 } = day ?? {}
    const box = strip.current
    if (!box || !day) return
    const left = from - box.offsetLeft
    if (left < box.scrollLeft || left + width > box.scrollLeft + box.clientWidth) box.scrollLeft = left - width
  }, [chosen])
  return (
    <fieldset ref={strip} className={css.strip} aria-label={m.book_day()}>
      {days.map(({ date, free }) => {
        const noon = new Date(`${date}T12:00:00Z`)
        return (
          <button
            key={date}
            type="button"
            className={css.day}
            data-date={date}
            aria-pressed={date === chosen}
            aria-label={`${full.format(noon)}, ${m.book_free_count({ count: free })}`}
            data-empty={free === 0 || undefined}
            onClick={() => onChoose(date)}
          >
            <span>{weekday.format(noon)}</span>
            <strong>{noon.getUTCDate()}</strong>
            <span>{free}</span>
          </button>
        )
      })}
    </fieldset>
  )
}

interface TimesProps {
  starts: readonly Start[]
  chosen: string | null
  onChoose: (start: string) => void
  /** Goes to the viewer's own hold; where it leads nowhere, the time is as taken as any other. */
  onOwn?: (bookingId: string) => void
}

/** Times of a day; those that somebody else has are struck through. */
export function Times({ starts, chosen, onChoose, onOwn }: TimesProps) {
  const time = new Intl.DateTimeFormat(getLocale(), { hour: 'numeric', minute: '2-digit', timeZone: viewerZone() })
  if (starts.length === 0) return <p className={css.quiet}>{m.book_day_empty()}</p>
  return (
    <fieldset className={css.times} aria-label={m.book_time()}>
      {starts.map(({ start, free, own }) => {
        const mine = onOwn ? own : null
        const words = { time: time.format(new Date(start)) }
        return (
          <button
            key={start}
            type="button"
            className={css.time}
            disabled={!free && !mine}
            aria-pressed={start === chosen}
            aria-label={mine ? m.book_own(words) : free ? undefined : m.book_taken(words)}
            onClick={() => (mine && !free ? onOwn?.(mine) : onChoose(start))}
          >
            {words.time}
            {mine && <span className={css.own}>{m.book_own_mark()}</span>}
          </button>
        )
      })}
    </fieldset>
  )
}
