import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { addPerson, type TestPerson } from '../../../../test/people.ts'
import { studioWorld } from '../../../../test/studio-world.ts'
import { kernelModule } from '../../../kernel/kernel-module.ts'
import { admin } from '../../../kernel/testing/database.ts'
import { identityModule } from '../../identity/index.ts'
import { studiosModule } from '../../studios/index.ts'
import {
  capture,
  hold,
  ledgerModule,
  PLATFORM_WALLET,
  readHold,
  refund,
  splitPayout,
  topUp,
  transfer,
} from '../index.ts'

let world: Awaited<ReturnType<typeof studioWorld>>
let operators: TestPerson[]
beforeAll(async () => {
  world = await studioWorld([kernelModule, identityModule, studiosModule, ledgerModule])
  operators = await Promise.all(['Тамара', 'Глеб'].map((name) => addPerson(world.database, { name, operator: true })))
})
afterAll(() => world.close())

const roubles = (amountMinor: bigint) => ({ amountMinor, currency: 'RUB' as const })
const person = (name: keyof typeof world.people) => ({ kind: 'account', id: world.people[name].accountId }) as const
const about = () => ({ transferId: randomUUID(), subject: { type: 'project', id: randomUUID() }, note: 'Лёд · № 1' })

/** Marina has paid the north, whose Ilya has sixty percent of what three percent of commission leave. */
async function paidOut(amountMinor: bigint): Promise<string> {
  const holding = { ...about(), payer: person('marina'), amount: roubles(amountMinor) }
  await world.system('north', async (ctx) => {
    await topUp(ctx, { ...about(), to: person('marina'), amount: roubles(amountMinor) })
    await hold(ctx, holding)
    const { legs } = splitPayout({
      ...{ amountMinor, studioId: ctx.studioId, commission: { bps: 300n, floorMinor: 0n } },
      performers: [{ accountId: world.people.ilya.accountId, bps: 6_000n }],
    })
    await capture(ctx, { ...about(), hold: await readHold(ctx, holding.transferId), legs })
  })
  return holding.transferId
}

async function balances(): Promise<bigint[]> {
  const owners = [person('marina').id, person('ilya').id, world.studioIds.north, PLATFORM_WALLET.id]
  const { rows } = await admin(
    world.database.ownerUrl,
    `select owner_id, balance_minor::text as b from wallets where kind = 'main' and owner_kind <> 'gateway'`,
  )
  return owners.map((id) => BigInt(rows.find((row) => row.owner_id === id)?.b ?? 0))
}

/** How the wallets of Marina, Ilya, the north and the platform changed by what was done. */
async function changed(deed: () => Promise<unknown>): Promise<bigint[]> {
  const before = await balances()
  await deed()
  return (await balances()).map((balance, n) => balance - (before[n] ?? 0n))
}

async function get(path: string, cookie = operators[0]?.cookie ?? '') {
  const answer = await fetch(`${world.url}/api/console/${path}`, { headers: { cookie } })
  return { status: answer.status, body: await answer.json() }
}

async function give(holdId: string, body: object, { by = operators[0], key = randomUUID(), studio = 'north' } = {}) {
  const answer = await fetch(`${world.url}/api/console/studios/${studio}/holds/${holdId}/refunds`, {
    method: 'POST',
    headers: { cookie: by?.cookie ?? '', 'content-type': 'application/json', 'idempotency-key': key },
    body: JSON.stringify({ refundedMinor: '0', reason: 'Запись пропала', ...body }),
  })
  return { status: answer.status, body: await answer.json() }
}

test('the dialog tells beforehand who gives back what, and the refund does exactly that, once', async () => {
  const holdId = await paidOut(1_000_000n)
  const { body } = await get(`holds/${holdId}/refund`)
  expect(body).toMatchObject({
    ...{ note: 'Лёд · № 1', payer: { name: 'marina' }, studio: { name: 'north' } },
    ...{ captured: { amountMinor: '1000000' }, refunded: { amountMinor: '0' }, left: { amountMinor: '1000000' } },
    givers: [
      { role: 'performer', ownerName: 'ilya', amount: { amountMinor: '582000' }, debt: { amountMinor: '0' } },
      { role: 'commission', ownerName: null, amount: { amountMinor: '30000' } },
      { role: 'studio', ownerName: 'north', amount: { amountMinor: '388000' } },
    ],
  })
  const key = randomUUID()
  const once = async () => {
    const answers = [
      await give(holdId, { amountMinor: '1000000' }, { key }),
      await give(holdId, { amountMinor: '1000000' }, { key }),
    ]
    expect(answers).toEqual([{ status: 201, body: { transferId: key } }, answers[0]])
  }
  expect(await changed(once)).toEqual([1_000_000n, -582_000n, -388_000n, -30_000n])
  expect((await get(`holds/${holdId}/refund`)).body).toMatchObject({ left: { amountMinor: '0' }, givers: [] })
  expect((await get('holds')).body.items[0]).toMatchObject({ id: holdId, refunded: { amountMinor: '1000000' } })
})

test('it is audited with what was before and after and by whom, and told to the payer, the performer and the studio', async () => {
  const holdId = await paidOut(10_000n)
  const { body } = await give(holdId, { amountMinor: '1000' })
  const { rows } = await admin(
    world.database.ownerUrl,
    `select actor_account_id, payload, before, after, audience from events
     where name = 'payment.refunded' and payload->>'transferId' = $1`,
    [body.transferId],
  )
  const { marina, ilya } = world.people
  expect(rows).toMatchObject([
    {
      actor_account_id: operators[0]?.accountId,
      audience: [marina.membershipId],
      before: { refunded: { amountMinor: '0' } },
      after: { refunded: { amountMinor: '1000' }, givers: [{ amount: { amountMinor: '582' } }, {}, {}] },
      payload: {
        ...{ holdId, reason: 'Запись пропала', studioShare: { amountMinor: '388' } },
        shares: [{ membershipId: ilya.membershipId, amount: { amountMinor: '582' } }],
      },
    },
  ])
})

test('refunds in uneven parts together give back to the last kopeck what was paid, and no more', async () => {
  const deed = async () => {
    const holdId = await paidOut(10_007n)
    let refunded = 0n
    for (const part of [1n, 1n, 1n, 3_333n, 2n, 6_668n]) {
      expect((await give(holdId, { amountMinor: `${part}`, refundedMinor: `${refunded}` })).status).toBe(201)
      refunded += part
    }
    const [row] = (
      await admin(
        world.database.ownerUrl,
        `select refunded_minor::int as refunded, (select array_agg(paid_minor - returned_minor)::int[] from (
           select sum(p.amount_minor) filter (where t.kind = 'capture') as paid_minor,
                  -coalesce(sum(p.amount_minor) filter (where t.kind = 'refund'), 0) as returned_minor
           from transfers t join postings p on p.transfer_id = t.id
           where t.hold_id = $1 and p.role not in ('held', 'payer') group by p.owner_id) x) as still from holds where id = $1`,
        [holdId],
      )
    ).rows
    expect(row).toEqual({ refunded: 10_006, still: expect.arrayContaining([1, 0, 0]) })
    const over = await give(holdId, { amountMinor: '2', refundedMinor: '10006' })
    expect([over.status, over.body.code]).toEqual([422, 'refund_too_much'])
    expect((await give(holdId, { amountMinor: '1', refundedMinor: '10006' })).status).toBe(201)
  }
  expect(await changed(deed)).toEqual([10_007n, 0n, 0n, 0n])
})

test('what a wallet lacks becomes a debt: told beforehand, and the payer has all of it at once', async () => {
  const holdId = await paidOut(10_000n)
  const all = (await balances())[1] ?? 0n
  await world.act('ilya', (ctx) =>
    transfer(ctx, { ...about(), from: person('ilya'), to: person('pavel'), amount: roubles(all - 2_000n) }),
  )
  const { body } = await get(`holds/${holdId}/refund`)
  expect(body.givers[0]).toMatchObject({ amount: { amountMinor: '5820' }, debt: { amountMinor: '3820' } })
  expect(await changed(() => give(holdId, { amountMinor: '10000' }))).toEqual([10_000n, -2_000n, -3_880n, -300n])
  const { rows } = await admin(
    world.database.ownerUrl,
    `select balance_minor::int as owed from wallets where kind = 'receivable' and owner_id = $1`,
    [person('ilya').id],
  )
  expect(rows).toEqual([{ owed: -3_820 }])
})

test('of operators who refund at once one does, and the others are told that somebody has', async () => {
  const holdId = await paidOut(10_000n)
  const deed = async () => {
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, n) => {
        const by = operators[n % 2]
        return give(holdId, { amountMinor: '4000' }, by ? { by } : {})
      }),
    )
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1)
    expect(answers.filter(({ body }) => body.code === 'refund_changed')).toHaveLength(7)
  }
  expect((await changed(deed))[0]).toBe(4_000n)
})

test('however many ask at once, never more goes back than was paid out: the database refuses', async () => {
  const holdId = await paidOut(1_000n)
  const attempts = await Promise.allSettled(
    Array.from({ length: 12 }, () =>
      world.system('north', (ctx) =>
        refund(ctx, { transferId: randomUUID(), holdId, amountMinor: 300n, reason: 'race' }),
      ),
    ),
  )
  expect(attempts.filter(({ status }) => status === 'fulfilled')).toHaveLength(3)
  for (const attempt of attempts) {
    if (attempt.status === 'rejected') expect(attempt.reason).toMatchObject({ code: 'hold_exhausted' })
  }
  await expect(
    admin(world.database.ownerUrl, 'update holds set refunded_minor = 1001 where id = $1', [holdId]),
  ).rejects.toMatchObject({ constraint: 'holds_refunded' })
})

test('the payer’s and the studio’s statements have the refund as a line of its own, and all sums agree', async () => {
  const holdId = await paidOut(10_000n)
  const { transferId } = (await give(holdId, { amountMinor: '10000' })).body
  const lineOf = async (name: 'marina' | 'vera', path: string) => {
    const { body } = await world.ask(name, 'GET', path)
    return body.items.find((line: { transferId: string }) => line.transferId === transferId)
  }
  expect(await lineOf('marina', '../../wallets/statement')).toMatchObject({
    ...{ kind: 'refund', wallet: 'main', note: 'Лёд · № 1', amount: { amountMinor: '10000' } },
  })
  expect(await lineOf('vera', 'wallets/statement')).toMatchObject({ kind: 'refund', amount: { amountMinor: '-3880' } })
  expect((await get(`transfers/${transferId}`)).body).toMatchObject({ kind: 'refund', holdId })
  expect((await get('reconciliation')).body.discrepancies).toEqual([])
})

test('it is the operator’s alone, of the hold’s own studio, with a reason, of what was paid out', async () => {
  const holdId = await paidOut(1_000n)
  const vera = { ...world.people.vera }
  expect((await give(holdId, { amountMinor: '1' }, { by: vera })).status).toBe(403)
  expect((await get(`holds/${holdId}/refund`, vera.cookie)).status).toBe(403)
  expect((await give(holdId, { amountMinor: '1' }, { studio: 'attic' })).status).toBe(404)
  expect((await give(holdId, { amountMinor: '1', reason: ' ' })).status).toBe(400)
  for (const amountMinor of ['0', '-1', '1.5']) expect((await give(holdId, { amountMinor })).status).toBe(400)
  expect((await get(`holds/${holdId}/refund?amountMinor=1001`)).body.code).toBe('refund_too_much')
  expect((await get(`holds/${randomUUID()}/refund`)).status).toBe(404)
  const held = { ...about(), payer: person('marina'), amount: roubles(500n) }
  await world.system('north', (ctx) => hold(ctx, held))
  expect((await get(`holds/${held.transferId}/refund`)).body).toMatchObject({ left: { amountMinor: '0' }, givers: [] })
  expect((await give(held.transferId, { amountMinor: '1' })).body.code).toBe('refund_too_much')
})
