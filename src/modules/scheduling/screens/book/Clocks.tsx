import { m } from '../../../../web/generated/messages/messages.js'
import { getLocale } from '../../../../web/generated/messages/runtime.js'
import css from './book.module.css'
import { minutesAhead } from './days.ts'
import { viewerZone } from './place.ts'

/** In whose time the moments stand, and how the studio's clock differs, where it does. */
export function Clocks({ at, studioZone }: { at: string; studioZone: string }) {
  const zone = viewerZone()
  const moment = new Date(at)
  const ahead = minutesAhead(moment, studioZone, zone)
  if (ahead === 0) return <p className={css.clocks}>{m.book_same_clock({ place: placeOf(zone, moment) })}</p>
  const hours = Math.abs(ahead) / 60
  const given = { place: placeOf(zone, moment), hours }
  return <p className={css.clocks}>{ahead > 0 ? m.book_clock_ahead(given) : m.book_clock_behind(given)}</p>
}

/** The zone as people name it: «Екатеринбург, стандартное время», "Central European Time". */
function placeOf(timeZone: string, at: Date): string {
  const parts = new Intl.DateTimeFormat(getLocale(), { timeZone, timeZoneName: 'longGeneric' }).formatToParts(at)
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? timeZone
}
