import { expect, type Locator } from '@playwright/test'
import type { Amount } from '../../src/web/ui/amount.ts'
import { expectAccessible } from '../look.ts'
import { goTo, type Someone } from '../people.ts'

/** Opens a single in the chat with the studio; gives its id. */
export async function openProject(client: Someone, title: string): Promise<string> {
  const { page, press, say } = client
  await goTo(client, 'chat_title')
  await press(page.getByRole('link', { name: say('projects_new') }))
  const dialog = page.getByRole('dialog', { name: say('projects_new') })
  await dialog.getByLabel(say('project_name')).fill(title)
  await expectAccessible(client)
  await press(dialog.getByRole('button', { name: say('project_open') }))
  await expect(page.getByRole('heading', { name: new RegExp(title) })).toBeVisible()
  await expectAccessible(client)
  return new URL(page.url()).pathname.split('/').at(-1) ?? ''
}

/** Comes to the open project out of the client's chat, and says who works on it. */
export async function assign(owner: Someone, { client, title, to }: Record<'client' | 'title' | 'to', string>) {
  const { page, press, say } = owner
  await goTo(owner, 'chat_title')
  await press(page.getByRole('link', { name: new RegExp(client) }).first())
  const told = page.getByRole('listitem').filter({ hasText: say('notice_project_opened', { title }) })
  await expect(told.last()).toBeVisible()
  await expectAccessible(owner)
  await press(told.last().getByRole('link', { name: say('chat_to_project') }))
  await press(page.getByRole('main').getByRole('button', { name: say('project_more') }))
  await press(page.getByRole('menuitem', { name: say('project_assign') }))
  await page.getByRole('checkbox', { name: new RegExp(`^${to}`) }).check()
  // The menu leaves as the dialog comes; what is half gone is not looked at.
  await expect(page.locator('[data-menu-dropdown]')).toHaveCount(0)
  await expectAccessible(owner)
  await press(page.getByRole('button', { name: say('project_assign_deed'), exact: true }))
  await expect(page.getByRole('dialog')).toHaveCount(0)
}

/** Makes an offer with no round of changes in its price, which is none at first, and a price for one more. */
export async function offer(engineer: Someone, wanted: Record<'scope' | 'price' | 'round', string>): Promise<void> {
  const { scope, price, round } = wanted
  const { page, press, say, like } = engineer
  await press(page.getByRole('button', { name: say('offer_new'), exact: true }))
  await page.getByLabel(say('offer_scope')).fill(scope)
  await page.getByLabel(like('offer_price')).fill('a lot')
  await press(page.getByRole('button', { name: say('offer_send') }))
  await expect(page.getByRole('dialog').getByRole('alert').first()).toBeVisible()
  await expectAccessible(engineer)
  await page.getByLabel(like('offer_price')).fill(price)
  await page.getByLabel(say('offer_revisions')).fill('0')
  await page.getByLabel(like('offer_round_price')).fill(round)
  await press(page.getByRole('button', { name: say('offer_send') }))
  await expect(page.getByRole('dialog')).toHaveCount(0)
}

/** Takes the offer that came live, and pays it into a hold. */
export async function payOffer(client: Someone): Promise<void> {
  const { page, press, say, like } = client
  await press(page.getByRole('button', { name: like('offer_accept_pay') }))
  await expect(page.getByRole('dialog')).toContainText(say('offer_held_now'))
  await expectAccessible(client)
  await press(page.getByRole('dialog').getByRole('button', { name: like('offer_accept_pay') }))
  await expect(page.getByRole('dialog')).toHaveCount(0)
}

/** Asks for changes beyond the rounds in the price, and pays for one more into the hold. */
export async function payForChanges(client: Someone, note: string, round: Amount): Promise<void> {
  const { page, press, say, sum } = client
  const amount = sum(round, { short: true })
  await press(page.getByRole('button', { name: say('round_ask', { amount }) }))
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel(say('project_changes_what')).fill(note)
  await expect(dialog).toContainText(say('round_pay_note', { included: 0, amount }))
  await expectAccessible(client)
  await press(dialog.getByRole('button', { name: say('round_pay', { amount }) }))
  await expect(dialog).toHaveCount(0)
}

/** Chooses a file for a new version; gives the list of uploads, in which it goes up. */
export async function choose({ page, press, say }: Someone, path: string): Promise<Locator> {
  await press(page.getByRole('button', { name: say('project_upload') }))
  await page.locator('input[type=file]').last().setInputFiles(path)
  return page.getByRole('list', { name: say('files_list') })
}

/** Hands over the version whose file is going up. */
export async function deliver(engineer: Someone): Promise<void> {
  const { page, press, say, like } = engineer
  const uploads = page.getByRole('list', { name: say('files_list') })
  await expect(uploads.getByText(like('files_done'))).toBeVisible({ timeout: 60_000 })
  await expectAccessible(engineer)
  await press(page.getByRole('button', { name: say('project_deliver'), exact: true }))
  await expect(page.getByRole('dialog')).toHaveCount(0)
}

/** Pins a comment to the moment at which the sound stands. */
export async function pin(client: Someone, sound: Locator, comment: string): Promise<void> {
  const { page, press, say, like } = client
  await press(sound.getByRole('button', { name: like('ui_comment_here') }))
  await page.getByLabel(say('project_comment_text')).fill(comment)
  await expectAccessible(client)
  await press(page.getByRole('button', { name: say('project_comment_pin') }))
  await expect(page.getByRole('dialog')).toHaveCount(0)
}

/** Thanks the performer beyond the price (R17). */
export async function tip(client: Someone, typed: string): Promise<void> {
  const { page, press, say, like } = client
  await press(page.getByRole('button', { name: say('tip_leave') }))
  await page.getByLabel(like('tip_amount')).fill(typed)
  await expectAccessible(client)
  await press(page.getByRole('button', { name: say('tip_send') }))
  await expect(page.getByRole('dialog')).toHaveCount(0)
}

/** Presses complete, with the figures before the button. */
export async function complete(person: Someone, figure: string): Promise<void> {
  const { page, press, say } = person
  await press(page.getByRole('button', { name: say('complete') }))
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText(figure)
  await expectAccessible(person)
  await press(dialog.getByRole('button', { name: say('complete') }))
  await expect(dialog).toHaveCount(0)
}
