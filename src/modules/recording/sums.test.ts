import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { refund } from '../ledger/index.ts'
import { recordingWorld } from './world-for-tests.ts'

let world: Awaited<ReturnType<typeof recordingWorld>>
beforeAll(async () => {
  world = await recordingWorld()
})
afterAll(() => world.close())

const FIGURES = ['bought', 'held', 'paid', 'returned', 'performers', 'commission', 'studio', 'tips']
type Sums = Record<string, { amountMinor: string }>
const figures = (sums: Sums) => Object.fromEntries(FIGURES.map((name) => [name, Number(sums[name]?.amountMinor)]))

test('projects under way tell what they hold, ended ones how it was divided, and both add up to their totals and the wallets', async () => {
  const { ask, bought, buy, openProject, people, balanceOf, studioIds } = world
  await openProject('Без денег')
  await bought('300000')
  const ended = await bought('1000001')
  await buy(ended, '500000')
  for (const name of ['ilya', 'marina'] as const) {
    expect((await ask(name, 'POST', `projects/${ended}/completion`)).status).toBeLessThan(300)
  }
  const tip = {
    id: randomUUID(),
    performerMembershipId: people.ilya.membershipId,
    amountMinor: '7000',
    currency: 'RUB',
  }
  expect((await ask('marina', 'POST', `projects/${ended}/tips`, tip)).status).toBe(201)

  const open = (await ask('vera', 'GET', 'projects/sums')).body
  const none = Object.fromEntries(FIGURES.map((name) => [name, 0]))
  expect(open.items.map(figures)).toEqual([{ ...none, bought: 300_000, held: 300_000 }, none])
  expect(open.totals.map(figures)).toEqual([{ ...none, bought: 300_000, held: 300_000 }])

  const month = Temporal.Now.zonedDateTimeISO('Europe/Moscow').toPlainDate().toPlainYearMonth().toString()
  const { items, totals } = (await ask('vera', 'GET', `projects/sums?month=${month}`)).body
  const [sums] = items.map(figures)
  expect(sums).toMatchObject({ bought: 1_500_001, held: 0, paid: 1_500_001, returned: 0, tips: 7_000 })
  expect(sums.performers + sums.commission + sums.studio).toBe(1_500_001)
  expect(BigInt(sums.studio)).toBe(await balanceOf(studioIds.north))
  expect(BigInt(sums.performers + sums.tips)).toBe(await balanceOf(people.ilya.accountId))
  expect(totals.map(figures)).toEqual([sums])

  const { holdId } = (
    await world.sql('select hold_id as "holdId" from purchases where project_id = $1 limit 1', [ended])
  )[0]
  await world.system('north', (ctx) =>
    refund(ctx, { transferId: randomUUID(), holdId, amountMinor: 100_003n, reason: 'шум' }),
  )
  const [after] = (await ask('vera', 'GET', `projects/sums?month=${month}`)).body.items.map(figures)
  expect(after).toMatchObject({ bought: 1_500_001, held: 0, paid: 1_399_998, returned: 100_003, tips: 7_000 })
  expect(BigInt(after.studio)).toBe(await balanceOf(studioIds.north))
  expect(BigInt(after.performers + after.tips)).toBe(await balanceOf(people.ilya.accountId))
  const { purchases } = (await ask('marina', 'GET', `projects/${ended}`)).body
  expect(
    purchases.map(({ refunded }: { refunded: { amountMinor: string } }) => refunded.amountMinor).toSorted(),
  ).toEqual([...['0', '100003']])
  expect((await ask('vera', 'GET', 'projects/sums?month=2020-01')).body).toEqual({ items: [], totals: [] })
})

test('whoever may not see the studio’s money sees no sums, and a month that is none is refused', async () => {
  for (const name of ['ilya', 'marina'] as const) {
    expect((await world.ask(name, 'GET', 'projects/sums')).status).toBe(403)
  }
  expect((await world.ask('vera', 'GET', 'projects/sums?month=2026-13')).status).toBe(400)
})
