import { getLocale } from '../generated/messages/runtime.js'

/** A moment in the zone of whoever looks. */
export function Moment({ at, with: parts = 'day' }: { at: string; with?: 'day' | 'time' | 'both' }) {
  const format = new Intl.DateTimeFormat(getLocale(), {
    ...(parts === 'time' ? {} : { day: 'numeric', month: 'long' }),
    ...(parts === 'day' ? {} : { hour: '2-digit', minute: '2-digit' }),
  })
  return <time dateTime={at}>{format.format(new Date(at))}</time>
}
