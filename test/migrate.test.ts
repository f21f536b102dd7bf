import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { expect, inject, test } from 'vitest'
import { modules } from '../src/app.ts'
import { migrate } from '../src/kernel/database/migrate.ts'
import { admin, TEST_SECRET } from '../src/kernel/testing/database.ts'
import { until } from '../src/kernel/testing/until.ts'

test('of several that migrate an empty database at once one does it, the rest wait for it, and all succeed', async () => {
  const adminUrl = inject('adminUrl')
  const name = `test_empty_${randomBytes(6).toString('hex')}`
  await admin(adminUrl, `create database ${name}`)
  const url = Object.assign(new URL(adminUrl), { pathname: `/${name}` }).toString()
  const rows = async (statement: string) => (await admin(url, statement)).rows
  const first = new pg.Client({ connectionString: url })
  await first.connect()
  // Somebody else migrates already.
  await first.query('select pg_advisory_lock(72616454)')
  let done = 0
  const starts = Array.from({ length: 3 }, () => migrate(url, modules, TEST_SECRET).then(() => done++))
  const waiting = "select 1 from pg_locks where locktype = 'advisory' and not granted and objid = 72616454"
  await until(async () => (await rows(waiting)).length === 3)
  expect([done, await rows("select 1 from pg_namespace where nspname = 'migrations'")]).toEqual([0, []])
  await first.end()
  await Promise.all(starts)
  const applied = await rows('select module, name, applied_at, hash from migrations.applied order by applied_at')
  expect(applied.length).toBeGreaterThan(modules.length)
  await migrate(url, modules, TEST_SECRET)
  expect(await rows('select module, name, applied_at, hash from migrations.applied order by applied_at')).toEqual(
    applied,
  )
  expect(await rows("select slug from studios where slug = 'atelier'")).toHaveLength(1)
  await admin(adminUrl, `drop database ${name} with (force)`)
})
