import { useQuery } from '@tanstack/react-query'
import { call } from '../../../web/app/client.ts'
import { useProfile } from '../../../web/app/me.tsx'
import { StudioLink } from '../../../web/app/StudioLink.tsx'
import type { Api } from '../../../web/generated/api.ts'
import { m } from '../../../web/generated/messages/messages.js'
import { getLocale } from '../../../web/generated/messages/runtime.js'
import {
  Bones,
  Empty,
  Failed,
  Money,
  monthBeside,
  monthNamed,
  monthOf,
  monthWords,
  Page,
  useListAddress,
} from '../../../web/ui/index.ts'
import classes from './sums.module.css'
import { stateName } from './words.ts'

type Answer = Api['GET /api/studios/{studio}/projects/sums']['answer']
type Sums = Answer['totals'][number]
const FIGURES = ['bought', 'held', 'returned', 'paid', 'performers', 'commission', 'studio', 'tips'] as const
const SHOWN = {
  open: ['bought', 'held', 'returned', 'paid', 'studio', 'tips'],
  ended: ['bought', 'returned', 'performers', 'commission', 'studio', 'tips'],
} as const satisfies Record<string, readonly (typeof FIGURES)[number][]>

/** The money of the projects under way, and of those that ended in a month: held, divided, thanked (R18). */
export default function ProjectSumsPage() {
  const { studio } = useProfile()
  const address = useListAddress()
  const month = monthNamed(address.chosen('month'))
  const sums = useQuery({
    queryKey: ['projects', studio.slug, 'sums', month],
    queryFn: () =>
      call('GET /api/studios/{studio}/projects/sums', { path: { studio: studio.slug }, query: month ? { month } : {} }),
  })
  const shown = SHOWN[month ? 'ended' : 'open']
  return (
    <Page
      title={m.sums_title()}
      crumbs={[
        <StudioLink key="projects" to="projects">
          {m.projects_title()}
        </StudioLink>,
      ]}
    >
      <div className="chips">
        <button type="button" className="chip" aria-pressed={!month} onClick={() => address.set({ month: '' })}>
          {m.sums_open()}
        </button>
        <button
          type="button"
          className="chip"
          aria-pressed={Boolean(month)}
          onClick={() => address.set({ month: month ?? monthOf(new Date()) })}
        >
          {m.sums_ended()}
        </button>
        {month && (
          <span className={classes.months}>
            <button
              type="button"
              className="btn"
              aria-label={m.sums_earlier()}
              onClick={() => address.set({ month: monthBeside(month, -1) })}
            >
              ←
            </button>
            <span aria-live="polite">{monthWords(month, getLocale())}</span>
            <button
              type="button"
              className="btn"
              aria-label={m.sums_later()}
              disabled={month >= monthOf(new Date())}
              onClick={() => address.set({ month: monthBeside(month, 1) })}
            >
              →
            </button>
          </span>
        )}
      </div>
      {sums.error && !sums.data ? (
        <section className="sheet">
          <Failed error={sums.error} again={sums.refetch} />
        </section>
      ) : !sums.data ? (
        <Bones />
      ) : sums.data.items.length === 0 ? (
        <section className="sheet">
          <Empty title={m.sums_empty()}>{m.sums_empty_text()}</Empty>
        </section>
      ) : (
        <Table answer={sums.data} shown={shown} />
      )}
    </Page>
  )
}

/** A row for each project, and what they come to; on a phone each is a card. */
function Table({ answer, shown }: { answer: Answer; shown: readonly (typeof FIGURES)[number][] }) {
  return (
    <section className={`sheet ${classes.sums}`} aria-label={m.sums_title()}>
      <table>
        <thead>
          <tr>
            <th scope="col">{m.sums_project()}</th>
            {shown.map((figure) => (
              <th key={figure} scope="col">
                {figureName(figure)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {answer.items.map((row) => (
            <tr key={`${row.project.id} ${row.bought.currency}`}>
              <th scope="row">
                <StudioLink to={`projects/${row.project.id}`}>{row.project.title}</StudioLink>
                <span className="second">
                  {row.client} · {stateName(row.project.state)}
                </span>
              </th>
              <Figures sums={row} shown={shown} />
            </tr>
          ))}
        </tbody>
        <tfoot>
          {answer.totals.map((total) => (
            <tr key={total.bought.currency}>
              <th scope="row">{m.sums_total()}</th>
              <Figures sums={total} shown={shown} />
            </tr>
          ))}
        </tfoot>
      </table>
    </section>
  )
}

function Figures({ sums, shown }: { sums: Sums; shown: readonly (typeof FIGURES)[number][] }) {
  return shown.map((figure) => (
    <td key={figure} data-label={figureName(figure)} data-nothing={sums[figure].amountMinor === '0' || undefined}>
      {sums[figure].amountMinor === '0' ? '—' : <Money value={sums[figure]} />}
    </td>
  ))
}

function figureName(figure: (typeof FIGURES)[number]): string {
  const names = {
    ...{ bought: m.sums_bought, held: m.sums_held, returned: m.sums_returned, paid: m.sums_paid },
    ...{ performers: m.sums_performers, commission: m.sums_commission, studio: m.sums_studio, tips: m.sums_tips },
  }
  return names[figure]()
}
