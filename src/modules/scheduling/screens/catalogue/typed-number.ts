/**
 * What was typed as a number, with a comma or a point, with or without a sign and `%`. Blank or nonsense is none, which
 * JSON makes null: the API then names the field, and nothing is saved as zero that was not typed as zero.
 */
export function numberOf(typed: string | undefined): number {
  const text = (typed ?? '')
    .replace(/[\s\u00a0\u202f%]/g, '')
    .replace(',', '.')
    .replace('\u2212', '-')
  return /^[+-]?\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN
}

/** A share typed in percent, in hundredths of a percent: `12,5` is 1250. */
export const bpsOf = (typed: string | undefined): number => Math.round(numberOf(typed) * 100)

/** A length typed in hours, in minutes: `1,5` is 90. */
export const minutesOf = (typed: string | undefined): number => Math.round(numberOf(typed) * 60)

/** A change of price typed in percent, as the share of the price that it makes: `+20` is 12000. */
export const shareOf = (typed: string | undefined): number => 10_000 + bpsOf(typed)

/** A share of the price as the change that it makes, as the locale writes it: `+50 %`, `−20 %`. */
export function changeText(bps: number, locale: string): string {
  const format = new Intl.NumberFormat(locale, {
    ...{ style: 'percent', signDisplay: 'exceptZero', maximumFractionDigits: 2 },
  } as const)
  return format.format((bps - 10_000) / 10_000).replace('-', '\u2212')
}
