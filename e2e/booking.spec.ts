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

async function signIn({ page }: Someone, email: string, to: string): Promise<void> {
  await page.goto(`${base()}/sign-in?to=${encodeURIComponent(to)}`)
  await page.getByLabel('Почта').fill(`${email}@atelier.example`)
  await page.getByLabel('Пароль').fill('atelier demo')
  await page.getByRole('button', { name: 'Войти' }).click()
}

test('the owner drags, stretches and undoes, sees a conflict before the drop, and answers a request', async () => {
  const vera = await someone()
  const { page } = vera
  await signIn(vera, 'vera', '/app/sever/schedule')
  await expect(page.getByRole('button', { name: 'Запись', exact: true })).toBeVisible()
  await expect(page.getByRole('group', { name: /^Зал А/ })).toBeVisible()
  await expectAccessible(vera)
  await page.getByRole('button', { name: 'Запись', exact: true }).click()
  await page.getByRole('button', { name: 'Своё время' }).click()
  const day = Temporal.Now.zonedDateTimeISO('Europe/Moscow').add({ days: 20 }).toPlainDate().toString()
  await page.getByLabel('Что это').fill('Сборка ударных')
  await page.getByLabel('День').fill(day)
  await page.getByLabel('С', { exact: true }).fill('12:00')
  await page.getByLabel('До').fill('14:00')
  await page.getByRole('button', { name: 'Запись', exact: true }).last().click()
  await expect(
    page.getByText('Такого зала или человека нет').or(page.getByText('Проверьте отмеченные поля')).first(),
  ).toBeVisible()
  await page.getByRole('checkbox', { name: /^Зал А/ }).check()
  await page.getByRole('button', { name: 'Запись', exact: true }).last().click()
  await expect(page).toHaveURL(new RegExp(`date=${day}`))
  const block = page.getByRole('button', { name: /^Сборка ударных/ })
  await expect(block).toHaveAccessibleName(/12:00–14:00/)

  const box = await block.boundingBox()
  if (!box) throw new Error('the block is not to be seen')
  await page.mouse.move(box.x + 40, box.y + 30)
  await page.mouse.down()
  await page.mouse.move(box.x + 40, box.y + 60, { steps: 4 })
  await page.mouse.move(box.x + 40 + box.width + 10, box.y + 90, { steps: 4 })
  await expect(page.getByText('свободно', { exact: true })).toBeVisible()
  await page.mouse.up()
  const moved = page.getByRole('group', { name: /^Зал Б/ }).getByRole('button', { name: /Сборка ударных.*13:00–15:00/ })
  await expect(moved).toBeVisible()
  await page.getByRole('button', { name: 'Вернуть' }).click()
  await expect(
    page.getByRole('group', { name: /^Зал А/ }).getByRole('button', { name: /Сборка ударных.*12:00–14:00/ }),
  ).toBeVisible()

  await page.getByRole('button', { name: /^Сборка ударных/ }).focus()
  await page.keyboard.press('Alt+ArrowDown')
  await expect(page.getByRole('button', { name: /Сборка ударных.*12:15–14:15/ })).toBeVisible()

  await page.getByRole('link', { name: /ждёт ответа/ }).click()
  await page.getByRole('list', { name: 'Записи' }).getByRole('button').first().click()
  await expectAccessible(vera)
  await page.getByRole('button', { name: 'Подтвердить' }).click()
  await expect(page.getByText('Подтверждено').first()).toBeVisible()
  await vera.leave()
})

test('a client moves a booking on a phone, and cancels it with the refund shown beforehand', async () => {
  const marina = await someone({ phone: true })
  const { page } = marina
  await signIn(marina, 'marina', '/app/sever/bookings')
  await expect(page.getByRole('heading', { name: 'Мои записи' })).toBeVisible()
  await expectAccessible(marina)
  await page.getByRole('list', { name: 'Записи' }).getByRole('button').last().click()
  await page.getByRole('button', { name: 'Перенести' }).click()
  await page.getByRole('group', { name: 'День' }).getByRole('button').nth(12).click()
  await page.getByRole('group', { name: 'Время' }).getByRole('button', { disabled: false }).last().click()
  await expectAccessible(marina)
  await page.getByRole('dialog').getByRole('button', { name: 'Перенести' }).click()
  await expect(page.getByText('Перенесено').first()).toBeVisible()
  await page.getByRole('button', { name: 'Отменить' }).click()
  const dialog = page.getByRole('dialog', { name: 'Отменить запись?' })
  await expect(dialog).toContainText('Вернётся')
  await expectAccessible(marina)
  await dialog.getByRole('button', { name: /^Отменить и вернуть/ }).click()
  await expect(page.getByText('Отменено').first()).toBeVisible()
  await marina.leave()
})
