import { Link } from '@tanstack/react-router'
import { m } from '../../../web/generated/messages/messages.js'
import type { Filters } from './address.ts'

/** Leads to the rows behind a figure or a name: the audit log under a filter. */
export function AuditLink({ filters }: { filters: Filters }) {
  const to: string = '/audit'
  return (
    <Link to={to} search={filters as never}>
      {m.console_see_audit()}
    </Link>
  )
}
