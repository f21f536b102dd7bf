import { Checkbox, Select, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../../../web/app/client.ts'
import { m } from '../../../web/generated/messages/messages.js'
import type { Filters } from './address.ts'
import classes from './console.module.css'

const FOUND = 20

/** By studio, person, kind of action, object and days; any of them together. */
export function EventFilters({ filters, onChange }: { filters: Filters; onChange: (change: Filters) => void }) {
  const names = useQuery({
    queryKey: ['console', 'event-names'],
    queryFn: () => call('GET /api/console/event-names', {}),
  })
  const set = (name: string) => (value: string | null) => onChange({ [name]: value ?? undefined, event: undefined })
  const isFiltered = Object.values(filters).some((value) => value !== undefined)
  return (
    <div className={classes.filters}>
      <StudioSelect value={filters.studioId} onChange={set('studioId')} />
      <AccountSelect value={filters.accountId} onChange={set('accountId')} />
      <Select
        searchable
        clearable
        label={m.console_filter_name()}
        data={kindsOf(names.data?.names ?? [])}
        value={filters.name ?? null}
        onChange={set('name')}
      />
      <TextInput
        label={m.console_filter_subject()}
        value={filters.subjectId ?? ''}
        onChange={(event) => set('subjectId')(event.currentTarget.value.trim())}
      />
      <TextInput
        type="date"
        label={m.console_filter_from()}
        value={filters.from ?? ''}
        onChange={(event) => set('from')(event.currentTarget.value)}
      />
      <TextInput
        type="date"
        label={m.console_filter_to()}
        value={filters.to ?? ''}
        onChange={(event) => set('to')(event.currentTarget.value)}
      />
      <Checkbox
        label={m.console_with_readings()}
        checked={filters.withReadings === 'true'}
        onChange={(event) => set('withReadings')(event.currentTarget.checked ? 'true' : null)}
      />
      {isFiltered && (
        <button
          type="button"
          className="btn"
          onClick={() => onChange(Object.fromEntries(Object.keys(filters).map((name) => [name, undefined])))}
        >
          {m.console_filter_reset()}
        </button>
      )}
    </div>
  )
}

interface PickerProps {
  value: string | undefined
  onChange: (value: string | null) => void
}

function StudioSelect({ value, onChange }: PickerProps) {
  const [search, setSearch] = useState('')
  const found = useQuery({
    queryKey: ['console', 'studios', 'pick', search],
    queryFn: () => call('GET /api/console/studios', { query: { limit: FOUND, ...(search ? { search } : {}) } }),
    placeholderData: (before) => before,
  })
  const data = (found.data?.items ?? []).map((studio) => ({ value: studio.id, label: studio.name }))
  return <Picker label={m.console_filter_studio()} value={value} data={data} onChange={onChange} onSearch={setSearch} />
}

function AccountSelect({ value, onChange }: PickerProps) {
  const [search, setSearch] = useState('')
  const found = useQuery({
    queryKey: ['console', 'accounts', 'pick', search],
    queryFn: () => call('GET /api/console/accounts', { query: { limit: FOUND, ...(search ? { search } : {}) } }),
    placeholderData: (before) => before,
  })
  const data = (found.data?.items ?? []).map((person) => ({
    value: person.id,
    label: `${person.name} · ${person.email}`,
  }))
  return (
    <Picker label={m.console_filter_account()} value={value} data={data} onChange={onChange} onSearch={setSearch} />
  )
}

interface ChoiceOf {
  value: string
  label: string
}

function Picker(props: PickerProps & { label: string; data: ChoiceOf[]; onSearch: (text: string) => void }) {
  const { value, data } = props
  // What the address names stays chosen, although the search does not find it any more.
  const shown = value && !data.some((one) => one.value === value) ? [{ value, label: value }, ...data] : data
  const labels = new Set(shown.map((one) => one.label))
  return (
    <Select
      searchable
      clearable
      label={props.label}
      data={shown}
      value={value ?? null}
      filter={({ options }) => options}
      onChange={props.onChange}
      onSearchChange={(text) => {
        if (!labels.has(text)) props.onSearch(text)
      }}
    />
  )
}

/** Each subject's prefix before its kinds: `booking`, `booking.cancelled`, `booking.confirmed`. */
function kindsOf(names: readonly string[]): string[] {
  return [...new Set(names.flatMap((name) => [name.split('.')[0] ?? name, name]))].sort()
}
