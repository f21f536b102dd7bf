import { shareOf } from './price.ts'

/** What a studio keeps of a booking that does not take place; copied to the booking when it is made (P11). */
export interface CancellationTerms {
  /** Hours before the start until which everything is given back. */
  freeHours: number
  /** Share of the price that is kept afterwards, in hundredths of a percent. */
  lateKeptBps: number
  /** Share of the price that is kept when nobody comes. */
  noShowKeptBps: number
  /** Minutes after the start before anybody may be said not to have come. */
  noShowGraceMinutes: number
}

export interface Paid {
  priceMinor: bigint
  paidMinor: bigint
}

export interface Settlement {
  keptMinor: bigint
  returnedMinor: bigint
  /** Why: which clause of the terms counted. */
  clause: 'free' | 'late' | 'by_studio' | 'no_show' | 'waived'
}

/** Until when cancelling is free. Hours are hours that pass: a change of the clocks makes them neither more nor fewer. */
export function freeUntil(start: Temporal.Instant, terms: CancellationTerms): Temporal.Instant {
  return start.subtract({ hours: terms.freeHours })
}

/**
 * The deadline after a move. A client's move never makes it later: moving away is no way round the terms. A move by the
 * studio never makes it earlier, since the client did not ask for it, and leaves them as many hours to answer it as the
 * terms give before a start; the start itself ends cancelling.
 */
export function freeUntilAfterMove(
  deadline: Temporal.Instant,
  newStart: Temporal.Instant,
  terms: CancellationTerms,
  { by, now }: { by: 'client' | 'studio'; now: Temporal.Instant },
): Temporal.Instant {
  const fresh = freeUntil(newStart, terms)
  if (by === 'client') return earlier(fresh, deadline)
  const answer = earlier(newStart, now.add({ hours: terms.freeHours }))
  return [fresh, answer].reduce(later, deadline)
}

const later = (a: Temporal.Instant, b: Temporal.Instant) => (Temporal.Instant.compare(a, b) > 0 ? a : b)
const earlier = (a: Temporal.Instant, b: Temporal.Instant) => (Temporal.Instant.compare(a, b) < 0 ? a : b)

/** What is kept and what goes back when a booking is cancelled now (P11). Never more is kept than was paid. */
export function onCancellation(
  terms: CancellationTerms,
  paid: Paid,
  { by, deadline, now }: { by: 'client' | 'studio'; deadline: Temporal.Instant; now: Temporal.Instant },
): Settlement {
  if (by === 'studio') return keep(paid, 0, 'by_studio')
  return Temporal.Instant.compare(now, deadline) <= 0 ? keep(paid, 0, 'free') : keep(paid, terms.lateKeptBps, 'late')
}

/** What is kept when nobody came; nothing when the studio waives it. */
export function onNoShow(terms: CancellationTerms, paid: Paid, fee: 'charge' | 'waive'): Settlement {
  return fee === 'waive' ? keep(paid, 0, 'waived') : keep(paid, terms.noShowKeptBps, 'no_show')
}

/** From when on somebody may be said not to have come. */
export function noShowFrom(start: Temporal.Instant, terms: CancellationTerms): Temporal.Instant {
  return start.add({ minutes: terms.noShowGraceMinutes })
}

function keep({ priceMinor, paidMinor }: Paid, bps: number, clause: Settlement['clause']): Settlement {
  const wanted = shareOf(priceMinor, bps)
  const keptMinor = wanted < paidMinor ? wanted : paidMinor
  return { keptMinor, returnedMinor: paidMinor - keptMinor, clause }
}
