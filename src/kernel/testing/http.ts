import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pino from 'pino'
import { openCache } from '../cache.ts'
import { readConfig } from '../config.ts'
import { simulatedGateway } from '../gateway/simulated.ts'
import { addSimulatedPage } from '../gateway/simulated-page.ts'
import { createHttp, type HttpOptions } from '../http/server.ts'
import type { App } from '../http/types.ts'
import { newId } from '../ids.ts'
import { openLive } from '../live/hub.ts'
import type { Services } from '../services.ts'
import { openStorage } from '../storage/index.ts'
import { openTelegram } from '../telegram/telegram.ts'
import { TEST_SECRET, type TestDatabase } from './database.ts'

/** The services of a test: its own database and folder of files, the settings' defaults, a silent log. */
export function testServices(
  database: TestDatabase,
  settings: NodeJS.ProcessEnv = {},
  permissions: Services['permissions'] = [],
  settlements: Services['settlements'] = {},
): Services {
  const dataDir = join(tmpdir(), `atelier-${newId()}`)
  const config = readConfig({ SECRET: TEST_SECRET, PORT: '0', DATA_DIR: dataDir, ...settings })
  const log = pino({ level: settings.LOG_LEVEL ?? 'silent' })
  const telegram = openTelegram(config)
  const live = openLive(database, log)
  database.beforeClose(async () => {
    await live.close()
    await rm(dataDir, { recursive: true, force: true })
  })
  const storage = openStorage(config)
  return {
    config,
    database,
    permissions,
    gateway: simulatedGateway(config, database),
    settlements,
    log,
    cache: openCache(config),
    live,
    storage,
    ...(telegram ? { telegram } : {}),
  }
}

/** A server that really listens, on a free port of loopback. */
export async function listen(options: HttpOptions): Promise<{ app: App; url: string; close(): Promise<void> }> {
  const app = await createHttp(options)
  await addSimulatedPage(app, options.services)
  const url = await app.listen({ port: 0, host: '127.0.0.1' })
  return { app, url, close: () => app.close() }
}
