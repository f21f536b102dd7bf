import pino from 'pino'
import { openCache } from './kernel/cache.ts'
import { type Config, derivedKey } from './kernel/config.ts'
import { openDatabase } from './kernel/database/door.ts'
import { migrate, roleUrl } from './kernel/database/migrate.ts'
import { APP_ROLE, OPERATOR_ROLE } from './kernel/database/security.ts'
import { simulatedGateway } from './kernel/gateway/simulated.ts'
import { addSimulatedPage } from './kernel/gateway/simulated-page.ts'
import { createHttp } from './kernel/http/server.ts'
import type { App } from './kernel/http/types.ts'
import { kernelModule } from './kernel/kernel-module.ts'
import { openLive } from './kernel/live/hub.ts'
import type { Module } from './kernel/module.ts'
import type { Services } from './kernel/services.ts'
import { openStorage } from './kernel/storage/index.ts'
import { openTelegram } from './kernel/telegram/telegram.ts'
import { auditModule } from './modules/audit/index.ts'
import { brandModule } from './modules/brand/index.ts'
import { filesModule } from './modules/files/index.ts'
import { identityModule } from './modules/identity/index.ts'
import { ledgerModule } from './modules/ledger/index.ts'
import { messagingModule } from './modules/messaging/index.ts'
import { notificationsModule } from './modules/notifications/index.ts'
import { recordingModule } from './modules/recording/index.ts'
import { schedulingModule } from './modules/scheduling/index.ts'
import { principalLoader, studiosModule } from './modules/studios/index.ts'
import { subscriptionsModule } from './modules/subscriptions/index.ts'
import { serveWeb } from './web/server.ts'

/** The kernel and the business, in the order of the floors: what is further down may be imported by what is further up. */
const business: readonly Module[] = [
  kernelModule,
  identityModule,
  studiosModule,
  filesModule,
  ledgerModule,
  brandModule,
  schedulingModule,
  messagingModule,
  recordingModule,
  subscriptionsModule,
]

/** Every module. The top floor hears the events of all others and is imported by nobody. */
export const modules: readonly Module[] = [...business, notificationsModule(business), auditModule(business)]

/** Brings the database of `ownerUrl` to what this code expects. Waits while another process does the same. */
export function prepareDatabase(config: Config, ownerUrl: string): Promise<void> {
  return migrate(ownerUrl, modules, databaseSecret(config))
}

/** Opens what routes and tasks work with. `close` ends it in the opposite order. */
export function openServices(config: Config, ownerUrl: string): Services & { close(): Promise<void> } {
  const secret = databaseSecret(config)
  const database = openDatabase({
    url: roleUrl(ownerUrl, APP_ROLE, secret),
    operatorUrl: roleUrl(ownerUrl, OPERATOR_ROLE, secret),
    connections: config.DATABASE_CONNECTIONS,
  })
  const log = pino({ level: config.LOG_LEVEL })
  const cache = openCache(config)
  const live = openLive(database, log)
  const telegram = openTelegram(config)
  return {
    config,
    database,
    permissions: modules.map((module) => module.permissions ?? {}),
    gateway: simulatedGateway(config, database),
    settlements: Object.assign({}, ...modules.map((module) => module.settlements ?? {})),
    log,
    cache,
    live,
    storage: openStorage(config),
    ...(telegram ? { telegram } : {}),
    close: async () => {
      await live.close()
      await Promise.all([cache.close(), database.close()])
    },
  }
}

/** The HTTP server with all modules' routes, without the pages. */
export async function createApi(services: Services): Promise<App> {
  const app = await createHttp({ services, modules, loadPrincipal: principalLoader(services.permissions) })
  await addSimulatedPage(app, services)
  return app
}

/** The HTTP server with all modules' routes and the pages; not listening yet. */
export async function createApp(services: Services): Promise<App> {
  const app = await createApi(services)
  await serveWeb(app, services.config.BASE_URL)
  return app
}

function databaseSecret(config: Config): string {
  return derivedKey(config.SECRET, 'database roles')
}
