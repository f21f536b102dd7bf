import { m } from '../../../web/generated/messages/messages.js'
import { getLocale } from '../../../web/generated/messages/runtime.js'
import { amountText, Moment, Money, shareText } from '../../../web/ui/index.ts'
import { amountOf } from '../../files/screens/index.ts'
import { offerState } from '../../recording/screens/index.ts'
import classes from './dispute.module.css'
import type { Dispute } from './dispute-words.ts'

type Version = Dispute['project']['deliverables'][number]['versions'][number]

/** What was agreed and what was delivered, with the files' hashes (R12). */
export function DisputeFacts({ dispute }: { dispute: Dispute }) {
  const { offers, purchases, deliverables, rounds } = dispute.project
  const versions = deliverables.flatMap(({ title, versions: made }) => made.map((version) => ({ title, version })))
  return (
    <>
      <section aria-labelledby="offers">
        <h2 id="offers">{m.disputes_offers()}</h2>
        {offers.length === 0 && <p className="second">{m.disputes_offers_none()}</p>}
        <ul className={`list sheet ${classes.rows}`}>
          {offers.map((offer) => (
            <li key={offer.id} className="row">
              <div>
                <strong>{m.disputes_offer({ number: offer.number, scope: scopeOf(offers, offer) })}</strong>
                <p className="second">
                  {[
                    offerState(offer.state),
                    ...(offer.revisionPrice ? [m.offer_one_more({ amount: amountText(offer.revisionPrice) })] : []),
                    ...purchases
                      .filter((purchase) => purchase.offerId === offer.id && purchase.split?.performer)
                      .map(({ split }) => m.disputes_terms({ share: shareText(split?.performerBps ?? 0) })),
                  ].join(' · ')}
                </p>
              </div>
              <Money value={offer.price} />
            </li>
          ))}
        </ul>
      </section>
      <section aria-labelledby="files">
        <h2 id="files">{m.disputes_files()}</h2>
        {versions.length === 0 && <p className="second">{m.disputes_files_none()}</p>}
        {rounds.included > 0 && versions.length > 0 && (
          <p className="second">{m.disputes_rounds({ used: rounds.used, included: rounds.included })}</p>
        )}
        <ul className={`list sheet ${classes.rows}`}>
          {versions.map(({ title, version }) => (
            <li key={version.id} className={classes.file}>
              <strong>{m.disputes_version({ title, number: version.number })}</strong>{' '}
              <span className="second">
                <Moment at={version.deliveredAt} with="both" /> · {judgement(version)}
                {version.file && ` · ${version.file.name}, ${amountOf(version.file.bytes, getLocale())}`}
              </span>
              <span className={`second ${classes.hash}`}>
                {m.disputes_hash()} {version.sha256}
              </span>
              {version.verdicts.map((verdict) =>
                verdict.note ? (
                  <p key={verdict.at} className={classes.verdict}>
                    {verdict.note}
                  </p>
                ) : null,
              )}
            </li>
          ))}
        </ul>
      </section>
    </>
  )
}

/** What an offer was for; of one more round of changes, whose it was. */
function scopeOf(
  offers: Dispute['project']['offers'],
  { scope, roundOf }: Dispute['project']['offers'][number],
): string {
  const whole = offers.find((one) => one.id === roundOf)
  return whole ? m.round_of({ number: whole.number }) : scope
}

function judgement({ state, verdicts, heardAt }: Version): string {
  if (state === 'approved') return m.disputes_approved()
  if (verdicts.length > 0) return m.disputes_changes()
  return heardAt ? m.disputes_heard() : m.disputes_unheard()
}
