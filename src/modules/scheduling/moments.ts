import { instantSchema } from '../../kernel/time.ts'

const YEAR_MS = 366 * 86_400_000
/** How far from today the studio's own entries and moves may be; nobody is booked further ahead than two years. */
const PLANNED_YEARS = 2
/** How far from today one may look, or keep a special day: what is past stays to be seen. */
const SEEN_YEARS = 20

/** A moment that something is to take place at. */
export const plannedSchema = instantSchema
  .refine((text) => isWithin(text, PLANNED_YEARS), 'moment_too_far')
  .describe(`ISO 8601 moment, within ${PLANNED_YEARS} years of today`)

/** A moment that somebody looks at. */
export const seenSchema = instantSchema
  .refine((text) => isWithin(text, SEEN_YEARS), 'year_out_of_range')
  .describe(`ISO 8601 moment, within ${SEEN_YEARS} years of today`)

/** Whether a day is one that the schedule may keep. */
export function isDayInSight(date: string): boolean {
  return isWithin(`${date}T00:00:00Z`, SEEN_YEARS)
}

function isWithin(text: string, years: number): boolean {
  return Math.abs(Date.parse(text) - Temporal.Now.instant().epochMilliseconds) <= years * YEAR_MS
}
