import { randomUUID } from 'node:crypto'
import { expect } from 'vitest'
import { admin, type TestDatabase } from '../src/kernel/testing/database.ts'
import { addPerson } from './people.ts'

/** An operator who sets the platform's commission over HTTP, in percent, with a floor in kopecks. */
export async function commissionOf(world: { url: string; database: Pick<TestDatabase, 'ownerUrl'> }) {
  const { cookie } = await addPerson(world.database, { name: 'Тамара', operator: true })
  const url = `${world.url}/api/console/commission-terms`
  return async (percent: number, floorMinor = '0'): Promise<void> => {
    const { items } = await (await fetch(url, { headers: { cookie } })).json()
    const floors = { RUB: floorMinor, USD: '0', EUR: '0' }
    const answer = await fetch(url, {
      method: 'POST',
      headers: { cookie, 'content-type': 'application/json', 'idempotency-key': randomUUID() },
      body: JSON.stringify({ replaces: items[0].id, bps: percent * 100, floors, reason: 'test' }),
    })
    expect(answer.status).toBe(201)
  }
}

/** Purchases of a table that keep another commission than the one in force when they were bought. */
export async function wronglyKept(database: Pick<TestDatabase, 'ownerUrl'>, table: string, at: string) {
  const { rows } = await admin(
    database.ownerUrl,
    `select b.id from ${table} b where b.commission_bps <> (select t.commission_bps from platform_terms t
       where t.in_force_from <= b.${at} order by t.in_force_from desc limit 1)`,
  )
  return rows
}
