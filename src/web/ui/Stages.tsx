import { m } from '../generated/messages/messages.js'
import classes from './stages.module.css'

/** A stage of a project, as the strip shows it. */
export interface Stage {
  id: string
  name: string
  state: 'done' | 'now' | 'next'
  /** What is known of it: the version on review, who has it, when it is due. */
  note?: string
}

/** The stages of a project in their order; the one that is under way carries the signal (R6). */
export function Stages({ stages, onOpen }: { stages: readonly Stage[]; onOpen?: (id: string) => void }) {
  return (
    <ol className={classes.stages} aria-label={m.ui_stages()}>
      {stages.map((stage) => (
        <li key={stage.id} data-state={stage.state} aria-current={stage.state === 'now' ? 'step' : undefined}>
          {onOpen ? (
            <button type="button" className={classes.open} onClick={() => onOpen(stage.id)}>
              <Words stage={stage} />
            </button>
          ) : (
            <Words stage={stage} />
          )}
        </li>
      ))}
    </ol>
  )
}

function Words({ stage }: { stage: Stage }) {
  const note = stage.note ?? (stage.state === 'done' ? m.ui_stage_done() : undefined)
  return (
    <>
      <span className={classes.name}>{stage.name}</span>
      {note && <span className={classes.note}> · {note}</span>}
    </>
  )
}
