import type pg from 'pg'
import type { Scope } from '../../kernel/context.ts'
import { type Database, sqlState } from '../../kernel/database/index.ts'
import { problem } from '../../kernel/problem.ts'
import { type Command, commandJson } from './command.ts'
import { type Outcome, outcomeOf } from './post.ts'

/** Transfers in one batch: longer ones gain nothing and make the last wait. */
const BATCH = 128
/** Batches under way at once, each on its connection: while one waits for the disk, the next is prepared. */
const LANES = 2
/** Transfers that may wait; more are refused rather than kept in memory. */
const MOST_WAITING = 20_000
const MOST_ATTEMPTS = 3
const DEADLOCK_DETECTED = '40P01'

interface Waiting {
  id: string
  json: Record<string, unknown>
  resolve: (outcome: Outcome) => void
  reject: (error: unknown) => void
}

/** Posts transfers of many requests together, each with an answer of its own. */
export type PostSoon = (scope: Scope, command: Command) => Promise<Outcome>

const posters = new WeakMap<Database, PostSoon>()

/**
 * Posts one transfer together with whatever others arrive meanwhile: one transaction, one commit for all of them, and
 * one that fails does not take the others along. Durable when it resolves. Throws as `post`, and `unavailable` when too
 * many wait.
 */
export function postSoon(database: Database, scope: Scope, command: Command): Promise<Outcome> {
  let poster = posters.get(database)
  if (!poster) {
    poster = groupCommit(database)
    posters.set(database, poster)
  }
  return poster(scope, command)
}

function groupCommit({ pool, clock }: Database): PostSoon {
  let waiting: Waiting[] = []
  let lanes = 0

  async function work(): Promise<void> {
    lanes++
    // Whatever arrives in this turn of the event loop comes along.
    await new Promise((done) => setImmediate(done))
    while (waiting.length > 0) await postBatch(pool, take())
    lanes--
  }

  /** The next batch. A second command of one transfer waits for the next, where it finds the first applied. */
  function take(): Waiting[] {
    const batch = new Map<string, Waiting>()
    const rest: Waiting[] = []
    for (const one of waiting) {
      if (batch.size < BATCH && !batch.has(one.id)) batch.set(one.id, one)
      else rest.push(one)
    }
    waiting = rest
    return [...batch.values()]
  }

  return (scope, command) =>
    new Promise((resolve, reject) => {
      if (waiting.length >= MOST_WAITING) return reject(problem('unavailable', { retryAfterS: 1 }))
      const json = commandJson(command, { ...scope, now: clock.now() })
      waiting.push({ id: command.transferId, json, resolve, reject })
      if (lanes < LANES) void work()
    })
}

async function postBatch(pool: pg.Pool, batch: readonly Waiting[]): Promise<void> {
  const json = JSON.stringify(batch.map((one) => one.json))
  try {
    const rows = await post(pool, json, 1)
    for (const [index, one] of batch.entries()) settle(one, rows[index]?.outcome ?? 'missing')
  } catch (error) {
    for (const one of batch) one.reject(error)
  }
}

/** Batches never wait for one another in a circle; a transaction that posts twice and a batch may. */
async function post(pool: pg.Pool, json: string, attempt: number): Promise<{ outcome: string }[]> {
  try {
    const query = { name: 'ledger_post', text: 'select outcome from ledger_post($1::jsonb)', values: [json] }
    return (await pool.query<{ outcome: string }>(query)).rows
  } catch (error) {
    if (attempt >= MOST_ATTEMPTS || sqlState(error) !== DEADLOCK_DETECTED) throw error
    return post(pool, json, attempt + 1)
  }
}

function settle(one: Waiting, outcome: string): void {
  try {
    one.resolve(outcomeOf(outcome))
  } catch (error) {
    one.reject(error)
  }
}
