import { Menu } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { m } from '../../../web/generated/messages/messages.js'
import type { useListAddress } from '../../../web/ui/index.ts'
import { dayStart } from './day-start.ts'
import classes from './statement-tools.module.css'

const DIRECTIONS = ['in', 'out'] as const

interface Props {
  address: ReturnType<typeof useListAddress>
  /** Address of the statement's download, up to its query. */
  exportTo: string
  currency: string
  kind: string | undefined
}

/** Narrows the history by days and direction, and takes it along as a paper or as lines (R13). */
export function StatementTools({ address, exportTo, currency, kind }: Props) {
  const { direction, from, to } = statementFilter(address)
  const query = (format: 'pdf' | 'csv') => {
    const given = Object.entries({ format, currency, kinds: kind, direction, from, to })
    return new URLSearchParams(given.flatMap(([name, value]) => (value ? [[name, value]] : [])))
  }
  return (
    <div className={classes.tools}>
      <Day name="from" label={m.wallet_from()} address={address} />
      <Day name="to" label={m.wallet_to()} address={address} />
      <label>
        <span className="second">{m.wallet_direction()}</span>
        <select value={direction ?? ''} onChange={(event) => address.set({ direction: event.currentTarget.value })}>
          <option value="">{m.wallet_all()}</option>
          <option value="in">{m.wallet_in()}</option>
          <option value="out">{m.wallet_out()}</option>
        </select>
      </label>
      <Menu>
        <Menu.Target>
          <button type="button" className={`btn ${classes.end}`}>
            <IconDownload stroke={1.7} size={18} aria-hidden />
            {m.wallet_statement()}
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item component="a" href={`${exportTo}?${query('pdf')}`} download>
            {m.wallet_statement_pdf()}
          </Menu.Item>
          <Menu.Item component="a" href={`${exportTo}?${query('csv')}`} download>
            {m.wallet_statement_csv()}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </div>
  )
}

/** What the address says of days and direction, as the API takes it: the last day is in. */
export function statementFilter(address: Props['address']) {
  return {
    direction: DIRECTIONS.find((one) => one === address.chosen('direction')),
    from: dayStart(address.chosen('from')),
    to: dayStart(address.chosen('to'), 1),
  }
}

function Day({ name, label, address }: { name: 'from' | 'to'; label: string; address: Props['address'] }) {
  return (
    <label>
      <span className="second">{label}</span>
      <input
        type="date"
        value={address.chosen(name) ?? ''}
        onChange={(event) => address.set({ [name]: event.currentTarget.value })}
      />
    </label>
  )
}
