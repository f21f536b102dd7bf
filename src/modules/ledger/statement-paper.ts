import { eq } from 'drizzle-orm'
import type { Ctx } from '../../kernel/context.ts'
import { type Currency, decimalOf } from '../../kernel/money.ts'
import type { PdfDefinition } from '../../kernel/pdf/index.ts'
import { problem } from '../../kernel/problem.ts'
import { studios } from '../studios/index.ts'
import { STATED, type StatedWallet, type StatementKind, statement, statementSums, type WalletSums } from './read.ts'
import type { WalletOwner } from './wallet.ts'

/** Lines on one paper. More are a matter for CSV. */
const MOST_LINES = 5_000
const PLATFORM = { name: 'Atelier', colour: '#c9780c' }
const GREY = '#d6cec1'

interface Asked {
  currency: Currency
  from: Temporal.Instant | undefined
  to: Temporal.Instant | undefined
  locale: 'ru' | 'en'
  zone: string
  /** Whose wallet it is, in words. */
  name: string
}

export interface StatementFacts extends Asked {
  /** In whose colours: the studio's for its own wallet, the platform's for a person's. */
  brand: { name: string; colour: string }
  to: Temporal.Instant
  /** What is available, and then what is held and what is owed, where there is any. */
  parts: StatementPart[]
}

export interface StatementPart extends WalletSums {
  wallet: StatedWallet
  /** The oldest first. */
  lines: { at: Temporal.Instant; kind: StatementKind; note: string; amountMinor: bigint; balanceMinor: bigint }[]
}

/**
 * What a paper says of each wallet: the balance before, each line, the balance after. The lines lead from the one to the
 * other, and no money is in two wallets at once. Throws `statement_too_long`.
 */
export async function statementFacts(ctx: Ctx, owner: WalletOwner, asked: Asked): Promise<StatementFacts> {
  const { currency, from } = asked
  const to = asked.to ?? ctx.now
  const sums = await statementSums(ctx, owner, { currency, from, to })
  const parts: StatementPart[] = []
  for (const wallet of STATED) {
    const { openingMinor, inMinor, outMinor } = sums[wallet]
    if (wallet !== 'main' && openingMinor === 0n && inMinor === 0n && outMinor === 0n) continue
    const { rows, more } = await statement(ctx, owner, { currency, from, to, wallet, limit: MOST_LINES })
    if (more) throw problem('statement_too_long', { params: { most: MOST_LINES } })
    parts.push({ wallet, ...sums[wallet], lines: linesOf(rows, openingMinor) })
  }
  const [studio] =
    owner.kind === 'studio'
      ? await ctx.tx
          .select({ name: studios.name, colour: studios.colour })
          .from(studios)
          .where(eq(studios.id, owner.id))
      : []
  return { ...asked, to, brand: studio ?? PLATFORM, parts }
}

function linesOf(rows: Awaited<ReturnType<typeof statement>>['rows'], openingMinor: bigint): StatementPart['lines'] {
  let balanceMinor = openingMinor
  const byTime = rows.toReversed().sort((a, b) => Temporal.Instant.compare(a.posting.occurredAt, b.posting.occurredAt))
  return byTime.map(({ posting: { amountMinor, occurredAt }, transfer: { kind, note } }) => {
    balanceMinor += amountMinor
    return { at: occurredAt, kind, note, amountMinor, balanceMinor }
  })
}

const WORDS = {
  ru: {
    title: 'Выписка по кошельку',
    period: 'Период',
    until: 'с начала по',
    opening: 'Было',
    in: 'Пришло',
    out: 'Ушло',
    closing: 'Стало',
    when: 'Когда',
    what: 'Что',
    amount: 'Сумма',
    balance: 'Остаток',
    nothing: 'За это время движений не было.',
    wallets: { main: 'Можно потратить или вывести', held: 'Удержано до приёмки', receivable: 'Долг после возвратов' },
    debtIn: 'Прибавилось',
    debtOut: 'Погашено',
    page: (page: number, pages: number) => `Страница ${page} из ${pages}`,
    kinds: {
      top_up: 'Пополнение',
      withdrawal: 'Вывод',
      hold: 'Удержание',
      capture: 'Выплата',
      release: 'Возврат удержанного',
      refund: 'Возврат',
      tip: 'Чаевые',
      fee: 'Сбор',
      transfer: 'Перевод',
    },
  },
  en: {
    title: 'Wallet statement',
    period: 'Period',
    until: 'from the beginning to',
    opening: 'Opening balance',
    in: 'Came in',
    out: 'Went out',
    closing: 'Closing balance',
    when: 'When',
    what: 'What',
    amount: 'Amount',
    balance: 'Balance',
    nothing: 'Nothing moved in this time.',
    wallets: { main: 'To spend or withdraw', held: 'Held until acceptance', receivable: 'Owed after refunds' },
    debtIn: 'Added',
    debtOut: 'Paid off',
    page: (page: number, pages: number) => `Page ${page} of ${pages}`,
    kinds: {
      top_up: 'Top-up',
      withdrawal: 'Withdrawal',
      hold: 'Hold',
      capture: 'Payout',
      release: 'Returned from hold',
      refund: 'Refund',
      tip: 'Tip',
      fee: 'Fee',
      transfer: 'Transfer',
    },
  },
} as const
/** Notes that are codes of the program's own, not words of people. */
const CODES = new Set(['top-up', 'subscription', 'withdrawal'])

/** The paper: whose, for which time, and for each wallet four sums and every line between the first and the last. Pure. */
export function statementPaper(facts: StatementFacts): PdfDefinition {
  const { locale, zone, brand } = facts
  const words = WORDS[locale]
  const moment = momentIn(locale, zone)
  return {
    info: { title: `${words.title}: ${facts.name}` },
    footer: (page, pages) => ({ text: words.page(page, pages), style: 'fine', alignment: 'right', margin: [56, 24] }),
    content: [
      { text: brand.name, bold: true, margin: [0, 0, 0, 4] },
      { canvas: [{ type: 'rect', x: 0, y: 0, w: 483, h: 3, color: brand.colour }], margin: [0, 0, 0, 18] },
      { text: words.title, style: 'title' },
      { text: facts.name },
      {
        text: `${words.period}: ${facts.from ? `${moment(facts.from)} – ` : `${words.until} `}${moment(facts.to)} (${zone})`,
        style: 'second',
        margin: [0, 0, 0, 14],
      },
      ...facts.parts.flatMap((part) => partOf(facts, part)),
    ],
  }
}

type Content = NonNullable<PdfDefinition['content']>

/** One wallet of the paper. A debt is told as what is owed, above zero. */
function partOf({ locale, currency, zone, parts }: StatementFacts, part: StatementPart): Content[] {
  const words = WORDS[locale]
  const format = new Intl.NumberFormat(locale, { style: 'currency', currency, currencyDisplay: 'narrowSymbol' })
  const owed = part.wallet === 'receivable'
  // Exact at any size: Intl reads the decimal text, no float on the way.
  const money = (minor: bigint) => format.format(decimalOf(owed ? -minor : minor)).replace('-', '−')
  const moment = momentIn(locale, zone)
  const figures = [
    [words.opening, part.openingMinor],
    ...(owed
      ? ([
          [words.debtIn, -part.outMinor],
          [words.debtOut, part.inMinor],
        ] as const)
      : ([
          [words.in, part.inMinor],
          [words.out, -part.outMinor],
        ] as const)),
    [words.closing, part.closingMinor],
  ] as const
  const head = [words.when, words.what, words.amount, words.balance].map((text, index) => ({
    text,
    style: 'second',
    alignment: index > 1 ? ('right' as const) : ('left' as const),
  }))
  const history = (): Content =>
    part.lines.length === 0
      ? { text: words.nothing }
      : {
          layout: {
            hLineWidth: (line) => (line === 0 ? 0 : 0.5),
            vLineWidth: () => 0,
            hLineColor: () => GREY,
            paddingLeft: () => 0,
          },
          table: {
            headerRows: 1,
            widths: [90, '*', 85, 85],
            body: [
              head,
              ...part.lines.map((line) => [
                { text: moment(line.at), style: 'second' },
                { text: CODES.has(line.note) ? words.kinds[line.kind] : `${words.kinds[line.kind]}: ${line.note}` },
                { text: money(line.amountMinor), alignment: 'right' as const },
                { text: money(line.balanceMinor), alignment: 'right' as const, style: 'second' },
              ]),
            ],
          },
        }
  const space = part.wallet === 'main' ? 0 : 22
  const title: Content[] = [{ text: words.wallets[part.wallet], bold: true, margin: [0, space, 0, 8] }]
  return [
    ...(parts.length > 1 ? title : []),
    {
      columns: figures.map(([label, minor]) => ({
        stack: [
          { text: label, style: 'second' },
          { text: money(minor), style: 'figure' },
        ],
      })),
      margin: [0, 0, 0, 18],
    },
    history(),
  ]
}

const momentIn = (locale: 'ru' | 'en', zone: string) => (instant: Temporal.Instant) =>
  instant.toZonedDateTimeISO(zone).toLocaleString(locale, { dateStyle: 'short', timeStyle: 'short' })
