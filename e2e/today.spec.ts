import { expect, test } from '@playwright/test'
import { look } from './look.ts'
import { signIn, someone } from './people.ts'

test('the owner’s day: who comes when, what waits, what came in; each line leads to its place', async () => {
  const vera = await someone()
  const { page } = vera
  await signIn(vera, 'vera', '/app/sever')
  await expect(page.getByRole('heading', { name: /^Сегодня/ })).toBeVisible()
  await expect(page.getByRole('region', { name: 'Заработано' }).getByText('За сегодня')).toBeVisible()
  const waiting = page.getByRole('region', { name: 'Ждут ответа' })
  await look(vera, 'today')
  await waiting
    .getByRole('link', { name: /^Запрос на запись/ })
    .first()
    .click()
  await expect(page).toHaveURL(/\/app\/sever\/bookings\/[0-9a-f-]{36}/)
  await page.getByRole('link', { name: 'Сегодня', exact: true }).click()
  const session = page.getByRole('region', { name: 'Сеансы' }).getByRole('listitem').first()
  await session.getByRole('link').click()
  await expect(page).toHaveURL(/\/app\/sever\/bookings\/[0-9a-f-]{36}/)
  await vera.leave()
})

test('a worker’s day on a phone, in English and in the dark, says nothing of the studio’s money', async () => {
  const ilya = await someone({ phone: true, dark: true, locale: 'en' })
  await signIn(ilya, 'ilya', '/app/sever')
  await expect(ilya.page.getByRole('heading', { name: /^Today/ })).toBeVisible()
  await expect(ilya.page.getByRole('region', { name: 'Sessions' })).toBeVisible()
  await expect(ilya.page.getByText('Earned')).toHaveCount(0)
  const isWider = await ilya.page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth)
  expect(isWider).toBe(false)
  await look(ilya, 'today-phone-dark-en')
  await ilya.leave()
})
