import { TextInput } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { call } from '../../../web/app/client.ts'
import { m } from '../../../web/generated/messages/messages.js'
import { Bones, Empty, Moment, Page } from '../../../web/ui/index.ts'
import { AuditLink } from './AuditLink.tsx'
import { useFilters } from './address.ts'
import classes from './console.module.css'
import { Scroll } from './Scroll.tsx'

/** All studios of the platform (P20). */
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
      {list.isPending && <Bones />}
      {list.isSuccess && items.length === 0 && <Empty title={m.console_none()}>{m.console_none_lead()}</Empty>}
      {items.length > 0 && (
        <Scroll label={m.console_studios()}>
          <table className={classes.table} aria-label={m.console_studios()}>
            <thead>
              <tr>
                <th scope="col">{m.console_studio()}</th>
                <th scope="col">{m.console_state()}</th>
                <th scope="col">{m.console_members()}</th>
                <th scope="col">{m.console_clients()}</th>
                <th scope="col">{m.console_created()}</th>
                <th scope="col">{m.console_audit()}</th>
              </tr>
            </thead>
            <tbody>
              {items.map((studio) => (
                <tr key={studio.id}>
                  <td>
                    <a href={`/s/${studio.slug}`}>{studio.name}</a> <span className="second">{studio.slug}</span>
                  </td>
                  <td>{studio.state}</td>
                  <td>{studio.members}</td>
                  <td>{studio.clients}</td>
                  <td>
                    <Moment at={studio.createdAt} />
                  </td>
                  <td>
                    <AuditLink filters={{ studioId: studio.id }} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
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
