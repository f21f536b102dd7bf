import { m } from '../generated/messages/messages.js'
import { Empty } from './Empty.tsx'

/** What was asked for did not come: why, and the way to ask again. */
export function Failed({ error, again }: { error: Error; again: () => unknown }) {
  return (
    <Empty
      title={m.ui_failed()}
      action={
        <button type="button" className="btn" onClick={again}>
          {m.ui_again()}
        </button>
      }
    >
      {error.message}
    </Empty>
  )
}
