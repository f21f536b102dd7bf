import { expect, test } from '@playwright/test'
import { expectEnglish, look } from './look.ts'
import { base, goTo, introduce, LOOKS, mailTo, register, reload, type Someone, someone, typeCode } from './people.ts'

const stamp = Date.now().toString(36)

/** What the people of each language write of their own. */
const WRITTEN = {
  ru: {
    ...{
      owner: 'Анна Белова',
      studio: 'Тихий дом',
      slug: 'tikhiy-dom',
      fee: { amountMinor: 149_000n, currency: 'RUB' },
    },
    ...{ tagline: 'Запись живьём, в тишине и без спешки', address: 'Москва, Большая Почтовая, 7' },
    ...{
      engineer: 'Илья Каплан',
      craft: 'звукорежиссёр',
      client: 'Марина Лис',
      paid: '5 000,50',
      has: { amountMinor: 500_050n, currency: 'RUB' },
    },
  },
  en: {
    ...{
      owner: 'Anna White',
      studio: 'Quiet House',
      slug: 'quiet-house',
      fee: { amountMinor: 1_900n, currency: 'USD' },
    },
    ...{ tagline: 'Recorded live, in silence and without haste', address: 'Lisbon, Rua do Alecrim, 7' },
    ...{
      engineer: 'Elias Cole',
      craft: 'sound engineer',
      client: 'Mary Fox',
      paid: '5,000.50',
      has: { amountMinor: 500_050n, currency: 'USD' },
    },
  },
} as const

for (const sight of LOOKS) {
  test.describe(sight.title, () => {
    test.describe.configure({ mode: 'serial' })
    const written = WRITTEN[sight.locale]
    const slug = `${written.slug}-${stamp}`
    const mail = (who: string) => `${who}-${sight.locale}-${stamp}@example.org`

    /** Looks at a screen on which everything was written in one language. */
    async function pass(person: Someone, name: string): Promise<void> {
      await look(person, name)
      if (sight.locale === 'en') await expectEnglish(person)
    }

    test('a studio is born: registered, proven, paid, branded, and an engineer invited', async () => {
      const owner = await someone(sight)
      const { page, press, say, sum } = owner
      await page.goto(base())
      await expect(page.getByText(sum(written.fee, { short: true })).first()).toBeVisible()
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
      await page.getByLabel(say('checkout_name')).fill(`${written.studio} ${stamp}`)
      await expect(page.getByLabel(say('checkout_slug'))).toHaveValue(slug)
      await pass(owner, 'checkout')
      await press(page.getByRole('button', { name: say('checkout_pay') }))
      await expect(page.getByRole('heading', { name: sum(written.fee) })).toBeVisible()
      await pass(owner, 'gateway')
      await press(page.getByRole('button', { name: owner.bank.succeed, exact: true }))

      await expect(page.getByRole('heading', { name: say('begin_hello', { name: written.owner }) })).toBeVisible()
      await pass(owner, 'begin')
      await goTo(owner, 'settings_title')
      const tagline = `${say('settings_tagline')}, ${say(`settings_${sight.locale}`)}`
      await page.getByLabel(tagline).fill(written.tagline)
      await page.getByLabel(say('settings_address'), { exact: true }).fill(written.address)
      await press(page.getByRole('button', { name: say('app_save') }).first())
      await pass(owner, 'settings')

      await goTo(owner, 'people_title')
      await press(page.getByRole('button', { name: say('people_invite') }).first())
      await page.getByLabel(say('people_email')).fill(mail('engineer'))
      await page.getByLabel(say('people_name')).fill(written.engineer)
      await page.getByLabel(say('people_title_field')).fill(written.craft)
      await pass(owner, 'invite')
      await press(page.getByRole('button', { name: say('people_send') }))
      await expect(page.getByRole('heading', { name: say('people_invited') })).toBeVisible()
      await expect(page.getByRole('dialog')).toHaveCount(0)
      await pass(owner, 'people')

      const engineer = await someone(sight)
      const link = await mailTo(engineer, mail('engineer'), /\/invitation\/[\w-]+/)
      await engineer.page.goto(`${base()}${link}`)
      await pass(engineer, 'invitation')
      await engineer.page.getByLabel(say('password')).fill('a long password')
      await engineer.page.getByLabel(say('consent')).check()
      await engineer.press(engineer.page.getByRole('button', { name: say('register') }))
      await typeCode(engineer, mail('engineer'))
      const hello = say('begin_hello', { name: written.engineer })
      await expect(engineer.page.getByRole('heading', { name: hello })).toBeVisible()
      await pass(engineer, 'begin-engineer')
      await engineer.leave()
      await owner.leave()
    })

    test('a client registers on the studio’s own site and tops the wallet up', async () => {
      const client = await someone(sight)
      const { page, press, say } = client
      await page.goto(`${base()}/s/${slug}/`)
      await pass(client, 'site')
      await press(page.getByRole('link', { name: say('site_become_client') }))
      await register(client, written.client, mail('client'))
      await expect(page.getByRole('heading', { name: say('begin_hello', { name: written.client }) })).toBeVisible()
      await expect(page.getByRole('link', { name: say('site_book') })).toHaveAttribute('href', `/s/${slug}/book`)
      await pass(client, 'client')
      await goTo(client, 'wallet_title')
      await press(page.getByRole('button', { name: say('wallet_top_up') }))
      await page.getByLabel(say('wallet_amount')).fill(written.paid)
      await press(page.getByRole('dialog').getByRole('button', { name: say('wallet_top_up') }))
      await press(page.getByRole('button', { name: client.bank.twice }))
      await expect(page.getByText(client.sum(written.has)).first()).toBeVisible()
      await pass(client, 'wallet')
      await client.leave()
    })
  })
}
