import { expect } from '@playwright/test'
import type { Someone } from '../people.ts'

/** A moment as the booking page shows it: which button of the strip of days, and the time on its own button. */
export interface Slot {
  day: number
  time: string
}

/** An hour of a day at the studio, as somebody sees it who looks from another zone. */
export function slotFrom({ time }: Someone, zone: string, studio: { zone: string; days: number; hour: number }): Slot {
  const there = Temporal.Now.zonedDateTimeISO(studio.zone).add({ days: studio.days }).toPlainDate()
  const at = there.toZonedDateTime({ timeZone: studio.zone, plainTime: { hour: studio.hour } }).withTimeZone(zone)
  const today = Temporal.Now.plainDateISO(zone)
  return { day: today.until(at.toPlainDate()).days, time: time(at.hour, at.minute) }
}

/** Presses a day of the strip, and a time of that day. */
export async function pickTime({ page, press, say }: Someone, slot: Slot): Promise<void> {
  const days = page.getByRole('group', { name: say('book_day') })
  await press(days.getByRole('button').nth(slot.day))
  const times = page.getByRole('group', { name: say('book_time') })
  await press(times.getByRole('button', { name: slot.time, exact: true }))
  await expect(times.getByRole('button', { name: slot.time, exact: true })).toHaveAttribute('aria-pressed', 'true')
}
