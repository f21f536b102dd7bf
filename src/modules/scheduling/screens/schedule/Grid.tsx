import { useEffect, useRef, useState } from 'react'
import { m } from '../../../../web/generated/messages/messages.js'
import { Block } from './Block.tsx'
import { clockText, dialText, HOUR_PX, hourText } from './clock.ts'
import { bookingsIn } from './columns.ts'
import { type Column, closedOn, hoursToDraw, morningOf, onDay, placed } from './layout.ts'
import css from './schedule.module.css'
import { type Dragged, useDrag } from './use-drag.ts'
import type { Booking, Move, Schedule } from './use-schedule.ts'
import { wallOf } from './wall.ts'

interface Props {
  columns: readonly Column[]
  schedule: Schedule
  mayMove: boolean
  open: string | undefined
  onOpen: (booking: Booking) => void
  onMove: (move: Move) => void
  /** A stretch of an empty column was drawn: book it. */
  onDraw: (drawn: { column: Column; from: number; to: number }) => void
}

/** Columns of a day or a week under one clock; bookings are dragged, stretched, and moved by Alt and arrows (P10). */
export function Grid({ columns, schedule, mayMove, open, onOpen, onMove, onDraw }: Props) {
  const { zone, bookings, resources } = schedule
  const spans = columns.flatMap((column) => [
    ...bookingsIn(column, bookings).flatMap(
      (one) => onDay({ start: one.startsAt, end: one.endsAt }, column.date, zone) ?? [],
    ),
    ...resources.flatMap(({ id, open: opens }) =>
      column.resourceId === null || column.resourceId === id
        ? opens.flatMap((span) => onDay(span, column.date, zone) ?? [])
        : [],
    ),
  ])
  const { first, last } = hoursToDraw(spans)
  const now = useNow()
  const wall = wallOf(now.toISOString(), zone)
  const area = useRef<HTMLDivElement>(null)
  const box = useRef<HTMLDivElement>(null)
  const morning = morningOf(spans)
  const days = columns.map(({ date }) => date)
  // Whoever works at night looks at the night.
  const from = morning !== undefined && !(days.includes(wall.date) && wall.minutes < morning) ? morning : first * 60
  const shown = useRef('')
  useEffect(() => {
    if (shown.current === days.join() || spans.length === 0) return
    shown.current = days.join()
    box.current?.scrollTo({ top: Math.max(0, ((from - first * 60) / 60 - 0.5) * HOUR_PX) })
  }, [days, from, first, spans.length])
  const drag = useDrag({ columns, schedule, area, first, onMove, onDraw, enabled: mayMove })
  return (
    <div ref={box} className={css.scroll}>
      <div
        ref={area}
        className={css.grid}
        style={{ '--columns': columns.length, '--hours': last - first, '--hour': `${HOUR_PX}px` }}
        {...drag.area}
      >
        <div className={css.corner} />
        {columns.map(({ id, title, detail }) => (
          <div key={id} className={css.head}>
            <strong>{title}</strong>
            <span>{detail}</span>
          </div>
        ))}
        <Hours first={first} last={last} now={columns.some(({ date }) => date === wall.date) ? wall.minutes : null} />
        {columns.map((column, index) => (
          <fieldset
            key={column.id}
            className={css.column}
            data-column={index}
            aria-label={`${column.title}, ${column.detail}`}
          >
            {closedFor(column, schedule).map(({ from, to }) => {
              const top = Math.max(from, first * 60)
              const bottom = Math.min(to, last * 60)
              return bottom > top ? <div key={from} className={css.closed} style={at(top, bottom, first)} /> : null
            })}
            {placed(
              bookingsIn(column, bookings).map((item) => ({ ...item, start: item.startsAt, end: item.endsAt })),
              column.date,
              zone,
            ).map(({ item, from, to, lane, lanes }) => (
              <Block
                key={item.id}
                booking={item}
                zone={zone}
                column={column}
                style={{ ...at(from, to, first), '--lane': lane, '--lanes': lanes }}
                short={to - from <= 45}
                narrow={lanes > 1}
                chosen={item.id === open}
                dragged={drag.moved?.booking.id === item.id}
                movable={mayMove && (item.state === 'confirmed' || item.state === 'pending')}
                onOpen={() => onOpen(item)}
                onGrab={drag.grab}
                onNudge={(nudge) => drag.nudge(item, column, nudge)}
              />
            ))}
            {ghostIn(drag.moved, index, first)}
            {drag.drawn?.column === index && (
              <div className={css.drawn} style={at(drag.drawn.from, drag.drawn.to, first)}>
                {clockText(drag.drawn.from)}–{clockText(drag.drawn.to)}
              </div>
            )}
            {column.date === wall.date && wall.minutes > first * 60 && wall.minutes < last * 60 && (
              <div className={css.now} style={{ top: ((wall.minutes - first * 60) / 60) * HOUR_PX }} />
            )}
          </fieldset>
        ))}
      </div>
      <p className="unseen" aria-live="polite">
        {drag.said}
      </p>
    </div>
  )
}

/** Where what is being dragged would land, and whether it may. */
function ghostIn(moved: Dragged | undefined, column: number, first: number) {
  if (!moved?.columns.includes(column)) return null
  return (
    <div className={css.ghost} data-clash={moved.clash || undefined} style={at(moved.from, moved.to, first)}>
      <strong>
        {clockText(moved.from)}–{clockText(moved.to)}
      </strong>
      <span>{moved.clash ? m.schedule_clash() : m.schedule_free()}</span>
    </div>
  )
}

function Hours({ first, last, now }: { first: number; last: number; now: number | null }) {
  const hours = Array.from({ length: last - first - 1 }, (_, index) => first + index + 1)
  return (
    <div className={css.hours} aria-hidden="true">
      {hours.map((hour) => (
        <span key={hour} style={{ top: (hour - first) * HOUR_PX }}>
          {hourText(hour)}
        </span>
      ))}
      {now !== null && now > first * 60 && now < last * 60 && (
        <b style={{ top: ((now - first * 60) / 60) * HOUR_PX }}>{dialText(now)}</b>
      )}
    </div>
  )
}

function closedFor({ resourceId, date }: Column, { resources, zone }: Schedule) {
  const of = resources.filter(({ id, kind }) => (resourceId === null ? kind === 'room' : id === resourceId))
  return closedOn(
    of.flatMap(({ open }) => open),
    date,
    zone,
  )
}

function at(from: number, to: number, first: number) {
  return { top: ((from - first * 60) / 60) * HOUR_PX, height: ((to - from) / 60) * HOUR_PX }
}

function useNow(): Date {
  const [now, setNow] = useState(() => new Date())
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), 30_000)
    return () => clearInterval(timer)
  }, [])
  return now
}
