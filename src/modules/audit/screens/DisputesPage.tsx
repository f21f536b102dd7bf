import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { call } from '../../../web/app/client.ts'
import { m } from '../../../web/generated/messages/messages.js'
import { Empty, Moment, Money, Page } from '../../../web/ui/index.ts'
import { disputeReason } from '../../recording/screens/index.ts'
import { useFilters } from './address.ts'
import { ConsoleList } from './ConsoleList.tsx'
import classes from './console.module.css'
import { openerOf, outcomeWords } from './dispute-words.ts'

/** Disputes of all studios: those that wait for a decision, the longest waiting first, and those decided (R12, P20). */
export default function DisputesPage() {
  const [filters, setFilters] = useFilters()
  const state = filters.state === 'decided' ? 'decided' : 'open'
  const list = useInfiniteQuery({
    queryKey: ['console', 'disputes', state],
    queryFn: ({ pageParam }) =>
      call('GET /api/console/disputes', { query: { state, ...(pageParam ? { cursor: pageParam } : {}) } }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
  })
  const disputes = list.data?.pages.flatMap((page) => page.items) ?? []
  const open = state === 'open'
  const path: string = '/disputes/$dispute'
  return (
    <Page title={m.disputes_title()}>
      {/* biome-ignore lint/a11y/useSemanticElements: a choice among chips, as on every list */}
      <div className="chips" role="group" aria-label={m.disputes_state()}>
        {(['open', 'decided'] as const).map((one) => (
          <button
            key={one}
            type="button"
            className="chip"
            aria-pressed={state === one}
            onClick={() => setFilters({ state: one === 'open' ? undefined : one })}
          >
            {one === 'open' ? m.disputes_open() : m.disputes_decided()}
          </button>
        ))}
      </div>
      <ConsoleList
        list={list}
        empty={disputes.length === 0}
        nothing={
          <Empty title={open ? m.disputes_none() : m.disputes_none_decided()}>
            {open ? m.disputes_none_lead() : m.disputes_none_decided_lead()}
          </Empty>
        }
      >
        <ul className="list sheet" aria-label={m.disputes_title()}>
          {disputes.map((dispute) => (
            <li key={dispute.id} className="row">
              <div>
                <Link to={path} params={{ dispute: dispute.id } as never} className={classes.open}>
                  {dispute.title}
                </Link>
                <p className={classes.line}>{dispute.note ?? disputeReason(dispute.reason)}</p>
                <p className="second">
                  {dispute.clientBps !== null && `${outcomeWords(dispute.clientBps)} · `}
                  {dispute.studio.name} · {openerOf(dispute)} ·{' '}
                  <Moment at={dispute.decidedAt ?? dispute.openedAt} with="both" />
                </p>
              </div>
              <span className="row__sum">
                {dispute.disputed.length === 0 && '—'}
                {dispute.disputed.map((sum) => (
                  <Money key={sum.currency} value={sum} short />
                ))}
              </span>
            </li>
          ))}
        </ul>
      </ConsoleList>
    </Page>
  )
}
