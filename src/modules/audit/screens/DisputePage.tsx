import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { ApiProblem, call } from '../../../web/app/client.ts'
import { Lost } from '../../../web/app/Lost.tsx'
import { m } from '../../../web/generated/messages/messages.js'
import { Bones, Moment, Page } from '../../../web/ui/index.ts'
import { disputeReason } from '../../recording/screens/index.ts'
import { AuditLink } from './AuditLink.tsx'
import { Decide } from './Decide.tsx'
import { Decided } from './Decided.tsx'
import { DisputeFacts } from './DisputeFacts.tsx'
import { DisputeTalk } from './DisputeTalk.tsx'
import classes from './dispute.module.css'
import { openerOf } from './dispute-words.ts'

/** One dispute: both sides' words, what was agreed and delivered, the money, and the decision (R12, P20). */
export default function DisputePage() {
  const { dispute: id = '' } = useParams({ strict: false }) as { dispute?: string }
  const found = useQuery({
    queryKey: ['console', 'dispute', id],
    queryFn: () => call('GET /api/console/disputes/{dispute}', { path: { dispute: id } }),
  })
  const dispute = found.data
  const list: string = '/disputes'
  if (found.error instanceof ApiProblem && [400, 404].includes(found.error.status)) return <Lost />
  return (
    <Page
      title={dispute?.title ?? m.disputes_title()}
      crumbs={[
        <Link key="all" to={list}>
          {m.disputes_title()}
        </Link>,
        dispute?.studio.name,
      ]}
      beside={
        dispute && (
          <>
            <span className={`tag ${dispute.state === 'open' ? 'tag--signal' : ''}`}>
              {dispute.state === 'open' ? m.disputes_open_tag() : m.disputes_decided_tag()}
            </span>
            <AuditLink filters={{ subjectId: dispute.projectId }} />
          </>
        )
      }
      {...(dispute
        ? { aside: dispute.state === 'open' ? <Decide dispute={dispute} /> : <Decided dispute={dispute} /> }
        : {})}
    >
      {found.isPending && <Bones rows={6} />}
      {found.error && (
        <p className="wrong wrong--form" role="alert">
          {found.error.message}
        </p>
      )}
      {dispute && (
        <div className={classes.facts}>
          <section aria-labelledby="reason">
            <h2 id="reason">{m.disputes_reason()}</h2>
            <blockquote className={classes.reason}>{disputeReason(dispute.reason)}</blockquote>
            <p className="second">
              {openerOf(dispute)} · <Moment at={dispute.openedAt} with="both" />
            </p>
          </section>
          <DisputeFacts dispute={dispute} />
          <DisputeTalk dispute={dispute} />
        </div>
      )}
    </Page>
  )
}
