import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useEffect } from 'react'
import { call } from '../../../web/app/client.ts'
import { useProfile, useWorks } from '../../../web/app/me.tsx'
import { ReadOnlyNote } from '../../../web/app/ReadOnlyNote.tsx'
import { useLive } from '../../../web/app/use-live.ts'
import type { Api } from '../../../web/generated/api.ts'
import { m } from '../../../web/generated/messages/messages.js'
import { Pending } from '../../../web/ui/index.ts'
import { ChatLine } from './ChatLine.tsx'
import { Composer } from './Composer.tsx'
import classes from './chat.module.css'
import type { ChatMessage } from './chat-message.ts'
import { useEnd } from './use-end.ts'

type Page = Api['GET /api/studios/{studio}/threads/{thread}/messages']['answer']

interface Props {
  threadId: string
  /** Only what is about this project, and what is about none. */
  projectId?: string
  /** What stands in place of a notice's sentence: an offer to answer, a version to hear. */
  card?: (message: ChatMessage) => ReactNode
  /** The page is the chat's own: it stands at the chat's end. */
  whole?: boolean
}

/** The chat: what was said and what happened, live, the newest at the end (R6). */
export function Chat({ threadId, projectId, card, whole = false }: Props) {
  const { studio } = useProfile()
  const works = useWorks()
  const queries = useQueryClient()
  const key = ['messages', studio.slug, threadId, projectId ?? '']
  const path = { studio: studio.slug, thread: threadId }
  const pages = useInfiniteQuery({
    queryKey: key,
    initialPageParam: undefined as number | undefined,
    queryFn: ({ pageParam }) =>
      call('GET /api/studios/{studio}/threads/{thread}/messages', {
        path,
        query: { projectId, before: pageParam, limit: projectId ? 16 : 50 },
      }),
    getNextPageParam: (page: Page) => (page.more ? page.items[0]?.seq : undefined),
  })
  useLive((heard) => {
    if (heard === 'refetch' || heard.subject.id === threadId) void queries.invalidateQueries({ queryKey: key })
  })
  const newest = pages.data?.pages[0]
  const lastSeq = newest?.lastSeq ?? 0
  useEffect(() => {
    if (lastSeq === 0) return
    const read = { path: { studio: studio.slug, thread: threadId }, body: { seq: lastSeq } }
    call('PUT /api/studios/{studio}/threads/{thread}/read-mark', read).catch(() => undefined)
  }, [studio.slug, threadId, lastSeq])
  const toEnd = useEnd(whole, lastSeq)
  if (!pages.data || !newest) return <Pending of={pages} />
  const items = [...pages.data.pages].reverse().flatMap((page) => page.items)
  const people = new Map(pages.data.pages.flatMap((page) => page.people).map((person) => [person.id, person]))
  return (
    <section className={classes.chat} aria-label={m.chat_title()}>
      {pages.hasNextPage && (
        <button type="button" className="btn" onClick={() => pages.fetchNextPage()} disabled={pages.isFetching}>
          {m.chat_earlier()}
        </button>
      )}
      {items.length === 0 && <p className="second">{m.chat_empty()}</p>}
      <ol className={classes.lines} aria-live="polite">
        {items.map((message) => (
          <ChatLine
            key={message.id}
            message={message}
            author={people.get(message.author ?? '')}
            card={card?.(message)}
            away={projectId === undefined}
          />
        ))}
      </ol>
      {works ? (
        <Composer
          threadId={threadId}
          projectId={projectId}
          to={people.get(newest.client)?.name ?? ''}
          sent={() => {
            toEnd()
            return queries.invalidateQueries({ queryKey: key })
          }}
        />
      ) : (
        <ReadOnlyNote />
      )}
    </section>
  )
}
