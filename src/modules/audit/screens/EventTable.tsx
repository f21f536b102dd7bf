import type { Api } from '../../../web/generated/api.ts'
import { m } from '../../../web/generated/messages/messages.js'
import { getLocale } from '../../../web/generated/messages/runtime.js'
import classes from './console.module.css'
import { Scroll } from './Scroll.tsx'

export type Entry = Api['GET /api/console/events']['answer']['items'][number]

interface Props {
  entries: readonly Entry[]
  openId: string | undefined
  onOpen: (id: string) => void
}

/** Who did what, when, and in which studio: a line each, opened beside the list. */
export function EventTable({ entries, openId, onOpen }: Props) {
  return (
    <Scroll label={m.console_audit()}>
      <table className={classes.table} aria-label={m.console_audit()}>
        <thead>
          <tr>
            <th scope="col">{m.console_time()}</th>
            <th scope="col">{m.console_event()}</th>
            <th scope="col">{m.console_actor()}</th>
            <th scope="col">{m.console_studio()}</th>
          </tr>
        </thead>
        <tbody>
          {entries.map((entry) => (
            <tr key={entry.id} aria-selected={entry.id === openId}>
              <td className={classes.when}>
                <time dateTime={entry.at}>{exactTime(entry.at)}</time>
              </td>
              <td>
                <button type="button" className={classes.open} onClick={() => onOpen(entry.id)}>
                  {entry.name}
                </button>
              </td>
              <td>{actorName(entry)}</td>
              <td>{studioName(entry)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  )
}

/** Who did it, as people call them. */
export function actorName({ actor }: Entry): string {
  if (actor.name) return actor.name
  return actor.kind === 'visitor' ? m.console_visitor() : m.console_system()
}

/** Where it happened. The platform is a studio too. */
export function studioName({ studio }: Entry): string {
  return !studio || studio.slug === 'atelier' ? m.console_platform() : studio.name
}

/** Date and time to the second, in the zone of whoever looks. */
export function exactTime(at: string): string {
  return new Intl.DateTimeFormat(getLocale(), { dateStyle: 'short', timeStyle: 'medium' }).format(Date.parse(at))
}
