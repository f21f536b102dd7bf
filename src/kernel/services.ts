import type { FastifyBaseLogger } from 'fastify'
import type { Config } from './config.ts'
import type { Database } from './database/door.ts'

/** What the kernel offers to modules' routes and tasks: the outside world, each behind one small interface. */
export interface Services {
  config: Config
  database: Database
  log: FastifyBaseLogger
}
