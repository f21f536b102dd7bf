import type { CSSProperties, PointerEvent } from 'react'
import { m } from '../../../../web/generated/messages/messages.js'
import { getLocale } from '../../../../web/generated/messages/runtime.js'
import { inWords, lengthText } from '../book/place.ts'
import { toneOf } from './columns.ts'
import type { Column } from './layout.ts'
import css from './schedule.module.css'
import type { Grab, Nudge } from './use-drag.ts'
import type { Booking } from './use-schedule.ts'

interface Props {
  booking: Booking
  zone: string
  column: Column
  style: CSSProperties
  short: boolean
  /** Others stand beside it: too narrow for words to wrap. */
  narrow: boolean
  chosen: boolean
  dragged: boolean
  movable: boolean
  onOpen: () => void
  onGrab: (event: PointerEvent, grab: Grab) => void
  onNudge: (nudge: Nudge) => void
}

const NUDGES: Readonly<Record<string, Nudge>> = {
  ArrowUp: { minutes: -15, columns: 0, stretch: 0 },
  ArrowDown: { minutes: 15, columns: 0, stretch: 0 },
  ArrowLeft: { minutes: 0, columns: -1, stretch: 0 },
  ArrowRight: { minutes: 0, columns: 1, stretch: 0 },
}

/** A booking in its column: a button that opens it; grabbed it moves, by its lower edge it stretches. */
export function Block({
  booking,
  zone,
  column,
  style,
  short,
  narrow,
  chosen,
  dragged,
  movable,
  onOpen,
  onGrab,
  onNudge,
}: Props) {
  const name = booking.client?.name || (booking.kind === 'internal' ? inWords(booking.title) : m.schedule_visitor())
  const others = booking.resources.filter(({ id, kind }) => id !== column.resourceId && kind !== 'gear')
  const time = new Intl.DateTimeFormat(getLocale(), { timeZone: zone, hour: 'numeric', minute: '2-digit' })
  const when = `${time.format(new Date(booking.startsAt))}–${time.format(new Date(booking.endsAt))}`
  const what = [booking.kind === 'internal' ? '' : inWords(booking.title), ...others.map((one) => one.name)]
  const pending = booking.state === 'pending'
  return (
    <div
      className={css.block}
      style={style}
      data-tone={toneOf(booking)}
      data-chosen={chosen || undefined}
      data-dragged={dragged || undefined}
      data-short={short || undefined}
      data-narrow={narrow || undefined}
    >
      <button
        type="button"
        className={css.open}
        aria-label={[pending ? m.schedule_waits() : '', name, ...what, when].filter(Boolean).join(', ')}
        aria-keyshortcuts={movable ? 'Alt+ArrowUp Alt+ArrowDown Alt+ArrowLeft Alt+ArrowRight' : undefined}
        onClick={onOpen}
        onPointerDown={movable ? (event) => onGrab(event, { booking, column, edge: 'whole' }) : undefined}
        onKeyDown={(event) => {
          const nudge = NUDGES[event.key]
          if (!movable || !event.altKey || !nudge) return
          event.preventDefault()
          event.stopPropagation()
          onNudge(event.shiftKey ? { ...nudge, minutes: 0, stretch: nudge.minutes } : nudge)
        }}
      >
        <strong>{pending ? m.schedule_waits() : name}</strong>
        <span>
          {[pending ? name : '', ...what, pending ? lengthText(minutesOf(booking)) : ''].filter(Boolean).join(' · ')}
        </span>
        <span className={css.when}>{when}</span>
      </button>
      {movable && (
        <div
          className={css.edge}
          aria-hidden="true"
          onPointerDown={(event) => onGrab(event, { booking, column, edge: 'end' })}
        />
      )}
    </div>
  )
}

function minutesOf({ startsAt, endsAt }: Booking): number {
  return (Date.parse(endsAt) - Date.parse(startsAt)) / 60_000
}
