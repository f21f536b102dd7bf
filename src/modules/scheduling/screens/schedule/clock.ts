import { getLocale } from '../../../../web/generated/messages/runtime.js'

/** Height of an hour in the schedule, px. */
export const HOUR_PX = 60

/** A time of day on the wall, as the locale writes it. */
export function clockText(minutes: number): string {
  const format = new Intl.DateTimeFormat(getLocale(), { hour: 'numeric', minute: '2-digit', timeZone: 'UTC' })
  return format.format(new Date((minutes % 1440) * 60_000))
}

/** The time of day on the dial: without the half of the day, which the hours beside it tell. */
export function dialText(minutes: number): string {
  return clockText(minutes).replace(/\s*[AP]M$/, '')
}

/** A whole hour beside the grid: short where the locale counts twelve (`10 AM`). */
export function hourText(hour: number): string {
  const twelve = new Intl.DateTimeFormat(getLocale(), { hour: 'numeric' }).resolvedOptions().hour12
  if (!twelve) return clockText(hour * 60)
  const format = new Intl.DateTimeFormat(getLocale(), { hour: 'numeric', timeZone: 'UTC' })
  return format.format(new Date((hour % 24) * 3_600_000))
}
