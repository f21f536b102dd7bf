import { globSync, readFileSync } from 'node:fs'
import { gatewayWords } from '../src/kernel/gateway/simulated-words.ts'
import type * as messages from '../src/web/generated/messages/messages/_index.js'
import { type Amount, writeAmount } from '../src/web/ui/amount.ts'

export type Locale = 'ru' | 'en'
export type Word = keyof typeof messages
type Gaps = Readonly<Record<string, string | number>>
type Message = string | [{ match: Readonly<Record<string, string>> }]

/** What the app says in one language, as its own files have it: what a person looks for is never typed twice. */
export interface Words {
  /** The words themselves; every gap has to be filled. */
  say(word: Word, gaps?: Gaps): string
  /** Whatever begins with these words, in any of their plural forms: an open gap stands for anything. */
  like(word: Word, gaps?: Gaps): RegExp
  /** A sum as the app writes it; `short` leaves out kopecks that are not there. In minor units. */
  sum(amount: Amount, writing?: { short?: boolean }): string
  /** A time of the day as the app writes it. */
  time(hours: number, minutes?: number): string
  /** The short name of a weekday, 1 for Monday. */
  weekday(day: number): string
  /** What the practice bank's page says. */
  bank: (typeof gatewayWords)[Locale]
}

const GAP = /\{(\w+)\}/g

/** The words of one language. */
export function wordsIn(locale: Locale): Words {
  const known = new Map<string, Message>(
    globSync(`src/web/messages/${locale}/*.json`).flatMap((path) =>
      Object.entries(JSON.parse(readFileSync(path, 'utf8')) as Record<string, Message>),
    ),
  )
  const forms = (word: Word) => {
    const message = known.get(word)
    if (message === undefined) throw new Error(`there are no words for ${word} in ${locale}`)
    return typeof message === 'string' ? [message] : Object.values(message[0].match)
  }
  return {
    say(word, gaps = {}) {
      const [text = '', ...others] = forms(word)
      if (others.length > 0) throw new Error(`${word} has plural forms: ask for what is like it`)
      return text.replace(GAP, (_, gap: string) => {
        const filling = gaps[gap]
        if (filling === undefined) throw new Error(`${word} says nothing without its ${gap}`)
        return String(filling)
      })
    },
    like: (word, gaps = {}) =>
      new RegExp(
        `^(?:${forms(word)
          .map((form) => patternOf(form, gaps))
          .join('|')})`,
      ),
    sum: (amount, writing) => writeAmount(amount, locale, writing),
    time: (hours, minutes = 0) =>
      new Intl.DateTimeFormat(locale, { hour: 'numeric', minute: '2-digit', timeZone: 'UTC' })
        .format(Date.UTC(2026, 0, 1, hours, minutes))
        .replaceAll('\u202f', ' '),
    // 1 June 2026 is a Monday.
    weekday: (day) =>
      new Intl.DateTimeFormat(locale, { weekday: 'short', timeZone: 'UTC' }).format(Date.UTC(2026, 5, day)),
    bank: gatewayWords[locale],
  }
}

function patternOf(form: string, gaps: Gaps): string {
  return form
    .split(GAP)
    .map((part, index) => (index % 2 === 0 ? part : gaps[part] === undefined ? null : String(gaps[part])))
    .map((part) => (part === null ? '.+' : RegExp.escape(part)))
    .join('')
}
