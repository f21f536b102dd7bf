import { expect, test } from 'vitest'
import { modules } from '../../app.ts'
import type { NoticeValue } from '../../kernel/events/notices.ts'
import { newId } from '../../kernel/ids.ts'
import { pluralForms, wordingOf } from './wording.ts'

const reader = { locale: 'ru', zone: 'Europe/Moscow' } as const
const files = '{n, plural, one {# файл} few {# файла} many {# файлов} other {# файла}}'

test('Russian has its four forms, a fraction included', () => {
  const said = [1, 2, 5, 11, 21, 22, 25, 1.5].map((n) => wordingOf(files, { n }, reader))
  expect(said).toEqual(['1 файл', '2 файла', '5 файлов', '11 файлов', '21 файл', '22 файла', '25 файлов', '1,5 файла'])
})

test('money and moments are the reader’s, to the last kopeck', () => {
  const values = {
    sum: { amountMinor: 9_007_199_254_740_993n, currency: 'RUB' },
    start: Temporal.Instant.from('2026-11-21T10:00:00Z'),
  } as const
  expect(wordingOf('{sum}', values, reader).replace(/\s/g, ' ')).toBe('90 071 992 547 409,93 ₽')
  expect(wordingOf('{start}', values, { locale: 'en', zone: 'America/New_York' })).toBe('Sat, November 21 at 5:00 AM')
})

test('what is missing stays empty, and what people typed stays text', () => {
  expect(wordingOf('{actor} написал: {text}', { text: '{evil} <b>x</b>' }, reader)).toBe('написал: {evil} <b>x</b>')
})

/** The only words of an event for those it is told to in this way, to a Russian reader. */
function bodyOf(event: string, to: string, payload: Record<string, unknown>): string {
  const templates = modules
    .flatMap((module) => module.notices ?? [])
    .filter((one) => one.event === event && one.to.kind === to && (one.when?.(payload) ?? true))
  expect(templates).toHaveLength(1)
  const [template] = templates
  const values = { ...payload, ...template?.values?.(payload, { membershipId: newId() }) } as Record<
    string,
    NoticeValue
  >
  return wordingOf(template?.body?.ru ?? '', values, reader).replace(/\s/g, ' ')
}

test('no notice of money speaks of none: neither of a floor that was not, nor of a share that the studio did not give', () => {
  const rub = (amountMinor: string) => ({ amountMinor, currency: 'RUB' })
  const changed = { bps: 500, wasBps: 300, floor: rub('5000'), reason: 'Подорожал банк' }
  const was = (wasFloor: string) => bodyOf('commission.changed', 'role', { ...changed, wasFloor: rub(wasFloor) })
  expect(was('0')).toMatch(/^Была 3 %\. Новая /)
  expect(was('3000')).toMatch(/^Была 3 %, не меньше 30 ₽\. Новая /)
  const refund = { transferId: newId(), holdId: newId(), amount: rub('1000'), note: '№ 1', reason: 'Запись пропала' }
  const gave = (share?: string) =>
    bodyOf('payment.refunded', 'permission', { ...refund, ...(share ? { studioShare: rub(share) } : {}) })
  expect([gave(), gave('0')]).toEqual(['Запись пропала', 'Запись пропала'])
  expect(gave('38800')).toBe('Из доли студии 388 ₽. Запись пропала')
})

test('every notice of every module is a sentence in both languages, with all four forms of a Russian plural', () => {
  for (const template of modules.flatMap((module) => module.notices ?? [])) {
    for (const sentence of [template.title, template.body].filter((one) => one !== undefined)) {
      expect(() => wordingOf(sentence.en, {}, { locale: 'en', zone: 'UTC' }), template.event).not.toThrow()
      expect(() => wordingOf(sentence.ru, {}, reader), template.event).not.toThrow()
      for (const forms of pluralForms(sentence.ru, 'ru')) {
        expect(forms, template.event).toEqual(expect.arrayContaining(['one', 'few', 'many', 'other']))
      }
    }
  }
})
