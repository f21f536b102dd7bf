import pino from 'pino'
import { createApi, modules } from '../src/app.ts'
import { openCache } from '../src/kernel/cache.ts'
import { readConfig } from '../src/kernel/config.ts'
import { openDatabase } from '../src/kernel/database/door.ts'
import { simulatedGateway } from '../src/kernel/gateway/simulated.ts'
import { startWorker } from '../src/kernel/jobs/worker.ts'
import { openLive } from '../src/kernel/live/hub.ts'
import { openStorage } from '../src/kernel/storage/index.ts'

/**
 * The whole API with a worker, in a process of its own on a test's database. Tells its address; answers each message
 * with its resident memory now and at its highest, in bytes.
 */
const { TEST_APP_URL: url = '', TEST_OPERATOR_URL: operatorUrl = '' } = process.env
const config = readConfig({ SECRET: 'x'.repeat(32), PORT: '0', DATA_DIR: process.env.DATA_DIR })
const database = openDatabase({ url, operatorUrl, connections: 10 })
const log = pino({ level: 'silent' })
const services = {
  ...{ config, database, log, cache: openCache(config), live: openLive(database, log), storage: openStorage(config) },
  permissions: modules.map((module) => module.permissions ?? {}),
  gateway: simulatedGateway(config, database),
  settlements: {},
}
const app = await createApi(services)
const worker = await startWorker(services, modules)

let highest = 0
setInterval(() => {
  highest = Math.max(highest, process.memoryUsage.rss())
}, 20).unref()
process.on('message', () => process.send?.({ now: process.memoryUsage.rss(), highest }))
process.on('disconnect', async () => {
  await worker.stop()
  await app.close()
  process.exit(0)
})
process.send?.({ url: await app.listen({ port: 0, host: '127.0.0.1' }) })
