import { expect, test } from '@playwright/test'
import { look } from './look.ts'
import { base, signIn, someone } from './people.ts'

/** The studio's screens, and the one thing of each address that names one. */
const SCREENS = [
  ...['today', 'messages', 'projects', 'projects/ratings', 'projects/sums', 'wallet', 'wallet/earnings', 'schedule'],
  ...['catalogue', 'catalogue?tab=resources', 'catalogue?tab=additions', 'catalogue?tab=terms'],
  ...['bookings', 'people', 'people/rights', 'shares', 'settings', 'settings/projects', 'settings/replies'],
  ...['subscription', 'notifications', 'notifications/settings', 'webhooks'],
  ...['projects/01890000-0000-7000-8000-000000000000', 'bookings/01890000-0000-7000-8000-000000000000'],
]
/** Without these there is no screen at all. */
const SHELL = /\/api\/(me|live|notices\/unread|studios\/sever\/(public|me\/active-profile))$/
const WHY = 'Сегодня так спрашивать нельзя.'

test('a screen whose answer does not come says why and asks again, and none waits for ever', async () => {
  test.setTimeout(120_000)
  const vera = await someone()
  const { page, say } = vera
  await signIn(vera, 'vera', '/app/sever')
  await page.route(
    ({ pathname }) => pathname.startsWith('/api/') && !SHELL.test(pathname),
    (route) =>
      route.fulfill({
        status: 429,
        contentType: 'application/problem+json',
        json: { type: 'about:blank', title: WHY, status: 429, code: 'rate_limited' },
      }),
  )
  for (const screen of SCREENS) {
    await page.goto(`${base()}/app/sever/${screen}`)
    const main = page.getByRole('main')
    await expect.soft(main.getByText(WHY).first(), screen).toBeVisible()
    await expect.soft(main.getByLabel(say('ui_loading')), screen).toHaveCount(0)
    // No sum stands where none came.
    await expect.soft(main.getByText(/\d\s₽/), screen).toHaveCount(0)
  }
  await page.goto(`${base()}/app/sever/today`)
  await look(vera, 'failed')
  await page.unrouteAll()
  const earned = page.getByRole('region', { name: 'Заработано' })
  await earned.getByRole('button', { name: say('ui_again') }).click()
  await expect(earned.getByText('За сегодня')).toBeVisible()
  await vera.leave()
})
