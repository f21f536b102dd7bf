import { expect, type Locator } from '@playwright/test'
import { expectAccessible } from '../look.ts'
import { base, goTo, mailTo, type Someone, typeCode } from '../people.ts'
import type { Word } from '../words.ts'

/** Goes to a place of the catalogue. */
export async function openCatalogue(person: Someone, tab: Word): Promise<void> {
  const { page, press, say } = person
  await goTo(person, 'catalogue_title')
  await press(page.getByRole('button', { name: say(tab) }))
}

interface Room {
  name: string
  /** As somebody types it. */
  price: string
  /** Of every day, as somebody types them. */
  hours: string
}

/** Adds a room with its hours and its price an hour, with hours that are none at first; gives its row in the list. */
export async function addRoom(person: Someone, room: Room): Promise<Locator> {
  const { page, press, say, weekday } = person
  await press(page.getByRole('button', { name: say('catalogue_add_room') }))
  const pane = page.getByRole('region', { name: say('catalogue_add_room') })
  const monday = pane.getByLabel(weekday(1), { exact: true })
  await pane.getByLabel(say('catalogue_name')).fill(room.name)
  await pane.getByLabel(say('catalogue_per_hour')).fill(room.price)
  await monday.fill('?')
  await press(pane.getByRole('button', { name: say('app_save') }))
  await expect(pane.getByText(say('catalogue_hours_wrong')).first()).toBeVisible()
  await expectAccessible(person)
  await monday.fill(room.hours)
  await press(pane.getByRole('button', { name: say('catalogue_as_monday') }))
  await press(pane.getByRole('button', { name: say('app_save') }))
  const rooms = page.getByRole('region', { name: say('catalogue_rooms') })
  const row = rooms.getByRole('button', { name: new RegExp(`^${room.name}`) })
  await expect(row).toBeVisible()
  return row
}

/** Adds a service that is booked by the hour, at the rooms' prices, untitled at first; gives its row in the list. */
export async function addService(
  person: Someone,
  { title, price }: { title: string; price: string },
): Promise<Locator> {
  const { page, press, say, locale } = person
  await press(page.getByRole('button', { name: say('catalogue_add_service') }).first())
  const form = page.getByRole('region', { name: say('catalogue_add_service') })
  await press(form.getByRole('button', { name: say('app_save') }))
  await expect(form.getByRole('alert').first()).toBeVisible()
  await form.getByLabel(say(`catalogue_title_${locale}`)).fill(title)
  await form.getByLabel(say('catalogue_price')).fill(price)
  await expectAccessible(person)
  await press(form.getByRole('button', { name: say('app_save') }))
  const row = page.getByRole('button', { name: new RegExp(`^${title}`) })
  await expect(row).toBeVisible()
  return row
}

interface Terms {
  /** Whose; everybody's without. */
  of?: string
  /** In percent, as somebody types it. */
  share: string
  reason?: string
}

/** Puts revenue-sharing terms into force, and sees them in the history (R16). */
export async function setTerms(person: Someone, { of, share, reason }: Terms): Promise<Locator> {
  const { page, press, say } = person
  if (of) await page.getByLabel(say('terms_for')).selectOption({ label: of })
  await page.getByLabel(say('terms_share')).fill(share)
  if (reason) await page.getByLabel(say('terms_reason')).fill(reason)
  await expectAccessible(person)
  await press(page.getByRole('button', { name: say('terms_set') }))
  const history = page.getByRole('region', { name: say('terms_history') })
  const row = history.getByRole('listitem').filter({ hasText: of ?? say('terms_default') })
  await expect(row).toContainText(share)
  return row
}

interface Guest {
  name: string
  craft: string
  email: string
}

/** Invites somebody to work in the studio, and sees the invitation on its way. */
export async function invite(owner: Someone, guest: Guest): Promise<void> {
  const { page, press, say } = owner
  await goTo(owner, 'people_title')
  await press(page.getByRole('button', { name: say('people_invite') }).first())
  await page.getByLabel(say('people_email')).fill(guest.email)
  await page.getByLabel(say('people_name')).fill(guest.name)
  await page.getByLabel(say('people_title_field')).fill(guest.craft)
  await expectAccessible(owner)
  await press(page.getByRole('button', { name: say('people_send') }))
  await expect(page.getByRole('heading', { name: say('people_invited') })).toBeVisible()
  await expect(page.getByRole('dialog')).toHaveCount(0)
}

/** Comes by the mail's link, registers, and is greeted in the studio. */
export async function accept(person: Someone, guest: Guest): Promise<void> {
  const { page, press, say } = person
  await page.goto(`${base()}${await mailTo(person, guest.email, /\/invitation\/[\w-]+/)}`)
  await expectAccessible(person)
  await page.getByLabel(say('password')).fill('a long password')
  await page.getByLabel(say('consent')).check()
  await press(page.getByRole('button', { name: say('register') }))
  await typeCode(person, guest.email)
  await expect(page.getByRole('heading', { name: say('begin_hello', { name: guest.name }) })).toBeVisible()
}
