import { AxeBuilder } from '@axe-core/playwright'
import { expect, test } from '@playwright/test'
import { base, register, type Someone, someone } from './people.ts'

async function expectAccessible({ page }: Someone): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    .options({ rules: { 'target-size': { enabled: true } } })
    .analyze()
  expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([])
}

test('a visitor books on a phone without an account until the last step, and the slot is gone for everyone else', async () => {
  const dasha = await someone({ phone: true })
  const { page } = dasha
  await page.goto(`${base()}/s/sever`)
  await expectAccessible(dasha)
  await page.getByRole('link', { name: 'Записаться: Запись вокала' }).click()
  await expect(page.getByRole('heading', { name: 'Когда удобно?' })).toBeVisible()
  await page.getByRole('button', { name: 'Зал А · 1 800 ₽' }).click()
  await page.getByRole('group', { name: 'День' }).getByRole('button').nth(10).click()
  const times = page.getByRole('group', { name: 'Время' })
  await times.getByRole('button', { name: '12:00', exact: true }).click()
  await page.getByRole('button', { name: /Neumann U87/ }).click()
  await expect(page.getByRole('region', { name: 'Цена' })).toContainText('Всего')
  await expectAccessible(dasha)

  const rival = await someone({ locale: 'en' })
  await rival.page.goto(page.url())
  await expect(rival.page.getByRole('button', { name: /^Book for/ })).toBeEnabled()

  await page.getByRole('button', { name: /^Забронировать за/ }).click()
  await expect(page.getByRole('heading', { name: 'Кого записать?' })).toBeVisible()
  await expectAccessible(dasha)
  await expect(rival.page.getByText('This time was just taken').first()).toBeVisible()
  await expectAccessible(rival)
  await rival.leave()

  await page.getByRole('link', { name: 'Я здесь впервые' }).click()
  await register(dasha, 'Даша Ким', `dasha.${Date.now()}@example.org`)
  await expect(page.getByRole('heading', { name: 'Оплата' })).toBeVisible()
  await expect(page.getByText('Держим за вами ещё')).toBeVisible()
  await expectAccessible(dasha)
  const pay = page.getByRole('button', { name: /^Оплатить/ })
  const deposit = await pay.textContent()
  await page.getByLabel('Сразу всё').check()
  expect(await pay.textContent()).not.toBe(deposit)
  await page.getByLabel('Предоплата, остальное потом').check()
  await pay.click()
  await page.getByRole('button', { name: 'Отказать', exact: true }).click()
  await expect(page.getByText('Банк не провёл оплату')).toBeVisible()
  await page.getByRole('button', { name: /^Оплатить/ }).click()
  await page.getByRole('button', { name: 'Оплатить', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'Вы записаны' })).toBeVisible()
  await expectAccessible(dasha)
  const download = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Добавить в календарь' }).click()
  expect((await download).suggestedFilename()).toBe('booking.ics')
  await dasha.leave()
})
