import { IconChevronRight } from '@tabler/icons-react'
import { useState } from 'react'
import type { Api } from '../../../web/generated/api.ts'
import { m } from '../../../web/generated/messages/messages.js'
import { amountText, Moment, Money } from '../../../web/ui/index.ts'
import { kindName, partName } from './kind-name.ts'

type StatementLine = Api['GET /api/wallets/statement']['answer']['items'][number]

/** A line of a statement; pressed, it opens to what it is made of (X5). */
export function Line({ line }: { line: StatementLine }) {
  const [open, setOpen] = useState(false)
  const own = line.note === 'top-up' || line.note === 'subscription' ? '' : line.note
  return (
    <li>
      <button type="button" className="row" aria-expanded={open} onClick={() => setOpen(!open)}>
        <span>
          <strong>{kindName(line.kind)}</strong> {own}
          <br />
          <span className="second">
            <Moment at={line.occurredAt} with="both" />
          </span>
        </span>
        <span className="row__sum">
          <Money value={line.amount} movement /> <IconChevronRight size={14} stroke={1.7} aria-hidden />
        </span>
      </button>
      {open && (
        <dl className="opened">
          {line.breakdown?.lines.map((part) => (
            <BreakdownLine
              key={part.label}
              label={partName(part.label, part.bps)}
              amount={{ ...line.amount, amountMinor: part.amountMinor }}
            />
          ))}
          <BreakdownLine label={m.wallet_balance_after()} amount={line.balanceAfter} />
        </dl>
      )}
    </li>
  )
}

function BreakdownLine({ label, amount }: { label: string; amount: { amountMinor: string; currency: string } }) {
  return (
    <>
      <dt>{label}</dt>
      <dd>{amountText(amount)}</dd>
    </>
  )
}
