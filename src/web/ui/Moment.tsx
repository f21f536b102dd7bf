import { m } from '../generated/messages/messages.js'
import { getLocale } from '../generated/messages/runtime.js'
import { clocksDiffer, type Telling, tellMoment } from './moment.ts'

interface Props {
  /** ISO 8601. */
  at: string
  with?: Telling
  /** The studio's zone: its clock is shown beside the viewer's when they differ. */
  studioZone?: string
}

/** A moment in the zone of whoever looks; all of it on hover. */
export function Moment({ at, with: telling = 'day', studioZone }: Props) {
  const moment = new Date(at)
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
  const place = { locale: getLocale(), zone, now: new Date() }
  const elsewhere =
    studioZone !== undefined && telling !== 'day' && clocksDiffer(moment, zone, studioZone)
      ? tellMoment(moment, 'time', { ...place, zone: studioZone })
      : undefined
  return (
    <time className="figures" dateTime={at} title={`${tellMoment(moment, 'full', place)} (${zone})`}>
      {tellMoment(moment, telling, place)}
      {elsewhere && <span className="second"> · {m.ui_in_studio({ time: elsewhere })}</span>}
    </time>
  )
}
