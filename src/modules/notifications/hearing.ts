/** What somebody is in a studio whose events they hear of. */
export interface Place {
  memberships: Set<string>
  staff: boolean
  /** Owner or manager. */
  leads: boolean
}

/** What happens to a studio's money is told to those who lead it, and to whoever the event itself is for. */
const OF_MONEY = /^(payment|sharing_terms|subscription|wallet|withdrawal)\./

/** Whether a hint of an event reaches somebody who is not in its audience. Pure. */
export function hears(place: Place, eventName: string): boolean {
  return OF_MONEY.test(eventName) ? place.leads : place.staff
}
