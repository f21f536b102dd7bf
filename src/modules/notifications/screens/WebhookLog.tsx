import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { call } from '../../../web/app/client.ts'
import { m } from '../../../web/generated/messages/messages.js'
import { getLocale } from '../../../web/generated/messages/runtime.js'
import { Pending } from '../../../web/ui/index.ts'
import classes from './notices.module.css'

const states = { delivered: m.webhooks_delivered, waiting: m.webhooks_waiting, failed: m.webhooks_failed }
/** While something waits, the log is looked at again this often. */
const LOOK_MS = 3000

/** What was sent to one webhook, and what came of it. */
export function WebhookLog({ studio, webhook }: { studio: string; webhook: string }) {
  const queries = useQueryClient()
  const key = ['webhooks', studio, webhook, 'log']
  const log = useQuery({
    queryKey: key,
    queryFn: () =>
      call('GET /api/studios/{studio}/webhooks/{webhook}/deliveries', {
        path: { studio, webhook },
        query: { limit: 50 },
      }),
    refetchInterval: (query) => (query.state.data?.items.some(({ state }) => state === 'waiting') ? LOOK_MS : false),
  })
  const resend = useMutation({
    mutationFn: (delivery: string) =>
      call('POST /api/studios/{studio}/webhooks/{webhook}/deliveries/{delivery}/resends', {
        path: { studio, webhook, delivery },
      }),
    onSuccess: () => queries.invalidateQueries({ queryKey: key }),
  })
  const format = new Intl.DateTimeFormat(getLocale(), { dateStyle: 'short', timeStyle: 'medium' })
  if (!log.data) return <Pending of={log} rows={2} />
  if (log.data.items.length === 0) return <p className={classes.lead}>{m.webhooks_log_empty()}</p>
  return (
    <table className={classes.log} aria-label={m.webhooks_log()}>
      <tbody>
        {log.data.items.map((delivery) => (
          <tr key={delivery.id}>
            <td>{format.format(Date.parse(delivery.at))}</td>
            <td>{delivery.event}</td>
            <td>
              {states[delivery.state]()} {delivery.status ?? delivery.answer ?? ''}
            </td>
            <td>{m.webhooks_attempts({ count: delivery.attempts })}</td>
            <td>
              <button
                type="button"
                className="btn"
                disabled={resend.isPending && resend.variables === delivery.id}
                onClick={() => resend.mutate(delivery.id)}
              >
                {m.webhooks_resend()}
              </button>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
