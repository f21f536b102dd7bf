import { TextInput } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { call } from '../../../web/app/client.ts'
import { m } from '../../../web/generated/messages/messages.js'
import { Bones, Empty, Moment, Page, Person } from '../../../web/ui/index.ts'
import { AuditLink } from './AuditLink.tsx'
import { useFilters } from './address.ts'
import classes from './console.module.css'

/** Everyone who signs in, with their profiles (P20). */
export default function AccountsPage() {
  const [{ search }, setFilters] = useFilters()
  const list = useInfiniteQuery({
    queryKey: ['console', 'accounts', search],
    queryFn: ({ pageParam }) =>
      call('GET /api/console/accounts', {
        query: { ...(search ? { search } : {}), ...(pageParam ? { cursor: pageParam } : {}) },
      }),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
  })
  const items = list.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <Page title={m.console_accounts()}>
      <div className={classes.filters}>
        <TextInput
          type="search"
          label={m.console_search()}
          value={search ?? ''}
          onChange={(event) => setFilters({ search: event.currentTarget.value })}
        />
      </div>
      {list.isPending && <Bones />}
      {list.isSuccess && items.length === 0 && <Empty title={m.console_none()}>{m.console_none_lead()}</Empty>}
      <ul className="list sheet">
        {items.map((account) => (
          <li key={account.id} className="row">
            <div>
              <Person name={account.name} note={account.email} />
              <p className="second">
                {account.operator && <span className="tag">{m.console_operator()}</span>}{' '}
                {account.blocked && <span className="tag tag--signal">{m.console_blocked()}</span>}{' '}
                {account.profiles.map((profile) => `${profile.studio}: ${profile.role}`).join(', ')}
              </p>
            </div>
            <div>
              <Moment at={account.createdAt} /> <AuditLink filters={{ accountId: account.id }} />
            </div>
          </li>
        ))}
      </ul>
      {list.hasNextPage && (
        <div className={classes.more}>
          <button type="button" className="btn" onClick={() => void list.fetchNextPage()}>
            {m.console_more()}
          </button>
        </div>
      )}
    </Page>
  )
}
