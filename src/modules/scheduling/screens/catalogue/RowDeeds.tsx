import { IconArrowDown, IconArrowUp } from '@tabler/icons-react'
import { useState } from 'react'
import { m } from '../../../../web/generated/messages/messages.js'
import { toast, toastFailure } from '../../../../web/ui/index.ts'
import css from './catalogue.module.css'
import { placesAfter } from './order.ts'

interface Props<Row> {
  row: Row
  name: string
  /** The row with its neighbours, in their order. */
  rows: readonly Row[]
  /** Writes a row as it is: also puts back one that was archived. */
  write: (row: Row) => Promise<unknown>
  archive: () => Promise<unknown>
  /** Asks for the lists again. */
  refresh: () => Promise<void>
  onGone: () => void
}

/** What is done with a row but for its form: moved among its neighbours, or archived, which can be taken back. */
export function RowDeeds<Row extends { id: string; position: number }>(props: Props<Row>) {
  const { row, name, rows, write, archive, refresh, onGone } = props
  const [busy, setBusy] = useState(false)
  async function perform(deed: () => Promise<void>) {
    setBusy(true)
    try {
      await deed()
    } catch (error) {
      toastFailure(error)
    } finally {
      setBusy(false)
    }
  }
  const move = (by: -1 | 1) =>
    perform(async () => {
      for (const placed of placesAfter(rows, row.id, by)) await write(placed)
      await refresh()
    })
  const take = () =>
    perform(async () => {
      await archive()
      await refresh()
      onGone()
      toast(m.catalogue_archived({ name }), async () => {
        await write(row)
        await refresh()
      })
    })
  return (
    <div className={css.deeds}>
      <button type="button" className="btn" disabled={busy || rows[0]?.id === row.id} onClick={() => void move(-1)}>
        <IconArrowUp size={16} stroke={1.7} aria-hidden />
        {m.settings_up()}
      </button>
      <button type="button" className="btn" disabled={busy || rows.at(-1)?.id === row.id} onClick={() => void move(1)}>
        <IconArrowDown size={16} stroke={1.7} aria-hidden />
        {m.settings_down()}
      </button>
      <button type="button" className={`btn ${css.end}`} disabled={busy} onClick={() => void take()}>
        {m.catalogue_archive()}
      </button>
    </div>
  )
}
