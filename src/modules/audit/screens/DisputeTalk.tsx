import { useInfiniteQuery } from '@tanstack/react-query'
import { call } from '../../../web/app/client.ts'
import { m } from '../../../web/generated/messages/messages.js'
import { getLocale } from '../../../web/generated/messages/runtime.js'
import { Bones, Moment, Portrait } from '../../../web/ui/index.ts'
import { amountOf } from '../../files/screens/index.ts'
import { noticeWords } from '../../messaging/screens/index.ts'
import classes from './dispute.module.css'
import type { Dispute } from './dispute-words.ts'

/** What both sides said in the project's chat, the newest at the end; earlier pages on demand (R12). */
export function DisputeTalk({ dispute }: { dispute: Dispute }) {
  const talk = useInfiniteQuery({
    queryKey: ['console', 'dispute', dispute.id, 'messages'],
    queryFn: ({ pageParam }) =>
      call('GET /api/console/disputes/{dispute}/messages', {
        path: { dispute: dispute.id },
        query: pageParam === null ? {} : { before: pageParam },
      }),
    initialPageParam: null as number | null,
    getNextPageParam: (page) => page.next,
  })
  const pages = talk.data?.pages.toReversed() ?? []
  const people = new Map(pages.flatMap((page) => page.people).map((person) => [person.id, person]))
  const messages = pages.flatMap((page) => page.items)
  return (
    <section aria-labelledby="talk">
      <h2 id="talk">{m.disputes_said()}</h2>
      <p className="second">{m.disputes_said_lead()}</p>
      {talk.isPending && <Bones rows={4} />}
      {talk.error && (
        <p className="wrong wrong--form" role="alert">
          {talk.error.message}
        </p>
      )}
      {talk.isSuccess && messages.length === 0 && <p>{m.disputes_said_none()}</p>}
      {talk.hasNextPage && (
        <button
          type="button"
          className="btn"
          disabled={talk.isFetchingNextPage}
          onClick={() => void talk.fetchNextPage()}
        >
          {m.disputes_earlier()}
        </button>
      )}
      <ol className={classes.talk}>
        {messages.map((message) => {
          const author = people.get(message.author ?? '')
          const name = author?.name ?? m.disputes_platform()
          return (
            <li key={message.id} className={classes.said}>
              <span aria-hidden="true">
                <Portrait id={author?.id ?? 'platform'} name={name} />
              </span>
              <div>
                <strong>{name}</strong>{' '}
                <span className="second">
                  {author && `${author.role === 'client' ? m.disputes_by_client() : m.disputes_by_studio()} · `}
                  <Moment at={message.sentAt} with="both" />
                </span>
                {message.notice && <p className={classes.notice}>{noticeWords(message.notice, message.values)}</p>}
                {message.body && <p className={classes.body}>{message.body}</p>}
                {message.files.map((file) => (
                  <p key={file.id} className={classes.notice}>
                    {file.name}, {amountOf(file.bytes, getLocale())}
                    <span className={`second ${classes.hash}`}>
                      {m.disputes_hash()} {file.sha256}
                    </span>
                  </p>
                ))}
              </div>
            </li>
          )
        })}
      </ol>
    </section>
  )
}
