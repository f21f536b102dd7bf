import type { FastifyBaseLogger } from 'fastify'
import type { Cache } from './cache.ts'
import type { Config } from './config.ts'
import type { Database } from './database/door.ts'
import type { Gateway } from './gateway/gateway.ts'
import type { Settlement } from './gateway/settlement.ts'
import type { LiveHub } from './live/hub.ts'
import type { PermissionCatalogue } from './policy.ts'
import type { Storage } from './storage/index.ts'
import type { Telegram } from './telegram/telegram.ts'

/** What the kernel offers to modules' routes and tasks: the outside world, each behind one small interface. */
export interface Services {
  config: Config
  database: Database
  /** Files: blobs for good, uploads until they are whole. */
  storage: Storage
  /** What all modules let people do: read by sign-in and by the owner's screens. */
  permissions: readonly PermissionCatalogue[]
  /** Where money comes in. */
  gateway: Gateway
  /** What modules do with it, by purpose. */
  settlements: Readonly<Record<string, Settlement>>
  log: FastifyBaseLogger
  cache: Cache
  /** What tells open pages that something happened. */
  live: LiveHub
  /** Absent while no bot token is set: the screens say so. */
  telegram?: Telegram
}
