import { sql } from 'drizzle-orm'
import pino from 'pino'
import { z } from 'zod'
import { openCache } from '../src/kernel/cache.ts'
import { readConfig } from '../src/kernel/config.ts'
import { openDatabase } from '../src/kernel/database/door.ts'
import { defineEvent } from '../src/kernel/events/event.ts'
import { on } from '../src/kernel/events/handlers.ts'
import { startWorker } from '../src/kernel/jobs/worker.ts'
import { openLive } from '../src/kernel/live/hub.ts'
import { openStorage } from '../src/kernel/storage/index.ts'

/**
 * A worker in a process of its own, for tests that kill one. Its handler writes a row of `effects`, slowly enough that
 * a kill often falls into the middle. Prints "ready" once it works.
 */
const rang = defineEvent('bell.rang', z.object({ times: z.number() }), 'staff')
const effect = on(rang, 'test.effect', async (ctx, event) => {
  await ctx.tx.execute(sql`insert into effects (event_id, times) values (${event.id}, ${event.payload.times})`)
  await ctx.tx.execute(sql`select pg_sleep(0.02)`)
})

const url = process.env.TEST_APP_URL ?? ''
const database = openDatabase({ url, operatorUrl: url, connections: 10 })
const config = readConfig({ SECRET: 'x'.repeat(32) })
const log = pino({ level: 'silent' })
const storage = openStorage(config)
const services = { config, database, log, cache: openCache(config), live: openLive(database, log), storage }
const worker = await startWorker(services, [{ name: 'test', handlers: [effect] }])
process.on('SIGTERM', () => {
  worker
    .stop()
    .then(() => database.close())
    .then(() => process.exit(0))
})
console.log('ready')
