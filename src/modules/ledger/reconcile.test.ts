import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../kernel/testing/database.ts'
import { hold, topUp } from './verbs.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
  const payer = { kind: 'account', id: randomUUID() } as const
  const scope = { studioId: randomUUID(), actor: { kind: 'system' }, request: { id: 'test' } } as const
  const about = () => ({ transferId: randomUUID(), subject: { type: 'project', id: randomUUID() }, note: 'mix' })
  const amount = { amountMinor: 100n, currency: 'RUB' } as const
  await database.transaction(scope, async (ctx) => {
    await topUp(ctx, { ...about(), to: payer, amount })
    await hold(ctx, { ...about(), payer, amount: { ...amount, amountMinor: 60n } })
  })
})
afterAll(() => database.close())

/** What reconciliation says while something is broken behind everybody's back; it is mended again. */
async function told(statement: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: database.ownerUrl })
  await client.connect()
  try {
    await client.query(`begin; set local session_replication_role = replica; ${statement}`)
    return (await client.query('select distinct rule from ledger_discrepancies() order by rule')).rows.map(
      (row) => row.rule,
    )
  } finally {
    await client.end()
  }
}

const [ADDS_UP, BALANCE, FLOOR, HELD, OUTGOING, POSTINGS, PAID_OUT, GIVEN_BACK] = [
  'a transfer’s postings add up to nothing',
  'a wallet’s balance is the sum of its postings',
  'a wallet is not below its floor',
  'a payer’s held wallet is what their holds still hold',
  'an owner’s outgoing wallet is what their withdrawals wait for',
  'a transfer has postings',
  'a hold has paid out what its captures moved',
  'a hold has given back what its refunds moved',
]

test.each([
  ['nothing', 'select', []],
  [
    'a posting is changed',
    `update postings set amount_minor = 61 where role = 'held' or amount_minor = 60`,
    [ADDS_UP, BALANCE],
  ],
  ['a posting is lost', 'delete from postings where amount_minor = 60', [ADDS_UP, BALANCE]],
  [
    'a balance is changed',
    `update wallets set balance_minor = 41 where kind = 'main' and owner_kind = 'account'`,
    [BALANCE],
  ],
  [
    'a wallet is overdrawn',
    `alter table wallets drop constraint wallets_floor; update wallets set balance_minor = -1 where kind = 'main' and owner_kind = 'account'`,
    [BALANCE, FLOOR],
  ],
  ['a hold is changed', 'update holds set released_minor = 1', [HELD]],
  ['a hold says that it paid out', 'update holds set captured_minor = 1', [HELD, PAID_OUT]],
  [
    'a hold says that it gave back',
    'update holds set captured_minor = 1, refunded_minor = 1',
    [HELD, PAID_OUT, GIVEN_BACK],
  ],
  ['a hold is lost', 'delete from holds', [HELD]],
  ['money waits for no withdrawal', `update wallets set kind = 'outgoing' where kind = 'held'`, [OUTGOING]],
  ['a transfer loses its postings', 'delete from postings', [BALANCE, POSTINGS]],
])('reconciliation tells when %s', async (_what, statement, rules) => {
  expect(await told(statement)).toEqual([...rules].sort())
})

test('a test file that leaves money that does not add up fails as it ends', async () => {
  const broken = await testDatabase()
  const client = new pg.Client({ connectionString: broken.ownerUrl })
  await client.connect()
  await client.query(
    `insert into wallets (owner_kind, owner_id, kind, currency, balance_minor) values ('account', gen_random_uuid(), 'main', 'RUB', 1)`,
  )
  await client.end()
  await expect(broken.close()).rejects.toThrow('money does not add up')
})
