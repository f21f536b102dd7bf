import { getLocale } from '../../../../web/generated/messages/runtime.js'

/** A weekday's short name, 1 for Monday. */
export function dayName(weekday: number): string {
  // 1 June 2026 is a Monday.
  const day = new Date(Date.UTC(2026, 5, weekday, 12))
  return new Intl.DateTimeFormat(getLocale(), { weekday: 'short', timeZone: 'UTC' }).format(day)
}
