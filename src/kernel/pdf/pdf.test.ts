import { expect, test } from 'vitest'
import { copiedFrom } from '../testing/pdf-text.ts'
import { renderPdf } from './pdf.ts'

test('text is copied out of a paper as it was put in, in both fonts and both alphabets', async () => {
  const title = 'Итог проекта «Ночной поезд»'
  const sum = '12 345,67 ₽ · 99.50 $ · 10 €'
  const line = 'Счёт № 7 — съёмка, подъём, ёж; “quotes” & ligatures: office, fjord, − 5 °C'
  const hash = '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08'
  const pdf = await renderPdf({
    content: [
      { text: title, style: 'title' },
      { text: sum, style: 'figure' },
      { text: line, style: 'second' },
      { text: hash, style: 'fine' },
    ],
  })
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-')
  const { text } = await copiedFrom(pdf)
  for (const written of [title, sum, line, hash]) expect(text).toContain(written)
})

test('a long table goes over several pages and repeats its head', async () => {
  const rows = Array.from({ length: 120 }, (_, row) => [`Дорожка ${row + 1}`, `${row}:00`])
  const pdf = await renderPdf({ content: [{ table: { headerRows: 1, body: [['Название', 'Длина'], ...rows] } }] })
  const { text, pages } = await copiedFrom(pdf)
  expect(pages).toBeGreaterThan(1)
  expect(text.split('Название')).toHaveLength(pages + 1)
  expect(text).toContain('Дорожка 120')
})

test('a paper reads no file of the machine and fetches nothing', async () => {
  for (const image of ['/etc/hostname', 'https://example.com/x.png']) {
    await expect(renderPdf({ content: [{ image }] })).rejects.toThrow()
  }
})
