import type { Ctx } from './context.ts'
import type { Money } from './money.ts'
import type { Sentence } from './problem.ts'

/** A number that a module shows on the operator's dashboard (P19). */
export interface Figure {
  /** `module.what`. */
  name: string
  label: Sentence
  /** What it is now, over all studios. `ctx` is the operator's: it reads everything and writes nothing. */
  read(ctx: Ctx): Promise<FigureValue>
  /** The events whose number a day is the curve beside it, and where a press on it leads. */
  events: readonly string[]
}

export type FigureValue =
  | { kind: 'count'; value: number }
  | { kind: 'bytes'; value: number }
  /** One sum for each currency: they are never added up. */
  | { kind: 'money'; sums: readonly Money[] }
