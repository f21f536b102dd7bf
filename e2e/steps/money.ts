import { expect, type Locator } from '@playwright/test'
import type { Amount } from '../../src/web/ui/amount.ts'
import { expectAccessible } from '../look.ts'
import { goTo, type Someone } from '../people.ts'

/** Tops the wallet up through the practice bank, as one of its buttons says: `twice` answers twice. */
export async function topUp(person: Someone, typed: string, answer: 'succeed' | 'twice' = 'succeed'): Promise<void> {
  const { page, press, say } = person
  await goTo(person, 'wallet_title')
  await press(page.getByRole('button', { name: say('wallet_top_up') }))
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel(say('wallet_amount')).fill(typed)
  await expectAccessible(person)
  await press(dialog.getByRole('button', { name: say('wallet_top_up') }))
  await press(page.getByRole('button', { name: person.bank[answer], exact: true }))
  await expect(page.getByRole('heading', { name: say('wallet_title') })).toBeVisible()
}

/** Sees in the open wallet what is there to spend, and what is held. */
export async function expectWallet({ page, say, sum }: Someone, has: { free: Amount; held: Amount }): Promise<void> {
  for (const [word, amount] of [
    ['wallet_available', has.free],
    ['wallet_held', has.held],
  ] as const) {
    const shown = page
      .getByRole('region', { name: say(word) })
      .locator('data')
      .first()
    await expect(shown).toHaveText(sum(amount, { short: true }))
  }
}

/** Opens a line of the wallet's history by all that it says, and sees what it is made of (X5). Gives the line. */
export async function openLine(
  person: Someone,
  says: string | readonly string[],
  parts: readonly string[],
): Promise<Locator> {
  const { page, press, say } = person
  const lines = page.getByRole('region', { name: say('wallet_history') }).getByRole('listitem')
  const line = [says].flat().reduce((found, hasText) => found.filter({ hasText }), lines)
  await press(line.getByRole('button').first())
  for (const part of parts) await expect(line).toContainText(part)
  return line
}

/** Opens what is held, and sees there what each of it waits for. */
export async function openHeld(
  { page, press, say, sum }: Someone,
  waits: Readonly<Record<string, Amount>>,
): Promise<void> {
  const held = page.getByRole('region', { name: say('wallet_held') })
  await press(held.getByRole('button'))
  await expect(held.getByRole('listitem')).toHaveCount(Object.keys(waits).length)
  for (const [what, amount] of Object.entries(waits)) {
    const line = held.getByRole('listitem').filter({ has: page.getByRole('link', { name: new RegExp(what) }) })
    await expect(line).toContainText(sum(amount))
  }
}
