import { expect, test } from '@playwright/test'
import { expectAccessible } from './look.ts'
import { base, enter, signIn, someone } from './people.ts'

test('the operator sees every step, live, answers a question by two filters, and finds everything whole', async () => {
  const operator = await someone()
  const { page } = operator
  await signIn(operator, 'operator', '/console')
  await expect(page.getByRole('heading', { name: 'Обзор' })).toBeVisible()
  // The demo world's two, and whatever other journeys have made.
  await expect(page.getByRole('region', { name: 'Активные студии' })).toContainText(/[2-9]/)
  await expectAccessible(operator)

  await page.getByRole('link', { name: 'Аудит' }).first().click()
  await expect(page.getByRole('table', { name: 'Аудит' })).toBeVisible()

  const other = await someone()
  await signIn(other, 'operator', '/console/chain')
  await expect(page.getByRole('button', { name: /Новых событий/ })).toBeVisible()
  await page.getByRole('button', { name: /Новых событий/ }).click()
  await other.leave()

  await page.getByRole('combobox', { name: 'Человек' }).fill('operator@')
  await page.getByRole('option', { name: /operator@atelier.example/ }).click()
  await page.getByRole('combobox', { name: 'Вид действия' }).fill('session.started')
  await page.getByRole('option', { name: 'session.started' }).click()
  await expect(page).toHaveURL(/accountId=.*name=session\.started|name=session\.started.*accountId=/)
  const rows = page.getByRole('table', { name: 'Аудит' }).getByRole('button', { name: 'session.started' })
  await expect(rows).toHaveCount(2)
  await rows.first().click()
  await expect(page.getByRole('complementary')).toContainText('127.0.0.1')
  await expect(page.getByRole('complementary')).toContainText('Печать №')
  await expectAccessible(operator)

  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Выгрузить' }).click()
  await page.getByRole('menuitem', { name: 'Excel' }).click()
  expect((await download).suggestedFilename()).toBe('audit.xlsx')

  await page.goto(`${base()}/console/chain`)
  await page.getByRole('button', { name: 'Проверить' }).click()
  await expect(page.getByText(/Цепочка цела/)).toBeVisible()

  await page.goto(`${base()}/console/money/reconciliation`)
  await expect(page.getByText(/Суммы сходятся/)).toBeVisible()
  await expectAccessible(operator)

  await page.goto(`${base()}/console/queue`)
  await expect(page.getByText('Ни одного: всё доставлено')).toBeVisible()
  await expectAccessible(operator)
  await operator.leave()
})

test('the operator keeps a person out and closes a studio, each with a reason, and opens both again', async () => {
  const operator = await someone()
  const oleg = await someone({ phone: true })
  const { page } = operator
  await signIn(oleg, 'oleg', '/app')
  await signIn(operator, 'operator', '/console/accounts')
  const decide = async (deed: string, name: string, reason: string) => {
    await page.getByRole('button', { name: `${deed}: ${name}` }).click()
    await page.getByLabel('Причина').fill(reason)
    await expectAccessible(operator)
    await page.getByRole('dialog').getByRole('button', { name: deed, exact: true }).click()
    await expect(page.getByRole('dialog')).toHaveCount(0)
  }
  await decide('Заблокировать', 'Олег Штерн', 'Спам в чатах')
  await expect(page.getByText('Причина: Спам в чатах')).toBeVisible()
  await oleg.page.reload()
  await enter(oleg, 'oleg')
  await expect(oleg.page.getByText('Вход закрыт платформой. Причина: Спам в чатах')).toBeVisible()
  await expectAccessible(oleg)
  await decide('Разблокировать', 'Олег Штерн', 'Разобрались')
  await oleg.page.getByRole('button', { name: 'Войти' }).click()
  await oleg.page.waitForURL(/\/app/)

  await page.goto(`${base()}/console/studios`)
  await decide('Закрыть студию', 'Tidewater Rooms', 'Торгует чужими записями')
  await oleg.page.goto(`${base()}/s/tide/book`)
  await expect(oleg.page.getByRole('heading', { name: 'Студия закрыта' })).toBeVisible()
  await expectAccessible(oleg)
  await decide('Открыть студию', 'Tidewater Rooms', 'Исправились')
  await oleg.page.reload()
  await expect(oleg.page.getByRole('heading', { name: 'Студия закрыта' })).toHaveCount(0)
  await operator.leave()
  await oleg.leave()
})

test('a person chooses what reaches them how, and the choice stays', async () => {
  const person = await someone({ phone: true })
  const { page } = person
  await signIn(person, 'vera', '/app')
  const me = await (await page.request.get(`${base()}/api/me`)).json()
  const slug = me.profiles[0].studio.slug
  await page.goto(`${base()}/app/${slug}/notifications/settings`)
  const choice = page.getByRole('switch', { name: /: Почта$/ }).first()
  const before = await choice.isChecked()
  const saved = page.waitForResponse((answer) => answer.url().endsWith('/api/notices/choices'))
  await choice.press('Space')
  expect((await saved).status()).toBe(200)
  await expect(choice).toBeChecked({ checked: !before })
  await page.reload()
  await expect(page.getByRole('switch', { name: /: Почта$/ }).first()).toBeChecked({ checked: !before })
  await expectAccessible(person)
  await person.leave()
})
