/** Money as the API carries it: minor units as digits, and the currency. */
export interface Amount {
  amountMinor: string | bigint
  currency: string
}

interface Writing {
  /** What came in has its plus. Otherwise only a minus is written. */
  sign?: boolean
  /** Leaves out kopecks when there are none: for sums that stand alone, not under one another. */
  short?: boolean
}

const MINOR = 100n
const MINUS = '\u2212'

/** An amount in words of the locale, exact at any size: no float on the way. A minus is a minus, not a hyphen. */
export function writeAmount({ amountMinor, currency }: Amount, locale: string, writing: Writing = {}): string {
  const minor = BigInt(amountMinor)
  const whole = writing.short === true && minor % MINOR === 0n
  const format = new Intl.NumberFormat(locale, {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
    signDisplay: writing.sign === true ? 'exceptZero' : 'auto',
    minimumFractionDigits: whole ? 0 : 2,
    maximumFractionDigits: whole ? 0 : 2,
  })
  return format.format(decimalOf(minor)).replace('-', MINUS)
}

/** Minor units as a decimal number in text, which Intl reads exactly. */
function decimalOf(minor: bigint): Intl.StringNumericLiteral {
  const size = minor < 0n ? -minor : minor
  const text = `${minor < 0n ? '-' : ''}${size / MINOR}.${(size % MINOR).toString().padStart(2, '0')}`
  return text as Intl.StringNumericLiteral
}
