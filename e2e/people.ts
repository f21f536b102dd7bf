import { type BrowserContext, expect, type Page } from '@playwright/test'
import { launchBrowser } from './browser.ts'

/** Someone at a browser of their own. */
export interface Someone {
  page: Page
  context: BrowserContext
  leave(): Promise<void>
}

interface Look {
  locale?: 'ru' | 'en'
  phone?: true
  dark?: true
}

/** The address of the running program. */
export const base = () => process.env.ATELIER_URL ?? ''

/** Opens a browser for one person: their language, a phone or a desk, light or dark. */
export async function someone({ locale = 'ru', phone, dark }: Look = {}): Promise<Someone> {
  const browser = await launchBrowser()
  const context = await browser.newContext({
    locale: locale === 'ru' ? 'ru-RU' : 'en-GB',
    timezoneId: 'Europe/Moscow',
    viewport: phone ? { width: 360, height: 780 } : { width: 1440, height: 900 },
    colorScheme: dark ? 'dark' : 'light',
  })
  context.setDefaultTimeout(15_000)
  const page = await context.newPage()
  return { page, context, leave: () => browser.close() }
}

const CODE = /\b\d{6}\b(?= — )/

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
  await page.close()
  return found
}

/** Proves the e-mail by the code that came there. */
export async function typeCode(person: Someone, email: string): Promise<void> {
  await expect(person.page.getByRole('heading', { name: 'Проверьте почту' })).toBeVisible()
  await person.page.getByLabel('Код из письма').fill(await mailTo(person, email, CODE))
  await person.page.getByRole('button', { name: 'Подтвердить' }).click()
}

/** Registers through the form that is open, and proves the e-mail by the code in the mailbox. */
export async function register(person: Someone, name: string, email: string): Promise<void> {
  const { page } = person
  await page.getByLabel('Как вас зовут').fill(name)
  await page.getByLabel('Почта').fill(email)
  await page.getByLabel('Пароль').fill('a long password')
  await page.getByLabel('Согласен').check()
  await page.getByRole('button', { name: 'Зарегистрироваться' }).click()
  await typeCode(person, email)
}
