const GAPS = /[\s\u00a0\u202f]/g
/** Thousands as English writes them. */
const GROUPED = /^\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?$/
const AMOUNT = /^(\d{1,9})(?:[.,](\d{1,2}))?$/

/** What was typed as an amount, in minor units; what is no amount stays as typed, for the API to name. */
export function minorOf(typed: string): string {
  const text = typed.replace(GAPS, '')
  const match = AMOUNT.exec(GROUPED.test(text) ? text.replaceAll(',', '') : text)
  if (!match) return typed
  return BigInt(`${match[1]}${(match[2] ?? '').padEnd(2, '0')}`).toString()
}

/** Minor units as one would type them: `1800` or `1800.50`, without a currency. */
export function majorOf(minor: string): string {
  const value = BigInt(minor)
  const rest = value % 100n
  return rest === 0n ? `${value / 100n}` : `${value / 100n}.${rest.toString().padStart(2, '0')}`
}
