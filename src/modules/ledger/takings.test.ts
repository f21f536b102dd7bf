import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { studioWorld } from '../../../test/studio-world.ts'
import { kernelModule } from '../../kernel/kernel-module.ts'
import { admin } from '../../kernel/testing/database.ts'
import { identityModule } from '../identity/index.ts'
import { studiosModule } from '../studios/index.ts'
import { capture, hold, ledgerModule, readHold, refund, topUp } from './index.ts'

let world: Awaited<ReturnType<typeof studioWorld>>
beforeAll(async () => {
  world = await studioWorld([kernelModule, identityModule, studiosModule, ledgerModule])
})
afterAll(() => world.close())

const roubles = (amountMinor: bigint) => ({ amountMinor, currency: 'RUB' as const })
const about = () => ({ transferId: randomUUID(), subject: { type: 'project', id: randomUUID() }, note: 'mix' })
/** Marina pays the studio through a hold; gives what it takes to pay it back. */
const earned = (amountMinor: bigint) =>
  world.system('north', async (ctx) => {
    const payer = { kind: 'account', id: world.people.marina.accountId } as const
    await topUp(ctx, { ...about(), to: payer, amount: roubles(amountMinor) })
    const holding = { ...about(), payer, amount: roubles(amountMinor) }
    await hold(ctx, holding)
    const legs = [{ to: { kind: 'studio', id: world.studioIds.north }, amountMinor, role: 'studio' }] as const
    const transferId = randomUUID()
    await capture(ctx, { transferId, hold: await readHold(ctx, holding.transferId), note: 'mix', legs })
    return { transferId, hold: await readHold(ctx, holding.transferId), paid: legs }
  })

test('the day and the month count what was earned less what was given back, and nothing that was put in', async () => {
  const before = await earned(70_000n)
  await admin(
    world.database.ownerUrl,
    `update postings set occurred_at = date_trunc('month', now() at time zone 'Europe/Moscow') at time zone 'Europe/Moscow' - interval '1 second'
     where transfer_id = $1`,
    [before.transferId],
  )
  const payment = await earned(50_000n)
  await world.system('north', async (ctx) => {
    await refund(ctx, { ...payment, transferId: randomUUID(), amountMinor: 20_000n, note: 'back' })
    await topUp(ctx, { ...about(), to: { kind: 'studio', id: world.studioIds.north }, amount: roubles(900_000n) })
  })
  const { status, body } = await world.ask('vera', 'GET', 'wallets/takings')
  const sum = { amountMinor: '30000', currency: 'RUB' }
  expect([status, body]).toEqual([200, { day: sum, month: sum }])
})

test('whoever may not see the studio’s money does not see its takings', async () => {
  for (const name of ['ilya', 'marina'] as const) {
    expect((await world.ask(name, 'GET', 'wallets/takings')).status).toBe(403)
  }
})
