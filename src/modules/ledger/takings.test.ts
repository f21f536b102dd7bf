import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { studioWorld } from '../../../test/studio-world.ts'
import { kernelModule } from '../../kernel/kernel-module.ts'
import { admin } from '../../kernel/testing/database.ts'
import { identityModule } from '../identity/index.ts'
import { studiosModule } from '../studios/index.ts'
import { capture, hold, ledgerModule, readHold, refund, tip, topUp } from './index.ts'

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
    return { transferId, holdId: holding.transferId }
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
    await refund(ctx, { ...payment, transferId: randomUUID(), amountMinor: 20_000n, reason: 'back' })
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

test('a worker’s earnings by week and month add up to the lines of the same time: shares, tips, less what was given back', async () => {
  const { marina, ilya } = world.people
  const performer = { kind: 'account', id: ilya.accountId } as const
  await world.system('north', async (ctx) => {
    const payer = { kind: 'account', id: marina.accountId } as const
    await topUp(ctx, { ...about(), to: payer, amount: roubles(100_000n) })
    // In the last minute of October where Ilya lives, in the first of November, and a day later with what came back.
    const subject = { type: 'project', id: randomUUID() }
    const days = ['2026-10-31T20:59:30Z', '2026-10-31T21:00:30Z', '2026-11-02T10:00:00Z'] as const
    for (const [index, day] of days.entries()) {
      const then = { ...ctx, now: Temporal.Instant.from(day) }
      // Two payments for one and the same: it is one work.
      const holding = { ...about(), subject, payer, amount: roubles(10_000n) }
      await hold(then, holding)
      const legs = [{ to: performer, amountMinor: 10_000n, role: 'performer' }] as const
      await capture(then, {
        transferId: randomUUID(),
        hold: await readHold(then, holding.transferId),
        note: 'mix',
        legs,
      })
      if (index < 2) continue
      await tip(then, { ...about(), from: payer, to: performer, amount: roubles(700n) })
      const returned = { amountMinor: 4_000n, reason: 'back' }
      await refund(then, { transferId: randomUUID(), holdId: holding.transferId, ...returned })
    }
  })
  const months = (await world.ask('ilya', 'GET', 'me/earnings')).body.items
  const figures = (one: Record<string, { amountMinor: string }>) =>
    ['shares', 'tips', 'returned', 'total'].map((name) => one[name]?.amountMinor)
  expect(months.map((one: { from: string; to: string; works: number }) => [one.from, one.to, one.works])).toEqual([
    ['2026-11-01', '2026-12-01', 1],
    ['2026-10-01', '2026-11-01', 1],
  ])
  expect(months.map(figures)).toEqual([
    ['20000', '700', '-4000', '16700'],
    ['10000', '0', '0', '10000'],
  ])
  const weeks = (await world.ask('ilya', 'GET', 'me/earnings?by=week')).body.items
  expect(weeks.map((one: { from: string }) => one.from)).toEqual(['2026-11-02', '2026-10-26'])
  const linesOf = async (query: URLSearchParams) => {
    const answer = await fetch(`${world.url}/api/wallets/statement?${query}`, { headers: { cookie: ilya.cookie } })
    return (await answer.json()).items
  }
  for (const { begins, ends, total } of months) {
    const query = new URLSearchParams({ earnedIn: world.studioIds.north, from: begins, to: ends })
    const lines: { amount: { amountMinor: string } }[] = await linesOf(query)
    expect(lines.reduce((sum, { amount }) => sum + BigInt(amount.amountMinor), 0n)).toBe(BigInt(total.amountMinor))
  }
  expect((await world.ask('marina', 'GET', 'me/earnings')).body.items).toEqual([])
})
