import { TextInput } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { call } from '../../../web/app/client.ts'
import { roleName } from '../../../web/app/role-name.ts'
import type { Api } from '../../../web/generated/api.ts'
import { m } from '../../../web/generated/messages/messages.js'
import { Moment, Page, Person } from '../../../web/ui/index.ts'
import { AuditLink } from './AuditLink.tsx'
import { useFilters } from './address.ts'
import { BlockDeed } from './BlockDeed.tsx'
import { ConsoleList } from './ConsoleList.tsx'
import classes from './console.module.css'

type Account = Api['GET /api/console/accounts']['answer']['items'][number]

/** Everyone who signs in, with their profiles; kept out, and let in again (P20). */
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
      <ConsoleList list={list} empty={items.length === 0}>
        <ul className="list sheet">
          {items.map((account) => (
            <li key={account.id} className="row">
              <div>
                <Person name={account.name} note={account.email} />
                <p className="second">
                  {account.operator && <span className="tag">{m.console_operator()}</span>}{' '}
                  {account.blocked !== null && <span className="tag tag--signal">{m.console_blocked()}</span>}{' '}
                  {account.profiles.map((profile) => `${profile.studio}: ${roleName(profile.role)}`).join(', ')}
                </p>
                {account.blocked !== null && <p>{m.console_why({ reason: account.blocked })}</p>}
              </div>
              <div className={classes.deeds}>
                <Moment at={account.createdAt} /> <AuditLink filters={{ accountId: account.id }} />
                {!account.operator && <Deed account={account} />}
              </div>
            </li>
          ))}
        </ul>
      </ConsoleList>
    </Page>
  )
}

function Deed({ account: { id, name, blocked } }: { account: Account }) {
  const path = { account: id }
  return blocked === null ? (
    <BlockDeed
      label={m.console_block()}
      name={name}
      title={m.console_block_account({ name })}
      note={m.console_block_account_note()}
      done={m.console_done_blocked({ name })}
      onDo={(reason, key) => call('POST /api/console/accounts/{account}/block', { path, key, body: { reason } })}
    />
  ) : (
    <BlockDeed
      label={m.console_unblock()}
      name={name}
      title={m.console_unblock_account({ name })}
      note={m.console_unblock_account_note()}
      done={m.console_done_unblocked({ name })}
      onDo={(reason, key) => call('POST /api/console/accounts/{account}/restoration', { path, key, body: { reason } })}
    />
  )
}
