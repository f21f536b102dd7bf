import { readFile } from 'node:fs/promises'
import { expect, test } from '@playwright/test'
import { expectAccessible } from './look.ts'
import { signIn, someone } from './people.ts'

test('the owner withdraws the studio’s money, sees what it comes to, and takes the statement along', async () => {
  const owner = await someone()
  const { page } = owner
  await signIn(owner, 'vera', '/app/sever/wallet')
  await page.getByRole('button', { name: 'Вывести', exact: true }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Сумма').fill('1 000,50')
  await dialog.getByLabel('Номер карты или счёта').fill('4276 5500 1234 0002')
  await expect(dialog.getByText('Останется')).toBeVisible()
  await dialog.getByRole('button', { name: /Вывести 1.000,50.₽/ }).click()
  await expect(dialog).toHaveCount(0)
  await expect(page.getByText('•• 0002').first()).toBeVisible()
  // The practice bank refuses this number: the money is back, and the open screen says so by itself.
  await expect(page.getByText('не прошёл, деньги вернулись')).toHaveCount(2)
  await page.getByLabel('Направление').selectOption('in')
  await expect(page.getByText('не прошёл, деньги вернулись')).toHaveCount(1)
  await expectAccessible(owner)

  await page.getByRole('button', { name: 'Выписка' }).click()
  const coming = page.waitForEvent('download')
  await page.getByRole('menuitem', { name: 'Выписка, PDF' }).click()
  const file = await (await coming).path()
  expect((await readFile(file)).subarray(0, 5).toString()).toBe('%PDF-')
  await owner.leave()
})
