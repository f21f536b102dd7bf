import { TextInput } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { call } from '../../../web/app/client.ts'
import { m } from '../../../web/generated/messages/messages.js'
import { Empty, Moment, Page } from '../../../web/ui/index.ts'
import { useFilters } from './address.ts'
import { ConsoleList } from './ConsoleList.tsx'
import classes from './console.module.css'

const sources = { registration: m.console_lead_registration, site: m.console_lead_site }

/** Who may become an owner, and whether they have (P1, P20). */
export default function LeadsPage() {
  const [{ search }, setFilters] = useFilters()
  const list = useInfiniteQuery({
    queryKey: ['console', 'leads', search],
    queryFn: ({ pageParam }) =>
      call('GET /api/console/leads', {
        query: { ...(search ? { search } : {}), ...(pageParam ? { cursor: pageParam } : {}) },
      }),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
  })
  const items = list.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <Page title={m.console_leads()}>
      <div className={classes.filters}>
        <TextInput
          type="search"
          label={m.console_search()}
          value={search ?? ''}
          onChange={(event) => setFilters({ search: event.currentTarget.value })}
        />
      </div>
      <ConsoleList
        list={list}
        empty={items.length === 0}
        nothing={!search && <Empty title={m.console_no_leads()}>{m.console_no_leads_text()}</Empty>}
      >
        <ul className="list sheet" aria-label={m.console_leads()}>
          {items.map((lead) => (
            <li key={lead.id} className="row">
              <div>
                <a className={classes.open} href={`mailto:${lead.email}`}>
                  {lead.email}
                </a>{' '}
                {lead.state === 'won' && <span className="tag">{m.console_lead_won()}</span>}
                <p className="second">{[lead.name, sources[lead.source]()].filter(Boolean).join(' · ')}</p>
              </div>
              <Moment at={lead.createdAt} />
            </li>
          ))}
        </ul>
      </ConsoleList>
    </Page>
  )
}
