import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { addPerson, type TestPerson } from '../../../../test/people.ts'
import { studioWorld } from '../../../../test/studio-world.ts'
import { kernelModule } from '../../../kernel/kernel-module.ts'
import { identityModule } from '../../identity/index.ts'
import { studiosModule } from '../../studios/index.ts'
import { hold, ledgerModule, topUp } from '../index.ts'

let world: Awaited<ReturnType<typeof studioWorld>>
let operator: TestPerson
beforeAll(async () => {
  world = await studioWorld([kernelModule, identityModule, studiosModule, ledgerModule])
  operator = await addPerson(world.database, { name: 'Vera', operator: true })
})
afterAll(() => world.close())

/** Ids of all items, page by page, two on each. */
async function idsOf(list: string): Promise<string[]> {
  const ids: string[] = []
  let cursor: string | null = null
  do {
    const address = `${world.url}/api/console/${list}?limit=2${cursor ? `&cursor=${cursor}` : ''}`
    const answer = await fetch(address, { headers: { cookie: operator.cookie } })
    const page: { items: { id: string }[]; next: string | null } = await answer.json()
    ids.push(...page.items.map((item) => item.id))
    cursor = page.next
  } while (cursor)
  return ids
}

test('the console’s transfers and holds of one moment stand on its pages once each, none left out', async () => {
  const { accountId } = world.people.marina
  const payer = { kind: 'account', id: accountId } as const
  const subject = { type: 'account', id: accountId }
  const amount = { amountMinor: 100n, currency: 'RUB' } as const
  const topUps = Array.from({ length: 7 }, () => randomUUID())
  const holds = Array.from({ length: 5 }, () => randomUUID())
  // One transaction, so one moment.
  await world.system('north', async (ctx) => {
    for (const transferId of topUps) await topUp(ctx, { transferId, subject, note: 'top-up', to: payer, amount })
    for (const transferId of holds) await hold(ctx, { transferId, subject, note: 'hold', payer, amount })
  })
  expect((await idsOf('transfers')).sort()).toEqual([...topUps, ...holds].sort())
  expect((await idsOf('holds')).sort()).toEqual([...holds].sort())
})
