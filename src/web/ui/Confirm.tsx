import { Modal } from '@mantine/core'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { m } from '../generated/messages/messages.js'
import classes from './confirm.module.css'

interface Props {
  /** The question, naming the thing: `Cancel the booking of 21 November?` */
  title: string
  /** The exact consequence, line by line: what, and the figure. */
  consequences: readonly { label: string; figure: ReactNode; strong?: boolean }[]
  /** What else one should know, in a sentence. */
  note?: string
  /** What the button says: the deed with its figure (`Pay 4 100 ₽`). */
  deed: string
  /** Ends something: the button is red. */
  ends?: boolean
  /** Does it. `key` stays the same over repeated presses, so that money moves once. A refusal is shown here. */
  onConfirm: (key: string) => Promise<unknown>
  onClose: () => void
}

/** Asked only where money moves or something ends: the exact consequence in figures before the button. */
export function Confirm({ title, consequences, note, deed, ends = false, onConfirm, onClose }: Props) {
  const key = useRef(crypto.randomUUID())
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState('')
  const button = useRef<HTMLButtonElement>(null)
  // The button was off meanwhile, and has lost the focus.
  useEffect(() => {
    if (failure) button.current?.focus()
  }, [failure])

  async function press(): Promise<void> {
    setBusy(true)
    setFailure('')
    try {
      await onConfirm(key.current)
      onClose()
    } catch (error) {
      setFailure(error instanceof Error ? error.message : String(error))
    } finally {
      setBusy(false)
    }
  }

  return (
    <Modal opened onClose={busy ? () => undefined : onClose} title={title}>
      <dl className={classes.lines}>
        {consequences.map(({ label, figure, strong }) => (
          <div key={label} data-strong={strong}>
            <dt>{label}</dt>
            <dd>{figure}</dd>
          </div>
        ))}
      </dl>
      {note && <p className={classes.note}>{note}</p>}
      {failure && (
        <p className={`wrong wrong--form ${classes.failure}`} role="alert">
          {failure}
        </p>
      )}
      <div className={classes.actions}>
        <button
          ref={button}
          type="button"
          className={`btn btn--main ${ends ? classes.ends : 'btn--ink'}`}
          disabled={busy}
          onClick={() => void press()}
          data-autofocus
        >
          {deed}
        </button>
        <button type="button" className="btn btn--main" disabled={busy} onClick={onClose}>
          {m.ui_leave()}
        </button>
      </div>
    </Modal>
  )
}
