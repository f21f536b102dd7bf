import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '../ids.ts'
import { type TestDatabase, testDatabase } from '../testing/database.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase({ connections: 1 })
})
afterAll(() => database.close())

const inStudio = <T>(fn: Parameters<TestDatabase['transaction']>[1]) =>
  database.transaction({ studioId: newId(), actor: { kind: 'system' }, request: { id: 'test' } }, fn) as Promise<T>

test('what is asked a second time is prepared once, with its values apart', async () => {
  const answers = await inStudio<number[]>(async ({ tx }) => {
    const found: number[] = []
    for (const value of [1, 2, 3, 4]) {
      const { rows } = await tx.execute<{ twice: number }>(sql`select ${value}::int * 2 as twice`)
      found.push(rows[0]?.twice ?? 0)
    }
    return found
  })
  expect(answers).toEqual([2, 4, 6, 8])
  const { rows } = await database.pool.query(
    `select generic_plans + custom_plans as used from pg_prepared_statements where statement like '% as twice'`,
  )
  expect(rows).toEqual([{ used: '3' }])
})

test('a statement that fails can be asked again', async () => {
  const divide = (by: number) =>
    inStudio<unknown>(async ({ tx }) => (await tx.execute(sql`select 10 / ${by}::int as share`)).rows)
  for (const by of [5, 0, 2, 0, 1]) {
    const answer = divide(by)
    if (by === 0) await expect(answer).rejects.toThrow()
    else expect(await answer).toEqual([{ share: 10 / by }])
  }
})
