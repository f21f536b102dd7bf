import { IconChevronLeft, IconChevronRight, IconPlus } from '@tabler/icons-react'
import { useMay } from '../../../../web/app/me.tsx'
import { StudioLink } from '../../../../web/app/StudioLink.tsx'
import { m } from '../../../../web/generated/messages/messages.js'
import { getLocale } from '../../../../web/generated/messages/runtime.js'
import { DetailPane } from '../../../../web/ui/DetailPane.tsx'
import { Empty, Page, Pending, useListAddress } from '../../../../web/ui/index.ts'
import { clocksDiffer } from '../../../../web/ui/moment.ts'
import { addDays } from '../book/days.ts'
import { inWords } from '../book/place.ts'
import { BookingDetail } from '../bookings/BookingDetail.tsx'
import { daysShown, resourceColumns, step, type View, weekColumns } from './columns.ts'
import { Grid } from './Grid.tsx'
import { fullness, onDay } from './layout.ts'
import { Month } from './Month.tsx'
import { NewBooking } from './NewBooking.tsx'
import css from './schedule.module.css'
import { type Schedule, useMove, useSchedule, useWaiting } from './use-schedule.ts'
import { momentOf, wallOf } from './wall.ts'
import { useStudioZone } from './zone.ts'

const VIEWS: readonly View[] = ['resources', 'week', 'month']

/** The studio's schedule: rooms and people side by side, a week, a month; what is open stands beside it (P10). */
export default function SchedulePage() {
  const zone = useStudioZone()
  const address = useListAddress()
  const mayManage = useMay('bookings.manage')
  const today = wallOf(new Date().toISOString(), zone).date
  const date = address.chosen('date') ?? today
  const view = VIEWS.find((one) => one === address.chosen('view')) ?? 'resources'
  const { first, count } = daysShown(view, date)
  const from = momentOf({ date: first, minutes: 0 }, zone)
  const schedule = useSchedule(from, momentOf({ date: addDays(first, count), minutes: 0 }, zone))
  const move = useMove()
  const booking = schedule.data?.bookings.find(({ id }) => id === address.open)
  const drawing = address.chosen('new')
  const close = () => address.set({ open: '', new: '', at: '', to: '', with: '' })
  const shown = address.chosen('resource') ?? null
  const columns = schedule.data
    ? view === 'resources'
      ? resourceColumns(schedule.data.resources, date)
      : weekColumns(first, shown, getLocale())
    : []
  return (
    <Page
      title={titleOf(view, date, first)}
      beside={
        <>
          <Steps
            view={view}
            date={date}
            today={today}
            set={(next) => address.set({ date: next === today ? '' : next })}
          />
          {schedule.data && <Facts schedule={schedule.data} date={date} view={view} />}
        </>
      }
      actions={
        <>
          <fieldset className={css.views} aria-label={m.schedule_view()}>
            {VIEWS.map((one) => (
              <button
                key={one}
                type="button"
                aria-pressed={one === view}
                onClick={() => address.set({ view: one === 'resources' ? '' : one })}
              >
                {viewName(one)}
              </button>
            ))}
          </fieldset>
          {mayManage && (
            <button type="button" className="btn btn--ink" onClick={() => address.set({ open: '', new: '1' })}>
              <IconPlus size={16} stroke={1.7} aria-hidden /> {m.schedule_book()}
            </button>
          )}
        </>
      }
    >
      {view === 'week' && schedule.data && (
        <Chips schedule={schedule.data} chosen={shown} choose={(id) => address.set({ resource: id ?? '' })} />
      )}
      <ZoneNote zone={zone} at={from} />
      <div className={css.beside} data-open={booking !== undefined || drawing === '1' || undefined}>
        {!schedule.data ? (
          <Pending of={schedule} rows={8} />
        ) : schedule.data.resources.length === 0 ? (
          <Empty
            title={m.schedule_empty()}
            action={
              <StudioLink to="catalogue" search={{ tab: 'resources' }}>
                {m.schedule_empty_act()}
              </StudioLink>
            }
          >
            {m.schedule_empty_text()}
          </Empty>
        ) : view === 'month' ? (
          <Month
            {...{ first, count, today }}
            month={date.slice(0, 7)}
            schedule={schedule.data}
            onDay={(day) => address.set({ date: day, view: '' })}
          />
        ) : (
          <Grid
            columns={columns}
            schedule={schedule.data}
            mayMove={mayManage}
            open={address.open}
            onOpen={({ id }) => address.set({ new: '', open: id === address.open ? '' : id })}
            onMove={(wanted) => move.mutate(wanted)}
            onDraw={({ column, from: at, to }) =>
              address.set({
                open: '',
                new: '1',
                date: column.date,
                at: String(at),
                to: String(to),
                with: column.resourceId ?? '',
              })
            }
          />
        )}
        {booking && (
          <DetailPane title={booking.client?.name ?? inWords(booking.title)} onClose={close}>
            <BookingDetail booking={booking} zone={zone} />
          </DetailPane>
        )}
        {drawing === '1' && schedule.data && mayManage && (
          <DetailPane title={m.schedule_new()} onClose={close}>
            <NewBooking
              schedule={schedule.data}
              date={date}
              from={Number(address.chosen('at') ?? 12 * 60)}
              to={Number(address.chosen('to') ?? 14 * 60)}
              resourceId={address.chosen('with') ?? null}
              onDone={(id, day) => address.set({ new: '', at: '', to: '', with: '', date: day, open: id })}
            />
          </DetailPane>
        )}
      </div>
    </Page>
  )
}

function Steps({ view, date, today, set }: { view: View; date: string; today: string; set: (date: string) => void }) {
  return (
    <span className={css.steps}>
      <button type="button" className="btn" aria-label={m.schedule_before()} onClick={() => set(step(view, date, -1))}>
        <IconChevronLeft size={16} stroke={1.7} aria-hidden />
      </button>
      <button type="button" className="btn" onClick={() => set(today)}>
        {m.schedule_today()}
      </button>
      <button type="button" className="btn" aria-label={m.schedule_after()} onClick={() => set(step(view, date, 1))}>
        <IconChevronRight size={16} stroke={1.7} aria-hidden />
      </button>
    </span>
  )
}

/** Who waits for an answer, and how full the rooms are on the day. */
function Facts({ schedule, date, view }: { schedule: Schedule; date: string; view: View }) {
  const waiting = useWaiting()
  const rooms = schedule.resources.filter(({ kind }) => kind === 'room')
  const minutes = (spans: readonly { start: string; end: string }[]) =>
    spans.reduce((sum, span) => {
      const there = onDay(span, date, schedule.zone)
      return sum + (there ? there.to - there.from : 0)
    }, 0)
  const open = minutes(rooms.flatMap((room) => room.open))
  const taken = minutes(
    schedule.bookings.flatMap(({ startsAt, endsAt, resources }) =>
      resources.filter(({ kind }) => kind === 'room').map(() => ({ start: startsAt, end: endsAt })),
    ),
  )
  const share = fullness(open, taken)
  return (
    <span className={css.facts}>
      {waiting > 0 && (
        <StudioLink className="tag tag--signal" to="bookings" search={{ show: 'waiting' }}>
          {m.schedule_waiting({ count: waiting })}
        </StudioLink>
      )}
      {view === 'resources' && share !== null && <span className="tag">{m.schedule_full({ share })}</span>}
    </span>
  )
}

interface ChipsProps {
  schedule: Schedule
  chosen: string | null
  choose: (id: string | null) => void
}

function Chips({ schedule, chosen, choose }: ChipsProps) {
  return (
    <div className="chips" style={{ marginTop: 0 }}>
      <button type="button" className="chip" aria-pressed={chosen === null} onClick={() => choose(null)}>
        {m.schedule_everyone()}
      </button>
      {schedule.resources
        .filter(({ kind }) => kind !== 'gear')
        .map(({ id, name }) => (
          <button key={id} type="button" className="chip" aria-pressed={chosen === id} onClick={() => choose(id)}>
            {name}
          </button>
        ))}
    </div>
  )
}

/** The schedule is drawn by the studio's clock; whoever looks from elsewhere is told so. */
function ZoneNote({ zone, at }: { zone: string; at: Date }) {
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone
  return clocksDiffer(at, own, zone) ? <p className="second">{m.schedule_zone({ zone })}</p> : null
}

function titleOf(view: View, date: string, first: string): string {
  const write = (day: string, options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(getLocale(), { timeZone: 'UTC', ...options }).format(new Date(`${day}T12:00:00Z`))
  const text =
    view === 'resources'
      ? write(date, { weekday: 'long', day: 'numeric', month: 'long' })
      : view === 'month'
        ? write(date, { month: 'long', year: 'numeric' })
        : `${write(first, { day: 'numeric', month: 'short' })} – ${write(addDays(first, 6), { day: 'numeric', month: 'short' })}`
  // Russian writes «ноябрь 2026 г.»; a title needs no «г.».
  const short = text.replace(/\s*г\.$/, '')
  return short.charAt(0).toLocaleUpperCase(getLocale()) + short.slice(1)
}

function viewName(view: View): string {
  return { resources: m.schedule_resources, week: m.schedule_week, month: m.schedule_month }[view]()
}
