import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Name, studioWorld } from '../../../test/studio-world.ts'
import { signedMessage } from '../../kernel/gateway/simulated.ts'
import { WEBHOOK_PATH } from '../../kernel/gateway/simulated-payout.ts'
import { kernelModule } from '../../kernel/kernel-module.ts'
import { admin } from '../../kernel/testing/database.ts'
import { until } from '../../kernel/testing/until.ts'
import { identityModule } from '../identity/index.ts'
import { studiosModule } from '../studios/index.ts'
import { capture, hold, ledgerModule, readHold, refund, topUp, transfer, type WalletOwner } from './index.ts'

let world: Awaited<ReturnType<typeof studioWorld>>
beforeAll(async () => {
  world = await studioWorld([kernelModule, identityModule, studiosModule, ledgerModule])
  // Where the simulated gateway sends its messages.
  world.services.config.BASE_URL = world.url
})
afterAll(() => world.close())

/** Gives the wallet this much, besides what it has. */
const give = (to: WalletOwner, amountMinor: bigint) =>
  world.system('north', (ctx) => {
    const amount = { amountMinor, currency: 'RUB' } as const
    return topUp(ctx, {
      transferId: randomUUID(),
      subject: { type: 'account', id: to.id },
      note: 'top-up',
      to,
      amount,
    })
  })
const accountOf = (name: Name) => ({ kind: 'account', id: world.people[name].accountId }) as const
const ask = (as: Name, amountMinor: string, destination: string, path = 'wallets/mine/withdrawals') =>
  world.ask(as, 'POST', path, { amountMinor, currency: 'RUB', destination })

async function stateOf(id: string): Promise<string> {
  const { rows } = await admin(world.database.ownerUrl, 'select state from withdrawals where id = $1', [id])
  return rows[0]?.state ?? 'missing'
}
const settled = (id: string) => until(async () => (await stateOf(id)) !== 'requested')

async function wallet({ kind, id }: WalletOwner): Promise<Record<string, string>> {
  const { rows } = await admin(
    world.database.ownerUrl,
    'select kind, balance_minor::text as b from wallets where owner_kind = $1 and owner_id = $2',
    [kind, id],
  )
  return Object.fromEntries(rows.map((row) => [row.kind, row.b]))
}

async function eventsOf(id: string): Promise<{ name: string; audience: string[] }[]> {
  const sql = `select name, audience from events where subject_id = $1 order by occurred_at, id`
  return (await admin(world.database.ownerUrl, sql, [id])).rows
}

test('a withdrawal leaves the wallet at once, is paid out, and whoever asked is told of both', async () => {
  await give(accountOf('ilya'), 10_000n)
  const { status, body } = await ask('ilya', '4000', '4276 5500 1234 1111')
  expect(status).toBe(202)
  await settled(body.withdrawalId)
  expect(await stateOf(body.withdrawalId)).toBe('paid')
  expect(await wallet(accountOf('ilya'))).toEqual({ main: '6000', outgoing: '0' })
  const audience = [world.people.ilya.membershipId]
  expect(await eventsOf(body.withdrawalId)).toEqual([
    { name: 'withdrawal.requested', audience },
    { name: 'withdrawal.paid', audience },
  ])
})

test('a payout that the gateway refuses gives the money back', async () => {
  await give(accountOf('oleg'), 5_000n)
  const { body } = await ask('oleg', '5000', '4276 5500 1234 0002')
  await settled(body.withdrawalId)
  expect(await stateOf(body.withdrawalId)).toBe('failed')
  expect(await wallet(accountOf('oleg'))).toEqual({ main: '5000', outgoing: '0' })
  const { items } = (await world.ask('oleg', 'GET', '../../wallets/statement')).body
  expect(items.map((line: { withdrawal: unknown }) => line.withdrawal)).toEqual([
    { state: 'failed', destination: '•• 0002' },
    { state: 'failed', destination: '•• 0002' },
    null,
  ])
})

test('a gateway that does not answer in time is asked again by the same key, and pays once', async () => {
  await give(accountOf('pavel'), 3_000n)
  const { body } = await ask('pavel', '3000', '4276 5500 1234 0003')
  await until(async () => (await payouts(body.withdrawalId)) === 1)
  expect([await stateOf(body.withdrawalId), await wallet(accountOf('pavel'))]).toEqual([
    'requested',
    { main: '0', outgoing: '3000' },
  ])
  await until(async () => (await stateOf(body.withdrawalId)) === 'paid', 30_000)
  expect(await wallet(accountOf('pavel'))).toEqual({ main: '0', outgoing: '0' })
})

test('a gateway that answers three times settles once, and what is no news of ours changes nothing', async () => {
  await give(accountOf('marina'), 2_000n)
  const { body } = await ask('marina', '1500', '4276 5500 1234 0004')
  await settled(body.withdrawalId)
  const { accountId, studioId } = world.people.marina
  const news = { payoutId: body.withdrawalId, amountMinor: 1_500n, reference: { accountId, studioId } }
  for (const state of ['failed', 'succeeded'] as const) {
    expect(await tell(signedMessage(world.services.config, { ...news, state }))).toBe(204)
  }
  const forged = { ...signedMessage(world.services.config, { ...news, state: 'failed' }), signature: 'f'.repeat(64) }
  expect(await tell(forged)).toBe(403)
  expect(await wallet(accountOf('marina'))).toEqual({ main: '500', outgoing: '0' })
  expect((await eventsOf(body.withdrawalId)).map(({ name }) => name)).toEqual([
    'withdrawal.requested',
    'withdrawal.paid',
  ])
})

test('nobody withdraws more than they have, and of many at once as many go as the wallet allows', async () => {
  await give(accountOf('vera'), 1_000n)
  expect((await ask('vera', '1001', '4276550012341111')).body.code).toBe('insufficient_funds')
  const answers = await Promise.all(Array.from({ length: 8 }, () => ask('vera', '300', '4276550012341111')))
  expect(answers.filter(({ status }) => status === 202)).toHaveLength(3)
  expect((await wallet(accountOf('vera'))).main).toBe('100')
})

test('what is owed after a refund cannot be withdrawn', async () => {
  const [payer, performer] = [accountOf('marina'), accountOf('anton')]
  await give(payer, 1_000n)
  const transferId = randomUUID()
  const about = { subject: { type: 'project', id: transferId }, note: 'mix' }
  const paid = [{ to: performer, amountMinor: 1_000n, role: 'performer' }] as const
  const amount = (amountMinor: bigint) => ({ amountMinor, currency: 'RUB' as const })
  const gone = { from: performer, to: payer, amount: amount(1_000n) }
  await world.act('marina', (ctx) => hold(ctx, { ...about, transferId, payer, amount: amount(1_000n) }))
  await world.act('marina', async (ctx) => {
    await capture(ctx, { transferId: randomUUID(), hold: await readHold(ctx, transferId), legs: paid, note: 'mix' })
    await transfer(ctx, { ...about, ...gone, transferId: randomUUID() })
    await refund(ctx, { transferId: randomUUID(), holdId: transferId, amountMinor: 700n, reason: 'back' })
  })
  await give(performer, 1_000n)
  expect(await wallet(performer)).toMatchObject({ main: '1000', receivable: '-700' })
  expect((await ask('anton', '301', '4276550012341111')).body.code).toBe('insufficient_funds')
  expect((await ask('anton', '300', '4276550012341111')).status).toBe(202)
})

test('the studio’s wallet is withdrawn from by its owner alone', async () => {
  const studio = { kind: 'studio', id: world.studioIds.north } as const
  await give(studio, 9_000n)
  for (const name of ['ilya', 'marina'] as const) {
    expect((await ask(name, '100', '4276550012341111', 'wallets/withdrawals')).status).toBe(403)
  }
  const path = '../north/wallets/withdrawals'
  expect((await world.ask('olga', 'POST', path, {})).status).toBe(403)
  const { status, body } = await ask('vera', '9000', '4276550012341111', 'wallets/withdrawals')
  expect(status).toBe(202)
  await settled(body.withdrawalId)
  expect(await wallet(studio)).toEqual({ main: '0', outgoing: '0' })
})

test('a number that is none is refused beside its field', async () => {
  const { status, body } = await ask('ilya', '100', '<script>')
  expect([status, body.fields?.[0]?.pointer]).toEqual([400, '/destination'])
})

async function payouts(id: string): Promise<number> {
  const sql = 'select count(*)::int as n from simulated_payouts where payout_id = $1'
  return (await admin(world.database.ownerUrl, sql, [id])).rows[0].n
}

async function tell({ body, signature }: { body: string; signature: string }): Promise<number> {
  const headers = { 'content-type': 'application/json', 'x-signature': signature }
  return (await fetch(`${world.url}${WEBHOOK_PATH}`, { method: 'POST', headers, body })).status
}

test('who left the studio, or is kept out of it, takes their money along; the studio’s stays where it is', async () => {
  await give(accountOf('pavel'), 7_000n)
  for (const [state, left] of [
    ['left', '4000'],
    ['blocked', '1000'],
  ] as const) {
    await admin(world.database.ownerUrl, 'update memberships set state = $1 where id = $2', [
      state,
      world.people.pavel.membershipId,
    ])
    expect((await ask('pavel', '3000', '4276 5500 1234 1111')).status).toBe(403)
    const { status, body } = await ask('pavel', '3000', '4276 5500 1234 1111', '../../wallets/withdrawals')
    expect(status).toBe(202)
    await settled(body.withdrawalId)
    expect(await wallet(accountOf('pavel'))).toEqual({ main: left, outgoing: '0' })
    expect((await eventsOf(body.withdrawalId)).map(({ audience }) => audience)).toEqual([[], []])
  }
  const { items } = (await world.ask('pavel', 'GET', '../../wallets')).body
  expect(items).toMatchObject([{ available: { amountMinor: '1000' } }])
  expect((await ask('pavel', '2000', '4276 5500 1234 1111', '../../wallets/withdrawals')).body.code).toBe(
    'insufficient_funds',
  )
})
