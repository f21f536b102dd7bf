import { type PointerEvent, type RefObject, useRef, useState } from 'react'
import { m } from '../../../../web/generated/messages/messages.js'
import { clockText, HOUR_PX } from './clock.ts'
import type { Column } from './layout.ts'
import type { Booking, Move, Schedule } from './use-schedule.ts'
import { momentOf, wallOf } from './wall.ts'

/** What was taken hold of: the whole booking, or its end. */
export interface Grab {
  booking: Booking
  column: Column
  edge: 'whole' | 'end'
}

/** A step by keyboard: minutes later, columns to the right, minutes longer. */
export interface Nudge {
  minutes: number
  columns: number
  stretch: number
}

/** Where a booking would land: minutes of the day, the columns that it would take, and whether something is there. */
export interface Dragged {
  booking: Booking
  from: number
  to: number
  columns: number[]
  date: string
  resourceIds: string[]
  clash: boolean
}

interface Options {
  columns: readonly Column[]
  schedule: Schedule
  area: RefObject<HTMLDivElement | null>
  /** The first hour that is drawn. */
  first: number
  enabled: boolean
  onMove: (move: Move) => void
  onDraw: (drawn: { column: Column; from: number; to: number }) => void
}

/** Minutes to which a drag snaps, and the way in px before a press is one. */
const SNAP = 15
const THRESHOLD_PX = 5

/** Dragging bookings, stretching them, drawing new ones, and the same by keyboard. Conflicts show before the drop. */
export function useDrag({ columns, schedule, area, first, enabled, onMove, onDraw }: Options) {
  const [moved, setMoved] = useState<Dragged>()
  const [drawn, setDrawn] = useState<{ column: number; from: number; to: number }>()
  const [said, setSaid] = useState('')
  const grip = useRef<{ grab?: Grab; x: number; y: number; column: number; minutes: number; moving: boolean }>(
    undefined,
  )

  const placeAt = (event: { clientX: number; clientY: number }) => {
    const box = [...(area.current?.querySelectorAll<HTMLElement>('[data-column]') ?? [])].map((one) =>
      one.getBoundingClientRect(),
    )
    const found = box.findIndex(({ left, right }) => event.clientX >= left && event.clientX < right)
    const top = box[0]?.top ?? 0
    return { column: found, minutes: first * 60 + ((event.clientY - top) / HOUR_PX) * 60 }
  }
  const wouldBe = (grab: Grab, minutes: number, column: number, stretch: number): Dragged | undefined => {
    const { booking } = grab
    const at = columns[column]
    if (!at) return undefined
    const length = (Date.parse(booking.endsAt) - Date.parse(booking.startsAt)) / 60_000
    const now = wallOf(booking.startsAt, schedule.zone)
    const from = snap(now.minutes + minutes)
    const to = from + Math.max(SNAP, snap(length + stretch))
    const resourceIds = swapped(booking, grab.column, at)
    if (!resourceIds || from < 0 || from >= 1440) return undefined
    const date = at.date
    const start = momentOf({ date, minutes: from }, schedule.zone).getTime()
    return {
      ...{ booking, from, to, date, resourceIds },
      columns: columns.flatMap((one, index) =>
        one.date === date && (one.resourceId === null || resourceIds.includes(one.resourceId)) ? index : [],
      ),
      clash: clashes(schedule.bookings, booking.id, resourceIds, start, start + (to - from) * 60_000),
    }
  }
  const drop = (to: Dragged) => {
    if (to.clash) return setSaid(m.schedule_clash())
    const start = momentOf({ date: to.date, minutes: to.from }, schedule.zone).toISOString()
    const minutes = to.to - to.from
    const same = start === new Date(to.booking.startsAt).toISOString()
    const length = (Date.parse(to.booking.endsAt) - Date.parse(to.booking.startsAt)) / 60_000
    const known = to.booking.resources.every(({ id }) => to.resourceIds.includes(id))
    if (same && minutes === length && known) return
    setSaid(m.schedule_moved_to({ time: clockText(to.from) }))
    onMove({ booking: to.booking, start, minutes, resourceIds: to.resourceIds })
  }

  const onPointerDown = (event: PointerEvent) => {
    if (!enabled || event.button !== 0 || event.pointerType === 'touch') return
    if (event.target instanceof Element && event.target.closest('button, [data-tone]')) return
    const { column, minutes } = placeAt(event)
    if (column < 0 || minutes < first * 60) return
    const from = Math.floor(minutes / 30) * 30
    grip.current = { x: event.clientX, y: event.clientY, column, minutes: from, moving: false }
    event.currentTarget.setPointerCapture(event.pointerId)
  }
  const onPointerMove = (event: PointerEvent) => {
    const held = grip.current
    if (!held) return
    if (!held.moving && Math.hypot(event.clientX - held.x, event.clientY - held.y) < THRESHOLD_PX) return
    held.moving = true
    const { column, minutes } = placeAt(event)
    if (!held.grab) {
      const to = Math.max(held.minutes + 30, Math.ceil(minutes / 30) * 30)
      return setDrawn({ column: held.column, from: held.minutes, to: Math.min(to, 1440) })
    }
    const by = minutes - held.minutes
    const whole = held.grab.edge === 'whole'
    setMoved(wouldBe(held.grab, whole ? by : 0, whole && column >= 0 ? column : held.column, whole ? 0 : by))
  }
  const onPointerUp = () => {
    const held = grip.current
    grip.current = undefined
    if (moved) drop(moved)
    const column = held && columns[held.column]
    if (drawn && column) onDraw({ column, from: drawn.from, to: drawn.to })
    setMoved(undefined)
    setDrawn(undefined)
  }
  const onPointerCancel = () => {
    grip.current = undefined
    setMoved(undefined)
    setDrawn(undefined)
  }
  return {
    ...{ moved, drawn, said },
    area: {
      ...{ onPointerDown, onPointerMove, onPointerUp, onPointerCancel },
      // A drag that ends over its own block is no press on it.
      onClickCapture: (event: { stopPropagation: () => void }) => {
        if (moved) event.stopPropagation()
      },
    },
    grab: (event: PointerEvent, grab: Grab) => {
      if (!enabled || event.button !== 0 || event.pointerType === 'touch') return
      const { minutes } = placeAt(event)
      const column = columns.findIndex(({ id }) => id === grab.column.id)
      grip.current = { grab, x: event.clientX, y: event.clientY, column, minutes, moving: false }
    },
    nudge: (booking: Booking, column: Column, { minutes, columns: by, stretch }: Nudge) => {
      const index = columns.findIndex(({ id }) => id === column.id)
      const to = wouldBe({ booking, column, edge: 'whole' }, minutes, index + by, stretch)
      if (to) drop(to)
    },
  }
}

function snap(minutes: number): number {
  return Math.round(minutes / SNAP) * SNAP
}

/** What would take part after a move to another column; nothing where a room would become a person. */
function swapped(booking: Booking, from: Column, to: Column): string[] | undefined {
  const ids = booking.resources.map(({ id }) => id)
  if (from.resourceId === to.resourceId || to.resourceId === null || from.resourceId === null) return ids
  if (from.kind !== to.kind || ids.includes(to.resourceId)) return undefined
  const next = to.resourceId
  return ids.map((id) => (id === from.resourceId ? next : id))
}

function clashes(bookings: readonly Booking[], id: string, resourceIds: readonly string[], start: number, end: number) {
  return bookings.some(
    (one) =>
      one.id !== id &&
      Date.parse(one.startsAt) < end &&
      Date.parse(one.endsAt) > start &&
      one.resources.some((resource) => resourceIds.includes(resource.id)),
  )
}
