import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Name, studioWorld } from '../../../../test/studio-world.ts'
import { kernelModule } from '../../../kernel/kernel-module.ts'
import { identityModule } from '../../identity/index.ts'
import { studiosModule } from '../../studios/index.ts'
import { hold, ledgerModule, readHold, release, topUp } from '../index.ts'

let world: Awaited<ReturnType<typeof studioWorld>>
beforeAll(async () => {
  world = await studioWorld([kernelModule, identityModule, studiosModule, ledgerModule])
})
afterAll(() => world.close())

const roubles = (amountMinor: bigint) => ({ amountMinor, currency: 'RUB' as const })
const ask = (as: Name, path: string) =>
  fetch(`${world.url}/api/${path}`, { headers: { cookie: world.people[as].cookie } })

test('what is held opens to the holds that still wait, and they add up to it', async () => {
  const payer = { kind: 'account', id: world.people.marina.accountId } as const
  const about = (type: string, note: string) => ({
    transferId: randomUUID(),
    subject: { type, id: randomUUID() },
    note,
  })
  const [song, session, over] = [about('project', 'Сингл'), about('booking', 'Зал А'), about('booking', 'Зал Б')]
  await world.system('north', async (ctx) => {
    await topUp(ctx, { ...about('account', 'top-up'), to: payer, amount: roubles(1_000n) })
    for (const [what, amount] of [[song, 300n] as const, [session, 200n] as const, [over, 100n] as const]) {
      await hold(ctx, { ...what, payer, amount: roubles(amount) })
    }
    await release(ctx, { ...about('booking', 'Зал Б'), hold: await readHold(ctx, over.transferId), amountMinor: 100n })
    await release(ctx, { ...about('project', 'Сингл'), hold: await readHold(ctx, song.transferId), amountMinor: 50n })
  })

  const { items } = await (await ask('marina', 'wallets/holds')).json()
  expect(items).toHaveLength(2)
  expect(items).toContainEqual(
    expect.objectContaining({
      ...{ note: 'Сингл', subject: song.subject, studioId: world.studioIds.north },
      left: { amountMinor: '250', currency: 'RUB' },
    }),
  )
  const [wallet] = (await (await ask('marina', 'wallets')).json()).items
  const sum = items.reduce(
    (all: bigint, one: { left: { amountMinor: string } }) => all + BigInt(one.left.amountMinor),
    0n,
  )
  expect(String(sum)).toBe(wallet.held.amountMinor)
  expect((await (await ask('ilya', 'wallets/holds')).json()).items).toEqual([])
})

test('what I put on hold myself I take back once; what an order holds, and another’s, I do not', async () => {
  const mine = (key: string = randomUUID()) => ({ cookie: world.people.marina.cookie, 'idempotency-key': key })
  const { holdId } = (await world.ask('marina', 'POST', 'holds', { amountMinor: '70', currency: 'RUB', note: 'Залог' }))
    .body
  const take = (id: string, headers: Record<string, string>) =>
    fetch(`${world.url}/api/studios/north/holds/${id}/release`, { method: 'POST', headers })
  const of = async (kind: string) =>
    (await (await ask('marina', 'wallets')).json()).items[0][kind].amountMinor as string
  const held = BigInt(await of('held'))
  expect((await take(holdId, { ...mine(), cookie: world.people.pavel.cookie })).status).toBe(404)
  // Whoever is shut out of the studio takes their money along.
  const out = `members/${world.people.marina.membershipId}`
  expect((await world.ask('vera', 'PATCH', out, { state: 'blocked' })).status).toBe(204)
  const key = randomUUID()
  for (let n = 0; n < 2; n++) expect((await take(holdId, mine(key))).status).toBe(204)
  expect((await take(holdId, mine())).status).toBe(409)
  expect(BigInt(await of('held'))).toBe(held - 70n)
  const song = (await (await ask('marina', 'wallets/holds')).json()).items.find(
    (one: { note: string }) => one.note === 'Сингл',
  )
  expect((await take(song.id, mine())).status).toBe(404)
})
