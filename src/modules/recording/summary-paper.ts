import { decimalOf, type Money, type MoneyJson } from '../../kernel/money.ts'
import type { PdfDefinition } from '../../kernel/pdf/index.ts'
import type { ProjectView } from './view.ts'

/** What stands on the paper of a closed project. */
export interface SummaryFacts {
  locale: 'ru' | 'en'
  zone: string
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
    paid_out: 'выплачено',
    returned: 'возвращено',
    divided: 'разделено',
    held: 'удержано',
    back: 'Клиенту',
    performer: 'Исполнителю',
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
    paid_out: 'paid out',
    returned: 'returned',
    divided: 'divided',
    held: 'held',
    back: 'To the client',
    performer: 'To the performer',
    house: 'To the studio',
    commission: 'Platform commission',
    hashes: 'SHA-256 is the file’s fingerprint. It equals that of your file, bit for bit, if nothing was changed.',
  },
} as const

/** The paper: who, what was handed over with its hashes, and what became of the money (R11). Pure. */
export function summaryPaper(facts: SummaryFacts): PdfDefinition {
  const { locale, view } = facts
  const words = WORDS[locale]
  const money = (amount: MoneyJson | Money) =>
    new Intl.NumberFormat(locale, { style: 'currency', currency: amount.currency }).format(
      decimalOf(BigInt(amount.amountMinor)),
    )
  const moment = (instant: Temporal.Instant) =>
    instant.toZonedDateTimeISO(facts.zone).toLocaleString(locale, { dateStyle: 'long', timeStyle: 'short' })
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
        const split = purchase.state === 'paid_out' || purchase.state === 'divided' ? purchase.split : null
        return {
          margin: [0, 0, 0, 8] as [number, number, number, number],
          stack: [
            {
              text: [
                { text: `${words.offer} ${offer?.number ?? ''}`, bold: true },
                ` · ${money(purchase.price)} · ${words[purchase.state]}`,
              ],
            },
            { text: offer?.scope ?? '', style: 'second' },
            ...(purchase.state === 'divided' ? [{ text: `${words.back}: ${money(purchase.returned)}` }] : []),
            ...(split
              ? [
                  { text: `${words.performer}: ${money(split.performerGets)} (${split.performerBps / 100} %)` },
                  { text: `${words.house}: ${money(split.studioGets)}` },
                  { text: `${words.commission}: ${money(split.commission)} (${split.commissionBps / 100} %)` },
                ]
              : []),
          ],
        }
      }),
      { text: words.hashes, style: 'fine', margin: [0, 14, 0, 0] },
    ],
  }
}
