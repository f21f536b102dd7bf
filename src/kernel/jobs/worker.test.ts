import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { roleUrl } from '../database/migrate.ts'
import { APP_ROLE } from '../database/security.ts'
import { defineEvent, publish } from '../events/event.ts'
import { on } from '../events/handlers.ts'
import { PLATFORM_STUDIO_ID } from '../ids.ts'
import { admin, TEST_SECRET, type TestDatabase, testDatabase } from '../testing/database.ts'
import { testServices } from '../testing/http.ts'
import { until } from '../testing/until.ts'
import { deadLetters, sendAgain } from './dead-letters.ts'
import { defineTask, enqueue } from './jobs.ts'
import { startWorker } from './worker.ts'

const rang = defineEvent('bell.rang', z.object({ times: z.number() }), 'staff')
const system = { studioId: PLATFORM_STUDIO_ID, actor: { kind: 'system' }, request: { id: 'test' } } as const
let database: TestDatabase

beforeAll(async () => {
  database = await testDatabase()
  await admin(database.ownerUrl, 'create table effects (event_id uuid, times int); grant all on effects to atelier_app')
})
afterAll(() => database.close())
beforeEach(() => admin(database.ownerUrl, 'truncate effects'))

async function ring(count: number): Promise<string[]> {
  return database.transaction(system, async (ctx) => {
    const ids: string[] = []
    for (let i = 0; i < count; i++) {
      ids.push(await publish(ctx, rang, { subject: { type: 'bell', id: randomUUID() }, payload: { times: i } }))
    }
    return ids
  })
}

async function startProcess(): Promise<ChildProcess> {
  const child = spawn(process.execPath, [fileURLToPath(new URL('../../../test/worker-process.ts', import.meta.url))], {
    env: { ...process.env, TEST_APP_URL: roleUrl(database.ownerUrl, APP_ROLE, TEST_SECRET) },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  if (child.stdout) await once(child.stdout, 'data')
  return child
}

async function kill(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  const ended = once(child, 'exit')
  child.kill(signal)
  await ended
}

async function effects(): Promise<string[]> {
  const { rows } = await admin(database.ownerUrl, 'select event_id from effects order by 1')
  return rows.map((row) => row.event_id)
}

test('a worker killed again and again neither loses nor repeats an effect', async () => {
  const ids = await ring(200)
  for (let life = 0; life < 4; life++) {
    const child = await startProcess()
    await delay(150 + Math.random() * 300)
    await kill(child, 'SIGKILL')
  }
  expect((await effects()).length).toBeLessThan(ids.length)
  const last = await startProcess()
  await until(async () => (await effects()).length >= ids.length, 30_000)
  await kill(last, 'SIGTERM')
  expect(await effects()).toEqual([...ids].sort())
}, 90_000)

test('of two workers one is killed, and the other finishes its work', async () => {
  const [first, second] = await Promise.all([startProcess(), startProcess()])
  const ids = await ring(150)
  await until(async () => (await effects()).length > 10, 20_000)
  await kill(first, 'SIGKILL')
  await until(async () => (await effects()).length >= ids.length, 30_000)
  await kill(second, 'SIGTERM')
  expect(await effects()).toEqual([...ids].sort())
  const left = await admin(database.ownerUrl, 'select count(*)::int as n from graphile_worker._private_jobs')
  expect(left.rows[0].n).toBe(0)
}, 90_000)

test('what keeps failing lands among the dead letters, can be read, and runs when it is sent again', async () => {
  const services = testServices(database)
  let broken = true
  let done = 0
  const task = defineTask({
    name: 'test.fragile',
    payload: z.object({ what: z.string() }),
    run: async () => {
      if (broken) throw new Error('the other side is down')
      done++
    },
  })
  const worker = await startWorker(services, [{ name: 'test', tasks: () => [task] }])
  await database.transaction(system, (ctx) => enqueue(ctx, 'test.fragile', { what: 'x' }, { maxAttempts: 1 }))
  await until(async () => (await deadLetters(database.pool, { limit: 10 })).length === 1, 10_000)
  const [letter] = await deadLetters(database.pool, { limit: 10 })
  expect(letter).toMatchObject({ task: 'test.fragile', payload: { what: 'x' }, attempts: 1 })
  expect(letter?.lastError).toContain('the other side is down')
  broken = false
  expect(await sendAgain(database.pool, [letter?.id ?? ''])).toBe(1)
  await until(async () => done === 1, 10_000)
  expect(await deadLetters(database.pool, { limit: 10 })).toEqual([])
  await worker.stop()
})

test('a job that is asked for again before it ran is one job, as it was asked for last', async () => {
  const ran: string[] = []
  const task = defineTask({
    name: 'test.keyed',
    payload: z.object({ what: z.string() }),
    run: async ({ what }) => void ran.push(what),
  })
  for (const what of ['first', 'second', 'third']) {
    await database.transaction(system, (ctx) => enqueue(ctx, 'test.keyed', { what }, { key: 'test:keyed' }))
  }
  const undone = database.transaction(system, async (ctx) => {
    await enqueue(ctx, 'test.keyed', { what: 'of a transaction that failed' }, { key: 'test:keyed' })
    throw new Error('no')
  })
  await expect(undone).rejects.toThrow('no')
  const worker = await startWorker(testServices(database), [{ name: 'test', tasks: () => [task] }])
  await database.transaction(system, (ctx) => enqueue(ctx, 'test.keyed', { what: 'alone' }))
  await until(async () => ran.length === 2, 10_000)
  await worker.stop()
  expect(ran.sort()).toEqual(['alone', 'third'])
})

test('the next attempt waits exponentially longer, with jitter', async () => {
  const services = testServices(database)
  const task = defineTask({
    name: 'test.failing',
    payload: z.object({}),
    run: async () => {
      throw new Error('no')
    },
  })
  const worker = await startWorker(services, [{ name: 'test', tasks: () => [task] }])
  await database.transaction(system, async (ctx) => {
    for (let i = 0; i < 8; i++) await enqueue(ctx, 'test.failing', {})
  })
  const waits = async () => {
    const { rows } = await admin(
      database.ownerUrl,
      `select extract(epoch from run_at - updated_at)::float as s from graphile_worker._private_jobs
       where last_error is not null and attempts = 1`,
    )
    return rows.map((row) => Number(row.s))
  }
  await until(async () => (await waits()).length === 8, 10_000)
  const seen = await waits()
  await worker.stop()
  expect(Math.min(...seen)).toBeGreaterThanOrEqual(2.6)
  expect(Math.max(...seen)).toBeLessThanOrEqual(4.5)
  expect(new Set(seen.map((s) => s.toFixed(2))).size).toBeGreaterThan(3)
})

test('a database that cuts every connection interrupts the work and loses nothing of it', async () => {
  const services = testServices(database)
  const handled: string[] = []
  const handler = on(rang, 'test.resumed', async (_ctx, event) => {
    handled.push(event.id)
  })
  const worker = await startWorker(services, [{ name: 'test', handlers: [handler] }])
  for (let round = 0; round < 3; round++) {
    const ids = await ring(20)
    await admin(
      database.ownerUrl,
      `select pg_terminate_backend(pid) from pg_stat_activity where usename = 'atelier_app' and datname = current_database()`,
    )
    await until(async () => ids.every((id) => handled.includes(id)), 20_000)
  }
  await worker.stop()
  const once = await admin(
    database.ownerUrl,
    `select count(*)::int as n from handled_events where handler = 'test.resumed'`,
  )
  expect(once.rows[0].n).toBe(60)
})

test('a connection that is cut while a job is being ended neither ends the process nor keeps the job', async () => {
  const holder = new pg.Client({ connectionString: database.ownerUrl })
  await holder.connect()
  let held: string | undefined
  const task = defineTask({
    name: 'test.ending',
    payload: z.object({ fails: z.boolean() }),
    run: async ({ fails }, { id }) => {
      // Its row is held by another, so that the statement that ends it waits, and can be cut.
      await holder.query('begin')
      await holder.query('select from graphile_worker._private_jobs where id = $1 for update', [id])
      held = id
      if (fails) throw new Error('of the test')
    },
  })
  const cut = async (statement: string) => {
    const { rows } = await admin(
      database.ownerUrl,
      `select pg_terminate_backend(pid) from pg_stat_activity where usename = '${APP_ROLE}'
       and datname = current_database() and wait_event_type = 'Lock' and query like $1`,
      [statement],
    )
    return rows.length > 0
  }
  const row = async () =>
    (await admin(database.ownerUrl, 'select * from graphile_worker._private_jobs where id = $1', [held])).rows[0]
  const worker = await startWorker(testServices(database), [{ name: 'test', tasks: () => [task] }])
  const enqueued = (fails: boolean) =>
    database.transaction(system, (ctx) => enqueue(ctx, 'test.ending', { fails }, { maxAttempts: 1 }))

  await enqueued(false)
  await until(() => cut('delete from %'))
  await holder.query('rollback')
  await until(async () => (await row()) === undefined)

  await enqueued(true)
  await until(() => cut('%run_at%')) // when it is tried again
  await until(() => cut('%json_array_elements%'))
  await holder.query('rollback')
  await until(async () => (await row()).locked_by === null)
  expect(await row()).toMatchObject({ attempts: 1, last_error: 'of the test' })
  await worker.stop()
  await holder.end()
})
