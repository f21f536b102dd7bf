import { Checkbox } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../../../web/app/client.ts'
import { m } from '../../../web/generated/messages/messages.js'
import { Bones, Empty, Page } from '../../../web/ui/index.ts'
import classes from './console.module.css'
import { exactTime } from './EventTable.tsx'
import { QueueCounters } from './QueueCounters.tsx'

const LIMIT = 100

/** The queue, and the jobs that failed as often as they may: seen, read, sent again (P14). */
export default function QueuePage() {
  const queries = useQueryClient()
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const letters = useQuery({
    queryKey: ['console', 'dead-letters'],
    queryFn: () => call('GET /api/console/dead-letters', { query: { limit: LIMIT } }),
  })
  const resend = useMutation({
    mutationFn: (ids: readonly string[]) =>
      call('POST /api/console/dead-letters/resends', { body: { ids: ids as [string, ...string[]] } }),
    onSuccess: () => {
      setChosen(new Set())
      return queries.invalidateQueries({ queryKey: ['console'] })
    },
  })
  const choose = (id: string) => {
    const next = new Set(chosen)
    if (!next.delete(id)) next.add(id)
    setChosen(next)
  }
  const items = letters.data?.items ?? []
  return (
    <Page title={m.console_queue()}>
      <QueueCounters />
      <section className={classes.part}>
        <h2>{m.console_dead_title()}</h2>
        {items.length > 0 && <p className="second">{m.console_dead_lead()}</p>}
        {letters.isPending && <Bones rows={3} />}
        {(letters.error ?? resend.error) && (
          <p className="wrong wrong--form" role="alert">
            {(letters.error ?? resend.error)?.message}
          </p>
        )}
        {resend.data && <p role="status">{m.console_dead_sent({ count: resend.data.sent })}</p>}
        {letters.isSuccess && items.length === 0 && (
          <Empty title={m.console_dead_none()}>{m.console_dead_lead()}</Empty>
        )}
        {items.length > 0 && (
          <>
            <button
              type="button"
              className="btn btn--ink"
              disabled={chosen.size === 0 || resend.isPending}
              onClick={() => resend.mutate([...chosen])}
            >
              {chosen.size === 0 ? m.console_dead_resend() : m.console_dead_resend_some({ count: chosen.size })}
            </button>
            <ul className="list sheet">
              {items.map((letter) => (
                <li key={letter.id} className="row">
                  <details>
                    <summary>
                      <strong>{letter.task}</strong>{' '}
                      <span className="second">
                        {exactTime(letter.failedAt)} · {m.console_dead_attempts()}: {letter.attempts}
                      </span>
                    </summary>
                    <p className="wrong">{letter.lastError}</p>
                    <pre className={classes.code}>{JSON.stringify(letter.payload, null, 2)}</pre>
                  </details>
                  <Checkbox
                    aria-label={m.console_dead_select({ task: `${letter.task} ${letter.id}` })}
                    checked={chosen.has(letter.id)}
                    onChange={() => choose(letter.id)}
                  />
                </li>
              ))}
            </ul>
          </>
        )}
      </section>
    </Page>
  )
}
