import { setTimeout as delay } from 'node:timers/promises'
import type pg from 'pg'
import type { Services } from '../services.ts'

/** How graphile-worker names the statements that end a job. */
const ENDS_JOB = /^(complete|fail)_job(_q)?\//
const FIRST_WAIT_MS = 100
const LONGEST_WAIT_MS = 3000
const NOTHING = { rows: [], rowCount: 0 }

/**
 * A pool for graphile-worker that outlasts a database that is gone for a while. The library does not wait for the
 * statement that ends a job: where its connection is cut, the error is nobody's and ends the process, and the job stays
 * taken. Here to connect, and to end a job, which may be done twice, is tried again until it succeeds or `over` fires.
 */
export function patientPool(pool: pg.Pool, over: AbortSignal, log: Services['log']): pg.Pool {
  const again = async <Result>(what: string, once: () => Promise<Result>): Promise<Result> => {
    for (let waitMs = FIRST_WAIT_MS; ; waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS)) {
      try {
        return await once()
      } catch (error) {
        if (over.aborted) throw error
        log.warn({ err: error }, `${what}: trying again`)
        await delay(waitMs)
      }
    }
  }
  const patientClient = (client: pg.PoolClient) =>
    instead(client, 'query', (statement: unknown, ...rest: unknown[]) => {
      const query = client.query as (...args: unknown[]) => Promise<unknown>
      const asked = query.call(client, statement, ...rest)
      if (!isEndOfJob(statement)) return asked
      // When all is over, the worker's presence ends, and the job is given back by that.
      return asked.catch(() => again('a job could not be ended', () => pool.query(statement))).catch(() => NOTHING)
    })
  const patient = async () => patientClient(await again('the queue has no database', () => pool.connect()))
  // Asked with a callback, which is how it listens for news, it has a patience of its own.
  return instead(pool, 'connect', (listen?: Parameters<pg.Pool['connect']>[0]) =>
    listen ? pool.connect(listen) : patient(),
  )
}

function isEndOfJob(statement: unknown): statement is pg.QueryConfig {
  if (typeof statement !== 'object' || statement === null || !('name' in statement)) return false
  return typeof statement.name === 'string' && ENDS_JOB.test(statement.name)
}

/** The same object but for one of its functions. */
function instead<Whole extends object>(whole: Whole, name: string, replacement: unknown): Whole {
  return new Proxy(whole, {
    get: (target, property) => {
      if (property === name) return replacement
      const value: unknown = Reflect.get(target, property)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}
