import fc from 'fast-check'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Problem } from '../../kernel/problem.ts'
import { type TestDatabase, testDatabase } from '../../kernel/testing/database.ts'
import type { Command } from './command.ts'
import { postSoon } from './group-commit.ts'
import { deedsArbitrary, newWorld, type Step, stepOf, type World } from './model-commands-for-tests.ts'
import { type Refund, refund } from './refund.ts'

const RUNS = 1_000
const COMMANDS = 100
/** Worlds at once, whose commands go into common batches. Small enough that what arrives at once is in one batch. */
const WORLDS_AT_ONCE = 64

let database: TestDatabase
let owner: pg.Pool
beforeAll(async () => {
  database = await testDatabase({ connections: 12 })
  owner = new pg.Pool({ connectionString: database.ownerUrl, max: 4 })
  // Its connections may still be closing when the database is dropped.
  owner.on('error', () => undefined)
})
afterAll(async () => {
  await owner.end()
  await database.close()
})

test(`after any ${COMMANDS} commands the ledger gave the answers and has the balances of its model`, async () => {
  const seed = Number(process.env.MODEL_SEED ?? Math.floor(Math.random() * 2 ** 31))
  const numRuns = Math.ceil(RUNS / WORLDS_AT_ONCE)
  const property = fc.asyncProperty(deedsArbitrary(COMMANDS), async (deeds) => {
    const world = newWorld()
    for (const deed of deeds) {
      const step = stepOf(world, deed)
      if (step) await take(world, step)
    }
    await compare(world)
  })
  await Promise.all(
    Array.from({ length: WORLDS_AT_ONCE }, (_, n) =>
      fc.assert(property, { numRuns, seed: seed + n, interruptAfterTimeLimit: 100_000, markInterruptAsFailure: true }),
    ),
  ).catch((error: unknown) => {
    throw new Error(`with MODEL_SEED=${seed}`, { cause: error })
  })
  expect((await owner.query('select * from ledger_discrepancies()')).rows).toEqual([])
}, 150_000)

async function take(world: World, step: Step): Promise<void> {
  if ('refund' in step) {
    const expected = world.model.refund(step.refund)
    if (expected === 'applied') world.refunded.push(step.refund)
    expect(await answerOf(refundAlone(world, step.refund))).toBe(expected)
    return
  }
  const expected = step.post.map((command) => world.model.apply(command))
  for (const [index, command] of step.post.entries()) note(world, command, expected[index] === 'applied')
  const answers = await Promise.all(step.post.map((command) => answerOf(postSoon(database, scopeOf(world), command))))
  const [told, foretold] = [answers, expected].map((list) => (step.anyOrder ? list.sort() : list).join())
  if (told !== foretold) expect(told, JSON.stringify(step, bigintsAsText)).toBe(foretold)
}

const bigintsAsText = (_key: string, value: unknown) => (typeof value === 'bigint' ? value.toString() : value)

function note(world: World, command: Command, applied: boolean): void {
  world.posted.push(command)
  const { transferId, open, subject } = command
  if (applied && open)
    world.holds.push({ ...open, id: transferId, subject, capturedMinor: 0n, releasedMinor: 0n, refundedMinor: 0n })
}

const scopeOf = ({ studioId }: World) => ({ studioId, actor: { kind: 'system' }, request: { id: 'model' } }) as const

async function refundAlone(world: World, asked: Refund): Promise<string> {
  const [outcome] = await database.transaction(scopeOf(world), (ctx) => refund(ctx, asked))
  return outcome ?? 'missing'
}

function answerOf(posting: Promise<string>): Promise<string> {
  return posting.catch((error: unknown) => {
    if (error instanceof Problem) return error.code
    throw error
  })
}

/** The model's balances, each wallet by its own postings, no transfer out of balance, no line below a floor. */
async function compare({ model, studioId, payers, platform }: World): Promise<void> {
  const ids = [...payers, platform].map(({ id }) => id)
  const wallets = await owner.query<{ key: string; balance: string; posted: string; least: string; floor: string }>(
    `select concat_ws(' ', w.owner_kind, w.owner_id, w.kind, w.currency) as key, balance_minor::text as balance,
            coalesce(floor_minor, min(balance_after_minor), 0)::text as floor,
            coalesce(sum(amount_minor), 0)::text as posted, coalesce(min(balance_after_minor), 0)::text as least
     from wallets w left join postings p on p.wallet_id = w.id where w.owner_id = any ($1) group by w.id`,
    [ids],
  )
  const unbalanced = await owner.query(
    `select t.id from transfers t join postings p on p.transfer_id = t.id where t.studio_id = $1
     group by t.id, p.currency having sum(p.amount_minor) <> 0`,
    [studioId],
  )
  const there = new Map(wallets.rows.map((row) => [row.key, BigInt(row.balance)]))
  expect(withoutEmpty(there)).toEqual(withoutEmpty(model.balances))
  expect(wallets.rows.filter((row) => row.balance !== row.posted)).toEqual([])
  expect(wallets.rows.filter((row) => BigInt(row.least) < BigInt(row.floor))).toEqual([])
  expect(unbalanced.rows).toEqual([])
}

function withoutEmpty(balances: ReadonlyMap<string, bigint>): Record<string, bigint> {
  return Object.fromEntries([...balances].filter(([, balance]) => balance !== 0n).sort())
}
