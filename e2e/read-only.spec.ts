import { expect, test } from '@playwright/test'
import { post, profileIn } from './api.ts'
import { expectAccessible, look } from './look.ts'
import { base, LOOKS, type Someone, signIn, someone } from './people.ts'

/** Other journeys work in this studio: it is read-only for this browser alone, as the server would tell it. */
async function seesReadOnly({ page }: Someone): Promise<void> {
  await page.route('**/api/me', async (route) => {
    const answer = await route.fetch()
    const me = await answer.json()
    for (const { studio } of me.profiles ?? []) if (studio.slug === 'sever') studio.state = 'read_only'
    await route.fulfill({ response: answer, json: me })
  })
}

for (const { title, ...how } of LOOKS) {
  test(`a read-only studio offers no chat and no deed that it refuses, and says why, ${title}`, async () => {
    test.setTimeout(120_000)
    const [marina, vera] = [await someone(how), await someone(how)]
    await signIn(marina, 'marina', '/app/sever/projects')
    await signIn(vera, 'vera', '/app/sever/projects')
    const project = await post(marina, 'projects', {
      ...{ title: 'Тихий час', kind: 'single', clientMembershipId: await profileIn(marina) },
    })
    await post(vera, `projects/${project.id}/offers`, {
      ...{ scope: 'Сведение', amountMinor: '100000', revisionsIncluded: 1 },
      expiresAt: new Date(Date.now() + 86_400_000).toISOString(),
    })
    for (const person of [marina, vera]) {
      const { page, say } = person
      const mine = person === vera
      const writing = mine ? page.getByPlaceholder(/Марина|Marina/) : page.getByLabel(say('chat_write_studio'))
      const deeds = [
        say('offer_new'),
        ...(mine ? [say('project_upload'), say('offer_withdraw')] : [say('offer_counter')]),
      ]
      const main = page.getByRole('main')
      await page.goto(`${base()}/app/sever/projects/${project.id}`)
      await expect(writing).toBeVisible()
      for (const deed of deeds) await expect(main.getByRole('button', { name: deed }).first()).toBeVisible()

      await seesReadOnly(person)
      await page.reload()
      const note = main.getByText(say(mine ? 'readonly_note' : 'readonly_note_others'))
      await expect(note).toBeVisible()
      await expect(writing).toHaveCount(0)
      for (const deed of deeds) await expect(main.getByRole('button', { name: deed })).toHaveCount(0)
      // What it still does is there.
      await main.getByRole('button', { name: say('project_more') }).click()
      await expect(page.getByRole('menuitem', { name: say('cancel_project') })).toBeVisible()
      await expect(page.getByRole('menuitem', { name: say('project_assign') })).toHaveCount(0)
      await page.keyboard.press('Escape')
      await note.scrollIntoViewIfNeeded()
      await expectAccessible(person)
      await look(person, `read-only-${mine ? 'owner' : 'client'}`)
      const pay = main.getByRole('link', { name: say('readonly_note_pay') })
      await expect(pay).toHaveCount(mine ? 1 : 0)
      if (mine) {
        await pay.click()
        await page.waitForURL('**/app/sever/subscription')
      }
      await person.leave()
    }
  })
}
