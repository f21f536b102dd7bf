import { IntlMessageFormat } from 'intl-messageformat'
import type { NoticeValue } from '../../kernel/events/notices.ts'
import { type Currency, decimalOf } from '../../kernel/money.ts'

/** For whom a sentence is written. */
export interface Reader {
  locale: 'ru' | 'en'
  zone: string
}

/** Compiled sentences kept at once; there are as many as templates, so the bound is only a guard. */
const MAX_COMPILED = 5000
const compiled = new Map<string, IntlMessageFormat>()

/**
 * A template's sentence for one reader: ICU message syntax, with money, moments and days as the reader's language and
 * zone have them. A value that is missing stays empty. Pure but for the cache of compiled sentences.
 */
export function wordingOf(text: string, values: Readonly<Record<string, NoticeValue>>, reader: Reader): string {
  const message = compile(text, reader.locale)
  const shown: Record<string, string | number> = {}
  for (const name of placeholders(message)) shown[name] = show(values[name] ?? null, reader)
  return String(message.format(shown)).replace(/\s+/g, ' ').trim()
}

/** The values that a payload holds as they can be shown: its own strings, numbers and money. */
export function valuesOf(payload: Readonly<Record<string, unknown>>): Record<string, NoticeValue> {
  const values: Record<string, NoticeValue> = {}
  for (const [name, value] of Object.entries(payload)) {
    if (typeof value === 'string' || typeof value === 'number' || isMoney(value)) values[name] = value
  }
  return values
}

/** Plural forms that a sentence uses, for the test that holds Russian to its four. */
export function pluralForms(text: string, locale: 'ru' | 'en'): string[][] {
  return compile(text, locale)
    .getAst()
    .flatMap((element) => ('pluralType' in element ? [Object.keys(element.options)] : []))
}

function compile(text: string, locale: string): IntlMessageFormat {
  const key = `${locale}\0${text}`
  const known = compiled.get(key)
  if (known) return known
  if (compiled.size >= MAX_COMPILED) compiled.clear()
  const message = new IntlMessageFormat(text, locale, undefined, { ignoreTag: true })
  compiled.set(key, message)
  return message
}

type Ast = ReturnType<IntlMessageFormat['getAst']>

function placeholders(message: IntlMessageFormat): Set<string> {
  const names = new Set<string>()
  const walk = (elements: Ast) => {
    for (const element of elements) {
      // Literals and `#` name no value; everything else does.
      if (element.type !== 0 && element.type !== 7 && 'value' in element) names.add(element.value)
      if ('options' in element && element.options)
        for (const option of Object.values(element.options)) walk(option.value)
    }
  }
  walk(message.getAst())
  return names
}

function show(value: NoticeValue, { locale, zone }: Reader): string | number {
  if (value === null) return ''
  if (typeof value === 'string' || typeof value === 'number') return value
  if (value instanceof Temporal.Instant) return momentOf(value, locale, zone)
  if (value instanceof Temporal.PlainDate) {
    return value.toLocaleString(locale, { day: 'numeric', month: 'long', year: 'numeric' })
  }
  if ('ru' in value) return value[locale] || value.ru || value.en
  return moneyOf(BigInt(value.amountMinor), value.currency, locale)
}

function momentOf(moment: Temporal.Instant, locale: string, timeZone: string): string {
  return new Intl.DateTimeFormat(locale, {
    timeZone,
    weekday: 'short',
    day: 'numeric',
    month: 'long',
    hour: 'numeric',
    minute: '2-digit',
  }).format(moment.epochMilliseconds)
}

/** From minor units to text without passing through a float. All currencies here have two decimal places. */
function moneyOf(amountMinor: bigint, currency: Currency, locale: string): string {
  const digits = amountMinor % 100n === 0n ? 0 : 2
  const format = new Intl.NumberFormat(locale, {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
    minimumFractionDigits: digits,
  })
  return format.format(decimalOf(amountMinor))
}

function isMoney(value: unknown): value is { amountMinor: string; currency: Currency } {
  return typeof value === 'object' && value !== null && 'amountMinor' in value && 'currency' in value
}
