import { drizzle } from 'drizzle-orm/node-postgres'
import pg from 'pg'
import { accountOf, type Ctx, type Scope } from '../context.ts'
import { isUuid } from '../ids.ts'
import { type Clock, systemClock } from '../time.ts'
import { PreparingClient } from './preparing-client.ts'
import type { Transaction } from './transaction.ts'

export interface DatabaseOptions {
  /** Connection string of the application's role. */
  url: string
  /** Connection string of the operator's reading role. */
  operatorUrl: string
  /** Most connections at once, each pool. */
  connections?: number
  clock?: Clock
}

/** The one door to the database. */
export interface Database {
  /**
   * Runs `fn` in one transaction in which the scope's studio is set, so that row-level security shows that studio only
   * (P7). The caller has checked the membership. A deadlock runs it again, at most three times in all.
   */
  transaction<T>(scope: Scope, fn: (ctx: Ctx) => Promise<T>): Promise<T>
  /** A read-only transaction of the operator's role, which sees every studio (P18). Named exception. */
  asOperator<T>(scope: Scope, fn: (ctx: Ctx) => Promise<T>): Promise<T>
  /** The application role's pool, for prepared statements outside a studio: sign-in, the ledger's batches, the queue. */
  pool: pg.Pool
  clock: Clock
  close(): Promise<void>
}

const MAX_ATTEMPTS = 3
const DEADLOCK_DETECTED = '40P01'

/** Opens the pools; connects on first use. */
export function openDatabase(options: DatabaseOptions): Database {
  const max = options.connections ?? 10
  const pool = newPool(options.url, max)
  const operatorPool = newPool(options.operatorUrl, Math.min(max, 4))
  const clock = options.clock ?? systemClock
  return {
    pool,
    clock,
    transaction: (scope, fn) => runTransaction(pool, 'begin', clock, scope, fn),
    asOperator: (scope, fn) => runTransaction(operatorPool, 'begin read only', clock, scope, fn),
    close: async () => {
      await Promise.all([pool.end(), operatorPool.end()])
    },
  }
}

function newPool(connectionString: string, max: number): pg.Pool {
  const pool = new pg.Pool({ connectionString, max, application_name: 'atelier', Client: PreparingClient })
  // A connection that breaks (the server restarted) is dropped by the pool, and its queries fail; without a listener, on
  // the pool for idle ones and on each of them while it is in use, it would end the process.
  pool.on('error', () => undefined)
  pool.on('connect', (client) => {
    client.on('error', () => undefined)
  })
  return pool
}

async function runTransaction<T>(
  pool: pg.Pool,
  begin: string,
  clock: Clock,
  scope: Scope,
  fn: (ctx: Ctx) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await attemptTransaction(pool, begin, clock, scope, fn)
    } catch (error) {
      if (attempt >= MAX_ATTEMPTS || sqlState(error) !== DEADLOCK_DETECTED) throw error
    }
  }
}

async function attemptTransaction<T>(
  pool: pg.Pool,
  begin: string,
  clock: Clock,
  scope: Scope,
  fn: (ctx: Ctx) => Promise<T>,
): Promise<T> {
  const opening = `${begin}; ${settings(scope)}`
  const client = await pool.connect()
  let broken: Error | undefined
  const onError = (error: Error) => {
    broken = error
  }
  client.on('error', onError)
  try {
    await client.query(opening)
    const ctx: Ctx = {
      tx: drizzleOf(client),
      studioId: scope.studioId,
      actor: scope.actor,
      now: clock.now(),
      request: scope.request,
    }
    const result = await fn(ctx)
    await client.query('commit')
    return result
  } catch (error) {
    await client.query('rollback').catch((failure: Error) => {
      broken = failure
    })
    throw error
  } finally {
    client.off('error', onError)
    client.release(broken)
  }
}

/** `SET LOCAL` takes no parameters: the ids are checked to be UUIDs before they stand in the text. */
function settings(scope: Scope): string {
  if (!isUuid(scope.studioId)) throw new TypeError('the scope carries no studio')
  const accountId = accountOf(scope.actor)
  if (accountId === undefined) return `set local app.studio_id = '${scope.studioId}'`
  if (!isUuid(accountId)) throw new TypeError('the scope carries no valid account')
  return `set local app.studio_id = '${scope.studioId}'; set local app.account_id = '${accountId}'`
}

/**
 * Runs `fn` for another studio inside the same transaction, and comes back: for the one moment in which a studio comes to
 * be with what begot it, and for what the platform tells all of them at once. The caller has seen to it that this is
 * allowed.
 */
export async function withinStudio<T>(ctx: Ctx, studioId: string, fn: (ctx: Ctx) => Promise<T>): Promise<T> {
  if (!isUuid(studioId)) throw new TypeError('not a studio')
  await ctx.tx.$client.query(`set local app.studio_id = '${studioId}'`)
  const result = await fn({ ...ctx, studioId })
  await ctx.tx.$client.query(`set local app.studio_id = '${ctx.studioId}'`)
  return result
}

const drizzles = new WeakMap<pg.PoolClient, Transaction>()

function drizzleOf(client: pg.PoolClient): Transaction {
  const known = drizzles.get(client)
  if (known) return known
  const made: Transaction = drizzle({ client, casing: 'snake_case' })
  drizzles.set(client, made)
  return made
}

/** The SQLSTATE of a database error, through the wrapper that Drizzle puts around it. */
export function sqlState(error: unknown): string | undefined {
  return databaseError(error)?.code
}

/** The constraint that a database error names, for mapping a violation to a problem. */
export function violatedConstraint(error: unknown): string | undefined {
  return databaseError(error)?.constraint
}

/** What a violation says besides its constraint: the limit that it met. */
export function violationDetail(error: unknown): string | undefined {
  return databaseError(error)?.detail
}

/** What the driver says, without a code, of a connection that broke under a query or while it was made. */
const LOST =
  /^(Connection terminated|Client has encountered a connection error|Client was closed|timeout exceeded when trying to connect)/

/** Whether it failed because the server went away, not because of what was asked. */
export function isConnectionLost(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  return LOST.test(error.message) || isConnectionLost(error.cause)
}

function databaseError(error: unknown): pg.DatabaseError | undefined {
  if (error instanceof pg.DatabaseError) return error
  if (error instanceof Error && error.cause !== undefined) return databaseError(error.cause)
  return undefined
}
