import { useQuery } from '@tanstack/react-query'
import { call } from '../../../web/app/client.ts'
import type { Api } from '../../../web/generated/api.ts'
import { m } from '../../../web/generated/messages/messages.js'
import { getLocale } from '../../../web/generated/messages/runtime.js'
import { amountText, Bones, Page } from '../../../web/ui/index.ts'
import { AuditLink } from './AuditLink.tsx'
import classes from './console.module.css'
import { QueueCounters } from './QueueCounters.tsx'

type Dashboard = Api['GET /api/console/dashboard']['answer']
type Figure = Dashboard['figures'][number]

const DAYS = 30
const LOOK_MS = 15_000

/** Where the platform stands: figures with their last thirty days, each leading to its rows (P19). */
export default function DashboardPage() {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
  const dashboard = useQuery({
    queryKey: ['console', 'dashboard', zone],
    queryFn: () => call('GET /api/console/dashboard', { query: { zone } }),
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
  const days = lastDays(figure)
  const most = Math.max(1, ...days.map(({ count }) => count))
  const [kind] = figure.events
  return (
    <section className={classes.figure} aria-label={figure.label}>
      <span className="label">{figure.label}</span>
      <span className="sum">{valueText(figure.value)}</span>
      <div
        className={classes.bars}
        role="img"
        aria-label={`${m.console_figure_days({ label: figure.label, days: DAYS })}: ${days.map(({ count }) => count).join(', ')}`}
      >
        {days.map(({ day, count }, index) => (
          <span
            key={day}
            className={index === days.length - 1 ? classes.last : ''}
            style={{ height: `${Math.max(2, (count / most) * 100)}%` }}
            title={m.console_day_count({ day, count })}
          />
        ))}
      </div>
      {kind && <AuditLink filters={{ name: kind }} />}
    </section>
  )
}

function lastDays({ days }: Figure): { day: string; count: number }[] {
  const counts = new Map(days.map(({ day, count }) => [day, count]))
  return Array.from({ length: DAYS }, (_, index) => {
    const date = new Date()
    date.setDate(date.getDate() - (DAYS - 1 - index))
    // The Swedish way of writing a date is the ISO one, in the local zone.
    const day = date.toLocaleDateString('sv')
    return { day, count: counts.get(day) ?? 0 }
  })
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
