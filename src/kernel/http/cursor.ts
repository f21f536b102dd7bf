import { z } from 'zod'
import { isUuid } from '../ids.ts'

/** A place in a list that is ordered by moment and id: that of the last row that was seen. */
export interface Position {
  at: Temporal.Instant
  id: string
}

/** A cursor as a list's answer gave it: `2026-11-21T10:00:00Z_<uuid>`. Anything else is refused at its field. */
export const cursorSchema = z
  .string()
  .max(80)
  .refine((text) => positionOf(text) !== undefined, 'not a cursor')
  .optional()

/** The place that a cursor names; nothing where it names none. */
export function positionOf(cursor: string | undefined): Position | undefined {
  const [moment = '', id = ''] = cursor?.split('_') ?? []
  if (!isUuid(id) || !/^\d{4}-\d\d-\d\dT[\d:.]{5,18}Z$/.test(moment)) return undefined
  try {
    return { at: Temporal.Instant.from(moment), id }
  } catch {
    return undefined
  }
}
