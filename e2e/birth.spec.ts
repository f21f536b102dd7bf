import { expect, test } from '@playwright/test'
import { look } from './look.ts'
import { base, mailTo, register, someone, typeCode } from './people.ts'

test.describe.configure({ mode: 'serial' })

const stamp = Date.now().toString(36)

test('a studio is born: registered, proven, paid, branded, and an engineer invited', async () => {
  const owner = await someone()
  const { page } = owner
  await page.goto(base())
  await look(owner, 'home')
  await page.getByRole('link', { name: 'Открыть свою студию' }).click()
  await page.getByRole('button', { name: 'Зарегистрироваться' }).click()
  await expect(page.getByText('Проверьте, как это написано').first()).toBeVisible()
  await look(owner, 'register-wrong')
  await register(owner, 'Анна Белова', `anna-${stamp}@example.org`)

  await expect(page.getByRole('heading', { name: 'Новая студия' })).toBeVisible()
  await page.getByLabel('Название').fill(`Тихий дом ${stamp}`)
  await expect(page.getByLabel('Адрес сайта')).toHaveValue(`tikhiy-dom-${stamp}`)
  await look(owner, 'checkout')
  await page.getByRole('button', { name: 'Оплатить и открыть' }).click()
  await expect(page.getByRole('heading', { name: /1.490/ })).toBeVisible()
  await look(owner, 'gateway')
  await page.getByRole('button', { name: 'Оплатить', exact: true }).click()

  await expect(page.getByRole('heading', { name: 'Здравствуйте, Анна Белова' })).toBeVisible()
  await look(owner, 'begin')
  await page.getByRole('navigation').getByRole('link', { name: 'Студия и сайт' }).click()
  await page.getByLabel('Строка под названием, по-русски').fill('Запись живьём, в тишине и без спешки')
  await page.getByLabel('Адрес', { exact: true }).fill('Москва, Большая Почтовая, 7')
  await page.getByRole('button', { name: 'Сохранить' }).first().click()
  await look(owner, 'settings')

  await page.getByRole('navigation').getByRole('link', { name: 'Люди' }).click()
  await page.getByRole('button', { name: 'Пригласить' }).first().click()
  await page.getByLabel('Почта').fill(`ilya-${stamp}@example.org`)
  await page.getByLabel('Имя в студии').fill('Илья Каплан')
  await page.getByLabel('Чем занимается').fill('звукорежиссёр')
  await page.getByRole('button', { name: 'Отправить приглашение' }).click()
  await expect(page.getByRole('heading', { name: 'Приглашения' })).toBeVisible()
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await look(owner, 'people')

  const engineer = await someone()
  const link = await mailTo(engineer, `ilya-${stamp}@example.org`, /\/invitation\/[\w-]+/)
  await engineer.page.goto(`${base()}${link}`)
  await look(engineer, 'invitation')
  await engineer.page.getByLabel('Пароль').fill('a long password')
  await engineer.page.getByLabel('Согласен').check()
  await engineer.page.getByRole('button', { name: 'Зарегистрироваться' }).click()
  await typeCode(engineer, `ilya-${stamp}@example.org`)
  await expect(engineer.page.getByRole('heading', { name: 'Здравствуйте, Илья Каплан' })).toBeVisible()
  await engineer.leave()
  await owner.leave()
})

test('a client registers on the studio’s own site, on a phone, and tops the wallet up', async () => {
  const client = await someone({ phone: true })
  const { page } = client
  await page.goto(`${base()}/s/tikhiy-dom-${stamp}/`)
  await look(client, 'site-phone')
  await page.getByRole('link', { name: 'Стать клиентом' }).click()
  await register(client, 'Марина Лис', `marina-${stamp}@example.org`)
  await expect(page.getByRole('heading', { name: 'Здравствуйте, Марина Лис' })).toBeVisible()
  await look(client, 'client-phone')
  await page.getByRole('navigation').getByRole('link', { name: 'Деньги' }).click()
  await page.getByRole('button', { name: 'Пополнить' }).click()
  await page.getByLabel('Сумма').fill('5 000,50')
  await page.getByRole('dialog').getByRole('button', { name: 'Пополнить' }).click()
  await page.getByRole('button', { name: 'Оплатить и ответить дважды' }).click()
  await expect(page.getByText(/5.000,50.₽/).first()).toBeVisible()
  await look(client, 'wallet-phone')
  await client.leave()
})
