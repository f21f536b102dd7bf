import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../../../web/app/client.ts'
import { useProfile, useWorks } from '../../../web/app/me.tsx'
import { m } from '../../../web/generated/messages/messages.js'
import { amountText, Confirm, Moment, Money, shareText, toastFailure } from '../../../web/ui/index.ts'
import { OfferForm } from './OfferForm.tsx'
import classes from './project.module.css'
import { nameIn, type Offer, type Project } from './use-project.ts'
import { offerState } from './words.ts'

interface Props {
  project: Project
  offer: Offer
  again: () => Promise<unknown>
}

/** An offer in the chat: what, for how much, and the answer, with its exact consequence before the button (R5). */
export function OfferCard({ project, offer, again }: Props) {
  const { studio } = useProfile()
  const works = useWorks()
  const [doing, setDoing] = useState<'accept' | 'counter'>()
  const path = { studio: studio.slug, offer: offer.id }
  const open = offer.state === 'proposed' && project.state === 'active'
  const mine = offer.side === project.side
  const answer = async (done: Promise<unknown>) => {
    try {
      await done
      await again()
    } catch (error) {
      toastFailure(error)
    }
  }
  return (
    <article className={classes.offer} data-open={open} aria-label={m.offer_number({ number: offer.number })}>
      <header>
        <strong>{m.offer_number({ number: offer.number })}</strong>
        <span className={`tag ${open ? 'tag--signal' : ''}`}>{offerState(offer.state)}</span>
      </header>
      <p>{offer.scope}</p>
      <p className={classes.price}>
        <Money value={offer.price} short sum />
      </p>
      <p className="second">
        {m.offer_included({ count: offer.revisionsIncluded })}
        {offer.revisionPrice && ` · ${m.offer_one_more({ amount: amountText(offer.revisionPrice, { short: true }) })}`}
        {offer.performer && ` · ${nameIn(project, offer.performer)}`}
        {open && (
          <>
            {' · '}
            {m.offer_until()} <Moment at={offer.expiresAt} with="both" />
          </>
        )}
      </p>
      {open && works && (
        <footer>
          {mine ? (
            <button
              type="button"
              className="btn"
              onClick={() => answer(call('POST /api/studios/{studio}/offers/{offer}/withdrawal', { path }))}
            >
              {m.offer_withdraw()}
            </button>
          ) : (
            <>
              <button type="button" className="btn btn--ink" onClick={() => setDoing('accept')}>
                {acceptWords(project, offer)}
              </button>
              <button type="button" className="btn" onClick={() => setDoing('counter')}>
                {m.offer_counter()}
              </button>
              <button
                type="button"
                className="btn"
                onClick={() => answer(call('POST /api/studios/{studio}/offers/{offer}/refusal', { path }))}
              >
                {m.offer_decline()}
              </button>
            </>
          )}
        </footer>
      )}
      {doing === 'accept' && <Accept project={project} offer={offer} again={again} close={() => setDoing(undefined)} />}
      {doing === 'counter' && (
        <OfferForm project={project} counters={offer} again={again} close={() => setDoing(undefined)} />
      )}
    </article>
  )
}

function acceptWords(project: Project, offer: Offer): string {
  if (project.side === 'studio') return m.offer_accept()
  return m.offer_accept_pay({ amount: amountText(offer.price, { short: true }) })
}

function Accept({ project, offer, again, close }: Props & { close: () => void }) {
  const { studio } = useProfile()
  const path = { studio: studio.slug, offer: offer.id }
  const pays = project.side === 'client'
  const division = useQuery({
    queryKey: ['division', offer.id],
    enabled: !pays,
    queryFn: () => call('GET /api/studios/{studio}/offers/{offer}/division', { path }),
  })
  const split = division.data
  return (
    <Confirm
      title={m.offer_accept_q({ number: offer.number })}
      consequences={
        pays
          ? [
              { label: m.offer_held_now(), figure: <Money value={offer.price} />, strong: true },
              ...(offer.revisionPrice
                ? [{ label: m.offer_if_one_more(), figure: <Money value={offer.revisionPrice} /> }]
                : []),
            ]
          : split
            ? [
                {
                  label: `${m.offer_performer_gets()} ${shareText(split.performerBps)}`,
                  figure: <Money value={split.performerGets} />,
                },
                ...(split.studioGets
                  ? [{ label: m.offer_studio_gets(), figure: <Money value={split.studioGets} /> }]
                  : []),
                ...(split.commission && split.commissionBps !== null
                  ? [
                      {
                        label: `${m.offer_commission()} ${shareText(split.commissionBps)}`,
                        figure: <Money value={split.commission} />,
                      },
                    ]
                  : []),
              ]
            : []
      }
      note={pays ? m.offer_note() : m.offer_accept_note()}
      deed={acceptWords(project, offer)}
      onConfirm={async (key) => {
        await call('POST /api/studios/{studio}/offers/{offer}/acceptance', { path, key })
        await again()
      }}
      onClose={close}
    />
  )
}
