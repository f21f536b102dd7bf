import { m } from '../generated/messages/messages.js'
import classes from './bones.module.css'

export interface BonesProps {
  rows?: number
  /** What comes: a list's rows, cards with sums, or text. */
  shape?: 'rows' | 'cards' | 'text'
}

/** A skeleton in the shape of what comes. */
export function Bones({ rows = 4, shape = 'rows' }: BonesProps) {
  return (
    <div className={classes[shape]} role="status" aria-label={m.ui_loading()}>
      {Array.from({ length: rows }, (_, index) => index).map((index) => (
        <div key={index} className={classes.place}>
          <i data-width={index % 3} />
          {shape === 'cards' && <i data-tall="true" />}
          {shape !== 'text' && <i data-thin="true" data-width={(index + 1) % 3} />}
        </div>
      ))}
    </div>
  )
}
