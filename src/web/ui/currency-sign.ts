import { getLocale } from '../generated/messages/runtime.js'

/** A currency as it stands beside an amount: `₽`. */
export function currencySign(currency: string): string {
  const format = new Intl.NumberFormat(getLocale(), { style: 'currency', currency, currencyDisplay: 'narrowSymbol' })
  return format.formatToParts(0).find(({ type }) => type === 'currency')?.value ?? currency
}
