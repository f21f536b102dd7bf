import type { ReactNode } from 'react'
import { m } from '../../../../web/generated/messages/messages.js'
import css from './catalogue.module.css'

interface Props {
  title: string
  /** What is said where there is nothing yet. */
  empty: string
  rows: readonly { key: string; name: string; note: string; figure: string }[]
  /** What can be added: each opens the form of its own key. */
  adds: readonly { key: string; label: string }[]
  open: string | undefined
  onOpen: (key: string | undefined) => void
  /** The form of what is open. */
  form: (key: string) => ReactNode
  onDrop: (key: string) => Promise<void>
}

/** A short list in which each row opens to its own form, one at a time. */
export function Section({ title, empty, rows, adds, open, onOpen, form, onDrop }: Props) {
  return (
    <section aria-label={title}>
      <header className={css.groupHead}>
        <h2>{title}</h2>
        <span className={css.adds}>
          {adds.map(({ key, label }) => (
            <button
              key={key}
              type="button"
              className="btn"
              aria-expanded={open === key}
              onClick={() => onOpen(open === key ? undefined : key)}
            >
              {label}
            </button>
          ))}
        </span>
      </header>
      {adds.map(
        ({ key }) =>
          open === key && (
            <div key={key} className={`sheet sheet--padded ${css.adding}`}>
              {form(key)}
            </div>
          ),
      )}
      <ul className="sheet list">
        {rows.map(({ key, name, note, figure }) => (
          <li key={key}>
            <button
              type="button"
              className="row"
              aria-expanded={open === key}
              onClick={() => onOpen(open === key ? undefined : key)}
            >
              <span>
                {name}
                <br />
                <span className="second">{note}</span>
              </span>
              <span className="row__sum">{figure}</span>
            </button>
            {open === key && (
              <div className={css.opened}>
                {form(key)}
                <button type="button" className={`btn ${css.archive}`} onClick={() => void onDrop(key)}>
                  {m.catalogue_drop()}
                </button>
              </div>
            )}
          </li>
        ))}
        {rows.length === 0 && <li className="row second">{empty}</li>}
      </ul>
    </section>
  )
}
