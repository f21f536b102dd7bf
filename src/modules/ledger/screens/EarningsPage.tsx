import { IconChevronRight } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../../../web/app/client.ts'
import { useProfile } from '../../../web/app/me.tsx'
import { StudioLink } from '../../../web/app/StudioLink.tsx'
import type { Api } from '../../../web/generated/api.ts'
import { m } from '../../../web/generated/messages/messages.js'
import { getLocale } from '../../../web/generated/messages/runtime.js'
import { amountText, Bones, Empty, Failed, Money, monthWords, Page, useListAddress } from '../../../web/ui/index.ts'
import classes from './earnings.module.css'
import { History } from './History.tsx'

type Earnings = Api['GET /api/studios/{studio}/me/earnings']['answer']['items'][number]
const PERIODS = ['month', 'week'] as const

/** What I earned in this studio by months or weeks; each opens to its orders, sessions and tips, and how each was computed (R18). */
export default function EarningsPage() {
  const { studio } = useProfile()
  const address = useListAddress()
  const by = PERIODS.find((one) => one === address.chosen('by')) ?? 'month'
  const periods = useInfiniteQuery({
    queryKey: ['earnings', studio.slug, by],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) =>
      call('GET /api/studios/{studio}/me/earnings', {
        path: { studio: studio.slug },
        query: { by, before: pageParam, limit: 12 },
      }),
    getNextPageParam: (page) => page.next ?? undefined,
  })
  const rows = periods.data?.pages.flatMap(({ items }) => items)
  return (
    <Page
      title={m.earnings_title()}
      crumbs={[
        <StudioLink key="wallet" to="wallet">
          {m.wallet_title()}
        </StudioLink>,
      ]}
    >
      <div className="chips">
        {PERIODS.map((one) => (
          <button
            key={one}
            type="button"
            className="chip"
            aria-pressed={by === one}
            onClick={() => address.set({ by: one })}
          >
            {{ month: m.earnings_by_month, week: m.earnings_by_week }[one]()}
          </button>
        ))}
      </div>
      {periods.error && !rows ? (
        <section className="sheet">
          <Failed error={periods.error} again={periods.refetch} />
        </section>
      ) : !rows ? (
        <Bones />
      ) : rows.length === 0 ? (
        <section className="sheet">
          <Empty title={m.earnings_empty()}>{m.earnings_empty_text()}</Empty>
        </section>
      ) : (
        <ul className={`sheet list ${classes.periods}`} aria-label={m.earnings_title()}>
          {rows.map((row) => (
            <Period key={`${row.from} ${row.total.currency}`} row={row} by={by} />
          ))}
        </ul>
      )}
      {periods.hasNextPage && (
        <button type="button" className="btn" onClick={() => periods.fetchNextPage()} disabled={periods.isFetching}>
          {m.app_more()}
        </button>
      )}
    </Page>
  )
}

function Period({ row, by }: { row: Earnings; by: (typeof PERIODS)[number] }) {
  const [open, setOpen] = useState(false)
  const apart = [
    row.works > 0 && m.earnings_works({ count: row.works }),
    row.tips.amountMinor !== '0' && m.earnings_tips({ amount: amountText(row.tips) }),
    row.returned.amountMinor !== '0' && m.earnings_returned({ amount: amountText(row.returned) }),
  ]
  return (
    <li>
      <button type="button" className={`row ${classes.period}`} aria-expanded={open} onClick={() => setOpen(!open)}>
        <span>
          <strong>{by === 'month' ? monthWords(row.from.slice(0, 7), getLocale()) : weekWords(row)}</strong>
          <br />
          <span className="second">{apart.filter(Boolean).join(' · ')}</span>
        </span>
        <span className="row__sum">
          <Money value={row.total} />
          <IconChevronRight className={classes.turn} size={15} stroke={1.7} aria-hidden />
        </span>
      </button>
      {open && <Lines row={row} />}
    </li>
  )
}

/** What a period is made of: the same lines as in the statement, and as a file. */
function Lines({ row }: { row: Earnings }) {
  const { studio } = useProfile()
  const query = { earnedIn: studio.id, from: row.begins, to: row.ends, currency: row.total.currency }
  const lines = useInfiniteQuery({
    queryKey: ['statement', false, query],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) =>
      call('GET /api/wallets/statement', { query: { ...query, cursor: pageParam, limit: 50 } }),
    getNextPageParam: (page) => page.next ?? undefined,
  })
  return (
    <div className={classes.lines}>
      <History lines={lines} />
      <div>
        <a
          className="btn"
          href={`/api/wallets/statement/export?${new URLSearchParams({ ...query, format: 'csv' })}`}
          download
        >
          {m.wallet_statement_csv()}
        </a>
      </div>
    </div>
  )
}

/** `16–22 ноября`: from its first day to its last. */
function weekWords({ from, to }: { from: string; to: string }): string {
  const words = new Intl.DateTimeFormat(getLocale(), { timeZone: 'UTC', day: 'numeric', month: 'long' })
  const last = new Date(to)
  last.setUTCDate(last.getUTCDate() - 1)
  return words.formatRange(new Date(from), last)
}
