import { getLocale } from '../generated/messages/runtime.js'

interface MoneyJson {
  amountMinor: string
  currency: string
}

/**
 * An amount as its reader's language writes it, exactly: the minor units are divided as text, never as a float. Whole
 * amounts drop their zeros when asked to be short.
 */
export function amountText(money: MoneyJson, { short = false, sign = false } = {}): string {
  const minor = BigInt(money.amountMinor)
  const magnitude = minor < 0n ? -minor : minor
  const fraction = (magnitude % 100n).toString().padStart(2, '0')
  const digits = short && fraction === '00' ? 0 : 2
  const text = new Intl.NumberFormat(getLocale(), {
    style: 'currency',
    currency: money.currency,
    currencyDisplay: 'narrowSymbol',
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(`${magnitude / 100n}.${fraction}` as Intl.StringNumericLiteral)
  const mark = minor < 0n ? '−' : sign && minor > 0n ? '+' : ''
  return `${mark}${text}`
}

/** Money: amount and currency always; a movement has its sign and its colour. */
export function Money({
  value,
  movement = false,
  short = false,
}: {
  value: MoneyJson
  movement?: boolean
  short?: boolean
}) {
  const minor = BigInt(value.amountMinor)
  const tone = !movement || minor === 0n ? '' : minor > 0n ? 'in' : 'out'
  return <span className={`figures ${tone}`}>{amountText(value, { short, sign: movement })}</span>
}
