import { useLocation, useRouter } from '@tanstack/react-router'

/** What a list shows, as its address says: shared, reopened, gone back to. */
export interface ListAddress {
  search: string
  /** The chosen value of a filter; nothing for all. */
  chosen(filter: string): string | undefined
  sort: string | undefined
  /** The row that is open beside the list. */
  open: string | undefined
  /** Changes parts of it; an empty value takes a part away. */
  set(changes: Readonly<Record<string, string | undefined>>): void
  /** The search, the order and these filters, as the query of an address: what a saved view keeps. */
  viewOf(filters: readonly string[]): string
  /** Shows a saved view, or everything for an empty one. */
  show(view: string): void
}

const SEARCH = 'q'
const SORT = 'sort'
const OPEN = 'open'

/** The list's part of the address. */
export function useListAddress(): ListAddress {
  const { history } = useRouter()
  const at = useLocation({ select: ({ pathname, searchStr }) => ({ pathname, searchStr }), structuralSharing: true })
  const params = new URLSearchParams(at.searchStr)
  const read = (name: string) => params.get(name) ?? undefined
  const go = (next: URLSearchParams) => {
    const query = next.toString()
    // The address the browser shows has the app's own beginning, which the router leaves out of `pathname`.
    history.replace(`${window.location.pathname}${query === '' ? '' : `?${query}`}`)
  }
  return {
    search: read(SEARCH) ?? '',
    chosen: read,
    sort: read(SORT),
    open: read(OPEN),
    set(changes) {
      const next = new URLSearchParams(window.location.search)
      for (const [name, value] of Object.entries(changes)) {
        if (value) next.set(name, value)
        else next.delete(name)
      }
      go(next)
    },
    viewOf(filters) {
      const kept = [SEARCH, SORT, ...filters].flatMap((name) =>
        params.get(name) ? [[name, params.get(name) ?? '']] : [],
      )
      return new URLSearchParams(kept).toString()
    },
    show: (view) => go(new URLSearchParams(view)),
  }
}
