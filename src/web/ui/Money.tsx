import { getLocale } from '../generated/messages/runtime.js'
import { type Amount, writeAmount } from './amount.ts'

/** An amount in the reader's language, exactly. `short` leaves out kopecks that are not there, `sign` writes a plus. */
export function amountText(money: Amount, { short = false, sign = false } = {}): string {
  return writeAmount(money, getLocale(), { short, sign })
}

/** A share in words: `60 %`. In hundredths of a percent. */
export function shareText(bps: number): string {
  return new Intl.NumberFormat(getLocale(), { style: 'percent', maximumFractionDigits: 2 }).format(bps / 10_000)
}

interface Props {
  value: Amount
  /** Money that moved: a plus in green, a minus in red. Otherwise the amount as it is. */
  movement?: boolean
  short?: boolean
  /** A sum that matters: in the serif. */
  sum?: boolean
  /** For what is not there yet: held, expected. */
  quiet?: boolean
}

/** Money: amount and currency always, never broken over two lines; a movement has its sign and its colour. */
export function Money({ value, movement = false, short = false, sum = false, quiet = false }: Props) {
  const minor = BigInt(value.amountMinor)
  const tone = !movement || minor === 0n ? '' : minor > 0n ? 'in' : 'out'
  const names = ['figures', tone, sum ? 'sum' : '', quiet ? 'sum--quiet' : ''].filter(Boolean).join(' ')
  return (
    <data className={names} value={String(minor)} style={{ whiteSpace: 'nowrap' }}>
      {amountText(value, { short: short || sum, sign: movement })}
    </data>
  )
}
