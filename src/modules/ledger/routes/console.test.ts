import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { addPerson, type TestPerson } from '../../../../test/people.ts'
import { studioWorld } from '../../../../test/studio-world.ts'
import { kernelModule } from '../../../kernel/kernel-module.ts'
import { until } from '../../../kernel/testing/until.ts'
import { identityModule } from '../../identity/index.ts'
import { studiosModule } from '../../studios/index.ts'
import { hold, ledgerModule, topUp } from '../index.ts'
import { requestWithdrawal } from '../withdrawal.ts'

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

test('the console has every payout: whose, where to without its number, and how it stands', async () => {
  const { accountId } = world.people.ilya
  const from = { kind: 'account', id: accountId } as const
  const amount = { amountMinor: 100n, currency: 'RUB' } as const
  await world.system('north', (ctx) =>
    topUp(ctx, {
      transferId: randomUUID(),
      subject: { type: 'account', id: accountId },
      note: 'top-up',
      to: from,
      amount: { ...amount, amountMinor: 500n },
    }),
  )
  const ids = Array.from({ length: 5 }, () => randomUUID())
  await world.act('ilya', async (ctx) => {
    for (const id of ids) await requestWithdrawal(ctx, { id, from, amount, destination: '4276550012340002' })
  })
  expect((await idsOf('withdrawals')).sort()).toEqual([...ids].sort())
  const list = async (query: string) => {
    const address = `${world.url}/api/console/withdrawals${query}`
    return (await (await fetch(address, { headers: { cookie: operator.cookie } })).json()).items
  }
  await until(async () => (await list('?state=failed')).length === 5)
  expect((await list(''))[0]).toMatchObject({
    owner: { kind: 'account', id: accountId, name: 'ilya' },
    askedBy: { id: accountId },
    amount: { amountMinor: '100', currency: 'RUB' },
    destination: '•• 0002',
    state: 'failed',
  })
  expect(await list('?state=requested')).toEqual([])
})
