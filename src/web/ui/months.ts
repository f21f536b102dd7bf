const MONTH = /^\d{4}-(0[1-9]|1[0-2])$/

/** The month that an address names, as `2026-11`; nothing where it names none. */
export function monthNamed(text: string | undefined): string | undefined {
  return text !== undefined && MONTH.test(text) ? text : undefined
}

/** The month of a day where the reader is, as `2026-11`. */
export function monthOf(day: Date): string {
  return `${day.getFullYear()}-${String(day.getMonth() + 1).padStart(2, '0')}`
}

/** The month so many months later. */
export function monthBeside(month: string, by: number): string {
  const [year = 0, number = 1] = month.split('-').map(Number)
  return monthOf(new Date(year, number - 1 + by))
}

/** A month in words: `ноябрь 2026`. */
export function monthWords(month: string, locale: string): string {
  const words = new Intl.DateTimeFormat(locale, { timeZone: 'UTC', month: 'long', year: 'numeric' })
  const parts = words.formatToParts(new Date(`${month}-01`)).filter(({ type }) => type === 'month' || type === 'year')
  return parts.map(({ value }) => value).join(' ')
}
