import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { m } from '../generated/messages/messages.js'
import { Pending } from '../ui/index.ts'
import { ApiProblem } from './client.ts'

/** An address of the app that leads nowhere. */
export function Lost() {
  return <Nowhere title={m.not_found_title()} lead={m.not_found_lead()} />
}

/** The place of one thing that its address names, while it is not there: it leads nowhere, or the thing may still come. */
export function Absent({ of }: { of: Parameters<typeof Pending>[0]['of'] }) {
  const isNowhere = of.error instanceof ApiProblem && [400, 404].includes(of.error.status)
  return isNowhere ? <Lost /> : <Pending of={of} rows={6} />
}

/** A screen of the studio that my profile may not see: the server refuses what would stand there. */
export function Refused() {
  return <Nowhere title={m.app_refused_title()} lead={m.app_refused_lead()} />
}

/** Only why there is nothing here, and the way home: what stands in a page's `main`. */
export function Nowhere({ title, lead, children }: { title: string; lead: string; children?: ReactNode }) {
  return (
    <div className="middle">
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
    </div>
  )
}
