import type { ReactNode } from 'react'
import { m } from '../../../web/generated/messages/messages.js'
import { Bones, Empty } from '../../../web/ui/index.ts'
import classes from './console.module.css'

/** A list that comes page by page. */
export interface PagedList {
  isPending: boolean
  isSuccess: boolean
  error: Error | null
  hasNextPage: boolean
  isFetchingNextPage: boolean
  fetchNextPage: () => Promise<unknown>
}

interface Props {
  list: PagedList
  empty: boolean
  /** What an empty list says; that nothing fits the filters, when left out. */
  nothing?: ReactNode
  /** What there is, when there is anything. */
  children: ReactNode
}

/** The one shape of the console's lists: what is wrong, what is awaited, emptiness, and the next page. */
export function ConsoleList({ list, empty, nothing, children }: Props) {
  return (
    <>
      {list.error && (
        <p className="wrong wrong--form" role="alert">
          {list.error.message}
        </p>
      )}
      {list.isPending && <Bones />}
      {list.isSuccess && empty && (nothing || <Empty title={m.console_none()}>{m.console_none_lead()}</Empty>)}
      {!empty && children}
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
