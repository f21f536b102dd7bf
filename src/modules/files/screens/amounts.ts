const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const
const STEP = 1000

/** Bytes as people say them, in the reader's language: `3.2 MB`, `3,2 МБ`. Decimal, as disks and browsers count. */
export function amountOf(bytes: number, locale: string): string {
  const power = Math.min(UNITS.length - 1, Math.floor(Math.log10(Math.max(bytes, 1)) / 3))
  const value = bytes / STEP ** power
  const maximumFractionDigits = power > 0 && value < 100 ? 1 : 0
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: UNITS[power] ?? 'byte',
    unitDisplay: 'short',
    maximumFractionDigits,
  }).format(value)
}

/** Seconds that are left, roughly, as people say them: `40 sec`, `3 min`, `2 hr`. Never promises less than a second. */
export function timeOf(seconds: number, locale: string): string {
  const [value, unit] =
    seconds < 60 ? [seconds, 'second'] : seconds < 3600 ? [seconds / 60, 'minute'] : [seconds / 3600, 'hour']
  const rounded = Math.max(1, Math.ceil(value))
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'short' }).format(rounded)
}
