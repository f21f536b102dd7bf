import { StudioLink } from '../../../web/app/StudioLink.tsx'
import { m } from '../../../web/generated/messages/messages.js'
import classes from './replies.module.css'
import type { Reply } from './use-replies.ts'

interface Props {
  /** Of the list, for the field that it belongs to. */
  id: string
  replies: readonly Reply[]
  /** Which one Enter takes. */
  active: number
  onPick: (reply: Reply) => void
}

/** The id of one of the list's options. */
export const optionId = (id: string, index: number) => `${id}-${index}`

/** The canned replies that fit what was typed after "/": chosen by arrows and Enter, or pressed (R7). */
export function RepliesPicker({ id, replies, active, onPick }: Props) {
  return (
    <div className={classes.picker}>
      {replies.length === 0 && (
        <p className={classes.none} role="status">
          {m.replies_nothing()}
        </p>
      )}
      <div id={id} className={classes.options} role="listbox" aria-label={m.replies_list()}>
        {replies.map((reply, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field has the focus, and takes the keys for the list
          <div
            key={reply.id}
            id={optionId(id, index)}
            className={classes.option}
            role="option"
            aria-selected={index === active}
            tabIndex={-1}
            // Before the field loses the focus.
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => onPick(reply)}
          >
            <strong>{reply.title}</strong>
            <span>{reply.body}</span>
          </div>
        ))}
      </div>
      <span className={classes.foot}>
        <StudioLink to="settings/replies">{m.replies_manage()}</StudioLink>
      </span>
    </div>
  )
}
