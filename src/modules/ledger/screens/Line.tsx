import { IconChevronRight } from '@tabler/icons-react'
import { useState } from 'react'
import type { Api } from '../../../web/generated/api.ts'
import { m } from '../../../web/generated/messages/messages.js'
import { amountText, Moment, Money } from '../../../web/ui/index.ts'
import { kindName, partName, stateName } from './kind-name.ts'
import classes from './line.module.css'
import { withKeys } from './part-keys.ts'

type StatementLine = Api['GET /api/wallets/statement']['answer']['items'][number]

/** Notes that are codes of the program's own, not words of people. */
const OURS = new Set(['top-up', 'subscription', 'withdrawal'])

/** A line of a statement; pressed, it opens to what it is made of (X5). The day stands at its first line only. */
export function Line({ line, newDay }: { line: StatementLine; newDay: boolean }) {
  const [open, setOpen] = useState(false)
  const own = OURS.has(line.note) ? '' : line.note
  const besides = [own && kindName(line.kind), apartWords(line)].filter(Boolean)
  return (
    <li>
      <button type="button" className={`row ${classes.line}`} aria-expanded={open} onClick={() => setOpen(!open)}>
        <span className={classes.when}>
          <span className="second">{newDay && <Moment at={line.occurredAt} with="near" />}</span>
          <span className="second">
            <Moment at={line.occurredAt} with="time" />
          </span>
        </span>
        <span className={classes.what}>
          <strong>{own || kindName(line.kind)}</strong>
          {besides.length > 0 && <span className="second">{besides.join(' · ')}</span>}
          {line.withdrawal && (
            <span className="second">
              {line.withdrawal.destination} · {stateName(line.withdrawal.state)}
            </span>
          )}
        </span>
        <span className={`row__sum ${classes.sum}`}>
          {line.wallet === 'main' ? (
            <Money value={line.amount} movement />
          ) : (
            // It is no part of what is available: neither a plus nor a minus.
            <span className="second">{amountText(sizeOf(line.amount))}</span>
          )}
          <IconChevronRight className={classes.turn} size={15} stroke={1.7} aria-hidden />
        </span>
      </button>
      {open && (
        <dl className={`opened ${classes.opened}`}>
          {withKeys(line.breakdown?.lines ?? []).map((part) => (
            <BreakdownLine
              key={part.key}
              label={partName(part.label, part.bps)}
              detail={part.detail}
              amount={{ ...line.amount, amountMinor: part.amountMinor }}
            />
          ))}
          {line.wallet === 'main' && <BreakdownLine label={m.wallet_balance_after()} amount={line.balanceAfter} />}
          {line.held && <BreakdownLine label={m.line_held_after()} amount={line.held.after} />}
          {line.wallet === 'receivable' && (
            <BreakdownLine label={m.line_debt_after()} amount={sizeOf(line.balanceAfter)} />
          )}
        </dl>
      )}
    </li>
  )
}

interface BreakdownProps {
  label: string
  amount: { amountMinor: string; currency: string }
  /** Why it is so: the reason of the terms (R16). */
  detail?: string | undefined
}

function BreakdownLine({ label, amount, detail }: BreakdownProps) {
  return (
    <>
      <dt>
        {label}
        {detail && <span className="second"> · {detail}</span>}
      </dt>
      <dd>{amountText(amount)}</dd>
    </>
  )
}

/** What is said of money that is no part of what is available. */
function apartWords({ wallet, amount }: StatementLine): string {
  if (wallet === 'main') return ''
  if (wallet === 'held') return m.line_from_held()
  return amount.amountMinor.startsWith('-') ? m.line_debt() : m.line_debt_paid()
}

function sizeOf(amount: StatementLine['amount']) {
  return { ...amount, amountMinor: amount.amountMinor.replace('-', '') }
}
