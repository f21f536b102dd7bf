import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { addPerson, type TestPerson } from '../../../../test/people.ts'
import { studioWorld } from '../../../../test/studio-world.ts'
import type { Ctx } from '../../../kernel/context.ts'
import { kernelModule } from '../../../kernel/kernel-module.ts'
import type { Currency } from '../../../kernel/money.ts'
import { until } from '../../../kernel/testing/until.ts'
import { identityModule } from '../../identity/index.ts'
import { studiosModule } from '../../studios/index.ts'
import { ledgerFigures } from '../figures.ts'
import { capture, hold, ledgerModule, PLATFORM_WALLET, readHold, refund, splitPayout, topUp } from '../index.ts'
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

test('revenue stands by kind, day and currency, less what was given back, and adds up to its transfers (P19)', async () => {
  const payer = { kind: 'account', id: world.people.pavel.accountId } as const
  const about = () => ({ transferId: randomUUID(), subject: { type: 'project', id: randomUUID() }, note: 'mix' })
  const sell = async (ctx: Ctx, currency: Currency, amountMinor: bigint) => {
    const amount = { amountMinor, currency }
    const holding = { ...about(), payer, amount }
    await topUp(ctx, { ...about(), to: payer, amount })
    await hold(ctx, holding)
    const commission = { bps: 300n, floorMinor: 0n }
    const { legs } = splitPayout({ amountMinor, studioId: ctx.studioId, commission, performers: [] })
    await capture(ctx, { ...about(), hold: await readHold(ctx, holding.transferId), legs })
    return holding.transferId
  }
  await world.system('north', async (ctx) => {
    // The last minute of a day in Moscow, and the first of the next.
    const [late, early] = ['2026-03-01T20:59:30Z', '2026-03-01T21:00:30Z'].map((at) => Temporal.Instant.from(at))
    if (!late || !early) throw new Error('no moments')
    const holdId = await sell({ ...ctx, now: late }, 'RUB', 100_000n)
    await sell({ ...ctx, now: early }, 'EUR', 5_000n)
    const half = { transferId: randomUUID(), holdId, amountMinor: 50_000n, reason: 'back' }
    await refund({ ...ctx, now: early }, half)
    const amount = { amountMinor: 99_000n, currency: 'RUB' } as const
    await topUp({ ...ctx, now: early }, { ...about(), note: 'subscription', to: PLATFORM_WALLET, amount })
  })
  const [from, to] = ['2026-02-28T21:00:00Z', '2026-03-02T21:00:00Z']
  const range = { from: Temporal.Instant.from(from), to: Temporal.Instant.from(to), zone: 'Europe/Moscow' }
  const scope = { studioId: world.studioIds.north, actor: { kind: 'system' }, request: { id: 'test' } } as const
  const rub = (amountMinor: bigint) => ({ amountMinor, currency: 'RUB' })
  const eur = { amountMinor: 150n, currency: 'EUR' }
  await world.database.asOperator(scope, async (ctx) => {
    const [subscription, commission] = ledgerFigures
    expect(await subscription?.read(ctx, range)).toEqual({ kind: 'money', sums: [rub(99_000n)] })
    expect(await commission?.read(ctx, range)).toEqual({ kind: 'money', sums: [eur, rub(1_500n)] })
    expect(await commission?.days?.(ctx, range)).toEqual([
      { day: '2026-03-01', count: 1, sums: [rub(3_000n)] },
      { day: '2026-03-02', count: 2, sums: [eur, rub(-1_500n)] },
    ])
  })
  const list = async (query: object) => {
    const asked = new URLSearchParams({ from, to, ...query })
    const answer = await fetch(`${world.url}/api/console/transfers?${asked}`, { headers: { cookie: operator.cookie } })
    const { items }: { items: { kind: string; earned: { amountMinor: string; currency: string } }[] } =
      await answer.json()
    return items.map(({ kind, earned }) => `${kind} ${earned?.amountMinor} ${earned?.currency}`).sort()
  }
  expect(await list({ revenue: 'commission' })).toEqual(['capture 150 EUR', 'capture 3000 RUB', 'refund -1500 RUB'])
  expect(await list({ revenue: 'subscription' })).toEqual(['top_up 99000 RUB'])
  expect(await list({})).toHaveLength(8)
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
