import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { synthesise } from '../src/kernel/media/index.ts'
import { expectAccessible, look } from './look.ts'
import { base, LOOKS, type Someone, signIn, someone } from './people.ts'

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

/** What somebody has, in minor units of the studio's currency. */
async function moneyOf(page: Page, studio?: string): Promise<bigint> {
  const answer = await page.request.get(`${base()}/api/${studio ? `studios/${studio}/` : ''}wallets`)
  const { items } = await answer.json()
  return BigInt(items.find((one: { currency: string }) => one.currency === 'RUB')?.available.amountMinor ?? 0)
}

/** What the people of each language write, and read of it. */
const WRITTEN = {
  ru: {
    ...{ title: 'Ночной эфир', scope: 'Сведение и мастеринг', price: '12 000', comment: 'Здесь голос тише' },
    done: 'Проект «Ночной эфир» завершён',
  },
  en: {
    ...{ title: 'Night air', scope: 'Mix and master', price: '12,000', comment: 'The voice is quieter here' },
    // In the language of the demo world's people, as their mails are.
    done: 'Проект «Night air» завершён',
  },
} as const

async function deliver({ page, press, say }: Someone, path: string): Promise<void> {
  await press(page.getByRole('button', { name: say('project_upload') }))
  await page.locator('input[type=file]').last().setInputFiles(path)
}

for (const [index, sight] of LOOKS.entries()) {
  const written = WRITTEN[sight.locale]
  test.describe(sight.title, () => {
    test('a single goes from the wish to the payout: offer, hold, a cut upload, review, both complete, to the kopeck', async () => {
      test.setTimeout(240_000)
      const timur = await someone(sight)
      const nina = await someone(LOOKS[1 - index])
      const ilya = await someone(sight)
      const { say, like } = timur
      await signIn(timur, 'timur', '/app/sever/projects')
      await signIn(nina, 'vera', '/app/sever/projects')
      await signIn(ilya, 'ilya', '/app/sever/projects')

      // The client opens a single in the one chat with the studio.
      await timur.press(timur.page.getByRole('button', { name: say('projects_new') }).first())
      await timur.page.getByLabel(say('project_name')).fill(written.title)
      await expectAccessible(timur)
      await timur.press(timur.page.getByRole('button', { name: say('project_open') }))
      await expect(timur.page.getByRole('heading', { name: new RegExp(written.title) })).toBeVisible()
      await expectAccessible(timur)
      const address = new URL(timur.page.url()).pathname
      const projectId = address.split('/').at(-1) ?? ''

      // The studio says who does it; from then on he sees it.
      expect((await ilya.page.request.get(`${base()}/api/studios/sever/projects/${projectId}`)).status()).toBe(404)
      await nina.page.goto(`${base()}${address}`)
      await nina.press(nina.page.getByRole('main').getByRole('button', { name: nina.say('project_more') }))
      await nina.press(nina.page.getByRole('menuitem', { name: nina.say('project_assign') }))
      await nina.page.getByRole('checkbox', { name: /^Илья Каплан/ }).check()
      // The menu leaves as the dialog comes; what is half gone is not looked at.
      await expect(nina.page.locator('[data-menu-dropdown]')).toHaveCount(0)
      await expectAccessible(nina)
      await nina.press(nina.page.getByRole('button', { name: nina.say('project_assign_deed'), exact: true }))
      await expect(nina.page.getByRole('dialog')).toHaveCount(0)
      await ilya.page.goto(`${base()}${address}`)

      // The engineer's offer, with a wrong price first; the client sees it live, tops up and pays it into a hold.
      await ilya.press(ilya.page.getByRole('button', { name: say('offer_new'), exact: true }))
      await ilya.page.getByLabel(say('offer_scope')).fill(written.scope)
      await ilya.page.getByLabel(like('offer_price')).fill('a lot')
      await ilya.press(ilya.page.getByRole('button', { name: say('offer_send') }))
      await expect(ilya.page.getByRole('dialog').getByRole('alert').first()).toBeVisible()
      await look(ilya, 'offer', { whole: false })
      await ilya.page.getByLabel(like('offer_price')).fill(written.price)
      await ilya.press(ilya.page.getByRole('button', { name: say('offer_send') }))
      await expect(ilya.page.getByRole('dialog')).toHaveCount(0)
      await expectAccessible(ilya)
      const lacking = 1_300_000n - (await moneyOf(timur.page))
      if (lacking > 0n) {
        await timur.page.goto(`${base()}/app/sever/wallet`)
        await timur.press(timur.page.getByRole('button', { name: say('wallet_top_up') }))
        await timur.page.getByLabel(say('wallet_amount')).fill(String(lacking / 100n + 1n))
        await timur.press(timur.page.getByRole('dialog').getByRole('button', { name: say('wallet_top_up') }))
        await timur.press(timur.page.getByRole('button', { name: timur.bank.succeed, exact: true }))
        await expect(timur.page.getByRole('heading', { name: say('wallet_title') })).toBeVisible()
        await timur.page.goto(`${base()}${address}`)
      }
      await timur.press(timur.page.getByRole('button', { name: like('offer_accept_pay') }))
      await expect(timur.page.getByRole('dialog')).toContainText(say('offer_held_now'))
      await look(timur, 'offer-accept', { whole: false })
      await timur.press(timur.page.getByRole('dialog').getByRole('button', { name: like('offer_accept_pay') }))
      await expect(timur.page.getByRole('region', { name: say('held_title') })).toContainText(/12.000/)

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
      await deliver(ilya, first)
      const upload = ilya.page.getByRole('list', { name: say('files_list') })
      await expect(upload).toContainText(/wav[4-9][.,]\d/)
      await ilya.page.reload()
      await net(-1)
      let resumedAt = 0
      ilya.page.on('request', (request) => {
        const offset = Number(request.headers()['upload-offset'] ?? 0)
        if (request.method() === 'PATCH' && resumedAt === 0) resumedAt = offset
      })
      await deliver(ilya, first)
      await expect(upload.getByText(like('files_done'))).toBeVisible({ timeout: 60_000 })
      expect(resumedAt).toBeGreaterThan(1_000_000)
      await expectAccessible(ilya)
      await ilya.press(ilya.page.getByRole('button', { name: say('project_deliver'), exact: true }))
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
      await timur.press(sound.getByRole('button', { name: say('ui_play') }))
      await expect(sound.getByRole('button', { name: say('ui_pause') })).toBeVisible()
      await sound.getByRole('slider').press('ArrowRight')
      await timur.press(sound.getByRole('button', { name: say('ui_pause') }))
      await expectAccessible(timur)
      await timur.press(sound.getByRole('button', { name: like('ui_comment_here') }))
      await timur.page.getByLabel(say('project_comment_text')).fill(written.comment)
      await timur.press(timur.page.getByRole('button', { name: say('project_comment_pin') }))
      await expect(ilya.page.getByText(written.comment).first()).toBeVisible()
      await look(ilya, 'project', { whole: false })
      await look(timur, 'project-client')

      // A second version, compared with the first at the same position.
      await deliver(ilya, await song('night-air.wav', SONG_SECONDS, -3))
      await expect(upload.getByText(like('files_done'))).toBeVisible({ timeout: 60_000 })
      await ilya.press(ilya.page.getByRole('button', { name: say('project_deliver'), exact: true }))
      const versions = timur.page.getByRole('group', { name: say('ui_versions') })
      await expect(versions.getByRole('button')).toHaveCount(2, { timeout: 60_000 })
      const position = () => sound.getByRole('slider').getAttribute('aria-valuenow')
      const at = await position()
      expect(at).not.toBe('0')
      for (const name of ['v2', 'v1']) {
        await timur.press(versions.getByRole('button', { name }))
        await expect(versions.getByRole('button', { name })).toHaveAttribute('aria-pressed', 'true')
        expect(await position()).toBe(at)
      }

      // Rated and thanked: the tip is the performer's alone.
      const before = { ilya: await moneyOf(ilya.page), studio: await moneyOf(nina.page, 'sever') }
      await timur.press(timur.page.getByRole('button', { name: say('rate_star', { score: 5 }) }))
      await timur.press(timur.page.getByRole('button', { name: say('tip_leave') }))
      await timur.page.getByLabel(like('tip_amount')).fill('500')
      await timur.press(timur.page.getByRole('button', { name: say('tip_send') }))
      await expect(timur.page.getByRole('dialog')).toHaveCount(0)
      expect((await moneyOf(ilya.page)) - before.ilya).toBe(50_000n)

      // Both complete: the hold is divided to the last kopeck, the original opens, a summary goes to both.
      await timur.press(timur.page.getByRole('button', { name: say('complete') }))
      await timur.press(timur.page.getByRole('dialog').getByRole('button', { name: say('complete') }))
      await expect(timur.page.getByRole('button', { name: say('complete_undo') })).toBeVisible()
      await ilya.press(ilya.page.getByRole('button', { name: say('complete') }))
      await expect(ilya.page.getByRole('dialog')).toContainText(/12.000/)
      await ilya.press(ilya.page.getByRole('dialog').getByRole('button', { name: say('complete') }))
      await expect(timur.page.getByRole('link', { name: say('summary_open') })).toBeVisible({ timeout: 30_000 })
      await expect(ilya.page.getByRole('link', { name: say('summary_open') })).toBeVisible()
      expect((await moneyOf(ilya.page)) - before.ilya).toBe(50_000n + 698_400n)
      expect((await moneyOf(nina.page, 'sever')) - before.studio).toBe(465_600n)
      expect((await timur.page.request.get(original)).status()).toBe(200)
      await look(timur, 'project-done')
      await look(ilya, 'project-done-engineer')
      const summary = await timur.page.getByRole('link', { name: say('summary_open') }).getAttribute('href')
      const paper = await timur.page.request.get(`${base()}${summary}`)
      expect((await paper.body()).subarray(0, 5).toString()).toBe('%PDF-')

      // It was told: in the inbox of those it concerns.
      await timur.page.goto(`${base()}/app/sever/notifications`)
      await expect(timur.page.getByText(written.done).first()).toBeVisible()
      await expectAccessible(timur)
      for (const person of [timur, nina, ilya]) await person.leave()
    })
  })
}
