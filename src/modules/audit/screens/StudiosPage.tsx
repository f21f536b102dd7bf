import { TextInput } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { call } from '../../../web/app/client.ts'
import type { Api } from '../../../web/generated/api.ts'
import { m } from '../../../web/generated/messages/messages.js'
import { Moment, Page } from '../../../web/ui/index.ts'
import { AuditLink } from './AuditLink.tsx'
import { useFilters } from './address.ts'
import { BlockDeed } from './BlockDeed.tsx'
import { ConsoleList } from './ConsoleList.tsx'
import classes from './console.module.css'

type Studio = Api['GET /api/console/studios']['answer']['items'][number]

const states = { active: m.console_state_active, read_only: m.console_state_read_only }

/** All studios of the platform; closed, and opened again (P20). */
export default function StudiosPage() {
  const [{ search }, setFilters] = useFilters()
  const list = useInfiniteQuery({
    queryKey: ['console', 'studios', search],
    queryFn: ({ pageParam }) =>
      call('GET /api/console/studios', {
        query: { ...(search ? { search } : {}), ...(pageParam ? { cursor: pageParam } : {}) },
      }),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
  })
  const items = list.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <Page title={m.console_studios()}>
      <div className={classes.filters}>
        <TextInput
          type="search"
          label={m.console_search()}
          value={search ?? ''}
          onChange={(event) => setFilters({ search: event.currentTarget.value })}
        />
      </div>
      <ConsoleList list={list} empty={items.length === 0}>
        <ul className="list sheet" aria-label={m.console_studios()}>
          {items.map((studio) => (
            <li key={studio.id} className="row">
              <div>
                <a className={classes.open} href={`/s/${studio.slug}`}>
                  {studio.name}
                </a>{' '}
                {studio.blocked !== null && <span className="tag tag--signal">{m.console_shut()}</span>}
                <p className="second">
                  {studio.slug} · {states[studio.state]()} ·{' '}
                  {m.console_people_count({ members: studio.members, clients: studio.clients })}
                </p>
                {studio.blocked !== null && <p>{m.console_why({ reason: studio.blocked })}</p>}
              </div>
              <div className={classes.deeds}>
                <Moment at={studio.createdAt} /> <AuditLink filters={{ studioId: studio.id }} />
                <Deed studio={studio} />
              </div>
            </li>
          ))}
        </ul>
      </ConsoleList>
    </Page>
  )
}

function Deed({ studio: { id, name, blocked } }: { studio: Studio }) {
  const path = { studio: id }
  return blocked === null ? (
    <BlockDeed
      label={m.console_close_studio()}
      name={name}
      title={m.console_block_studio({ name })}
      note={m.console_block_studio_note()}
      done={m.console_done_shut({ name })}
      onDo={(reason, key) => call('POST /api/console/studios/{studio}/block', { path, key, body: { reason } })}
    />
  ) : (
    <BlockDeed
      label={m.console_open_studio()}
      name={name}
      title={m.console_unblock_studio({ name })}
      note={m.console_unblock_studio_note()}
      done={m.console_done_opened({ name })}
      onDo={(reason, key) => call('POST /api/console/studios/{studio}/restoration', { path, key, body: { reason } })}
    />
  )
}
