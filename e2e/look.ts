import { AxeBuilder } from '@axe-core/playwright'
import { expect } from '@playwright/test'
import type { Someone } from './people.ts'

/** Where pictures of the screens go that the journeys pass; nowhere unless `npm run pictures` says so. */
const shots = process.env.SHOTS

/**
 * Nothing on the screen keeps anybody out: axe finds nothing, the size of targets included (WCAG 2.2), and nothing
 * reaches over the edge of a phone.
 */
export async function expectAccessible({ page, phone }: Someone): Promise<void> {
  // What is just being pressed looks pressed.
  await page.waitForFunction(() => !document.querySelector(':is(a, button):active'))
  const { violations } = await new AxeBuilder({ page })
    .options({ rules: { 'target-size': { enabled: true } } })
    .analyze()
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([])
  if (phone) expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(page.viewportSize()?.width)
}

const seen = new Set<string>()

/** As `expectAccessible`, for what many journeys pass: once in a language, on a wide screen and on a phone. */
export async function expectAccessibleOnce(person: Someone, screen: string): Promise<void> {
  const key = [screen, person.locale, person.phone].join(' ')
  if (seen.has(key)) return
  await expectAccessible(person)
  seen.add(key)
}

/** Looks at a screen: takes its picture where pictures are wanted, and sees that it is accessible. */
export async function look(person: Someone, name: string, { whole = true } = {}): Promise<void> {
  await person.page.waitForLoadState('networkidle')
  const file = `${shots}/${name}${person.phone ? '-phone' : ''}.png`
  if (shots) await person.page.screenshot({ path: file, fullPage: whole })
  await expectAccessible(person)
}

/** Nothing on the screen is in another language than its reader's, where everything on it was written by that reader. */
export async function expectEnglish({ page, say }: Someone): Promise<void> {
  const text = await page.locator('body').textContent()
  expect(text?.replaceAll(say('language_other'), '').match(/\p{Script=Cyrillic}+/gu)).toBeNull()
}
