import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'
import { type Database, openDatabase } from '../database/door.ts'
import { roleUrl } from '../database/migrate.ts'
import { APP_ROLE, OPERATOR_ROLE } from '../database/security.ts'
import type { Clock } from '../time.ts'

export const TEST_SECRET = 'the secret of the tests, known to all who read'

declare module 'vitest' {
  interface ProvidedContext {
    /** Superuser's address of the test server's `postgres` database. */
    adminUrl: string
    /** Name of the migrated database that each test file's is cloned from. */
    template: string
  }
}

/** A database of its own, cloned from the migrated template, dropped by `close`. */
export interface TestDatabase extends Database {
  /** The owner's address: for what only a migration or a test may do. */
  ownerUrl: string
  /** The addresses that a process of the application would be given. */
  url: string
  operatorUrl: string
  /** Another door to it with connections of its own, as another process has; whoever asks closes it. */
  another(): Database
  /** Something that holds a connection and has to end before the pools do. */
  beforeClose(end: () => Promise<void>): void
}

/**
 * Clones the template for one test file; `afterAll(() => database.close())`. `close` throws where the file has left money
 * that does not add up (P21): reconciliation runs after every test file.
 */
export async function testDatabase(options: { clock?: Clock; connections?: number } = {}): Promise<TestDatabase> {
  const adminUrl = inject('adminUrl')
  const name = `test_${randomBytes(6).toString('hex')}`
  await admin(adminUrl, `create database ${name} template ${inject('template')}`)
  const ownerUrl = Object.assign(new URL(adminUrl), { pathname: `/${name}` }).toString()
  const urls = {
    url: roleUrl(ownerUrl, APP_ROLE, TEST_SECRET),
    operatorUrl: roleUrl(ownerUrl, OPERATOR_ROLE, TEST_SECRET),
  }
  const open = () =>
    openDatabase({
      ...urls,
      connections: options.connections ?? 10,
      ...(options.clock ? { clock: options.clock } : {}),
    })
  const database = open()
  const ends: (() => Promise<void>)[] = []
  return {
    ...database,
    ...urls,
    ownerUrl,
    another: open,
    beforeClose: (end) => {
      ends.push(end)
    },
    close: async () => {
      await Promise.all(ends.map((end) => end()))
      await database.close()
      const { rows } = await admin(ownerUrl, 'select * from ledger_discrepancies() limit 20')
      await admin(adminUrl, `drop database if exists ${name} with (force)`)
      if (rows.length > 0)
        throw new Error(
          `money does not add up after these tests:\n${rows.map((row) => JSON.stringify(row)).join('\n')}`,
        )
    },
  }
}

/** One statement as the superuser, for what a test must arrange behind the application's back. */
export async function admin(url: string, statement: string, values: unknown[] = []): Promise<pg.QueryResult> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await client.query(statement, values)
  } finally {
    await client.end()
  }
}
