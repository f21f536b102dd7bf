import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Database } from '../../kernel/database/door.ts'
import { admin, type TestDatabase, testDatabase } from '../../kernel/testing/database.ts'
import { until } from '../../kernel/testing/until.ts'
import { postSoon } from './group-commit.ts'
import { hold, holdCommand, paymentCommand, topUp, transfer } from './verbs.ts'

/** The doors try again what a deadlock ended, so only the database can tell whether there was one. */
let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase({ connections: 20 })
})
afterAll(() => database.close())

type Person = { kind: 'account'; id: string }

const studioId = randomUUID()
const subject = { type: 'project', id: randomUUID() }
const roubles = (amountMinor: bigint) => ({ amountMinor, currency: 'RUB' as const })
const scopeOf = ({ id }: Person) =>
  ({ studioId, actor: { kind: 'account', accountId: id }, request: { id: 'test' } }) as const

async function rich(amountMinor: bigint): Promise<Person> {
  const to = { kind: 'account', id: randomUUID() } as const
  const movement = { transferId: randomUUID(), subject, note: 'top-up', to, amount: roubles(amountMinor) }
  await database.transaction(scopeOf(to), (ctx) => topUp(ctx, movement))
  return to
}

async function balanceOf({ id }: Person, kind = 'main'): Promise<bigint> {
  const { rows } = await admin(
    database.ownerUrl,
    'select balance_minor::text as b from wallets where owner_id = $1 and kind = $2',
    [id, kind],
  )
  return BigInt(rows[0]?.b ?? 0)
}

/** Does something through doors of its own, and counts the deadlocks meanwhile: a connection tells of them as it ends. */
async function deadlocksOf(fn: (doors: readonly [Database, Database]) => Promise<void>): Promise<number> {
  const before = await deadlocks()
  const doors = [database.another(), database.another()] as const
  const connections = await Promise.all(doors.map((door) => connectionsOf(door)))
  await fn(doors).finally(() => Promise.all(doors.map((door) => door.close())))
  await until(async () => !(await anyOf(connections.flat())))
  return (await deadlocks()) - before
}

/** Opens every connection of the door's pool; their processes on the server. */
async function connectionsOf({ pool }: Database): Promise<number[]> {
  const clients = await Promise.all(Array.from({ length: pool.options.max ?? 0 }, () => pool.connect()))
  const pids = await Promise.all(
    clients.map(async (client) => (await client.query('select pg_backend_pid() as pid')).rows[0].pid),
  )
  for (const client of clients) client.release()
  return pids
}

async function anyOf(pids: readonly number[]): Promise<boolean> {
  const { rowCount } = await admin(database.ownerUrl, 'select from pg_stat_activity where pid = any ($1)', [pids])
  return rowCount !== 0
}

async function deadlocks(): Promise<number> {
  const { rows } = await admin(
    database.ownerUrl,
    'select deadlocks::int from pg_stat_database where datname = current_database()',
  )
  return rows[0].deadlocks
}

test('transfers against each other never wait in a circle, alone or in batches, through two doors at once', async () => {
  const people = await Promise.all(Array.from({ length: 6 }, () => rich(10_000n)))
  const pay = (door: Database, n: number) => {
    const [from, to] = [people[n % 6], people[(n * 5 + 1) % 6]]
    if (!from || !to || from === to) return Promise.resolve()
    const movement = { transferId: randomUUID(), subject, note: 'back and forth', from, to, amount: roubles(3n) }
    if (n % 4 < 2) return door.transaction(scopeOf(from), (ctx) => transfer(ctx, movement))
    return postSoon(door, scopeOf(from), paymentCommand('transfer', movement))
  }
  const found = await deadlocksOf(async (doors) => {
    await Promise.all(Array.from({ length: 960 }, (_, n) => pay(doors[n % 7 === 0 ? 0 : 1], n)))
  })
  expect(found).toBe(0)
  const total = (await Promise.all(people.map((one) => balanceOf(one)))).reduce((a, b) => a + b, 0n)
  expect(total).toBe(60_000n)
})

test('a batch that waits in a circle with a transaction that posts twice is posted after all', async () => {
  const [one, other] = await Promise.all([rich(1_000n), rich(1_000n)])
  const ids = { first: randomUUID(), second: randomUUID() }
  const holding = (payer: Person) => ({ payer, amount: roubles(1n), subject, note: 'circle' })
  let tries = 0
  let arrived = () => {}
  const batchWaits = new Promise<void>((done) => {
    arrived = done
  })
  const found = await deadlocksOf(async ([door]) => {
    // The transaction has the first wallet and will ask for the second; the batch has the second and waits for the first.
    const transaction = door.transaction(scopeOf(one), async (ctx) => {
      await hold(ctx, { transferId: randomUUID(), ...holding(one) })
      arrived()
      if (tries++ === 0) await until(async () => (await waitingLocks()) > 0)
      await hold(ctx, { transferId: ids.second, ...holding(other) })
    })
    await batchWaits
    const posted = [
      postSoon(door, scopeOf(other), holdCommand({ transferId: ids.second, ...holding(other) })),
      postSoon(door, scopeOf(one), holdCommand({ transferId: ids.first, ...holding(one) })),
    ]
    await Promise.all([transaction, ...posted])
  })
  expect(found).toBeGreaterThan(0)
  expect([await balanceOf(one, 'held'), await balanceOf(other, 'held')]).toEqual([2n, 1n])
})

async function waitingLocks(): Promise<number> {
  const { rows } = await admin(
    database.ownerUrl,
    `select count(*)::int as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
  )
  return rows[0].n
}
