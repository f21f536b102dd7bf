import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { admin, type TestDatabase, testDatabase } from '../testing/database.ts'
import { dispatchAll } from '../testing/dispatch.ts'
import { dispatchEvents, sealOf } from './dispatch.ts'
import { defineEvent, publish } from './event.ts'
import { handleEvent, on } from './handlers.ts'

const rang = defineEvent('bell.rang', z.object({ times: z.number() }), 'staff')
let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())

const scope = (studioId: string) => ({ studioId, actor: { kind: 'system' }, request: { id: 'test' } }) as const

async function ring(studioId: string, times: number) {
  return database.transaction(scope(studioId), (ctx) =>
    publish(ctx, rang, { subject: { type: 'bell', id: randomUUID() }, payload: { times } }),
  )
}

test('each event is queued once for each of its handlers, and sealed behind the one before it', async () => {
  const studio = randomUUID()
  await ring(studio, 1)
  await ring(randomUUID(), 2)
  const handler = on(rang, 'test.count', async () => undefined)
  expect(await dispatchAll(database, [handler])).toBe(2)
  expect(await dispatchEvents(database.pool, [handler])).toBe(0)
  const jobs = await admin(database.ownerUrl, 'select count(*)::int as n from graphile_worker.jobs')
  expect(jobs.rows[0].n).toBe(2)
  const seals = await admin(database.ownerUrl, 'select * from sealed_events(0, 10)')
  const first = sealOf(Buffer.alloc(0), seals.rows[0].canonical)
  expect(seals.rows[0].hash).toEqual(first)
  expect(seals.rows[1].hash).toEqual(sealOf(first, seals.rows[1].canonical))
})

test('an event of a transaction still under way is not passed over', async () => {
  const studio = randomUUID()
  let release: () => void = () => undefined
  const held = new Promise<void>((done) => {
    release = done
  })
  const slow = database.transaction(scope(studio), async (ctx) => {
    await publish(ctx, rang, { subject: { type: 'bell', id: randomUUID() }, payload: { times: 3 } })
    await held
  })
  await ring(studio, 4)
  const before = await dispatchEvents(database.pool, [])
  release()
  await slow
  expect(before + (await dispatchAll(database))).toBe(2)
})

test('a handler run twice for one event has its effect once', async () => {
  const studio = randomUUID()
  let runs = 0
  const handler = on(rang, 'test.once', async (_ctx, event) => {
    runs += event.payload.times
  })
  const id = await ring(studio, 5)
  await handleEvent(database, handler, studio, id)
  await handleEvent(database, handler, studio, id)
  expect(runs).toBe(5)
})

test('the application role can neither change nor delete an event', async () => {
  const studio = randomUUID()
  await ring(studio, 6)
  await expect(
    database.transaction(scope(studio), (ctx) => ctx.tx.execute("update events set name = 'x'")),
  ).rejects.toMatchObject({ cause: { code: '42501' } })
  await expect(
    database.transaction(scope(studio), (ctx) => ctx.tx.execute('delete from events')),
  ).rejects.toMatchObject({ cause: { code: '42501' } })
})

test('a studio sees no event of another', async () => {
  await ring(randomUUID(), 7)
  const seen = await database.transaction(scope(randomUUID()), (ctx) => ctx.tx.execute('select * from events'))
  expect(seen.rows).toEqual([])
})
