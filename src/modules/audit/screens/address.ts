import { useNavigate, useSearch } from '@tanstack/react-router'

/** The filters of a console's list as they stand in its address, so that a question can be shared and reopened. */
export type Filters = Readonly<Record<string, string | undefined>>

/** Reads and writes the filters in the address. Setting one to undefined takes it off. */
export function useFilters(): [Filters, (change: Filters) => void] {
  const search: Record<string, unknown> = useSearch({ strict: false })
  const go = useNavigate()
  const filters = Object.fromEntries(
    Object.entries(search).flatMap(([name, value]) =>
      value === undefined || value === '' ? [] : [[name, String(value)]],
    ),
  )
  const change = (part: Filters) => {
    const next = Object.fromEntries(Object.entries({ ...filters, ...part }).filter(([, value]) => value))
    void go({ to: '.', search: next as never, replace: true })
  }
  return [filters, change]
}

/** The moment at which a day of the address begins where the reader is, some days later; nothing for no day. */
export function momentOf(day: string | undefined, addDays: number): string | undefined {
  const [, year, month, date] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day ?? '') ?? []
  return date && new Date(Number(year), Number(month) - 1, Number(date) + addDays).toISOString()
}
