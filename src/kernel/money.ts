import { z } from 'zod'

/** Currencies that a studio may keep its money in. All three have two decimal places. */
export const CURRENCIES = ['RUB', 'USD', 'EUR'] as const
export type Currency = (typeof CURRENCIES)[number]

/** An amount in minor units (kopecks, cents) with its currency. Never a float. */
export interface Money {
  amountMinor: bigint
  currency: Currency
}

export const currencySchema = z.enum(CURRENCIES)

/** Largest amount that one request may name: a hundred million roubles, in kopecks. */
export const MAX_AMOUNT_MINOR = 10_000_000_000n

/** An amount in minor units as JSON carries it: a string of digits, positive. */
export const positiveMinorSchema = z
  .string()
  .regex(/^[1-9][0-9]{0,10}$/)
  .describe('Minor units (kopecks, cents) as a string of digits, above zero')

/** Any amount in minor units as JSON carries it, negative ones included. */
export const minorSchema = z.string().regex(/^-?[0-9]{1,19}$/)

/** Money as JSON carries it. */
export const moneySchema = z.object({ amountMinor: minorSchema, currency: currencySchema }).meta({ id: 'Money' })
export type MoneyJson = z.infer<typeof moneySchema>

/** Money for JSON. */
export function moneyJson(money: Money): MoneyJson {
  return { amountMinor: money.amountMinor.toString(), currency: money.currency }
}

/** Minor units as a decimal number in text, which `Intl.NumberFormat` reads exactly: no float on the way. */
export function decimalOf(minor: bigint): Intl.StringNumericLiteral {
  const size = minor < 0n ? -minor : minor
  return `${minor < 0n ? '-' : ''}${size / 100n}.${(size % 100n).toString().padStart(2, '0')}` as Intl.StringNumericLiteral
}

/**
 * Divides a total by weights with the largest-remainder method (Hamilton): the parts are whole minor units and add up
 * to the total exactly. Equal remainders go to the earlier part, so the result is the same every time (R15).
 * Weights are non-negative with a positive sum; the total is non-negative.
 */
export function splitByWeights(total: bigint, weights: readonly bigint[]): bigint[] {
  const sum = weights.reduce((a, b) => a + b, 0n)
  if (total < 0n || sum <= 0n || weights.some((weight) => weight < 0n)) {
    throw new RangeError('splitByWeights: total and weights are non-negative, and the weights have a positive sum')
  }
  const parts = weights.map((weight) => (total * weight) / sum)
  const missing = Number(total - parts.reduce((a, b) => a + b, 0n))
  const byRemainder = weights
    .map((weight, index) => ({ index, remainder: (total * weight) % sum }))
    .sort((a, b) => (a.remainder === b.remainder ? a.index - b.index : a.remainder > b.remainder ? -1 : 1))
  for (const { index } of byRemainder.slice(0, missing)) parts[index] = (parts[index] ?? 0n) + 1n
  return parts
}
