import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../../../web/app/client.ts'
import { useMay, useProfile } from '../../../web/app/me.tsx'
import { StudioLink } from '../../../web/app/StudioLink.tsx'
import type { Api } from '../../../web/generated/api.ts'
import { m } from '../../../web/generated/messages/messages.js'
import { getLocale } from '../../../web/generated/messages/runtime.js'
import { Bones, Empty, Failed, Field, Form, Moment, Page } from '../../../web/ui/index.ts'
import classes from './own-ratings.module.css'
import { REASONS } from './words.ts'

type Answer = Api['GET /api/studios/{studio}/me/ratings']['answer']
type Rating = Answer['items'][number]

/** What clients said of my work: the score, the points with where each came from, and one answer to each (R19, R20). */
export default function OwnRatingsPage() {
  const { studio } = useProfile()
  const queryKey = ['own-ratings', studio.slug]
  const ratings = useInfiniteQuery({
    queryKey,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) =>
      call('GET /api/studios/{studio}/me/ratings', { path: { studio: studio.slug }, query: { cursor: pageParam } }),
    getNextPageParam: (page) => page.next ?? undefined,
  })
  const rows = ratings.data?.pages.flatMap(({ items }) => items)
  const total = ratings.data?.pages[0]?.total
  return (
    <Page
      title={m.ratings_title()}
      crumbs={[
        <StudioLink key="projects" to="projects">
          {m.projects_title()}
        </StudioLink>,
      ]}
    >
      {ratings.error && !rows ? (
        <section className="sheet">
          <Failed error={ratings.error} again={ratings.refetch} />
        </section>
      ) : !rows || !total ? (
        <Bones />
      ) : rows.length === 0 ? (
        <section className="sheet">
          <Empty title={m.ratings_empty()}>{m.ratings_empty_text()}</Empty>
        </section>
      ) : (
        <div className="stack">
          <Total total={total} />
          <ul className="sheet list" aria-label={m.ratings_title()}>
            {rows.map((row) => (
              <Row key={row.id} row={row} queryKey={queryKey} />
            ))}
          </ul>
        </div>
      )}
      {ratings.hasNextPage && (
        <button type="button" className="btn" onClick={() => ratings.fetchNextPage()} disabled={ratings.isFetching}>
          {m.app_more()}
        </button>
      )}
    </Page>
  )
}

function Total({ total: { score, count, points, level, nextAt } }: Pick<Answer, 'total'>) {
  const words = new Intl.NumberFormat(getLocale(), { maximumFractionDigits: 2 })
  return (
    <div className="columns">
      <section className="sheet sheet--padded" aria-label={m.ratings_score()}>
        <span className="label">{m.ratings_score()}</span>
        <p className={classes.figure}>{words.format(score)}</p>
        <p className="second">{m.ratings_count({ count })}</p>
      </section>
      <section className="sheet sheet--padded" aria-label={m.ratings_points()}>
        <span className="label">{m.ratings_points()}</span>
        <p className={classes.figure}>{points}</p>
        <p className="second">{m.ratings_level({ level, left: nextAt - points })}</p>
      </section>
    </div>
  )
}

function Row({ row, queryKey }: { row: Rating; queryKey: readonly string[] }) {
  const { studio } = useProfile()
  const queries = useQueryClient()
  const mayAnswer = useMay('projects.work')
  const [answering, setAnswering] = useState(false)
  const said = [...row.reasons.map((reason) => REASONS[reason]()), row.words].filter(Boolean)
  return (
    <li className={classes.row}>
      <div className={classes.head}>
        <span className="tag tag--signal">{m.rate_given({ score: row.score })}</span>
        <StudioLink to={`projects/${row.project.id}`}>{row.project.title}</StudioLink>
        <span className="second">
          {m.ratings_work({ title: row.work.title, version: row.work.version })} · <Moment at={row.at} with="near" />
        </span>
        <span className={`second ${classes.points}`}>
          {row.points > 0 &&
            (row.counts ? m.ratings_plus({ points: row.points }) : m.ratings_waits({ points: row.points }))}
        </span>
      </div>
      {said.length > 0 && <p>{said.join(' · ')}</p>}
      {row.answer && <p className="second">{m.ratings_answered({ answer: row.answer })}</p>}
      {mayAnswer && !row.answer && !answering && (
        <div>
          <button type="button" className="btn" onClick={() => setAnswering(true)}>
            {m.ratings_answer()}
          </button>
        </div>
      )}
      {answering && (
        <Form
          submit={m.ratings_answer()}
          onSubmit={async ({ answer = '' }) => {
            const path = { studio: studio.slug, rating: row.id }
            await call('PUT /api/studios/{studio}/ratings/{rating}/answer', { path, body: { answer } })
            await queries.invalidateQueries({ queryKey })
            setAnswering(false)
          }}
        >
          <Field name="answer" label={m.ratings_your_answer()} hint={m.ratings_once()}>
            {(id) => <textarea id={id} name="answer" maxLength={2000} data-autofocus />}
          </Field>
        </Form>
      )}
    </li>
  )
}
