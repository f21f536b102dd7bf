import { type BrowserContext, expect, type Locator, type Page } from '@playwright/test'
import { DEMO_PASSWORD, demoEmail } from '../src/demo-sign-ins.ts'
import { launchBrowser } from './browser.ts'
import { expectAccessibleOnce } from './look.ts'
import { type Locale, type Word, type Words, wordsIn } from './words.ts'

/** How somebody sees the program: their language, a desk or a phone that is touched, light or dark. */
export interface Look {
  locale?: Locale
  phone?: boolean
  dark?: boolean
  /** Where their clock stands. */
  zone?: string
}

/** The looks in which the main journey is gone through. */
export const LOOKS = [
  { title: 'in Russian on a wide screen', locale: 'ru', phone: false },
  { title: 'in English on a phone', locale: 'en', phone: true },
] as const satisfies readonly (Look & { title: string })[]

/** Someone at a browser of their own, with the words of their language. */
export interface Someone extends Words {
  page: Page
  context: BrowserContext
  locale: Locale
  phone: boolean
  /** A press, as their hand does it: a tap on a phone. */
  press(what: Locator): Promise<void>
  leave(): Promise<void>
}

/** The address of the running program. */
export const base = () => process.env.ATELIER_URL ?? ''

/** One Chromium for everybody: each has a context of their own in it, which shares nothing with others'. */
let chromium: ReturnType<typeof launchBrowser> | undefined

/** Opens a browser for one person: their language, a phone or a desk, light or dark. */
export async function someone({
  locale = 'ru',
  phone = false,
  dark = false,
  zone = 'Europe/Moscow',
}: Look = {}): Promise<Someone> {
  chromium ??= launchBrowser()
  const context = await (await chromium).newContext({
    locale: locale === 'ru' ? 'ru-RU' : 'en-GB',
    timezoneId: zone,
    viewport: phone ? { width: 360, height: 780 } : { width: 1440, height: 900 },
    isMobile: phone,
    hasTouch: phone,
    // What fades in is looked at when it is there.
    reducedMotion: 'reduce',
    colorScheme: dark ? 'dark' : 'light',
  })
  context.setDefaultTimeout(15_000)
  const page = await context.newPage()
  const press = (what: Locator) => (phone ? what.tap() : what.click())
  return { page, context, locale, phone, press, leave: () => context.close(), ...wordsIn(locale) }
}

/** Goes to a section of the app: by the rail, on a phone by the bar at the bottom and what stands behind it. */
export async function goTo({ page, phone, press, say }: Someone, section: Word): Promise<void> {
  if (!phone)
    return press(page.getByRole('navigation', { name: say('app_menu') }).getByRole('link', { name: say(section) }))
  const bar = page.getByRole('navigation', { name: say('nav_phone') })
  await expect(bar).toBeVisible()
  const place = bar.getByRole('link', { name: say(section) })
  if ((await place.count()) > 0) return press(place)
  await press(bar.getByRole('button', { name: say('nav_more') }))
  await press(page.getByRole('dialog').getByRole('link', { name: say(section) }))
}

/** The password of whoever registers in a journey. */
const OWN_PASSWORD = 'a long password'

/** Fills the sign-in form and sends it: for one of the demo world by their key, for who has registered by their e-mail. */
export async function enter(person: Someone, who: string): Promise<void> {
  const { page, press, say } = person
  const isRegistered = who.includes('@')
  await page.getByLabel(say('email'), { exact: true }).fill(isRegistered ? who : demoEmail(who))
  await page.getByLabel(say('password')).fill(isRegistered ? OWN_PASSWORD : DEMO_PASSWORD)
  await expectAccessibleOnce(person, 'sign-in')
  await press(page.getByRole('button', { name: say('sign_in') }))
}

/** Signs in, and is where they wanted to go. */
export async function signIn(person: Someone, who: string, to: string): Promise<void> {
  const { page } = person
  await page.goto(`${base()}/sign-in?to=${encodeURIComponent(to)}`)
  await enter(person, who)
  const { pathname } = new URL(to, base())
  await page.waitForURL((url) => url.pathname.startsWith(pathname))
}

const CODE = /\b\d{6}\b(?= — | is your code )/

/** What a mail to the address says, from the mailbox page, once it has come. */
export async function mailTo(person: Someone, email: string, says: RegExp): Promise<string> {
  const page = await person.context.newPage()
  let found = ''
  await expect(async () => {
    await page.goto(`${base()}/mailbox`)
    const mails = await page.locator('article', { hasText: email }).allTextContents()
    found = says.exec(mails.join('\n'))?.[0] ?? ''
    expect(found).not.toBe('')
  }).toPass({ timeout: 15_000 })
  await expectAccessibleOnce({ ...person, page }, 'mailbox')
  await page.close()
  return found
}

/** Proves the e-mail by the code that came there. */
export async function typeCode(person: Someone, email: string): Promise<void> {
  const { page, press, say } = person
  await expect(page.getByRole('heading', { name: say('code_title') })).toBeVisible()
  await page.getByLabel(say('code')).fill(await mailTo(person, email, CODE))
  await expectAccessibleOnce(person, `code ${new URL(page.url()).pathname}`)
  await press(page.getByRole('button', { name: say('confirm') }))
}

/** Reloads the page that waits for the code, and is where they were. */
export async function reload({ page, say }: Someone, email: string): Promise<void> {
  await page.reload()
  await expect(page.getByRole('heading', { name: say('code_title') })).toBeVisible()
  await expect(page.getByText(email)).toBeVisible()
}

/** Fills the form that is open, up to where the code is asked for. */
export async function introduce(person: Someone, name: string, email: string): Promise<void> {
  const { page, press, say } = person
  await page.getByLabel(say('name')).fill(name)
  await page.getByLabel(say('email'), { exact: true }).fill(email)
  await page.getByLabel(say('password')).fill(OWN_PASSWORD)
  await page.getByLabel(say('consent')).check()
  await expectAccessibleOnce(person, `register ${new URL(page.url()).pathname}`)
  await press(page.getByRole('button', { name: say('register') }))
  await expect(page.getByRole('heading', { name: say('code_title') })).toBeVisible()
}

/** Registers through the form that is open, and proves the e-mail by the code in the mailbox. */
export async function register(person: Someone, name: string, email: string): Promise<void> {
  await introduce(person, name, email)
  await typeCode(person, email)
}
