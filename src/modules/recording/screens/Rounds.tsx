import { useState } from 'react'
import { call } from '../../../web/app/client.ts'
import { useProfile, useWorks } from '../../../web/app/me.tsx'
import { m } from '../../../web/generated/messages/messages.js'
import { Confirm } from '../../../web/ui/index.ts'
import { OfferForm } from './OfferForm.tsx'
import classes from './project.module.css'
import type { Project } from './use-project.ts'
import { roundsWords } from './words.ts'

interface Props {
  project: Project
  again: () => Promise<unknown>
}

/** For the studio: the rounds are used up; one more is given for nothing, or offered for a price of its own (R5). */
export function Rounds({ project, again }: Props) {
  const { studio } = useProfile()
  const works = useWorks()
  const [doing, setDoing] = useState<'give' | 'offer'>()
  const { used, included, more } = project.rounds
  const bought = project.purchases.at(-1)
  if (!bought || project.state !== 'active' || used < included) return null
  const of = project.offers.find((one) => one.id === bought.offerId)
  const close = () => setDoing(undefined)
  return (
    <section className={classes.rounds} aria-label={m.round_title()}>
      <p>
        <span className={classes.sentence}>{roundsWords(project)}</span>
        <span className="second">{more ? m.round_client_pays() : m.round_no_price()}</span>
      </p>
      {works && (
        <div>
          <button type="button" className="btn" onClick={() => setDoing('give')}>
            {m.round_give()}
          </button>
          {!more && (
            <button type="button" className="btn" onClick={() => setDoing('offer')}>
              {m.round_offer()}
            </button>
          )}
        </div>
      )}
      {doing === 'give' && (
        <Confirm
          title={m.round_give_q()}
          consequences={[{ label: m.round_will_be(), figure: included + 1, strong: true }]}
          note={m.round_give_note()}
          deed={m.round_give()}
          onConfirm={async (key) => {
            await call('POST /api/studios/{studio}/projects/{project}/given-rounds', {
              path: { studio: studio.slug, project: project.id },
              key,
            })
            await again()
          }}
          onClose={close}
        />
      )}
      {doing === 'offer' && (
        <OfferForm
          project={project}
          begins={{
            ...{ scope: m.round_offer_scope(), revisionsIncluded: 1 },
            ...{ performer: of?.performer ?? null, stageId: of?.stageId ?? null },
          }}
          again={again}
          close={close}
        />
      )}
    </section>
  )
}
