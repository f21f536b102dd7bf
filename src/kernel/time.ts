import { z } from 'zod'

/** What tells the time: the real clock, or one that a test moves by hand. */
export interface Clock {
  now(): Temporal.Instant
}

/** The machine's clock, in microseconds as the database keeps them: what is written is read back the same. */
export const systemClock: Clock = {
  now: () => Temporal.Now.instant().round({ smallestUnit: 'microsecond', roundingMode: 'floor' }),
}

/**
 * An IANA zone name that this runtime knows, such as `Europe/Moscow`. An offset of whole hours gets its name: PostgreSQL
 * reads the sign of an offset the other way round.
 */
export const zoneSchema = z
  .string()
  .max(64)
  .transform(nameOfOffset)
  .refine(isZone, 'unknown time zone')
  .describe('IANA time zone')

/** A moment as JSON carries it: ISO 8601 in UTC. */
export const instantSchema = z.iso.datetime({ offset: true }).describe('ISO 8601 moment')

/** A half-open range of time: `start` is in it, `end` is not. */
export interface Span {
  start: Temporal.Instant
  end: Temporal.Instant
}

/** Whether the runtime knows the zone by this name: what names zones for people and what counts by them, both. */
export function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name)
    return /^[A-Za-z]/.test(name)
  } catch {
    return false
  }
}

function nameOfOffset(zone: string): string {
  const [, sign, hours] = zone.match(/^([+-])(\d\d)(?::?00)?$/) ?? []
  return sign ? `Etc/GMT${sign === '+' ? '-' : '+'}${Number(hours)}` : zone
}
