import { sql } from 'drizzle-orm'
import type { Ctx } from '../context.ts'

/** What one process of all does at a time, by the number of its advisory lock: here together, so that no two are alike. */
export const LOCKS = { migration: 72_616_454, dispatch: 72_616_455, handOver: 72_616_456, demo: 72_616_458 } as const

/** Advisory locks with a second key, PostgreSQL's `hashtext` of a name: of a worker that lives, of what runs alone. */
export const LOCK_CLASSES = { presence: 72_616_456, alone: 72_616_457 } as const

/**
 * Waits until no other transaction holds the lock of this name in this studio, and holds it until its own ends: what is
 * counted after it is still so when it is written, however many ask at once.
 *
 * A name says `what` is counted, in the plural and as its table is called (`services`, `holds`), and where not all of the
 * studio's are counted together, `whose` they are. A limit has one name, so whoever counts to it meets here; two limits
 * never share one. By hash it is a 64-bit number: names that fall together wait for each other and come to no harm.
 *
 * Order: it comes after all rows and resources that the transaction locks, and just before the count; nobody who holds
 * one waits for a row that another holder might have.
 */
export async function lockNamed(ctx: Ctx, what: string, whose = ''): Promise<void> {
  const name = `${what} ${ctx.studioId} ${whose}`
  await ctx.tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`)
}

/**
 * The lock of this name for the whole platform, until the transaction ends. Who reads what seldom changes holds it
 * `together`; who changes it holds it `alone`: waits for all of them and keeps out those who come after. It comes before
 * any wallet is locked, so that nobody who holds it waits for somebody behind the one who wants it alone.
 */
export async function lockOfPlatform(ctx: Ctx, what: string, how: 'together' | 'alone'): Promise<void> {
  const shared = sql.raw(how === 'together' ? '_shared' : '')
  await ctx.tx.execute(sql`select pg_advisory_xact_lock${shared}(hashtextextended(${what}, 0))`)
}
