import { decimalOf, type Money } from '../../kernel/money.ts'
import type { PdfDefinition } from '../../kernel/pdf/index.ts'
import type { Words } from '../studios/index.ts'

/** What stands on a receipt. */
export interface ReceiptFacts {
  locale: 'ru' | 'en'
  zone: string
  id: string
  kind: 'start' | 'renewal' | 'change' | 'credit'
  studio: string
  payer: string
  planName: Words
  paidAt: Temporal.Instant
  period: { start: Temporal.Instant; end: Temporal.Instant } | null
  /** What was paid with, by its last signs. */
  methodLabel: string | null
  /** Through the gateway. */
  amount: Money
  /** From what was put aside; below zero, put aside. */
  credit: Money
}

const WORDS = {
  ru: {
    title: 'Квитанция',
    no: '№',
    studio: 'Студия',
    payer: 'Плательщик',
    paidAt: 'Оплачено',
    for: 'За что',
    period: 'Период',
    method: 'Чем',
    card: 'карта',
    price: 'Стоимость',
    fromCredit: 'Из отложенного',
    toCredit: 'Отложено на следующие периоды',
    paid: 'Уплачено',
    kinds: {
      start: 'Подписка Atelier',
      renewal: 'Продление подписки Atelier',
      change: 'Смена тарифа Atelier',
      credit: 'Взнос на подписку Atelier',
    },
    plan: (name: string) => `тариф «${name}»`,
  },
  en: {
    title: 'Receipt',
    no: '№',
    studio: 'Studio',
    payer: 'Paid by',
    paidAt: 'Paid on',
    for: 'For',
    period: 'Period',
    method: 'By',
    card: 'card',
    price: 'Price',
    fromCredit: 'From what was put aside',
    toCredit: 'Put aside for the next periods',
    paid: 'Paid',
    kinds: {
      start: 'Atelier subscription',
      renewal: 'Renewal of the Atelier subscription',
      change: 'Change of the Atelier plan',
      credit: 'Payment towards the Atelier subscription',
    },
    plan: (name: string) => `plan “${name}”`,
  },
} as const

/** A receipt of what was paid for the subscription (P8). Pure. */
export function receiptPaper(facts: ReceiptFacts): PdfDefinition {
  const { locale, zone, amount, credit, period } = facts
  const words = WORDS[locale]
  const format = new Intl.NumberFormat(locale, {
    ...{ style: 'currency', currency: amount.currency, currencyDisplay: 'narrowSymbol' },
  })
  const money = (minor: bigint) => format.format(decimalOf(minor))
  const day = (moment: Temporal.Instant) =>
    moment.toZonedDateTimeISO(zone).toLocaleString(locale, { dateStyle: 'long' })
  const row = (name: string, value: string) => [{ text: name, style: 'second' }, { text: value }]
  const sum = (name: string, minor: bigint, strong?: 'strong') => [
    { text: name, bold: strong === 'strong' },
    { text: money(minor), alignment: 'right' as const, ...(strong ? { style: 'figure' } : {}) },
  ]
  const isPeriod = facts.kind !== 'credit'
  return {
    info: { title: `${words.title} ${words.no} ${facts.id}` },
    content: [
      { text: 'Atelier', bold: true, margin: [0, 0, 0, 4] },
      { canvas: [{ type: 'rect', x: 0, y: 0, w: 483, h: 3, color: '#c9780c' }], margin: [0, 0, 0, 18] },
      { text: words.title, style: 'title' },
      { text: `${words.no} ${facts.id}`, style: 'second', margin: [0, 0, 0, 14] },
      {
        layout: 'noBorders',
        table: {
          widths: [110, '*'],
          body: [
            row(words.paidAt, day(facts.paidAt)),
            row(words.studio, facts.studio),
            row(words.payer, facts.payer),
            row(words.for, `${words.kinds[facts.kind]}, ${words.plan(facts.planName[locale])}`),
            ...(period ? [row(words.period, `${day(period.start)} – ${day(period.end)}`)] : []),
            ...(facts.methodLabel && amount.amountMinor > 0n
              ? [row(words.method, `${words.card} ${facts.methodLabel}`)]
              : []),
          ],
        },
        margin: [0, 0, 0, 18],
      },
      {
        layout: 'lightHorizontalLines',
        table: {
          widths: ['*', 120],
          body: [
            ...(isPeriod ? [sum(words.price, amount.amountMinor + credit.amountMinor)] : []),
            ...(credit.amountMinor > 0n ? [sum(words.fromCredit, -credit.amountMinor)] : []),
            ...(credit.amountMinor < 0n ? [sum(words.toCredit, -credit.amountMinor)] : []),
            sum(words.paid, amount.amountMinor, 'strong'),
          ],
        },
      },
    ],
  }
}
