import css from './catalogue.module.css'
import { Extras } from './Extras.tsx'
import { Rules } from './Rules.tsx'

/** What may be added to a session, and the rules that make nights, weekends and packages. */
export function Additions() {
  return (
    <div className={css.two}>
      <Extras />
      <Rules />
    </div>
  )
}
