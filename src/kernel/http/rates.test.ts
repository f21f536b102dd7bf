import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { kernelModule } from '../kernel-module.ts'
import type { Module } from '../module.ts'
import { type TestDatabase, testDatabase } from '../testing/database.ts'
import { listen, testServices } from '../testing/http.ts'
import { limit } from './rates.ts'

/** Redis is tried where one can be had: TEST_REDIS_URL names it. */
const redis = process.env.TEST_REDIS_URL

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())

async function serve(REDIS_URL: string | undefined, path: string) {
  const bell: Module = {
    name: 'bell',
    routes: (app) => {
      app.get(path, { config: { access: { kind: 'public' }, ...limit(3, 60) }, schema: {} }, async () => ({ rung: 1 }))
    },
  }
  return listen({
    services: testServices(database, { REDIS_URL }),
    modules: [kernelModule, bell],
    loadPrincipal: async () => ({ profilesHere: 0 }),
  })
}

test.skipIf(!redis)('two processes count together what one person asks, by Redis', async () => {
  const path = `/api/bell/${randomUUID()}`
  const servers = await Promise.all([serve(redis, path), serve(redis, path)])
  const statuses: number[] = []
  for (let asked = 0; asked < 6; asked++) {
    const { url } = servers[asked % 2] ?? servers[0]
    statuses.push((await fetch(url + path)).status)
  }
  expect(statuses).toEqual([200, 200, 200, 429, 429, 429])
  await Promise.all(servers.map((server) => server.close()))
})

test('a Redis that does not answer lets requests through at once', async () => {
  const path = '/api/bell'
  const server = await serve('redis://127.0.0.1:9', path)
  for (let asked = 0; asked < 5; asked++) expect((await fetch(server.url + path)).status).toBe(200)
  await server.close()
})

test('what pages are made of is not counted: a class that opens one together sees it', async () => {
  const path = '/_astro/page.js'
  const server = await serve(undefined, path)
  for (let asked = 0; asked < 5; asked++) expect((await fetch(server.url + path)).status).toBe(200)
  await server.close()
})

test('one process counts by itself, and says when to come back', async () => {
  const path = '/api/bell'
  const server = await serve(undefined, path)
  for (let asked = 0; asked < 3; asked++) expect((await fetch(server.url + path)).status).toBe(200)
  const refused = await fetch(server.url + path)
  expect([refused.status, (await refused.json()).code]).toEqual([429, 'too_many_requests'])
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
  await server.close()
})
