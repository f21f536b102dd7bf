import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { m } from '../generated/messages/messages.js'

/** An address of the app that leads nowhere. */
export function Lost() {
  return <Nowhere title={m.not_found_title()} lead={m.not_found_lead()} />
}

/** A page that says only why there is none, and the way home. */
export function Nowhere({ title, lead, children }: { title: string; lead: string; children?: ReactNode }) {
  return (
    <main className="middle">
      <div className="stack">
        <h1>{title}</h1>
        <p>{lead}</p>
        <div className="chips">
          <Link className="btn" to="/">
            {m.to_home()}
          </Link>
          {children}
        </div>
      </div>
    </main>
  )
}
