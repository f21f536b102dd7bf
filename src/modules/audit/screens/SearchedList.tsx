import { TextInput } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { m } from '../../../web/generated/messages/messages.js'
import { Page } from '../../../web/ui/index.ts'
import { useFilters } from './address.ts'
import { ConsoleList } from './ConsoleList.tsx'
import classes from './console.module.css'

interface Props<Item> {
  /** What the query's answers are kept under. */
  name: string
  title: string
  fetchPage: (query: { search?: string; cursor?: string }) => Promise<{
    items: readonly Item[]
    nextCursor: string | null
  }>
  /** What an empty list says while nothing is searched for. */
  nothing?: ReactNode
  row: (item: Item) => ReactNode
}

/** A page of the console that is one list with a search over it. */
export function SearchedList<Item extends { id: string }>({ name, title, fetchPage, nothing, row }: Props<Item>) {
  const [{ search }, setFilters] = useFilters()
  const list = useInfiniteQuery({
    queryKey: ['console', name, search],
    queryFn: ({ pageParam }) =>
      fetchPage({ ...(search ? { search } : {}), ...(pageParam ? { cursor: pageParam } : {}) }),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
  })
  const items = list.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <Page title={title}>
      <div className={classes.filters}>
        <TextInput
          type="search"
          label={m.console_search()}
          value={search ?? ''}
          onChange={(event) => setFilters({ search: event.currentTarget.value })}
        />
      </div>
      <ConsoleList list={list} empty={items.length === 0} nothing={!search && nothing}>
        <ul className="list sheet" aria-label={title}>
          {items.map((item) => (
            <li key={item.id} className="row">
              {row(item)}
            </li>
          ))}
        </ul>
      </ConsoleList>
    </Page>
  )
}
