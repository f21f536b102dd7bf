import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { admin, type TestDatabase, testDatabase } from '../src/kernel/testing/database.ts'
import { topUp } from '../src/modules/ledger/index.ts'
import { addPerson, addStudio, join as joinStudio, type TestPerson } from './people.ts'
import { startServer, type TestServer } from './server.ts'

/** Two processes on one database: neither their batches nor their memory are common, so only the database decides. */
let database: TestDatabase
let folder: string
let servers: readonly TestServer[] = []
let studioId: string
beforeAll(async () => {
  database = await testDatabase()
  folder = await mkdtemp(join(tmpdir(), 'atelier-two-'))
  studioId = await addStudio(database, 'north')
  servers = await Promise.all([startServer(database, folder), startServer(database, folder)])
})
afterAll(async () => {
  await Promise.all(servers.map((server) => server.stop()))
  await database.close()
  await rm(folder, { recursive: true, force: true })
})

/** A client who has so much. */
async function rich(amountMinor: bigint): Promise<TestPerson> {
  const person = await addPerson(database, { name: 'payer' })
  await joinStudio(database, studioId, person, 'client')
  const movement = { transferId: randomUUID(), subject: { type: 'test', id: randomUUID() }, note: 'top-up' }
  const to = { kind: 'account', id: person.accountId } as const
  const scope = { studioId, actor: { kind: 'system' }, request: { id: 'test' } } as const
  await database.transaction(scope, (ctx) => topUp(ctx, { ...movement, to, amount: { amountMinor, currency: 'RUB' } }))
  return person
}

/** Puts money on hold at every other server, so many times at once. */
const holdAtOnce = (times: number, { cookie }: TestPerson, amountMinor: string, key: () => string) =>
  Promise.all(
    Array.from({ length: times }, async (_, n) => {
      const answer = await fetch(`${servers[n % 2]?.url}/api/studios/north/holds`, {
        method: 'POST',
        headers: { cookie, 'idempotency-key': key(), 'content-type': 'application/json' },
        body: JSON.stringify({ amountMinor, currency: 'RUB', note: 'race' }),
      })
      return { status: answer.status, body: await answer.json() }
    }),
  )

async function balancesOf({ accountId }: TestPerson): Promise<Record<string, string>> {
  const { rows } = await admin(
    database.ownerUrl,
    'select kind, balance_minor::text as balance from wallets where owner_id = $1',
    [accountId],
  )
  return Object.fromEntries(rows.map((row) => [row.kind, row.balance]))
}

test('of 32 requests with one transfer id at two servers one has an effect, and all get the same answer', async () => {
  for (let round = 0; round < 4; round++) {
    const payer = await rich(1_000n)
    const id = randomUUID()
    const answers = await holdAtOnce(32, payer, '60', () => id)
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size, JSON.stringify(answers)).toBe(1)
    expect(answers[0]).toMatchObject({ status: 201 })
    expect(await balancesOf(payer)).toEqual({ main: '940', held: '60' })
  }
})

test('when many spend at once at two servers, exactly as many succeed as the balance allows', async () => {
  for (let round = 0; round < 4; round++) {
    const payer = await rich(1_000n)
    const answers = await holdAtOnce(64, payer, '70', randomUUID)
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(14)
    const refused = answers.filter(({ status }) => status !== 201)
    expect(new Set(refused.map(({ status, body }) => `${status} ${body.code}`))).toEqual(
      new Set(['422 insufficient_funds']),
    )
    expect(await balancesOf(payer)).toEqual({ main: '20', held: '980' })
  }
})
