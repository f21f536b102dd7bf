import { Modal } from '@mantine/core'
import { IconStar, IconStarFilled } from '@tabler/icons-react'
import { useState } from 'react'
import { call } from '../../../web/app/client.ts'
import { useProfile, useWorks } from '../../../web/app/me.tsx'
import { m } from '../../../web/generated/messages/messages.js'
import { amountText, Field, Form, toast, toastFailure } from '../../../web/ui/index.ts'
import { AskChanges, priceOfNext } from './AskChanges.tsx'
import classes from './project.module.css'
import { Rounds } from './Rounds.tsx'
import type { Project, Version } from './use-project.ts'
import { REASONS, roundsWords } from './words.ts'

interface Props {
  project: Project
  version: Version
  again: () => Promise<unknown>
}

/** What the client says of the newest version: approved, changes, a rating (R9, R19). */
export function Judge({ project, version, again }: Props) {
  const { studio } = useProfile()
  const works = useWorks()
  const [asking, setAsking] = useState(false)
  if (project.side !== 'client') {
    return (
      <>
        {version.rating && (
          <p className="second">
            <span className="tag tag--signal">{m.rate_given({ score: version.rating.score })}</span>{' '}
            {version.rating.words}
          </p>
        )}
        {version.state !== 'approved' && <Rounds project={project} again={again} />}
      </>
    )
  }
  const path = { studio: studio.slug, version: version.id }
  const { used, included } = project.rounds
  const price = priceOfNext(project)
  const approve = async () => {
    try {
      await call('POST /api/studios/{studio}/versions/{version}/approval', { path, body: { sha256: version.sha256 } })
      await again()
      toast(m.project_approved({ number: version.number }))
    } catch (error) {
      toastFailure(error)
    }
  }
  return (
    <div className={classes.judge}>
      {works && project.state === 'active' && version.state !== 'approved' && (
        <>
          <button type="button" className="btn" onClick={approve}>
            {m.project_approve({ number: version.number })}
          </button>
          {version.state === 'delivered' && (
            <button type="button" className="btn" onClick={() => setAsking(true)} disabled={used >= included && !price}>
              {price ? m.round_ask({ amount: amountText(price, { short: true }) }) : m.project_changes()}
            </button>
          )}
          <span className="second">
            {roundsWords(project)}
            {used >= included && !price && project.purchases.length > 0 && ` ${m.round_ask_studio()}`}
          </span>
        </>
      )}
      {version.state === 'approved' && <span className="tag">{m.project_approved({ number: version.number })}</span>}
      {project.purchases.length > 0 && (works || version.rating) && <Rating version={version} again={again} />}
      {asking && <AskChanges project={project} version={version} again={again} close={() => setAsking(false)} />}
    </div>
  )
}

const LOW_SCORE = 3

function Rating({ version, again }: { version: Version; again: Props['again'] }) {
  const { studio } = useProfile()
  const [score, setScore] = useState<number>()
  const [key] = useState(() => crypto.randomUUID())
  const given = version.rating?.score
  const send = async (value: number, words: string, reasons: (keyof typeof REASONS)[]) => {
    await call('POST /api/studios/{studio}/versions/{version}/rating', {
      path: { studio: studio.slug, version: version.id },
      key,
      body: { score: value, words, reasons },
    })
    await again()
    setScore(undefined)
  }
  const press = (value: number) => {
    if (value <= LOW_SCORE) setScore(value)
    else send(value, '', []).catch(toastFailure)
  }
  return (
    <fieldset
      className={classes.stars}
      aria-label={m.rate_title({ number: version.number })}
      disabled={given !== undefined}
    >
      {[1, 2, 3, 4, 5].map((value) => (
        <button key={value} type="button" aria-label={m.rate_star({ score: value })} onClick={() => press(value)}>
          {value <= (given ?? 0) ? <IconStarFilled size={20} /> : <IconStar size={20} stroke={1.7} />}
        </button>
      ))}
      {score !== undefined && (
        <Modal opened onClose={() => setScore(undefined)} title={m.rate_why()}>
          <Form
            submit={m.rate_send()}
            onSubmit={(values) =>
              send(
                score,
                values.words ?? '',
                (Object.keys(REASONS) as (keyof typeof REASONS)[]).filter((reason) => values[reason] === 'on'),
              )
            }
          >
            {(Object.entries(REASONS) as [string, () => string][]).map(([reason, label]) => (
              <label key={reason} className={classes.check}>
                <input type="checkbox" name={reason} /> {label()}
              </label>
            ))}
            <Field name="words" label={m.rate_words()}>
              {(id) => <textarea id={id} name="words" />}
            </Field>
          </Form>
        </Modal>
      )}
    </fieldset>
  )
}
