import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { call } from '../../../web/app/client.ts'
import type { Api } from '../../../web/generated/api.ts'
import { m } from '../../../web/generated/messages/messages.js'
import { getLocale } from '../../../web/generated/messages/runtime.js'
import { amountText, Bones, Page } from '../../../web/ui/index.ts'
import { AuditLink } from './AuditLink.tsx'
import { momentOf } from './address.ts'
import classes from './console.module.css'
import { QueueCounters } from './QueueCounters.tsx'

type Dashboard = Api['GET /api/console/dashboard']['answer']
type Figure = Dashboard['figures'][number]
type Day = Figure['days'][number]
type DayValue = { day: string; value: bigint }

const DAYS = 30
const LOOK_MS = 15_000

/** Where the platform stands: figures with their last thirty days, each leading to its rows (P19). */
export default function DashboardPage() {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
  const from = momentOf(dayBefore(DAYS - 1), 0)
  const dashboard = useQuery({
    queryKey: ['console', 'dashboard', zone, from],
    queryFn: () => call('GET /api/console/dashboard', { query: { zone, from } }),
    refetchInterval: LOOK_MS,
  })
  return (
    <Page title={m.console_dashboard()}>
      {dashboard.isPending && <Bones rows={6} />}
      {dashboard.isError && (
        <p className="wrong wrong--form" role="alert">
          {dashboard.error.message}
        </p>
      )}
      {dashboard.data && (
        <div className="columns" style={{ marginBottom: 24 }}>
          {dashboard.data.figures.map((figure) => (
            <FigureCard key={figure.name} figure={figure} />
          ))}
        </div>
      )}
      <h2 style={{ marginBottom: 12 }}>{m.console_queue()}</h2>
      <QueueCounters />
    </Page>
  )
}

function FigureCard({ figure }: { figure: Figure }) {
  const [kind] = figure.events
  return (
    <section className={classes.figure} aria-label={figure.label}>
      <span className="label">{figure.label}</span>
      {figure.revenue === null ? (
        <>
          <span className="sum">{valueText(figure.value)}</span>
          <Bars label={figure.label} days={lastDays(figure.days, ({ count }) => BigInt(count))} text={String} />
          {kind && <AuditLink filters={{ name: kind }} />}
        </>
      ) : (
        <RevenueFigure figure={figure} revenue={figure.revenue} />
      )}
    </section>
  )
}

/** A kind of revenue: its sum and its days in each currency, for currencies are never added up. */
function RevenueFigure({ figure, revenue }: { figure: Figure; revenue: string }) {
  const sums = figure.value.kind === 'money' ? figure.value.sums : []
  const to: string = '/money/transfers'
  return (
    <>
      {sums.length === 0 && <span className="second">{m.revenue_none()}</span>}
      {sums.map((sum) => {
        const { currency } = sum
        const ofDay = ({ sums: all = [] }: Day) =>
          BigInt(all.find((one) => one.currency === currency)?.amountMinor ?? 0)
        const text = (amountMinor: bigint) => amountText({ amountMinor, currency }, { short: true })
        return (
          <div key={currency} className={classes.currency}>
            <span className="sum">{amountText(sum, { short: true })}</span>
            <Bars label={`${figure.label}, ${currency}`} days={lastDays(figure.days, ofDay)} text={text} />
          </div>
        )
      })}
      {sums.length > 0 && <span className="second">{m.revenue_days({ days: DAYS })}</span>}
      <Link to={to} search={{ revenue, from: dayBefore(DAYS - 1), to: dayBefore(0) } as never}>
        {m.revenue_rows()}
      </Link>
    </>
  )
}

/** Days side by side; below nothing is drawn as high, in red. */
function Bars({ label, days, text }: { label: string; days: readonly DayValue[]; text: (value: bigint) => string }) {
  const most = days.reduce((highest, { value }) => (sizeOf(value) > highest ? sizeOf(value) : highest), 1n)
  return (
    <div
      className={classes.bars}
      role="img"
      aria-label={`${m.console_figure_days({ label, days: DAYS })}: ${days.map(({ value }) => text(value)).join(', ')}`}
    >
      {days.map(({ day, value }, index) => (
        <span
          key={day}
          className={value < 0n ? classes.minus : index === days.length - 1 ? classes.last : ''}
          style={{ height: `${Math.max(2, Number((sizeOf(value) * 100n) / most))}%` }}
          title={m.console_day_count({ day, count: text(value) })}
        />
      ))}
    </div>
  )
}

const sizeOf = (value: bigint) => (value < 0n ? -value : value)

function lastDays(days: readonly Day[], ofDay: (day: Day) => bigint): DayValue[] {
  const values = new Map(days.map((one) => [one.day, ofDay(one)]))
  return Array.from({ length: DAYS }, (_, index) => {
    const day = dayBefore(DAYS - 1 - index)
    return { day, value: values.get(day) ?? 0n }
  })
}

/** A day so many days ago, on this person's calendar. */
function dayBefore(days: number): string {
  const date = new Date()
  date.setDate(date.getDate() - days)
  // The Swedish way of writing a date is the ISO one, in the local zone.
  return date.toLocaleDateString('sv')
}

function valueText(value: Figure['value']): string {
  if (value.kind === 'money') return value.sums.map((sum) => amountText(sum, { short: true })).join(' · ') || '0'
  if (value.kind === 'count') return new Intl.NumberFormat(getLocale()).format(value.value)
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const
  const step = Math.min(units.length - 1, Math.floor(Math.log(Math.max(1, value.value)) / Math.log(1000)))
  return new Intl.NumberFormat(getLocale(), {
    style: 'unit',
    unit: units[step] ?? 'byte',
    maximumFractionDigits: 1,
  }).format(value.value / 1000 ** step)
}
