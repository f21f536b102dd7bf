import { IconX } from '@tabler/icons-react'
import { type ReactNode, useEffect, useRef } from 'react'
import { m } from '../generated/messages/messages.js'
import classes from './detail-pane.module.css'

interface Props {
  title: string
  onClose: () => void
  children: ReactNode
}

/**
 * A row of a list, opened beside it; over it on a phone. Esc closes it and gives the focus back to the row; out of a field
 * where something was typed it leads first, so that one press loses nothing.
 */
export function DetailPane({ title, onClose, children }: Props) {
  const pane = useRef<HTMLElement>(null)
  const typed = useRef(false)
  useEffect(() => {
    const before = document.activeElement
    pane.current?.focus()
    return () => {
      if (before instanceof HTMLElement) before.focus()
    }
  }, [])
  return (
    <section
      ref={pane}
      className={classes.pane}
      aria-label={title}
      tabIndex={-1}
      onInput={() => {
        typed.current = true
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.defaultPrevented) return
        event.stopPropagation()
        if (!typed.current || event.target === pane.current) return onClose()
        pane.current?.focus()
      }}
    >
      <header className={classes.head}>
        <h2 className={classes.title}>{title}</h2>
        <button type="button" className={classes.close} aria-label={m.ui_close()} onClick={onClose}>
          <IconX size={18} stroke={1.7} aria-hidden />
        </button>
      </header>
      <div className={classes.body}>{children}</div>
    </section>
  )
}
