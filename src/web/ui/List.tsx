import { type ReactNode, useState } from 'react'
import { m } from '../generated/messages/messages.js'
import { Bones } from './Bones.tsx'
import { DetailPane } from './DetailPane.tsx'
import { Empty } from './Empty.tsx'
import { Failed } from './Failed.tsx'
import { ListTools, type ListToolsProps } from './ListTools.tsx'
import classes from './list.module.css'
import type { ListAddress } from './list-address.ts'

/** Pages of rows as `useInfiniteQuery` has them. */
interface Pages<Row> {
  data: { pages: readonly { items: readonly Row[] }[] } | undefined
  error: Error | null
  hasNextPage: boolean
  isFetchingNextPage: boolean
  fetchNextPage: () => unknown
  refetch: () => unknown
}

interface Props<Row> extends ListToolsProps {
  /** What the rows are, for whoever cannot see them. */
  label: string
  address: ListAddress
  rows: Pages<Row>
  idOf: (row: Row) => string
  /** What the row is called: read aloud where it is selected or opened. */
  nameOf: (row: Row) => string
  children: (row: Row) => ReactNode
  /** What a row opens to, beside the list. */
  detail?: (row: Row) => ReactNode
  /** What can be done with several rows at once. */
  bulk?: readonly { label: string; run: (ids: readonly string[]) => Promise<unknown> }[]
  /** What the place is for, when there is nothing in it at all. */
  empty: ReactNode
}

/** Every list: tools above, rows that open beside it, a page at a time, and a word for each state it can be in. */
export function List<Row>(props: Props<Row>) {
  const { label, address, rows, idOf, nameOf, children, detail, bulk = [], empty } = props
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  const all = rows.data?.pages.flatMap((page) => page.items)
  const narrowed = address.search !== '' || (props.filters ?? []).some(({ name }) => address.chosen(name))
  const open = all?.find((row) => idOf(row) === address.open)
  return (
    <>
      <ListTools {...props} />
      {selected.size > 0 && <Selected ids={[...selected]} bulk={bulk} done={() => setSelected(new Set())} />}
      <div className={classes.beside} data-open={open !== undefined && detail !== undefined}>
        <div className="sheet">
          {rows.error && !all ? (
            <Failed error={rows.error} again={rows.refetch} />
          ) : !all ? (
            <Bones rows={6} />
          ) : all.length === 0 ? (
            narrowed ? (
              <Narrowed address={address} />
            ) : (
              empty
            )
          ) : (
            <ul className="list" aria-label={label}>
              {all.map((row) => (
                <li key={idOf(row)} className={classes.row} data-open={row === open}>
                  {bulk.length > 0 && (
                    <input
                      type="checkbox"
                      className={classes.check}
                      aria-label={m.ui_select({ name: nameOf(row) })}
                      checked={selected.has(idOf(row))}
                      onChange={() => setSelected(toggled(selected, idOf(row)))}
                    />
                  )}
                  {detail ? (
                    <button
                      type="button"
                      className="row"
                      aria-expanded={row === open}
                      onClick={() => address.set({ open: row === open ? '' : idOf(row) })}
                    >
                      {children(row)}
                    </button>
                  ) : (
                    <div className="row">{children(row)}</div>
                  )}
                </li>
              ))}
            </ul>
          )}
        </div>
        {open && detail && (
          <DetailPane key={idOf(open)} title={nameOf(open)} onClose={() => address.set({ open: '' })}>
            {detail(open)}
          </DetailPane>
        )}
      </div>
      {rows.hasNextPage && (
        <button
          type="button"
          className={`btn ${classes.more}`}
          disabled={rows.isFetchingNextPage}
          onClick={rows.fetchNextPage}
        >
          {m.ui_more()}
        </button>
      )}
    </>
  )
}

interface SelectedProps {
  ids: readonly string[]
  bulk: NonNullable<Props<never>['bulk']>
  done: () => void
}

function Selected({ ids, bulk, done }: SelectedProps) {
  return (
    <div className={classes.selected} role="status">
      {m.ui_selected({ count: ids.length })}
      {bulk.map(({ label, run }) => (
        <button key={label} type="button" className="btn" onClick={() => void run(ids).then(done)}>
          {label}
        </button>
      ))}
      <button type="button" className="btn" onClick={done}>
        {m.ui_select_none()}
      </button>
    </div>
  )
}

function Narrowed({ address }: { address: ListAddress }) {
  return (
    <Empty
      title={m.ui_nothing_found()}
      action={
        <button type="button" className="btn" onClick={() => address.show('')}>
          {m.ui_reset_filters()}
        </button>
      }
    >
      {m.ui_nothing_found_text()}
    </Empty>
  )
}

function toggled(set: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(set)
  if (!next.delete(id)) next.add(id)
  return next
}
