import { readFile } from 'node:fs/promises'
import { expect, test } from '@playwright/test'
import { look } from './look.ts'
import { daysPass } from './months.ts'
import { base, mailTo, register, signIn, someone } from './people.ts'

test.describe.configure({ mode: 'serial' })

const stamp = Date.now().toString(36)
const email = `asya-${stamp}@example.org`
const slug = `gavan-${stamp}`

test('an owner outgrows a plan, sees what the larger one comes to, pays and has the room; the receipt comes along', async () => {
  const asya = await someone()
  const { page } = asya
  await page.goto(`${base()}/register`)
  await register(asya, 'Ася', email)
  await page.getByLabel('Название').fill('Гавань')
  await page.getByLabel('Адрес сайта').fill(slug)
  await page.getByRole('button', { name: 'Оплатить и открыть' }).click()
  await page.getByRole('button', { name: 'Оплатить картой, с которой потом не спишется' }).click()
  await page.waitForURL(/\/app\//)
  await page.goto(`${base()}/app/${slug}/catalogue?tab=resources`)
  for (const name of ['Зал А', 'Зал Б', 'Зал В']) {
    await page.getByRole('button', { name: 'Новый зал' }).click()
    const pane = page.getByRole('region', { name: 'Новый зал' })
    await pane.getByLabel('Название').fill(name)
    await pane.getByLabel('Цена за час').fill('900')
    await pane.getByRole('button', { name: 'Сохранить' }).click()
    if (name === 'Зал В') await expect(pane.getByRole('alert')).toContainText('не больше, чем 2')
    else await expect(pane).toHaveCount(0)
  }

  await page.getByRole('link', { name: 'Подписка' }).click()
  const standing = page.getByRole('region', { name: 'Тариф и оплата' })
  await expect(standing.getByRole('heading', { name: 'Старт' })).toBeVisible()
  await expect(standing).toContainText('•• 0002')
  await expect(page.getByRole('region', { name: 'Занято по тарифу' })).toContainText('2 из 2')
  await look(asya, 'subscription-paid')
  await page.getByRole('button', { name: 'Перейти на «Студия»' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByText('К оплате сейчас')).toBeVisible()
  await look(asya, 'subscription-change', { whole: false })
  await dialog.getByRole('button', { name: /Оплатить 3.000,00.₽/ }).click()
  await page.getByRole('button', { name: 'Оплатить картой, с которой потом не спишется' }).click()
  await expect(page.getByText('Платёж прошёл')).toBeVisible()
  await expect(standing.getByRole('heading', { name: 'Студия' })).toBeVisible()
  await expect(page.getByRole('region', { name: 'Занято по тарифу' })).toContainText('2 из 6')

  const payments = page.getByRole('region', { name: 'Платежи' })
  await expect(payments.getByRole('listitem')).toHaveCount(2)
  const coming = page.waitForEvent('download')
  await payments.getByRole('listitem').filter({ hasText: 'Смена тарифа' }).getByRole('link').click()
  const file = await (await coming).path()
  expect((await readFile(file)).subarray(0, 5).toString()).toBe('%PDF-')
  await asya.leave()
})

test('the renewal is refused, the owner is told, the studio becomes read-only, and paying brings it back at once', async () => {
  const asya = await someone()
  const { page } = asya
  await signIn(asya, email, `/app/${slug}/subscription`)
  const standing = page.getByRole('region', { name: 'Тариф и оплата' })
  await expect(standing).toContainText('Оплачена до')
  await daysPass(slug, 31)
  await expect(standing).toContainText('попытка 1 из 4')
  await expect(standing.getByRole('button', { name: /Оплатить 4.490.₽/ })).toBeVisible()
  await look(asya, 'subscription-past-due')
  expect(await mailTo(asya, email, /Подписка не оплачена/)).not.toBe('')

  for (const [days, attempt] of [
    [1, 'попытка 2 из 4'],
    [2, 'попытка 3 из 4'],
    [4, 'Студию можно только смотреть'],
  ] as const) {
    await daysPass(slug, days)
    await expect(standing).toContainText(attempt)
  }
  await look(asya, 'subscription-read-only')
  await page.goto(`${base()}/app/${slug}/people`)
  await expect(page.getByText('Студию сейчас можно только смотреть')).toBeVisible()
  await page.goto(`${base()}/app/${slug}/notifications`)
  await expect(page.getByText('Студия теперь только для чтения')).toBeVisible()
  await look(asya, 'subscription-told')
  // What the studio is to the world stands as it was.
  expect((await page.goto(`${base()}/s/${slug}`))?.status()).toBe(200)
  await expect(page.getByRole('heading', { name: 'Гавань' }).first()).toBeVisible()
  await page.goto(`${base()}/app/${slug}/notifications`)
  await page
    .getByRole('region', { name: 'Студия только для просмотра' })
    .getByRole('link', { name: 'Оплатить' })
    .click()

  // Refused once more at the bank's page, then paid.
  await standing.getByRole('button', { name: /Оплатить 4.490.₽/ }).click()
  await page.getByRole('button', { name: 'Отказать' }).click()
  await expect(page.getByText('Платёж не прошёл')).toBeVisible()
  await standing.getByRole('button', { name: /Оплатить 4.490.₽/ }).click()
  await page.getByRole('button', { name: 'Оплатить', exact: true }).click()
  await expect(standing).toContainText('Оплачена до')
  await expect(standing).toContainText('•• 4242')
  await expect(page.getByRole('region', { name: 'Студия только для просмотра' })).toHaveCount(0)
  await asya.leave()
})

test('on a phone, in English and in the dark: a smaller plan at once, cancelled and resumed, in figures before each', async () => {
  const asya = await someone({ locale: 'en', phone: true, dark: true })
  const { page } = asya
  await signIn(asya, email, `/app/${slug}/subscription`)
  const standing = page.getByRole('region', { name: 'Plan and payment' })
  await expect(standing.getByRole('heading', { name: 'Studio' })).toBeVisible()
  await look(asya, 'subscription-dark')
  await page.getByRole('button', { name: 'Change to “Start”' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByText('Put aside for the next periods')).toBeVisible()
  await look(asya, 'subscription-dark-change', { whole: false })
  await dialog.getByRole('button', { name: 'Change to “Start”' }).click()
  await expect(standing.getByRole('heading', { name: 'Start' })).toBeVisible()
  await expect(standing).toContainText('Put aside')

  await standing.getByRole('button', { name: 'Cancel the subscription' }).click()
  await expect(dialog.getByText('Everything works until')).toBeVisible()
  await look(asya, 'subscription-dark-cancel', { whole: false })
  await dialog.getByRole('button', { name: 'Cancel it' }).click()
  await expect(standing).toContainText('you can change your mind')
  await standing.getByRole('button', { name: 'Resume the subscription' }).click()
  await expect(standing.getByText('Next charge')).toBeVisible()
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360)
  await asya.leave()
})

for (const [what, sight] of [
  ['on a desk in the dark', { dark: true }],
  ['on a phone by day', { phone: true }],
] as const) {
  test(`it keeps nobody out ${what}`, async () => {
    const asya = await someone(sight)
    await signIn(asya, email, `/app/${slug}/subscription`)
    await expect(asya.page.getByRole('region', { name: 'Платежи' }).getByRole('listitem').first()).toBeVisible()
    await look(asya, `subscription-${what.replaceAll(' ', '-')}`)
    await asya.leave()
  })
}
