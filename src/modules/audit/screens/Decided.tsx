import { useQuery } from '@tanstack/react-query'
import { call } from '../../../web/app/client.ts'
import { m } from '../../../web/generated/messages/messages.js'
import { Moment, Money } from '../../../web/ui/index.ts'
import classes from './dispute.module.css'
import { type Dispute, outcomeWords, partName, type Share } from './dispute-words.ts'

/** What each side gets by a share, and by all or nothing: a query for `useQuery`. */
export const figuresOf = (id: string, clientBps: number) => ({
  queryKey: ['console', 'dispute', id, 'figures', clientBps],
  queryFn: () => call('GET /api/console/disputes/{dispute}/figures', { path: { dispute: id }, query: { clientBps } }),
})

/** What was decided, why, and who got how much. */
export function Decided({ dispute }: { dispute: Dispute }) {
  const clientBps = dispute.clientBps ?? 0
  const figures = useQuery(figuresOf(dispute.id, clientBps))
  const share = figures.data?.find((one) => one.clientBps === clientBps)
  return (
    <section className={classes.decide} aria-labelledby="decision">
      <h2 id="decision">{m.disputes_decision()}</h2>
      <div>
        <div className="label">{m.disputes_settled()}</div>
        {dispute.disputed.map((sum) => (
          <Money key={sum.currency} value={sum} sum short />
        ))}
        {dispute.disputed.length === 0 && <p className="second">{m.disputes_nothing_held()}</p>}
      </div>
      <p>
        <strong>{outcomeWords(clientBps)}</strong>
      </p>
      {share && <Parts share={share} />}
      <blockquote className={classes.reason}>{dispute.note}</blockquote>
      {dispute.decidedAt && (
        <p className="second">
          {m.disputes_decided_at()} <Moment at={dispute.decidedAt} with="both" />
        </p>
      )}
    </section>
  )
}

/** Who gets how much, line by line. */
export function Parts({ share }: { share: Share }) {
  return (
    <dl className={classes.parts}>
      {share.parts.map((part) => (
        <div key={`${part.role} ${part.name} ${part.amount.currency}`}>
          <dt>{partName(part)}</dt>
          <dd>
            <Money value={part.amount} />
          </dd>
        </div>
      ))}
    </dl>
  )
}
