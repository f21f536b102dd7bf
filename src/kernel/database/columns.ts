import { bigint, customType } from 'drizzle-orm/pg-core'
import type { Span } from '../time.ts'

/** `timestamptz`, a `Temporal.Instant` in code. */
export const instant = customType<{ data: Temporal.Instant; driverData: string }>({
  dataType: () => 'timestamptz',
  fromDriver: (value) => parseInstant(value),
  toDriver: (value) => value.toString(),
})

/** `date`, a `Temporal.PlainDate` in code: a local day, without a zone. */
export const plainDate = customType<{ data: Temporal.PlainDate; driverData: string }>({
  dataType: () => 'date',
  fromDriver: (value) => Temporal.PlainDate.from(value),
  toDriver: (value) => value.toString(),
})

/** `tstzrange`, half-open, both ends bounded. */
export const span = customType<{ data: Span; driverData: string }>({
  dataType: () => 'tstzrange',
  fromDriver: (value) => parseSpan(value),
  toDriver: (value) => `[${value.start.toString()},${value.end.toString()})`,
})

/** `bytea`, a Buffer in code. */
export const bytes = customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => 'bytea' })

/** Money in minor units: `bigint` on both sides. Its currency stands in a column beside it. */
export const minor = () => bigint({ mode: 'bigint' })

/** What PostgreSQL prints for a `timestamptz` (`2026-11-21 10:00:00.5+00`), or an ISO moment, as an instant. */
export function parseInstant(text: string): Temporal.Instant {
  return Temporal.Instant.from(text.replace(' ', 'T'))
}

function parseSpan(text: string): Span {
  const match = /^\["?([^",]+)"?,"?([^",)]+)"?\)$/.exec(text)
  if (!match?.[1] || !match[2]) throw new RangeError(`not a bounded half-open range: ${text}`)
  return { start: parseInstant(match[1]), end: parseInstant(match[2]) }
}
