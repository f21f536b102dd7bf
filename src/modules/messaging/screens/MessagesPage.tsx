import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { call } from '../../../web/app/client.ts'
import { useMay, useProfile } from '../../../web/app/me.tsx'
import { StudioLink } from '../../../web/app/StudioLink.tsx'
import { useLive } from '../../../web/app/use-live.ts'
import type { Api } from '../../../web/generated/api.ts'
import { m } from '../../../web/generated/messages/messages.js'
import { Empty, Moment, Page, Pending, Portrait } from '../../../web/ui/index.ts'
import { Chat } from './Chat.tsx'
import classes from './chat.module.css'
import { noticeWords } from './notice-words.ts'

type Thread = Api['GET /api/studios/{studio}/threads']['answer']['items'][number]
const VIEWS = ['all', 'waiting', 'mine', 'unassigned', 'done'] as const
type View = (typeof VIEWS)[number]

/** All chats, and the opened one beside them (R7); a client has one, and it is open (R6). */
export default function MessagesPage() {
  const { studio, role } = useProfile()
  const queries = useQueryClient()
  const { thread: named } = useParams({ strict: false }) as { thread?: string }
  const [show, setShow] = useState<View>('all')
  const [search, setSearch] = useState('')
  const key = ['threads', studio.slug, show, search]
  const threads = useInfiniteQuery({
    queryKey: key,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) =>
      call('GET /api/studios/{studio}/threads', {
        path: { studio: studio.slug },
        query: { show, cursor: pageParam, ...(search ? { search } : {}) },
      }),
    getNextPageParam: (page) => page.next ?? undefined,
  })
  useLive((heard) => {
    if (heard === 'refetch' || heard.subject.type === 'thread') {
      void queries.invalidateQueries({ queryKey: ['threads', studio.slug] })
    }
  })
  const rows = threads.data?.pages.flatMap((page) => page.items)
  const isClient = role === 'client'
  const mayModerate = useMay('messages.moderate')
  const mayOpenProject = useMay('projects.open')
  const open = rows?.find((row) => row.id === named) ?? (isClient ? rows?.[0] : undefined)
  const title = isClient ? studio.name : (open?.client.name ?? m.chat_title())
  const newProject = mayOpenProject && open && (
    <StudioLink className="btn" to="projects" search={{ open: 'new', ...(isClient ? {} : { client: open.client.id }) }}>
      {m.projects_new()}
    </StudioLink>
  )
  if (isClient) {
    return (
      <Page title={title} actions={newProject}>
        {open ? (
          <Chat threadId={open.id} whole />
        ) : rows ? (
          <Empty title={m.chat_none()}>{m.chat_none_text()}</Empty>
        ) : (
          <Pending of={threads} />
        )}
      </Page>
    )
  }
  return (
    <Page
      title={title}
      actions={
        <>
          {mayModerate && (
            <StudioLink className="btn" to="settings/replies">
              {m.replies_title()}
            </StudioLink>
          )}
          {newProject}
        </>
      }
      crumbs={
        open && [
          <StudioLink key="all" to="messages">
            {m.chat_title()}
          </StudioLink>,
        ]
      }
    >
      <div className={classes.inbox} data-open={open !== undefined}>
        <div className={classes.threads}>
          <div className="field">
            <input
              type="search"
              aria-label={m.chat_search()}
              placeholder={m.chat_search()}
              onChange={(event) => setSearch(event.currentTarget.value)}
            />
          </div>
          <div className="chips">
            {VIEWS.map((view) => (
              <button
                key={view}
                type="button"
                className="chip"
                aria-pressed={show === view}
                onClick={() => setShow(view)}
              >
                {viewName(view)}
              </button>
            ))}
          </div>
          <section className="sheet" aria-label={m.chat_threads()}>
            {!rows ? (
              <Pending of={threads} />
            ) : rows.length === 0 ? (
              <Empty title={m.chat_none()}>{m.chat_none_text()}</Empty>
            ) : (
              <Rows rows={rows} />
            )}
          </section>
          {threads.hasNextPage && (
            <button type="button" className="btn" onClick={() => threads.fetchNextPage()}>
              {m.app_more()}
            </button>
          )}
        </div>
        {open ? (
          <div>
            <Moderation thread={open} />
            <Chat key={open.id} threadId={open.id} whole />
          </div>
        ) : (
          rows && rows.length > 0 && <p className={classes.choose}>{m.chat_choose()}</p>
        )}
      </div>
    </Page>
  )
}

function Rows({ rows }: { rows: readonly Thread[] }) {
  return (
    <ul className="list">
      {rows.map((row) => (
        <li key={row.id}>
          <StudioLink className={classes.thread} to={`messages/${row.id}`}>
            <span aria-hidden="true">
              <Portrait id={row.client.id} name={row.client.name} size={30} />
            </span>
            <span style={{ minWidth: 0 }}>
              <strong>{row.client.name}</strong>
              <span className={classes.last} style={{ display: 'block' }}>
                {row.lastText || (row.lastNotice && noticeWords(row.lastNotice.notice, row.lastNotice.values))}
              </span>
            </span>
            <span style={{ textAlign: 'right' }}>
              {row.lastMessageAt && (
                <span className="second">
                  <Moment at={row.lastMessageAt} with="near" />
                </span>
              )}{' '}
              {row.unread > 0 && (
                <span className={classes.unread} title={m.chat_unread({ count: row.unread })}>
                  {row.unread > 99 ? '99+' : row.unread}
                </span>
              )}
            </span>
          </StudioLink>
        </li>
      ))}
    </ul>
  )
}

/** Who answers in this chat, and whether it is done with (R7). */
function Moderation({ thread }: { thread: Thread }) {
  const { studio } = useProfile()
  const may = useMay('messages.moderate')
  const queries = useQueryClient()
  const staff = useQuery({
    queryKey: ['members', studio.slug, 'staff'],
    enabled: may,
    queryFn: () =>
      call('GET /api/studios/{studio}/members', {
        path: { studio: studio.slug },
        query: { roles: 'owner,manager,staff', limit: 100 } as never,
      }),
  })
  if (!may) return null
  const change = async (body: { assignedMembershipId?: string | null; state?: 'open' | 'done' }) => {
    await call('PATCH /api/studios/{studio}/threads/{thread}', {
      path: { studio: studio.slug, thread: thread.id },
      body,
    })
    await queries.invalidateQueries({ queryKey: ['threads', studio.slug] })
  }
  return (
    <div className={`${classes.tools} field`}>
      <label className="second" htmlFor="answers">
        {m.chat_answers()}
      </label>
      <select
        id="answers"
        style={{ width: 'auto' }}
        value={thread.assigned?.id ?? ''}
        onChange={(event) => change({ assignedMembershipId: event.currentTarget.value || null })}
      >
        <option value="">{m.chat_nobody()}</option>
        {staff.data?.items.map((one) => (
          <option key={one.id} value={one.id}>
            {one.displayName}
          </option>
        ))}
      </select>
      <button
        type="button"
        className="btn"
        onClick={() => change({ state: thread.state === 'done' ? 'open' : 'done' })}
      >
        {thread.state === 'done' ? m.chat_reopen() : m.chat_done()}
      </button>
    </div>
  )
}

function viewName(view: View): string {
  const names: Record<View, () => string> = {
    all: m.chat_view_all,
    waiting: m.chat_view_waiting,
    mine: m.chat_view_mine,
    unassigned: m.chat_view_unassigned,
    done: m.chat_view_done,
  }
  return names[view]()
}
