import { useQuery } from '@tanstack/react-query'
import { call } from '../../../web/app/client.ts'
import { m } from '../../../web/generated/messages/messages.js'
import { Pending } from '../../../web/ui/index.ts'
import classes from './console.module.css'

const LOOK_MS = 3000

/** How deep the queue is right now. */
export function QueueCounters() {
  const queue = useQuery({
    queryKey: ['console', 'queue'],
    queryFn: () => call('GET /api/console/queue', {}),
    refetchInterval: LOOK_MS,
  })
  if (!queue.data) return <Pending of={queue} rows={1} />
  const { waiting, running, retrying, later, dead, oldestS } = queue.data
  const counters = [
    [m.console_queue_waiting(), waiting],
    [m.console_queue_running(), running],
    [m.console_queue_retrying(), retrying],
    [m.console_queue_later(), later],
    [m.console_queue_dead(), dead],
  ] as const
  return (
    <div className={classes.counters}>
      {counters.map(([label, value]) => (
        <div key={label} className={classes.figure}>
          <span className="label">{label}</span>
          <span className={`sum ${label === m.console_queue_dead() && value > 0 ? 'out' : ''}`}>{value}</span>
        </div>
      ))}
      {oldestS > 0 && <p className="second">{m.console_queue_oldest({ seconds: oldestS })}</p>}
    </div>
  )
}
