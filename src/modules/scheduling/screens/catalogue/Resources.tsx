import { call } from '../../../../web/app/client.ts'
import { m } from '../../../../web/generated/messages/messages.js'
import { DetailPane } from '../../../../web/ui/DetailPane.tsx'
import { amountText, currencySign, Empty, Pending, useListAddress } from '../../../../web/ui/index.ts'
import css from './catalogue.module.css'
import { dayName } from './day-name.ts'
import { stretchesOf, type WeekdayHours } from './hours.ts'
import { ResourceForm } from './ResourceForm.tsx'
import { RowDeeds } from './RowDeeds.tsx'
import { type Resource, useCatalogue } from './use-catalogue.ts'

const KINDS = ['room', 'person', 'gear'] as const

/** Rooms, people and gear, by kind, each with its price and hours; one opens beside the list. */
export function Resources() {
  const address = useListAddress()
  const { path, list, resources, refresh } = useCatalogue()
  if (!resources.data || !list.data) return <Pending of={resources.data ? list : resources} rows={5} />
  const { currency } = list.data
  const open = resources.data.find(({ id }) => id === address.open)
  const adding = KINDS.find((kind) => address.open === `new-${kind}`)
  const close = () => address.set({ open: '' })
  return (
    <div className={css.beside} data-open={open !== undefined || adding !== undefined || undefined}>
      <div className={css.groups}>
        {KINDS.map((kind) => {
          const there = resources.data.filter((one) => one.kind === kind)
          return (
            <section key={kind} aria-label={kindName(kind)}>
              <header className={css.groupHead}>
                <h2>{kindName(kind)}</h2>
                <button type="button" className="btn" onClick={() => address.set({ open: `new-${kind}` })}>
                  {addName(kind)}
                </button>
              </header>
              <div className="sheet">
                {there.length === 0 ? (
                  <Empty title={m.catalogue_none()}>{emptyText(kind)}</Empty>
                ) : (
                  <ul className="list">
                    {there.map((one) => (
                      <li key={one.id}>
                        <button
                          type="button"
                          className="row"
                          aria-expanded={one === open}
                          onClick={() => address.set({ open: one === open ? '' : one.id })}
                        >
                          <span>
                            <strong>{one.name}</strong> <span className="second">{one.detail}</span>
                            <br />
                            <span className="second">{hoursText(one.weekly)}</span>
                          </span>
                          {one.perHourMinor && (
                            <span className="row__sum">
                              {m.book_per_hour({
                                amount: amountText({ amountMinor: one.perHourMinor, currency }, { short: true }),
                              })}
                            </span>
                          )}
                        </button>
                      </li>
                    ))}
                  </ul>
                )}
              </div>
            </section>
          )
        })}
      </div>
      {(open || adding) && (
        <DetailPane title={open?.name ?? addName(adding ?? 'room')} onClose={close}>
          <ResourceForm
            key={open?.id ?? adding}
            kind={open?.kind ?? adding ?? 'room'}
            position={resources.data.length}
            currency={currencySign(currency)}
            {...(open ? { resource: open } : {})}
            onDone={close}
          />
          {open && (
            <RowDeeds
              row={open}
              name={open.name}
              rows={resources.data.filter(({ kind }) => kind === open.kind)}
              write={({ id: resource, ...body }) =>
                call('PUT /api/studios/{studio}/resources/{resource}', { path: { ...path, resource }, body })
              }
              archive={() =>
                call('DELETE /api/studios/{studio}/resources/{resource}', { path: { ...path, resource: open.id } })
              }
              refresh={refresh}
              onGone={close}
            />
          )}
        </DetailPane>
      )}
    </div>
  )
}

/** The week's hours in a line: `пн–пт 10:00–22:00, сб–вс закрыто`. */
function hoursText(weekly: readonly WeekdayHours[]): string {
  const stretches = stretchesOf(weekly)
  const [only] = stretches
  if (stretches.length === 1 && only) {
    return only.hours.length === 0 ? m.catalogue_never() : m.catalogue_daily({ hours: only.hours.join(', ') })
  }
  return stretches
    .map(({ from, to, hours }) => {
      const days = from === to ? dayName(from) : `${dayName(from)}–${dayName(to)}`
      return `${days} ${hours.length === 0 ? m.catalogue_closed() : hours.join(', ')}`
    })
    .join(' · ')
}

function kindName(kind: Resource['kind']): string {
  return { room: m.catalogue_rooms, person: m.catalogue_people, gear: m.catalogue_gear }[kind]()
}

function addName(kind: Resource['kind']): string {
  return { room: m.catalogue_add_room, person: m.catalogue_add_person, gear: m.catalogue_add_gear }[kind]()
}

function emptyText(kind: Resource['kind']): string {
  return { room: m.catalogue_rooms_text, person: m.catalogue_people_text, gear: m.catalogue_gear_text }[kind]()
}
