import { afterAll, beforeAll, expect, test } from 'vitest'
import { modules } from './app.ts'
import { layDemoWorld } from './demo.ts'
import { demoSignIns, refuseDemoWorld } from './demo-sign-ins.ts'
import { StartError } from './kernel/start-error.ts'
import { admin, type TestDatabase, testDatabase } from './kernel/testing/database.ts'
import { testServices } from './kernel/testing/http.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase({ connections: 20 })
})
afterAll(() => database.close())

test('of two processes that start at once one lays the demo world, its money adds up, and production refuses it', async () => {
  const permissions = modules.map((module) => module.permissions ?? {})
  const services = testServices(database, {}, permissions)
  const production = { ...services, config: { ...services.config, MODE: 'production' as const } }
  await refuseDemoWorld(production)
  expect(await demoSignIns(services)).toEqual([])
  const laid = await Promise.all([layDemoWorld(services), layDemoWorld(services)])
  expect(laid.sort()).toEqual([false, true])
  const names = async () => (await demoSignIns(services)).map(({ email }) => email.split('@')[0])
  expect(await names()).toEqual(['operator', 'vera', 'nina', 'ilya', 'marina', 'tess'])
  const block = "update accounts set blocked_at = now(), blocked_reason = 'test' where email = 'nina@atelier.example'"
  await admin(database.ownerUrl, block)
  expect(await names()).not.toContain('nina')
  const { rows } = await admin(database.ownerUrl, 'select slug from studios order by slug')
  expect(rows.map((row) => row.slug)).toEqual(['atelier', 'sever', 'tide'])
  await expect(refuseDemoWorld(production)).rejects.toThrow(StartError)
  await refuseDemoWorld(services)
  expect((await database.pool.query('select * from ledger_discrepancies()')).rows).toEqual([])
  const late = `select * from (select occurred_at, lag(occurred_at) over (partition by wallet_id order by id) as earlier
    from postings) lines where earlier > occurred_at`
  expect((await admin(database.ownerUrl, late)).rows, 'a statement follows its dates').toEqual([])
}, 120_000)
