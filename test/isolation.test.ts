import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Ctx } from '../src/kernel/context.ts'
import { sqlState } from '../src/kernel/database/door.ts'
import { declaredTables } from '../src/kernel/database/tables.ts'
import { admin, type TestDatabase, testDatabase } from '../src/kernel/testing/database.ts'
import '../src/app.ts'

/**
 * Every studio's table tried from another studio (P7). Each table is given one row of studio B behind the
 * application's back; what a row must otherwise be is dropped from this copy of the database, so that the matrix needs
 * to know nothing of the tables.
 */
const studioA = randomUUID()
const studioB = randomUUID()
const foreignId = randomUUID()
const tenants = [...declaredTables()].filter(([, security]) => security.kind === 'tenant').map(([name]) => name)

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
  for (const name of tenants) await admin(database.ownerUrl, loosenAndFill(name))
})
afterAll(() => database.close())

function loosenAndFill(table: string): string {
  return `do $$ declare c record; begin
    set local session_replication_role = replica;
    for c in select conname from pg_constraint where conrelid = '"${table}"'::regclass and contype = 'c' loop
      execute format('alter table "${table}" drop constraint if exists %I', c.conname); end loop;
    for c in select attname from pg_attribute where attrelid = '"${table}"'::regclass and attnum > 0 and attnotnull
               and attidentity = '' and attname not in ('studio_id', 'id') loop
      execute format('alter table "${table}" alter column %I drop not null', c.attname); end loop;
    insert into "${table}" (studio_id, id) values ('${studioB}', '${foreignId}');
  end $$`
}

function fromA<T>(fn: (ctx: Ctx) => Promise<T>): Promise<T> {
  return database.transaction({ studioId: studioA, actor: { kind: 'system' }, request: { id: 'test' } }, fn)
}

/** How many rows the statement touched, or `refused` when the role may not do it or the policy forbids the row. */
async function attempt(statement: string): Promise<number | 'refused'> {
  try {
    return await fromA(async (ctx) => (await ctx.tx.execute(sql.raw(statement))).rowCount ?? 0)
  } catch (error) {
    if (sqlState(error) === '42501') return 'refused'
    throw error
  }
}

test.each(tenants)('no row of another studio in %s can be seen, made, changed or removed', async (table) => {
  expect(await attempt(`select 1 from "${table}" where id = '${foreignId}'`)).toBe(0)
  expect(await attempt(`insert into "${table}" (studio_id, id) values ('${studioB}', '${randomUUID()}')`)).toBe(
    'refused',
  )
  expect([0, 'refused']).toContain(await attempt(`update "${table}" set id = id where id = '${foreignId}'`))
  expect([0, 'refused']).toContain(await attempt(`delete from "${table}" where id = '${foreignId}'`))
  const left = await admin(database.ownerUrl, `select 1 from "${table}" where id = '${foreignId}'`)
  expect(left.rowCount).toBe(1)
})

test('without a studio set, nothing of any studio is to be seen', async () => {
  const { rows } = await database.pool.query('select 1 from events')
  expect(rows).toEqual([])
})
