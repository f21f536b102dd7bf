import type { Ctx } from './context.ts'
import type { Money } from './money.ts'
import type { Sentence } from './problem.ts'

/** A number that a module shows on the operator's dashboard (P19). */
export interface Figure {
  /** `module.what`. */
  name: string
  label: Sentence
  /** What it is now, or was in the time asked for; over all studios. `ctx` is the operator's: it reads, and writes nothing. */
  read(ctx: Ctx, range: FigureRange): Promise<FigureValue>
  /** The curve beside it, where that is money a day and not the number of events. */
  days?(ctx: Ctx, range: FigureRange): Promise<FigureDay[]>
  /** The kind of revenue whose transfers are its rows, where they are no events. */
  revenue?: string
  /** The events whose number a day is the curve beside it, and where a press on it leads. */
  events: readonly string[]
}

/** Half-open, with the zone in which its days begin. */
export interface FigureRange {
  from: Temporal.Instant
  to: Temporal.Instant
  zone: string
}

/** A day (`2026-11-21`) on which something happened: how often, and how much came in, less what was given back. */
export interface FigureDay {
  day: string
  count: number
  sums?: readonly Money[]
}

export type FigureValue =
  | { kind: 'count'; value: number }
  | { kind: 'bytes'; value: number }
  /** One sum for each currency: they are never added up. */
  | { kind: 'money'; sums: readonly Money[] }
