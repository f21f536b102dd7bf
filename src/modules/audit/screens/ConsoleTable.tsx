import type { ReactNode } from 'react'
import { ConsoleList, type PagedList } from './ConsoleList.tsx'
import classes from './console.module.css'
import { Scroll } from './Scroll.tsx'

interface Props {
  label: string
  columns: readonly string[]
  list: PagedList
  /** Rows, as table rows. */
  children: readonly ReactNode[]
}

/** A list of the console's as a table: heads and rows. */
export function ConsoleTable({ label, columns, list, children }: Props) {
  return (
    <ConsoleList list={list} empty={children.length === 0}>
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
    </ConsoleList>
  )
}
