import { expect, test } from '@playwright/test'
import { post, profileIn } from './api.ts'
import { expectAccessible, look } from './look.ts'
import { base, signIn, someone } from './people.ts'

const PRICE = '1200000'

test('a dispute goes from the client’s words to the operator’s decision, and both sides see their money', async () => {
  test.setTimeout(180_000)
  const marina = await someone({ phone: true })
  const ilya = await someone()
  const operator = await someone()
  await signIn(marina, 'marina', '/app/sever/projects')
  await signIn(ilya, 'ilya', '/app/sever/projects')
  await signIn(operator, 'operator', '/console')

  // Work that is paid for: another journey walks there by the screens.
  const project = await post(marina, 'projects', {
    ...{ title: 'Полярный день', kind: 'single', clientMembershipId: await profileIn(marina) },
    staff: [await profileIn(ilya)],
  })
  const offer = await post(ilya, `projects/${project.id}/offers`, {
    ...{ scope: 'Сведение и мастеринг', amountMinor: PRICE, revisionsIncluded: 2 },
    performerMembershipId: await profileIn(ilya),
    expiresAt: new Date(Date.now() + 86_400_000).toISOString(),
  })
  await post(marina, `offers/${offer.id}/acceptance`)

  // The client says what is wrong; the engineer answers in the chat.
  const address = `${base()}/app/sever/projects/${project.id}`
  await marina.page.goto(address)
  await marina.page.getByRole('main').getByRole('button', { name: 'Ещё' }).click()
  await marina.page.getByRole('menuitem', { name: 'Открыть спор' }).click()
  await marina.page.getByLabel('В чём дело').fill('Просила живые барабаны, а в сведении — сэмплы')
  await marina.page.getByRole('dialog').getByRole('button', { name: 'Открыть спор' }).click()
  await expect(marina.page.getByText('Идёт спор: деньги на удержании до решения')).toBeVisible()
  await expectAccessible(marina)
  await ilya.page.goto(address)
  await expect(ilya.page.getByText('Идёт спор: деньги на удержании до решения')).toBeVisible()
  await ilya.page.getByRole('textbox').fill('Сэмпл только под малым, могу убрать')
  await ilya.page.getByRole('button', { name: 'Отправить' }).click()
  await expect(ilya.page.getByText('Сэмпл только под малым, могу убрать')).toBeVisible()

  // The operator finds it, reads both, and sees what each would get before the button.
  const { page } = operator
  await page.getByRole('link', { name: 'Споры' }).first().click()
  await expectAccessible(operator)
  await page.getByRole('link', { name: 'Полярный день' }).click()
  await expect(page.getByRole('blockquote')).toContainText('Просила живые барабаны')
  await expect(page.getByText('Сэмпл только под малым, могу убрать')).toBeVisible()
  await expect(page.getByRole('region', { name: 'На удержании' })).toContainText('12 000')
  await page.getByLabel('Клиенту, %').fill('25')
  const shares = page.getByRole('group', { name: 'Решение' })
  await expect(shares.getByText(/^3\s000,00\s₽$/)).toBeVisible()
  await look(operator, 'dispute')
  await page.getByRole('button', { name: 'Решить спор' }).click()
  await expect(page.getByRole('alert').first()).toBeVisible()
  await page.getByLabel('Почему так').fill('Барабаны записаны, но сэмпл не согласован: четверть назад')
  await page.getByRole('button', { name: 'Решить спор' }).click()
  const asked = page.getByRole('dialog')
  for (const sum of [/3\s000,00/, /5\s238,00/, /3\s492,00/, /270,00/]) await expect(asked).toContainText(sum)
  await expectAccessible(operator)
  await asked.getByRole('button', { name: /^Вернуть клиенту 3\s000/ }).click()
  await expect(page.getByText('решён', { exact: true })).toBeVisible()
  await expectAccessible(operator)

  // Both see the words and their money, live.
  for (const side of [marina, ilya]) {
    await expect(side.page.getByText(/Решение платформы: Барабаны записаны/)).toBeVisible()
    await expect(side.page.getByRole('region', { name: 'Возвращено клиенту' })).toContainText(/3\s000/)
    await expect(side.page.getByRole('region', { name: 'Удержано по проекту' })).toContainText(/9\s000/)
    await expectAccessible(side)
  }
  await expect(ilya.page.getByRole('region', { name: 'Как разделены деньги' })).toContainText(/5\s238,00/)
  await marina.page.goto(`${base()}/app/sever/wallet`)
  await expect(marina.page.getByText(/3\s000,00/).first()).toBeVisible()
  await ilya.page.goto(`${base()}/app/sever/wallet`)
  await expect(ilya.page.getByText(/5\s238,00/).first()).toBeVisible()

  // Decided stays where one looks for it.
  await page.goto(`${base()}/console/disputes?state=decided`)
  await expect(page.getByRole('link', { name: 'Полярный день' })).toBeVisible()

  // What the chat brings moves nothing from under a thumb.
  for (const side of [marina, ilya]) await side.page.goto(address)
  const thanks = marina.page.getByRole('button', { name: 'Оставить чаевые' })
  await thanks.scrollIntoViewIfNeeded()
  const before = await thanks.boundingBox()
  await ilya.page.getByRole('textbox').fill('Спасибо, что решили миром: www.example.com/drums, в final.zip')
  await ilya.page.getByRole('button', { name: 'Отправить' }).click()
  const said = marina.page.getByText('Спасибо, что решили миром')
  await expect(said.getByRole('link')).toHaveText(['www.example.com/drums'])
  await expect(said.getByRole('link')).toHaveAttribute('href', 'https://www.example.com/drums')
  expect(await thanks.boundingBox()).toEqual(before)

  // Later more is given back, of what was paid out: the project says so to both, by itself.
  await page.goto(`${base()}/console/money/holds`)
  await page
    .getByRole('button', { name: /^Вернуть оплату: .*Полярный день/ })
    .first()
    .click()
  const refunding = page.getByRole('dialog')
  await refunding.getByLabel('Сколько вернуть, RUB').fill('10000')
  await refunding.getByLabel('Причина').fill('Сэмплы остались в мастере')
  await refunding.getByRole('button', { name: 'Посчитать и проверить' }).click()
  await expect(refunding.getByText(/не больше 9\s000,00/)).toBeVisible()
  await refunding.getByLabel('Сколько вернуть, RUB').fill('1000')
  await refunding.getByRole('button', { name: 'Посчитать и проверить' }).click()
  await expectAccessible(operator)
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Вернуть 1\s000/ })
    .click()
  for (const side of [marina, ilya]) {
    await expect(side.page.getByRole('region', { name: 'Возвращено платформой позже' })).toContainText(/1\s000/)
    await expectAccessible(side)
    await look(side, `refunded-${side.phone ? 'phone' : 'wide'}`)
  }
  for (const person of [marina, ilya, operator]) await person.leave()
})
