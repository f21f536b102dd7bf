/** The currency in which somebody who reads this language is told prices, until they choose. */
export function usualCurrency(locale: 'ru' | 'en'): 'RUB' | 'USD' {
  return locale === 'ru' ? 'RUB' : 'USD'
}
