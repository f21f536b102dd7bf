import { hideNotification, Notifications, showNotification } from '@mantine/notifications'
import '@mantine/notifications/styles.css'
import { m } from '../generated/messages/messages.js'
import classes from './toast.module.css'

const READ_MS = 5_000
/** WCAG 2.2: time enough to reach it by keyboard. */
const UNDO_MS = 12_000

/** The place where toasts appear; once, in the shell. */
export function Toasts() {
  return <Notifications position="bottom-center" limit={3} classNames={{ root: classes.place }} />
}

/** Says that something was done; with `undo` one can take it back for twelve seconds. */
export function toast(words: string, undo?: () => Promise<unknown>): void {
  const id = crypto.randomUUID()
  const takeBack = async () => {
    hideNotification(id)
    try {
      await undo?.()
      toast(m.ui_undone())
    } catch (error) {
      toastFailure(error)
    }
  }
  showNotification({
    id,
    autoClose: undo ? UNDO_MS : READ_MS,
    color: 'ink',
    className: classes.toast,
    closeButtonProps: { 'aria-label': m.ui_close() },
    message: (
      <span className={classes.line}>
        {words}
        {undo && (
          <button type="button" className="btn" onClick={() => void takeBack()}>
            {m.ui_undo()}
          </button>
        )}
      </span>
    ),
  })
}

/** Says why something was taken back or did not happen. Stays until it is closed. */
export function toastFailure(error: unknown): void {
  showNotification({
    autoClose: false,
    color: 'red',
    className: classes.toast,
    role: 'alert',
    closeButtonProps: { 'aria-label': m.ui_close() },
    message: error instanceof Error ? error.message : String(error),
  })
}
