/** Hours of a person's own day in which no mail and no message is sent. */
export interface QuietHours {
  /** Minutes after midnight, 0 to 1439; in them. */
  fromMinute: number
  /** Minutes after midnight; not in them. Before `fromMinute`: they go over midnight. */
  toMinute: number
}

const DAY_MINUTES = 1440

/**
 * When something may go out: undefined for now, else the end of the quiet hours that it falls into, by the person's own
 * clock (P16). On a day when the clocks change the end is the wall time's. Pure.
 */
export function sendableAt(
  now: Temporal.Instant,
  zone: string,
  quiet: QuietHours | undefined,
): Temporal.Instant | undefined {
  if (!quiet) return undefined
  const local = now.toZonedDateTimeISO(zone)
  const minute = local.hour * 60 + local.minute
  const length = (quiet.toMinute - quiet.fromMinute + DAY_MINUTES) % DAY_MINUTES
  const into = (minute - quiet.fromMinute + DAY_MINUTES) % DAY_MINUTES
  if (into >= length) return undefined
  const end = new Temporal.PlainTime(Math.floor(quiet.toMinute / 60), quiet.toMinute % 60)
  const endsToday = minute < quiet.toMinute
  const day = endsToday ? local.toPlainDate() : local.toPlainDate().add({ days: 1 })
  return day.toZonedDateTime({ timeZone: zone, plainTime: end }).toInstant()
}
