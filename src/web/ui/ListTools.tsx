import { IconDownload, IconSearch } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { m } from '../generated/messages/messages.js'
import classes from './list.module.css'
import type { ListAddress } from './list-address.ts'
import { SavedViews } from './SavedViews.tsx'

/** A choice among a few, shown as chips: the first one is all of them. */
export interface ListFilter {
  name: string
  label: string
  options: readonly { value: string; label: string }[]
}

export interface ListToolsProps {
  /** What the list is called where its views are kept. */
  list: string
  searchable?: boolean
  filters?: readonly ListFilter[]
  /** The first is the order that one gets without choosing. */
  sorts?: readonly { value: string; label: string }[]
  /** Where the list can be had as a file. */
  exportTo?: string
}

const PAUSE_MS = 250

/** What stands above every list: search, filters, order, views, export. All of it lives in the address. */
export function ListTools({
  list,
  searchable,
  filters = [],
  sorts = [],
  exportTo,
  address,
}: ListToolsProps & { address: ListAddress }) {
  return (
    <div className={classes.tools}>
      {searchable && <Search address={address} />}
      {filters.map((filter) => (
        <Chips key={filter.name} filter={filter} address={address} />
      ))}
      <div className={classes.end}>
        {sorts.length > 1 && (
          <select
            className={classes.input}
            aria-label={m.ui_sort()}
            value={address.sort ?? sorts[0]?.value}
            onChange={(event) => address.set({ sort: event.currentTarget.value })}
          >
            {sorts.map(({ value, label }) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </select>
        )}
        <SavedViews list={list} filters={filters.map(({ name }) => name)} address={address} />
        {exportTo && (
          <a className="btn" href={exportTo} download>
            <IconDownload size={16} stroke={1.7} aria-hidden /> {m.ui_export()}
          </a>
        )}
      </div>
    </div>
  )
}

/** Types freely; the address, and with it the list, follows when the hands rest. */
function Search({ address }: { address: ListAddress }) {
  const [words, setWords] = useState(address.search)
  const { set, search } = address
  useEffect(() => {
    if (words === search) return
    const timer = setTimeout(() => set({ q: words }), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [words, search, set])
  return (
    <label className={classes.search}>
      <IconSearch size={16} stroke={1.7} aria-hidden />
      <input
        type="search"
        className={classes.input}
        value={words}
        onChange={(event) => setWords(event.currentTarget.value)}
        placeholder={m.ui_search()}
        aria-label={m.ui_search()}
      />
    </label>
  )
}

function Chips({ filter, address }: { filter: ListFilter; address: ListAddress }) {
  const chosen = address.chosen(filter.name)
  return (
    <fieldset className={classes.chips} aria-label={filter.label}>
      {[{ value: '', label: m.ui_all() }, ...filter.options].map(({ value, label }) => (
        <button
          key={value}
          type="button"
          className="chip"
          aria-pressed={(chosen ?? '') === value}
          onClick={() => address.set({ [filter.name]: value })}
        >
          {label}
        </button>
      ))}
    </fieldset>
  )
}
