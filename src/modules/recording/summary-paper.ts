import { decimalOf, type MoneyJson } from '../../kernel/money.ts'
import type { PdfDefinition } from '../../kernel/pdf/index.ts'
import type { ProjectView } from './view.ts'

/** What stands on the paper of a closed project. */
export interface SummaryFacts {
  locale: 'ru' | 'en'
  zone: string
  /** Whose side of the money it shows; the view holds no more of the division than that. */
  reader: 'client' | 'studio' | 'performer'
  title: string
  state: string
  studio: string
  client: string
  closedAt: Temporal.Instant
  view: ProjectView
  nameOf(membershipId: string): string
}

const WORDS = {
  ru: {
    summary: 'Итог проекта',
    completed: 'Проект завершён обеими сторонами',
    cancelled: 'Проект отменён',
    decided: 'Спор решён платформой',
    studio: 'Студия',
    client: 'Клиент',
    closed: 'Закрыт',
    deliverables: 'Переданные материалы',
    version: 'версия',
    heard: 'прослушана',
    approved: 'принята',
    money: 'Деньги',
    offer: 'Предложение №',
    bought: 'оплачено',
    round: 'Ещё один круг правок к предложению №',
    revisions: 'Кругов правок в цене',
    oneMore: 'ещё один',
    paid_out: 'выплачено',
    returned: 'возвращено',
    divided: 'разделено',
    held: 'удержано',
    back: 'Возвращено клиенту',
    backYou: 'Вам вернулось',
    performer: 'Исполнителю',
    you: 'Вам',
    house: 'Студии',
    commission: 'Комиссия платформы',
    hashes: 'SHA-256 — отпечаток файла. Совпадает с вашим файлом бит в бит, если файл не менялся.',
  },
  en: {
    summary: 'Project summary',
    completed: 'Completed by both sides',
    cancelled: 'The project was cancelled',
    decided: 'A dispute, decided by the platform',
    studio: 'Studio',
    client: 'Client',
    closed: 'Closed',
    deliverables: 'Delivered material',
    version: 'version',
    heard: 'heard',
    approved: 'approved',
    money: 'Money',
    offer: 'Offer №',
    bought: 'paid on',
    round: 'One more round of changes to offer №',
    revisions: 'Rounds of changes included',
    oneMore: 'one more',
    paid_out: 'paid out',
    returned: 'returned',
    divided: 'divided',
    held: 'held',
    back: 'Returned to the client',
    backYou: 'Returned to you',
    performer: 'To the performer',
    you: 'To you',
    house: 'To the studio',
    commission: 'Platform commission',
    hashes: 'SHA-256 is the file’s fingerprint. It equals that of your file, bit for bit, if nothing was changed.',
  },
} as const

/** The paper: who, what was handed over with its hashes, and what became of the money (R11). Pure. */
export function summaryPaper(facts: SummaryFacts): PdfDefinition {
  const { locale, view } = facts
  const words = WORDS[locale]
  const money = (amount: MoneyJson) => moneyIn(locale, amount)
  const moment = (instant: Temporal.Instant) =>
    instant.toZonedDateTimeISO(facts.zone).toLocaleString(locale, { dateStyle: 'long', timeStyle: 'short' })
  const day = (iso: string) =>
    Temporal.Instant.from(iso).toZonedDateTimeISO(facts.zone).toLocaleString(locale, { dateStyle: 'long' })
  const decided = view.dispute?.state === 'decided'
  const ended = decided ? words.decided : facts.state === 'completed' ? words.completed : words.cancelled
  const row = (name: string, value: string) => [{ text: name, style: 'second' }, { text: value }]
  return {
    info: { title: `${words.summary}: ${facts.title}` },
    content: [
      { text: words.summary, style: 'second' },
      { text: facts.title, style: 'title' },
      { text: ended, margin: [0, 0, 0, decided ? 2 : 12] },
      ...(decided
        ? [{ text: view.dispute?.note ?? '', margin: [0, 0, 0, 12] as [number, number, number, number] }]
        : []),
      {
        layout: 'noBorders',
        table: {
          widths: [110, '*'],
          body: [
            row(words.studio, facts.studio),
            row(words.client, facts.client),
            row(words.closed, moment(facts.closedAt)),
          ],
        },
      },
      { text: words.deliverables, style: 'heading' },
      ...view.deliverables.flatMap((deliverable) =>
        deliverable.versions.map((version) => ({
          margin: [0, 0, 0, 8] as [number, number, number, number],
          stack: [
            {
              text: [
                { text: deliverable.title, bold: true },
                ` · ${words.version} ${version.number} · ${facts.nameOf(version.deliveredBy)}`,
                version.state === 'approved' ? ` · ${words.approved}` : version.heardAt ? ` · ${words.heard}` : '',
              ],
            },
            { text: version.file?.name ?? '', style: 'second' },
            { text: version.sha256, style: 'fine' },
          ],
        })),
      ),
      { text: words.money, style: 'heading' },
      ...view.purchases.map((purchase) => {
        const offer = view.offers.find((one) => one.id === purchase.offerId)
        return {
          margin: [0, 0, 0, 8] as [number, number, number, number],
          stack: [
            {
              text: [
                { text: `${words.offer} ${offer?.number ?? ''}`, bold: true },
                ` · ${money(purchase.price)} · ${words.bought} ${day(purchase.boughtAt)} · ${words[purchase.state]}`,
              ],
            },
            { text: scopeLine(facts, offer), style: 'second' },
            ...(purchase.state === 'divided'
              ? [{ text: `${facts.reader === 'client' ? words.backYou : words.back}: ${money(purchase.returned)}` }]
              : []),
            ...divisionLines(facts, purchase).map((text) => ({ text })),
          ],
        }
      }),
      { text: words.hashes, style: 'fine', margin: [0, 14, 0, 0] },
    ],
  }
}

/** What an offer was for, and the rounds of changes in its price; of one more round, whose it was. Pure. */
function scopeLine({ locale, view }: SummaryFacts, offer: ProjectView['offers'][number] | undefined): string {
  if (!offer) return ''
  const words = WORDS[locale]
  const whole = view.offers.find((one) => one.id === offer.roundOf)
  if (whole) return `${words.round} ${whole.number}`
  const more = offer.revisionPrice ? `, ${words.oneMore} ${moneyIn(locale, offer.revisionPrice)}` : ''
  return `${offer.scope} · ${words.revisions}: ${offer.revisionsIncluded}${more}`
}

/** Who got how much of a purchase that was paid out: as far as the view tells it. Pure. */
function divisionLines(facts: SummaryFacts, { state, split }: ProjectView['purchases'][number]): string[] {
  if (!split || (state !== 'paid_out' && state !== 'divided')) return []
  const { locale, reader, nameOf } = facts
  const words = WORDS[locale]
  const share = (bps: number) => `${new Intl.NumberFormat(locale).format(bps / 100)} %`
  const whose = reader === 'performer' ? words.you : `${words.performer} (${nameOf(split.performer ?? '')})`
  const lines: string[] = []
  if (split.performer) lines.push(`${whose}: ${moneyIn(locale, split.performerGets)} (${share(split.performerBps)})`)
  if (split.studioGets) lines.push(`${words.house}: ${moneyIn(locale, split.studioGets)}`)
  if (split.commission && split.commissionBps !== null) {
    lines.push(`${words.commission}: ${moneyIn(locale, split.commission)} (${share(split.commissionBps)})`)
  }
  return lines
}

function moneyIn(locale: SummaryFacts['locale'], { amountMinor, currency }: MoneyJson): string {
  return new Intl.NumberFormat(locale, { style: 'currency', currency }).format(decimalOf(BigInt(amountMinor)))
}
