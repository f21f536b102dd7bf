import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../../../web/app/client.ts'
import { m } from '../../../web/generated/messages/messages.js'
import { Bones, Empty, Page } from '../../../web/ui/index.ts'
import { type Filters, momentOf, useFilters } from './address.ts'
import classes from './console.module.css'
import { EventDetail } from './EventDetail.tsx'
import { EventFilters } from './EventFilters.tsx'
import { EventTable } from './EventTable.tsx'
import { ExportMenu } from './ExportMenu.tsx'
import { useArrivals } from './use-console-live.ts'

const PAGE = 50

/** The audit log: a question about any action of anyone, answered in two filters (P17, P18). */
export default function EventsPage() {
  const [filters, setFilters] = useFilters()
  const { event: openId, ...asked } = filters
  const [, setSeen] = useState(0)
  const log = useInfiniteQuery({
    queryKey: ['console', 'events', asked],
    queryFn: ({ pageParam }) =>
      call('GET /api/console/events', {
        query: { ...queryOf(asked), limit: PAGE, ...(pageParam ? { cursor: pageParam } : {}) },
      }),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
  })
  const arrivals = useArrivals(
    ({ name, studioId, subject }) =>
      (name !== 'console.read' || asked.withReadings === 'true') &&
      (!asked.studioId || asked.studioId === studioId) &&
      (!asked.name || name === asked.name || name.startsWith(`${asked.name}.`)) &&
      (!asked.subjectId || asked.subjectId === subject.id) &&
      !asked.accountId,
  )
  const entries = log.data?.pages.flatMap((page) => page.items) ?? []
  const opened = entries.find((entry) => entry.id === openId)
  const showNew = () => {
    arrivals.reset()
    setSeen(Date.now())
    void log.refetch()
  }
  return (
    <Page title={m.console_audit()} actions={<ExportMenu query={queryOf(asked)} />}>
      <EventFilters filters={asked} onChange={setFilters} />
      {arrivals.count > 0 && (
        <p role="status">
          <button type="button" className="btn" onClick={showNew}>
            {m.console_new({ count: arrivals.count })}
          </button>
        </p>
      )}
      {log.isError && (
        <p className="wrong wrong--form" role="alert">
          {log.error.message}
        </p>
      )}
      {log.isPending && <Bones rows={6} />}
      {log.isSuccess && entries.length === 0 && <Empty title={m.console_none()}>{m.console_none_lead()}</Empty>}
      {entries.length > 0 && (
        <div className={`${classes.beside} ${opened ? classes.opened : ''}`}>
          <div>
            <EventTable entries={entries} openId={openId} onOpen={(id) => setFilters({ event: id })} />
            {log.hasNextPage && (
              <div className={classes.more}>
                <button
                  type="button"
                  className="btn"
                  disabled={log.isFetchingNextPage}
                  onClick={() => void log.fetchNextPage()}
                >
                  {m.console_more()}
                </button>
              </div>
            )}
          </div>
          {opened && (
            <EventDetail
              entry={opened}
              onClose={() => setFilters({ event: undefined })}
              onFilter={(part) => setFilters({ ...NOTHING, ...part })}
            />
          )}
        </div>
      )}
    </Page>
  )
}

/** All filters taken off. */
const NOTHING: Filters = {
  studioId: undefined,
  accountId: undefined,
  name: undefined,
  subjectId: undefined,
  from: undefined,
  to: undefined,
  event: undefined,
}

/** The filters as the API takes them: days of the address become moments of this person's zone. */
function queryOf({ studioId, accountId, name, subjectId, withReadings, ...days }: Filters) {
  const [from, to] = [momentOf(days.from, 0), momentOf(days.to, 1)]
  return {
    ...(studioId ? { studioId } : {}),
    ...(accountId ? { accountId } : {}),
    ...(name ? { name } : {}),
    ...(subjectId ? { subjectId } : {}),
    ...(withReadings ? { withReadings } : {}),
    ...(from ? { from } : {}),
    ...(to ? { to } : {}),
  }
}
