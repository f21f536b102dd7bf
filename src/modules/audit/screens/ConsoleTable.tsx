import type { ReactNode } from 'react'
import { m } from '../../../web/generated/messages/messages.js'
import { Bones, Empty } from '../../../web/ui/index.ts'
import classes from './console.module.css'
import { Scroll } from './Scroll.tsx'

interface List {
  isPending: boolean
  isSuccess: boolean
  error: Error | null
  hasNextPage: boolean
  isFetchingNextPage: boolean
  fetchNextPage: () => Promise<unknown>
}

interface Props {
  label: string
  columns: readonly string[]
  list: List
  /** Rows, as table rows. */
  children: readonly ReactNode[]
}

/** The one shape of the console's lists: heads, rows, what is wrong, emptiness, and the next page. */
export function ConsoleTable({ label, columns, list, children }: Props) {
  return (
    <>
      {list.error && (
        <p className="wrong wrong--form" role="alert">
          {list.error.message}
        </p>
      )}
      {list.isPending && <Bones />}
      {list.isSuccess && children.length === 0 && <Empty title={m.console_none()}>{m.console_none_lead()}</Empty>}
      {children.length > 0 && (
        <Scroll label={label}>
          <table className={classes.table} aria-label={label}>
            <thead>
              <tr>
                {columns.map((column) => (
                  <th key={column} scope="col">
                    {column}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>{children}</tbody>
          </table>
        </Scroll>
      )}
      {list.hasNextPage && (
        <div className={classes.more}>
          <button
            type="button"
            className="btn"
            disabled={list.isFetchingNextPage}
            onClick={() => void list.fetchNextPage()}
          >
            {m.console_more()}
          </button>
        </div>
      )}
    </>
  )
}
