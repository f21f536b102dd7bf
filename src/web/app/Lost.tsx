import { Link } from '@tanstack/react-router'
import { m } from '../generated/messages/messages.js'

/** An address of the app that leads nowhere. */
export function Lost() {
  return (
    <main className="middle">
      <div className="stack">
        <h1>{m.not_found_title()}</h1>
        <p>{m.not_found_lead()}</p>
        <div>
          <Link className="btn" to="/">
            {m.to_home()}
          </Link>
        </div>
      </div>
    </main>
  )
}
