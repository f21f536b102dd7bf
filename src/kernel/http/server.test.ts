import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { connect } from 'node:net'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { kernelModule } from '../kernel-module.ts'
import type { Module } from '../module.ts'
import { type TestDatabase, testDatabase } from '../testing/database.ts'
import { listen, testServices } from '../testing/http.ts'
import type { Principal } from './principal.ts'
import type { App } from './types.ts'

const studio = {
  id: randomUUID(),
  slug: 'north',
  name: 'North',
  currency: 'RUB',
  zone: 'Europe/Moscow',
  locale: 'ru',
  state: 'active',
} as const
const account = {
  id: randomUUID(),
  email: 'a@example.org',
  name: 'A',
  locale: 'ru',
  zone: 'Europe/Moscow',
  operator: false,
  secondFactor: false,
} as const
const principals: Record<string, Principal> = {
  owner: {
    account,
    studio,
    profile: { membershipId: randomUUID(), role: 'owner', displayName: 'A', permissions: new Set(['bells.ring']) },
    profilesHere: 1,
  },
  client: {
    account,
    studio,
    profile: { membershipId: randomUUID(), role: 'client', displayName: 'A', permissions: new Set() },
    profilesHere: 1,
  },
  undecided: { account, studio, profilesHere: 2 },
  shut: {
    account,
    studio: { ...studio, state: 'blocked' },
    profile: { membershipId: randomUUID(), role: 'owner', displayName: 'A', permissions: new Set(['bells.ring']) },
    profilesHere: 1,
  },
  unpaid: {
    account,
    studio: { ...studio, state: 'read_only' },
    profile: { membershipId: randomUUID(), role: 'owner', displayName: 'A', permissions: new Set(['bells.ring']) },
    profilesHere: 1,
  },
}

let rung = 0
const bells: Module = {
  name: 'bells',
  routes: (app) => {
    app.route({
      method: 'POST',
      url: '/api/studios/:studio/bells',
      config: { access: { kind: 'studio', permission: 'bells.ring' }, idempotent: true },
      schema: {
        params: z.object({ studio: z.string() }),
        body: z.object({ times: z.int().min(1).max(12) }),
        response: { 201: z.object({ rung: z.int() }) },
      },
      handler: async (request, reply) => {
        const answer = await request.once(async () => {
          rung += request.body.times
          return { status: 201, body: { rung } }
        })
        return reply.code(201).send(answer.body)
      },
    })
    // Its connection breaks in the middle, as when the database is killed.
    app.route({
      method: 'GET',
      url: '/api/studios/:studio/bells/broken',
      config: { access: { kind: 'studio', permission: 'bells.ring' } },
      schema: { params: z.object({ studio: z.string() }), response: { 204: z.null() } },
      handler: async (request, reply) => {
        await request.inStudio(async ({ tx }) => {
          const { connection } = tx.$client as unknown as { connection: { stream: { destroy(): void } } }
          connection.stream.destroy()
          await tx.execute('select 1')
        })
        return reply.code(204).send(null)
      },
    })
  },
}

let database: TestDatabase
let server: { app: App; url: string; close(): Promise<void> }
beforeAll(async () => {
  database = await testDatabase()
  server = await listen({
    services: testServices(database),
    modules: [kernelModule, bells],
    loadPrincipal: async (_pool, query) => principals[query.token ?? ''] ?? { profilesHere: 0 },
  })
})
afterAll(async () => {
  await server.close()
  await database.close()
})

function ring(as: string, body: unknown, headers: Record<string, string> = {}) {
  return fetch(`${server.url}/api/studios/north/bells`, {
    method: 'POST',
    headers: {
      cookie: `atelier=${as}`,
      'content-type': 'application/json',
      'idempotency-key': randomUUID(),
      ...headers,
    },
    body: JSON.stringify(body),
  })
}

test('whoever is not signed in, has no right, or has not chosen a profile is told so by a stable code', async () => {
  for (const [as, status, code] of [
    ['nobody', 401, 'not_signed_in'],
    ['client', 403, 'forbidden'],
    ['undecided', 403, 'profile_required'],
    ['unpaid', 403, 'studio_read_only'],
    ['shut', 403, 'studio_blocked'],
  ] as const) {
    const answer = await ring(as, { times: 1 })
    expect([answer.status, (await answer.json()).code]).toEqual([status, code])
  }
})

test('bad input names the field at fault, in the reader’s language', async () => {
  const answer = await ring('owner', { times: 'many' })
  expect(answer.headers.get('content-type')).toContain('application/problem+json')
  expect(await answer.json()).toMatchObject({
    status: 400,
    code: 'invalid_request',
    title: 'Проверьте отмеченные поля',
    fields: [{ pointer: '/times' }],
  })
})

test('whoever asks in a language is answered in it, whatever language their mails are in', async () => {
  const ways: Record<string, string>[] = [
    { 'accept-language': 'en-GB,en;q=0.9' },
    { cookie: 'atelier=owner; locale=en' },
  ]
  for (const headers of ways) {
    const answer = await ring('owner', { times: 'many' }, headers)
    expect((await answer.json()).title).toBe('Check the marked fields')
  }
})

test('a body that is no JSON is the sender’s fault', async () => {
  const answer = await fetch(`${server.url}/api/studios/north/bells`, {
    method: 'POST',
    headers: { cookie: 'atelier=owner', 'content-type': 'application/json', 'idempotency-key': 'x' },
    body: '{"times":',
  })
  expect(answer.status).toBe(400)
})

test('an address that cannot be decoded is a problem like any other', async () => {
  const answer = await fetch(`${server.url}/api/studios/%E0%A4%A/bells`)
  expect([answer.status, await answer.json()]).toMatchObject([400, { code: 'invalid_request', status: 400 }])
})

test('a request that another site makes with our cookie is refused', async () => {
  expect((await ring('owner', { times: 1 }, { origin: 'https://evil.example' })).status).toBe(403)
  expect((await ring('owner', { times: 1 }, { 'sec-fetch-site': 'same-site' })).status).toBe(403)
  expect((await ring('owner', { times: 1 }, { origin: server.url })).status).toBe(201)
})

test('one key has one effect, however many send it at once, and another request under it is refused', async () => {
  const before = rung
  const key = { 'idempotency-key': randomUUID() }
  const answers = await Promise.all(Array.from({ length: 16 }, () => ring('owner', { times: 3 }, key)))
  const bodies = await Promise.all(answers.map((answer) => answer.json()))
  expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([201]))
  expect(new Set(bodies.map((body) => body.rung))).toEqual(new Set([before + 3]))
  expect((await ring('owner', { times: 4 }, key)).status).toBe(422)
})

test('a change without an idempotency key is refused', async () => {
  const answer = await ring('owner', { times: 1 }, { 'idempotency-key': '' })
  expect((await answer.json()).code).toBe('idempotency_key_required')
})

test('the OpenAPI document describes the route, its body and the problem', async () => {
  const document = await (await fetch(`${server.url}/api/openapi.json`)).json()
  expect(document.openapi).toBe('3.1.0')
  const route = document.paths['/api/studios/{studio}/bells'].post
  expect(route.requestBody.content['application/json'].schema.properties.times).toMatchObject({
    minimum: 1,
    maximum: 12,
  })
  expect(Object.keys(route.responses)).toEqual(expect.arrayContaining(['201', 'default']))
})

test('a NUL, which no text can hold, is refused wherever it stands', async () => {
  const ring = (path: string, body: string) =>
    fetch(`${server.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie: 'atelier=owner', 'idempotency-key': randomUUID() },
      body,
    })
  const path = '/api/studios/north/bells'
  const answers = [await ring(path, '{"times":1,"note":"a\\u0000b"}'), await ring(`${path}?q=%00`, '{"times":1}')]
  for (const answer of answers) expect([answer.status, (await answer.json()).code]).toEqual([400, 'invalid_request'])
})

test('a connection that breaks under a request is told as unavailable, to be tried again', async () => {
  const broken = () => fetch(`${server.url}/api/studios/north/bells/broken`, { headers: { cookie: 'atelier=owner' } })
  for (const answer of await Promise.all([broken(), broken(), broken()])) {
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '1'])
    expect(await answer.json()).toMatchObject({ code: 'unavailable' })
  }
  expect((await ring('owner', { times: 1 })).status).toBe(201)
})

test('a server that closes waits for who hangs in the middle of a body no longer than it says', async () => {
  const load = async () => ({ profilesHere: 0 })
  const closing = await listen({
    services: testServices(database),
    modules: [kernelModule, bells],
    loadPrincipal: load,
    drainMs: 100,
  })
  const hanging = connect(Number(new URL(closing.url).port), '127.0.0.1')
  hanging.write('POST /api/studios/north/bells HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n')
  hanging.write('content-type: application/json\r\n\r\n{')
  const cut = once(hanging.resume(), 'close')
  await vi.waitFor(async () => expect(await connections(closing.app)).toBe(1))
  await closing.close()
  await cut
})

function connections({ server }: App): Promise<number> {
  return new Promise((done, fail) => server.getConnections((error, count) => (error ? fail(error) : done(count))))
}
