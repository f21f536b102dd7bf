import { expect, test } from '@playwright/test'
import { expectAccessible, look } from './look.ts'
import { base, signIn, someone } from './people.ts'

test('the owner puts a set of permissions together, gives it, and takes it away with its consequence in words', async () => {
  const vera = await someone()
  const ilya = await someone({ phone: true })
  const { page } = vera
  await signIn(vera, 'vera', '/app/sever/people')
  await signIn(ilya, 'ilya', '/app/sever')
  const mayInvite = async () => (await ilya.page.request.get(`${base()}/api/studios/sever/permission-sets`)).status()
  expect(await mayInvite()).toBe(403)

  await page.getByRole('link', { name: 'Права' }).click()
  await expect(page.getByRole('heading', { name: 'Кому что дано' })).toBeVisible()
  await look(vera, 'rights')
  await page.getByRole('button', { name: 'Новый набор' }).click()
  await page.getByRole('button', { name: 'Сохранить набор' }).click()
  await expect(page.getByRole('dialog').getByRole('alert').first()).toBeVisible()
  await page.getByLabel('Название').fill('Правая рука')
  await page.getByRole('checkbox', { name: 'Приглашать людей и менять их профили' }).check()
  await page.getByRole('checkbox', { name: 'Видеть деньги студии' }).check()
  await expectAccessible(vera)
  await page.getByRole('button', { name: 'Сохранить набор' }).click()
  await expect(page.getByRole('region', { name: 'Правая рука' })).toContainText('Видеть деньги студии')

  await page.getByLabel('Права: Илья Каплан').selectOption({ label: 'Правая рука' })
  await expect(page.getByRole('region', { name: 'Правая рука' })).toContainText('Илья Каплан')
  expect(await mayInvite()).toBe(200)
  await ilya.page.reload()
  await ilya.page.goto(`${base()}/app/sever/people/rights`)
  await expect(ilya.page.getByRole('region', { name: 'Правая рука' })).toBeVisible()
  await expect(ilya.page.getByRole('button', { name: 'Новый набор' })).toHaveCount(0)
  await expectAccessible(ilya)

  await page.getByRole('button', { name: 'Изменить: Правая рука' }).click()
  await page.getByRole('checkbox', { name: 'Приглашать людей и менять их профили' }).uncheck()
  await page.getByRole('button', { name: 'Сохранить набор' }).click()
  await expect(page.getByRole('dialog')).toHaveCount(0)
  expect(await mayInvite()).toBe(403)

  await page.getByRole('button', { name: 'Удалить: Правая рука' }).click()
  await expect(page.getByRole('dialog')).toContainText('Илья Каплан')
  await expectAccessible(vera)
  await page.getByRole('dialog').getByRole('button', { name: 'Удалить' }).click()
  await expect(page.getByRole('region', { name: 'Правая рука' })).toHaveCount(0)
  // A set of the demo world again, for whoever comes after.
  await page.getByLabel('Права: Илья Каплан').selectOption({ label: 'Звукорежиссёр' })
  await expect(page.getByRole('region', { name: 'Звукорежиссёр' })).toContainText('Илья Каплан')
  await vera.leave()
  await ilya.leave()
})

test('a client who types the address of the studio’s screens is told that they are not for them', async () => {
  const marina = await someone()
  await signIn(marina, 'marina', '/app/sever')
  for (const screen of ['today', 'people', 'people/rights', 'settings', 'settings/replies', 'subscription']) {
    await marina.page.goto(`${base()}/app/sever/${screen}`)
    await expect(marina.page.getByRole('heading', { name: 'Этот раздел не для вашего профиля' })).toBeVisible()
    await expect(marina.page.getByRole('main')).toHaveCount(1)
  }
  await look(marina, 'refused')
  await marina.leave()
})
