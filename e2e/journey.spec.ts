import { expect, test } from '@playwright/test'
import type { Amount } from '../src/web/ui/amount.ts'
import { expectAccessible, expectEnglish, look } from './look.ts'
import {
  base,
  goTo,
  introduce,
  LOOKS,
  mailTo,
  register,
  reload,
  type Someone,
  signIn,
  someone,
  typeCode,
} from './people.ts'
import { dressWithPictures, expectShown } from './steps/brand.ts'
import { expectWallet, openHeld, openLine, topUp } from './steps/money.ts'
import {
  assign,
  choose,
  complete,
  deliver,
  offer,
  openProject,
  payForChanges,
  payOffer,
  pin,
  tip,
} from './steps/project.ts'
import { type Songs, songs } from './steps/song.ts'
import { accept, addRoom, addService, invite, openCatalogue, setTerms } from './steps/studio.ts'
import { pickTime, slotFrom } from './steps/time.ts'

const stamp = Date.now().toString(36)
const STUDIO_ZONE = 'Europe/Moscow'
const COLOUR = '#1f6f54'
const CLIENT_ZONE = 'America/New_York'
/** Slow enough to be cut in the middle of a file. */
const LINE_BYTES_PER_S = 2_000_000
const AS_FAST_AS_IT_IS = -1

/** What the people of each language write of their own. */
const WRITTEN = {
  ru: {
    ...{ owner: 'Анна Белова', studio: 'Тихий дом', slug: 'tikhiy-dom', currency: 'RUB', fee: 149_000n },
    ...{ tagline: 'Запись живьём, в тишине и без спешки', address: 'Москва, Большая Почтовая, 7' },
    ...{ engineer: 'Илья Каплан', craft: 'звукорежиссёр', reason: 'Сводит на своём оборудовании' },
    ...{ hall: 'Большой зал', booth: 'Кабина', service: 'Запись вокала', client: 'Марина Лис' },
    ...{ perHour: '2 400,50', paid: '50 000,50', price: '10 345,67', round: '2 000', share: '61,5' },
    ...{ title: 'Ночной эфир', scope: 'Сведение и мастеринг', comment: 'Здесь голос тише' },
    ...{ done: 'Проект «Ночной эфир» завершён', booked: 'Вы записаны: Запись вокала' },
  },
  en: {
    ...{ owner: 'Anna White', studio: 'Quiet House', slug: 'quiet-house', currency: 'USD', fee: 1_900n },
    ...{ tagline: 'Recorded live, in silence and without haste', address: 'Lisbon, Rua do Alecrim, 7' },
    ...{ engineer: 'Elias Cole', craft: 'sound engineer', reason: 'Mixes on equipment of his own' },
    ...{ hall: 'Great hall', booth: 'Booth', service: 'Vocal recording', client: 'Mary Fox' },
    ...{ perHour: '2,400.50', paid: '50,000.50', price: '10,345.67', round: '2,000', share: '61.5' },
    ...{ title: 'Night air', scope: 'Mix and master', comment: 'The voice is quieter here' },
    ...{ done: 'The project “Night air” is completed', booked: 'You are booked: Vocal recording' },
  },
} as const

/** What comes of it, in minor units: two hours of a service and its room, 3 % commission, 61.5 % of the rest to the engineer. */
const SUMS = {
  ...{
    room: 240_050n,
    cheap: 90_000n,
    from: 190_000n,
    paid: 5_000_050n,
    session: 680_100n,
    // What both complete: an offer, and one round of changes beyond it.
    price: 1_234_567n,
    offer: 1_034_567n,
    round: 200_000n,
    tip: 50_000n,
  },
  ...{ commission: 37_037n, engineer: 736_481n, studio: 461_049n },
} as const

/** What comes of the round of changes by the same terms. */
const ROUND = { commission: 6_000n, engineer: 119_310n, studio: 74_690n } as const

for (const sight of LOOKS) {
  test.describe(`an order from registration to payout, ${sight.title}`, () => {
    test.describe.configure({ mode: 'serial', timeout: 180_000 })
    const written = WRITTEN[sight.locale]
    const name = `${written.studio} ${stamp}`
    const slug = `${written.slug}-${stamp}`
    const site = () => base().replace('//localhost', `//${slug}.localhost`)
    const mail = (who: string) => `${who}-${sight.locale}-${stamp}@example.org`
    const of = (amountMinor: bigint): Amount => ({ amountMinor, currency: written.currency })
    const guest = { name: written.engineer, craft: written.craft, email: mail('engineer') }
    let owner: Someone
    let engineer: Someone
    let client: Someone
    let recordings: Songs
    let projectId = ''

    test.beforeAll(async () => {
      owner = await someone(sight)
      engineer = await someone(sight)
      client = await someone({ ...sight, zone: CLIENT_ZONE })
      recordings = await songs()
    })
    test.afterAll(async () => {
      for (const person of [owner, engineer, client]) await person.leave()
      await recordings.remove()
    })

    /** Looks at a screen on which everything was written in one language. */
    async function pass(person: Someone, picture: string, how: { whole?: boolean } = {}): Promise<void> {
      await look(person, picture, how)
      if (sight.locale === 'en') await expectEnglish(person)
    }

    test('a studio is born: registered, proven, paid, and branded', async () => {
      const { page, press, say, sum, bank } = owner
      await page.goto(base())
      await expect(page.getByText(sum(of(written.fee), { short: true })).first()).toBeVisible()
      await pass(owner, 'home')
      await press(page.getByRole('link', { name: say('home_start') }))
      await press(page.getByRole('button', { name: say('register') }))
      await expect(page.getByRole('alert').filter({ hasText: /./ }).first()).toBeVisible()
      await pass(owner, 'register-wrong')
      await introduce(owner, written.owner, mail('typo'))
      await expect(page.getByText(mail('typo'))).toBeVisible()
      await press(page.getByRole('button', { name: say('code_other') }))
      await expect(page.getByLabel(say('name'))).toHaveValue(written.owner)
      await introduce(owner, written.owner, mail('owner'))
      await reload(owner, mail('owner'))
      await pass(owner, 'register-code')
      await typeCode(owner, mail('owner'))

      await expect(page.getByRole('heading', { name: say('checkout_title') })).toBeVisible()
      await page.getByLabel(say('checkout_name')).fill(name)
      await expect(page.getByLabel(say('checkout_slug'))).toHaveValue(slug)
      await pass(owner, 'checkout')
      await press(page.getByRole('button', { name: say('checkout_pay') }))
      await expect(page.getByRole('heading', { name: sum(of(written.fee)) })).toBeVisible()
      await pass(owner, 'gateway')
      await press(page.getByRole('button', { name: bank.succeed, exact: true }))

      await expect(page.getByRole('heading', { name: say('begin_hello', { name: written.owner }) })).toBeVisible()
      await pass(owner, 'begin')
      await goTo(owner, 'settings_title')
      await page.getByLabel(say('settings_colour')).fill(COLOUR)
      await page.getByLabel(`${say('settings_tagline')}, ${say(`settings_${sight.locale}`)}`).fill(written.tagline)
      await page.getByLabel(say('settings_address'), { exact: true }).fill(written.address)
      await press(page.getByRole('button', { name: say('app_save') }).first())
      await dressWithPictures(owner)
      await pass(owner, 'settings')
    })

    test('two rooms with hours and prices, a service, and an engineer with terms of their own', async () => {
      const { page, say, sum, like, press } = owner
      await openCatalogue(owner, 'catalogue_resources')
      const hall = await addRoom(owner, { name: written.hall, price: written.perHour, hours: '9-14, 14–02:00' })
      await expect(hall).toContainText(say('catalogue_daily', { hours: '09:00–14:00, 14:00–02:00' }))
      await expect(hall).toContainText(say('book_per_hour', { amount: sum(of(SUMS.room)) }))
      const booth = await addRoom(owner, { name: written.booth, price: '900', hours: '10-22' })
      await expect(booth).toContainText(say('book_per_hour', { amount: sum(of(SUMS.cheap), { short: true }) }))
      await pass(owner, 'rooms', { whole: false })
      await openCatalogue(owner, 'catalogue_services')
      const service = await addService(owner, { title: written.service, price: '1000' })
      await expect(service).toContainText(sum(of(SUMS.from), { short: true }))
      await openCatalogue(owner, 'catalogue_terms')
      await press(page.getByRole('button', { name: say('catalogue_manual') }))
      await press(page.getByRole('button', { name: say('app_save') }))
      await expect(page.getByText(like('catalogue_reads_manual'))).toBeVisible()

      await invite(owner, guest)
      await pass(owner, 'people')
      await accept(engineer, guest)
      await pass(engineer, 'begin-engineer')
      await goTo(owner, 'terms_title')
      await setTerms(owner, { share: '50' })
      const own = await setTerms(owner, { of: guest.name, share: written.share, reason: written.reason })
      await expect(own).toContainText(written.reason)
      await pass(owner, 'shares')
    })

    test('a client of another zone registers on the studio’s subdomain, and pays a booking from the wallet', async () => {
      const { page, press, say, like, sum } = client
      const slot = slotFrom(client, CLIENT_ZONE, { zone: STUDIO_ZONE, days: 10, hour: 17 })
      await page.goto(site())
      const accent = () => getComputedStyle(document.documentElement).getPropertyValue('--amber')
      expect(await page.evaluate(accent)).toBe(COLOUR)
      await expectShown(page.locator('header img'))
      await expectShown(page.locator('main img'))
      await pass(client, 'site')
      await press(page.getByRole('link', { name: say('site_become_client') }))
      await register(client, written.client, mail('client'))
      await expect(page.getByRole('heading', { name: say('begin_hello', { name: written.client }) })).toBeVisible()
      await pass(client, 'client')
      await topUp(client, written.paid, 'twice')
      await expectWallet(client, { free: of(SUMS.paid), held: of(0n) })

      await page.goto(site())
      await press(page.getByRole('link', { name: `${say('site_book')}: ${written.service}` }))
      await press(page.getByRole('button', { name: new RegExp(`^${written.hall}`) }))
      await pickTime(client, slot)
      await expect(page.getByText(like('book_clock_ahead'))).toBeVisible()
      await pass(client, 'times')
      await press(page.getByRole('button', { name: like('book_press') }))
      await page.getByLabel(say('book_part_full')).check()
      const have = sum(of(SUMS.paid), { short: true })
      await expect(page.getByText(say('book_from_wallet', { amount: have }))).toBeVisible()
      await pass(client, 'pay-from-wallet')
      await press(
        page.getByRole('button', { name: say('book_pay', { amount: sum(of(SUMS.session), { short: true }) }) }),
      )
      await expect(page.getByRole('heading', { name: say('book_asked') })).toBeVisible()
      await pass(client, 'booking-asked')
      await press(page.getByRole('link', { name: say('book_open_app') }))
      await expect(page.getByText(say('booking_pending'), { exact: true }).first()).toBeVisible()

      await owner.page.goto(`${base()}/app/${slug}/bookings?show=waiting`)
      const waiting = owner.page.getByRole('list', { name: say('bookings_title') })
      await owner.press(waiting.getByRole('button').first())
      // The owner's clock is the studio's.
      await expect(
        owner.page
          .locator('time')
          .filter({ hasText: owner.time(17) })
          .first(),
      ).toBeVisible()
      await pass(owner, 'booking-waits', { whole: false })
      await owner.press(owner.page.getByRole('button', { name: say('booking_confirm') }))
      await expect(owner.page.getByText(say('booking_now_confirmed')).first()).toBeVisible()
      await expect(page.getByText(say('booking_confirmed'), { exact: true }).first()).toBeVisible()
      await pass(client, 'booking-confirmed')
    })

    test('a single is opened from the chat, offered, paid into a hold, and goes up over a line that is cut', async () => {
      const { page, like, say, context } = engineer
      projectId = await openProject(client, written.title)
      await assign(owner, { client: written.client, title: written.title, to: written.engineer })
      const project = `/app/${slug}/projects/${projectId}`
      await page.goto(`${base()}${project}`)
      await offer(engineer, { scope: written.scope, price: written.price, round: written.round })
      await payOffer(client)
      const held = client.page.getByRole('region', { name: say('held_title') })
      await expect(held).toContainText(client.sum(of(SUMS.offer)))

      // A version of many megabytes on a slow line: a reload cuts it, then the line; the rest goes on from where it was.
      const first = await recordings.record('night-air.wav', -6)
      page.on('dialog', (dialog) => void dialog.accept())
      const begins: number[] = []
      page.on('request', (request) => {
        if (request.method() === 'PATCH') begins.push(Number(request.headers()['upload-offset'] ?? 0))
      })
      const line = await context.newCDPSession(page)
      await line.send('Network.enable')
      const net = (uploadThroughput: number) =>
        line.send('Network.emulateNetworkConditions', {
          ...{ offline: false, latency: 0, downloadThroughput: AS_FAST_AS_IT_IS, uploadThroughput },
        })
      await net(LINE_BYTES_PER_S)
      const uploads = await choose(engineer, first)
      await expect(uploads).toContainText(/wav[4-9][.,]\d/)
      await page.reload()
      await net(AS_FAST_AS_IT_IS)
      await expect(page.getByRole('button', { name: say('project_upload') })).toBeVisible()
      // What is on its way Chromium lets through when it is told to be offline: the line is down before it goes on.
      await context.setOffline(true)
      await choose(engineer, first)
      await expect(uploads.getByText(like('files_interrupted'))).toBeVisible()
      await expectAccessible(engineer)
      begins.length = 0
      await context.setOffline(false)
      await deliver(engineer)
      expect(begins[0]).toBeGreaterThan(1_000_000)
      await expect(page.getByRole('button', { name: say('project_upload') })).toBeVisible()
    })

    test('the client hears it, pins a comment, compares two versions, rates and thanks', async () => {
      const { page, press, say } = client
      const sound = page.getByRole('region', { name: 'night-air', exact: true })
      await expect(sound).toBeVisible({ timeout: 60_000 })
      // What is heard is the preview: the original is locked.
      await expect(page.getByText(say('chat_locked')).first()).toBeVisible()
      await press(sound.getByRole('button', { name: say('ui_play') }))
      await expect(sound.getByRole('button', { name: say('ui_pause') })).toBeVisible()
      await sound.getByRole('slider').press('ArrowRight')
      await press(sound.getByRole('button', { name: say('ui_pause') }))
      await expectAccessible(client)
      await pin(client, sound, written.comment)
      await expect(engineer.page.getByText(written.comment).first()).toBeVisible()
      await look(engineer, 'project', { whole: false })
      await look(client, 'project-client')
      await payForChanges(client, written.comment, of(SUMS.round))
      await expect(page.getByRole('region', { name: say('held_title') })).toContainText(client.sum(of(SUMS.price)))
      await expect(
        engineer.page.getByText(say('notice_round_paid', { amount: engineer.sum(of(SUMS.round)) })).first(),
      ).toBeVisible()

      await choose(engineer, await recordings.record('night-air.wav', -3))
      await deliver(engineer)
      const versions = page.getByRole('group', { name: say('ui_versions') })
      await expect(versions.getByRole('button')).toHaveCount(2, { timeout: 60_000 })
      const position = () => sound.getByRole('slider').getAttribute('aria-valuenow')
      const at = await position()
      expect(at).not.toBe('0')
      for (const version of ['v2', 'v1']) {
        await press(versions.getByRole('button', { name: version }))
        await expect(versions.getByRole('button', { name: version })).toHaveAttribute('aria-pressed', 'true')
        expect(await position()).toBe(at)
      }
      await press(page.getByRole('button', { name: say('rate_star', { score: 5 }) }))
      await expect(page.getByRole('button', { name: say('rate_star', { score: 5 }) })).toBeDisabled()
      await tip(client, '500')
    })

    test('both complete: the money is divided to the last unit, and everyone opens their side of it', async () => {
      const { say, sum } = client
      const price = sum(of(SUMS.price))
      await complete(client, price)
      await expect(client.page.getByRole('button', { name: say('complete_undo') })).toBeVisible()
      // What comes live moves what stands below it: the engineer presses once it is there.
      await expect(engineer.page.getByText(say('notice_completion_client')).first()).toBeVisible()
      await complete(engineer, price)
      const summary = client.page.getByRole('link', { name: say('summary_open') })
      await expect(summary).toBeVisible({ timeout: 30_000 })
      await expect(engineer.page.getByRole('link', { name: say('summary_open') })).toBeVisible()
      await look(client, 'project-done')
      await look(engineer, 'project-done-engineer')
      // The original is the client's now.
      const original = client.page.waitForEvent('download')
      await client.press(client.page.getByRole('link', { name: 'night-air.wav' }).first())
      expect((await original).suggestedFilename()).toBe('night-air.wav')
      const begin = await summary.evaluate(async (link) => {
        const answer = await fetch((link as HTMLAnchorElement).href)
        return (await answer.text()).slice(0, 5)
      })
      expect(begin).toBe('%PDF-')

      await goTo(client, 'wallet_title')
      const spent = SUMS.session + SUMS.price + SUMS.tip
      await expectWallet(client, { free: of(SUMS.paid - spent), held: of(SUMS.session) })
      await openHeld(client, { [written.service]: of(SUMS.session) })
      await openLine(client, [say('line_from_held'), '№ 1'], [say('part_paid'), sum(of(SUMS.offer))])
      await pass(client, 'wallet')
      await goTo(engineer, 'wallet_title')
      await expectWallet(engineer, { free: of(SUMS.engineer + SUMS.tip), held: of(0n) })
      await openLine(
        engineer,
        [say('kind_capture'), '№ 2'],
        [say('part_performer'), written.reason, sum(of(ROUND.engineer))],
      )
      await openLine(engineer, say('kind_tip'), [])
      await pass(engineer, 'wallet-engineer')
      await engineer.press(engineer.page.getByRole('link', { name: say('earnings_title') }))
      const month = engineer.page
        .getByRole('list', { name: say('earnings_title') })
        .getByRole('listitem')
        .first()
      await expect(month).toContainText(sum(of(SUMS.engineer + SUMS.tip)))
      await engineer.press(month.getByRole('button').first())
      // The offer, the round of changes beyond it, and the tip.
      await expect(month.getByRole('region').getByRole('listitem')).toHaveCount(3)
      await pass(engineer, 'earnings')
      await goTo(owner, 'projects_title')
      await owner.press(owner.page.getByRole('button', { name: say('projects_all'), exact: true }))
      await expect(owner.page.getByRole('link', { name: new RegExp(written.title) })).toBeVisible()
      await pass(owner, 'projects')
      await owner.press(owner.page.getByRole('link', { name: say('sums_title') }))
      await owner.press(owner.page.getByRole('button', { name: say('sums_ended') }))
      const row = owner.page.getByRole('row', { name: new RegExp(written.title) })
      for (const part of [SUMS.engineer, SUMS.commission, SUMS.studio, SUMS.tip])
        await expect(row).toContainText(sum(of(part)))
      await pass(owner, 'project-sums')
      await goTo(owner, 'wallet_title')
      await expectWallet(owner, { free: of(SUMS.studio), held: of(0n) })
      const parts = [ROUND.commission, ROUND.engineer, ROUND.studio].map((part) => sum(of(part)))
      await openLine(owner, [say('kind_capture'), '№ 2'], [...parts, written.reason])
      await pass(owner, 'wallet-studio')
    })

    test('it was told, in the app and by mail', async () => {
      for (const [person, who, words] of [
        [client, 'client', [written.done, written.booked]],
        [engineer, 'engineer', [written.title]],
        [owner, 'owner', [written.title]],
      ] as const) {
        await goTo(person, 'notices_title')
        for (const say of words) await expect(person.page.getByText(say).first()).toBeVisible()
        await pass(person, `notices-${who}`)
        for (const say of words) await mailTo(person, mail(who), new RegExp(RegExp.escape(say)))
      }
    })

    test('the operator finds the project’s events, its transfers, the wallets, and the sums that agree', async () => {
      const operator = await someone({ locale: sight.locale })
      const { page, press, say, sum } = operator
      await signIn(operator, 'operator', `/console/audit?subjectId=${projectId}`)
      const log = page.getByRole('table', { name: say('console_audit') })
      for (const event of ['project.opened', 'work.bought', 'project.completed']) {
        await expect(log.getByRole('button', { name: event }).first()).toBeVisible()
      }
      await expectAccessible(operator)
      await page.goto(`${base()}/console/money/transfers`)
      const transfers = page.getByRole('table', { name: say('console_transfers') })
      const captured = transfers
        .getByRole('row')
        .filter({ hasText: `${written.title} · № 2` })
        .filter({ hasText: say('kind_capture') })
      await press(captured.getByRole('button').first())
      const detail = page.getByRole('complementary')
      for (const part of [ROUND.commission, ROUND.engineer, ROUND.studio])
        await expect(detail).toContainText(sum(of(part)))
      await expectAccessible(operator)
      await page.goto(`${base()}/console/money`)
      const wallets = page.getByRole('table', { name: say('console_wallets') })
      const theirs = wallets
        .getByRole('row')
        .filter({ hasText: written.engineer })
        .filter({ hasText: written.currency === 'RUB' ? '₽' : '$' })
      await expect(theirs.first()).toContainText(sum(of(SUMS.engineer + SUMS.tip)))
      await expectAccessible(operator)
      await page.goto(`${base()}/console/money/reconciliation`)
      await expect(page.getByText(say('console_sums_agree'))).toBeVisible()
      await expectAccessible(operator)
      await operator.leave()
    })
  })
}
