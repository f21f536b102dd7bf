import { call } from '../../../web/app/client.ts'
import { roleName } from '../../../web/app/role-name.ts'
import type { Api } from '../../../web/generated/api.ts'
import { m } from '../../../web/generated/messages/messages.js'
import { Moment, Person } from '../../../web/ui/index.ts'
import { AuditLink } from './AuditLink.tsx'
import { BlockDeed } from './BlockDeed.tsx'
import classes from './console.module.css'
import { SearchedList } from './SearchedList.tsx'

type Account = Api['GET /api/console/accounts']['answer']['items'][number]

/** Everyone who signs in, with their profiles; kept out, and let in again (P20). */
export default function AccountsPage() {
  return (
    <SearchedList
      name="accounts"
      title={m.console_accounts()}
      fetchPage={(query) => call('GET /api/console/accounts', { query })}
      row={(account) => (
        <>
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
        </>
      )}
    />
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
