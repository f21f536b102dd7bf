import type { Whose } from '../../kernel/events/event.ts'

/** What somebody is in a studio whose events they hear of. */
export interface Place {
  memberships: Set<string>
  staff: boolean
  /** Owner or manager. */
  leads: boolean
}

/**
 * Whether a hint of an event reaches somebody who is not in its audience, by whose business the event's module says it
 * is. Of a kind that nobody here declared only its audience hears. Pure.
 */
export function hears(place: Place, whose: Whose | undefined): boolean {
  return (whose === 'staff' && place.staff) || (whose === 'leads' && place.leads)
}
