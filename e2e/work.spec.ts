import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { synthesise } from '../src/kernel/media/index.ts'
import { expectAccessible, look } from './look.ts'
import { base, type Someone, someone } from './people.ts'

/** Slow enough to be cut in the middle of a file. */
const LINE_BYTES_PER_S = 2_000_000
const SONG_SECONDS = 100

let folder = ''
test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'atelier-songs-'))
})
test.afterAll(() => rm(folder, { recursive: true, force: true }))

async function song(name: string, seconds: number, gainDb: number): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, Buffer.concat([...synthesise({ seed: 7, seconds, gainDb })]))
  return path
}

async function signIn({ page }: Someone, email: string, to: string, english?: true): Promise<void> {
  await page.goto(`${base()}/sign-in?to=${encodeURIComponent(to)}`)
  await page.getByLabel(english ? 'E-mail' : 'Почта').fill(`${email}@atelier.example`)
  await page.getByLabel(english ? 'Password' : 'Пароль').fill('atelier demo')
  await page.getByRole('button', { name: english ? 'Sign in' : 'Войти' }).click()
  await page.waitForURL((url) => url.pathname.startsWith('/app'))
}

/** What somebody has, in minor units of the studio's currency. */
async function moneyOf(page: Page, studio?: string): Promise<bigint> {
  const answer = await page.request.get(`${base()}/api/${studio ? `studios/${studio}/` : ''}wallets`)
  const { items } = await answer.json()
  return BigInt(items.find((one: { currency: string }) => one.currency === 'RUB')?.available.amountMinor ?? 0)
}

async function deliver(page: Page, path: string): Promise<void> {
  await page.getByRole('button', { name: 'Deliver a version' }).click()
  await page.locator('input[type=file]').last().setInputFiles(path)
}

test('a single goes from the wish to the payout: offer, hold, a cut upload, review, both complete, to the kopeck', async () => {
  test.setTimeout(240_000)
  const timur = await someone({ phone: true })
  const nina = await someone()
  const ilya = await someone({ locale: 'en' })
  await signIn(timur, 'timur', '/app/sever/projects')
  await signIn(nina, 'vera', '/app/sever/projects')
  await signIn(ilya, 'ilya', '/app/sever/projects', true)

  // The client opens a single in the one chat with the studio.
  await timur.page.getByRole('button', { name: 'Новый проект' }).first().click()
  await timur.page.getByLabel('Название').fill('Ночной эфир')
  await expectAccessible(timur)
  await timur.page.getByRole('button', { name: 'Открыть проект' }).click()
  await expect(timur.page.getByRole('heading', { name: /Ночной эфир/ })).toBeVisible()
  await expectAccessible(timur)
  const address = new URL(timur.page.url()).pathname
  const projectId = address.split('/').at(-1) ?? ''

  // The studio says who does it; from then on he sees it.
  expect((await ilya.page.request.get(`${base()}/api/studios/sever/projects/${projectId}`)).status()).toBe(404)
  await nina.page.goto(`${base()}${address}`)
  await nina.page.getByRole('button', { name: 'Ещё' }).last().click()
  await nina.page.getByRole('menuitem', { name: 'Назначить людей' }).click()
  await nina.page.getByRole('checkbox', { name: /^Илья Каплан/ }).check()
  await expectAccessible(nina)
  await nina.page.getByRole('button', { name: 'Назначить', exact: true }).click()
  await expect(nina.page.getByRole('dialog')).toHaveCount(0)
  await ilya.page.goto(`${base()}${address}`)

  // The engineer's offer, with a wrong price first; the client sees it live, tops up and pays it into a hold.
  await ilya.page.getByRole('button', { name: 'Offer', exact: true }).click()
  await ilya.page.getByLabel('What will be done').fill('Mix and master')
  await ilya.page.getByLabel(/^Price/).fill('a lot')
  await ilya.page.getByRole('button', { name: 'Send the offer' }).click()
  await expect(ilya.page.getByRole('dialog').getByRole('alert').first()).toBeVisible()
  await ilya.page.getByLabel(/^Price/).fill('12 000')
  await ilya.page.getByRole('button', { name: 'Send the offer' }).click()
  await expect(ilya.page.getByRole('dialog')).toHaveCount(0)
  await expectAccessible(ilya)
  const lacking = 1_300_000n - (await moneyOf(timur.page))
  if (lacking > 0n) {
    await timur.page.goto(`${base()}/app/sever/wallet`)
    await timur.page.getByRole('button', { name: 'Пополнить' }).click()
    await timur.page.getByLabel('Сумма').fill(String(lacking / 100n + 1n))
    await timur.page.getByRole('dialog').getByRole('button', { name: 'Пополнить' }).click()
    await timur.page.getByRole('button', { name: 'Оплатить', exact: true }).click()
    await expect(timur.page.getByRole('heading', { name: 'Деньги' })).toBeVisible()
    await timur.page.goto(`${base()}${address}`)
  }
  await timur.page.getByRole('button', { name: /^Принять и оплатить/ }).click()
  await expect(timur.page.getByRole('dialog')).toContainText('Будет удержано')
  await expectAccessible(timur)
  await timur.page
    .getByRole('dialog')
    .getByRole('button', { name: /^Принять и оплатить/ })
    .click()
  await expect(timur.page.getByRole('region', { name: 'Удержано по проекту' })).toContainText('12 000')

  // A version of many megabytes on a slow line: a reload cuts it, and the rest goes on from where it was.
  const first = await song('night-air.wav', SONG_SECONDS, -6)
  ilya.page.on('dialog', (dialog) => void dialog.accept())
  const line = await ilya.context.newCDPSession(ilya.page)
  await line.send('Network.enable')
  const net = (uploadThroughput: number) =>
    line.send('Network.emulateNetworkConditions', {
      ...{ offline: false, latency: 0, downloadThroughput: -1, uploadThroughput },
    })
  await net(LINE_BYTES_PER_S)
  await deliver(ilya.page, first)
  const upload = ilya.page.getByRole('list', { name: 'Uploads' })
  await expect(upload).toContainText(/wav[4-9]\.\d MB of/)
  await ilya.page.reload()
  await net(-1)
  let resumedAt = 0
  ilya.page.on('request', (request) => {
    const offset = Number(request.headers()['upload-offset'] ?? 0)
    if (request.method() === 'PATCH' && resumedAt === 0) resumedAt = offset
  })
  await deliver(ilya.page, first)
  await expect(upload).toContainText('Uploaded', { timeout: 60_000 })
  expect(resumedAt).toBeGreaterThan(1_000_000)
  await expectAccessible(ilya)
  await ilya.page.getByRole('button', { name: 'Deliver', exact: true }).click()
  await expect(ilya.page.getByRole('dialog')).toHaveCount(0)

  // The client hears the preview while the original stays locked, and pins a comment to a moment.
  const sound = timur.page.getByRole('region', { name: 'night-air', exact: true })
  await expect(sound).toBeVisible({ timeout: 60_000 })
  const { deliverables } = await (
    await timur.page.request.get(`${base()}/api/studios/sever/projects/${projectId}`)
  ).json()
  const fileId = deliverables[0].versions[0].file.id
  const original = `${base()}/api/studios/sever/files/${fileId}/content`
  expect((await timur.page.request.get(original)).status()).toBe(403)
  await sound.getByRole('button', { name: 'Слушать' }).click()
  await expect(sound.getByRole('button', { name: 'Пауза' })).toBeVisible()
  await sound.getByRole('slider').press('ArrowRight')
  await sound.getByRole('button', { name: 'Пауза' }).click()
  await expectAccessible(timur)
  await sound.getByRole('button', { name: /^Оставить замечание/ }).click()
  await timur.page.getByLabel('Что слышно в этом месте').fill('Здесь голос тише')
  await timur.page.getByRole('button', { name: 'Закрепить' }).click()
  await expect(ilya.page.getByText('Здесь голос тише').first()).toBeVisible()
  await look(ilya, 'project', { whole: false })

  // A second version, compared with the first at the same position.
  await deliver(ilya.page, await song('night-air.wav', SONG_SECONDS, -3))
  await expect(upload).toContainText('Uploaded', { timeout: 60_000 })
  await ilya.page.getByRole('button', { name: 'Deliver', exact: true }).click()
  const versions = timur.page.getByRole('group', { name: 'Версии' })
  await expect(versions.getByRole('button')).toHaveCount(2, { timeout: 60_000 })
  const position = () => sound.getByRole('slider').getAttribute('aria-valuenow')
  const at = await position()
  expect(at).not.toBe('0')
  for (const name of ['v2', 'v1']) {
    await versions.getByRole('button', { name }).click()
    await expect(versions.getByRole('button', { name })).toHaveAttribute('aria-pressed', 'true')
    expect(await position()).toBe(at)
  }

  // Rated and thanked: the tip is the performer's alone.
  const before = { ilya: await moneyOf(ilya.page), studio: await moneyOf(nina.page, 'sever') }
  await timur.page.getByRole('button', { name: '5 из 5' }).click()
  await timur.page.getByRole('button', { name: 'Оставить чаевые' }).click()
  await timur.page.getByLabel(/^Сумма/).fill('500')
  await timur.page.getByRole('button', { name: 'Отправить чаевые' }).click()
  await expect(timur.page.getByRole('dialog')).toHaveCount(0)
  expect((await moneyOf(ilya.page)) - before.ilya).toBe(50_000n)

  // Both complete: the hold is divided to the last kopeck, the original opens, a summary goes to both.
  await timur.page.getByRole('button', { name: 'Завершить проект' }).click()
  await timur.page.getByRole('dialog').getByRole('button', { name: 'Завершить проект' }).click()
  await expect(timur.page.getByRole('button', { name: 'Отозвать завершение' })).toBeVisible()
  await ilya.page.getByRole('button', { name: 'Complete the project' }).click()
  await expect(ilya.page.getByRole('dialog')).toContainText('12,000')
  await ilya.page.getByRole('dialog').getByRole('button', { name: 'Complete the project' }).click()
  await expect(timur.page.getByRole('link', { name: 'Итог проекта, PDF' })).toBeVisible({ timeout: 30_000 })
  await expect(ilya.page.getByRole('link', { name: /PDF/ })).toBeVisible()
  expect((await moneyOf(ilya.page)) - before.ilya).toBe(50_000n + 698_400n)
  expect((await moneyOf(nina.page, 'sever')) - before.studio).toBe(465_600n)
  expect((await timur.page.request.get(original)).status()).toBe(200)
  for (const person of [timur, ilya]) await expectAccessible(person)
  const summary = await timur.page.getByRole('link', { name: 'Итог проекта, PDF' }).getAttribute('href')
  const paper = await timur.page.request.get(`${base()}${summary}`)
  expect((await paper.body()).subarray(0, 5).toString()).toBe('%PDF-')

  // It was told: in the inbox of those it concerns.
  await timur.page.goto(`${base()}/app/sever/notifications`)
  await expect(timur.page.getByText('Проект «Ночной эфир» завершён').first()).toBeVisible()
  await expectAccessible(timur)
  for (const person of [timur, nina, ilya]) await person.leave()
})
