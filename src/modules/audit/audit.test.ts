import { randomUUID } from 'node:crypto'
import { readXlsx } from 'hucre/xlsx'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { openLiveClient } from '../../../test/live-client.ts'
import { addPerson, addStudio, join, type TestPerson } from '../../../test/people.ts'
import { defineEvent, publish } from '../../kernel/events/event.ts'
import { PLATFORM_STUDIO_ID } from '../../kernel/ids.ts'
import { handOverJobs } from '../../kernel/jobs/hand-over.ts'
import { enqueue } from '../../kernel/jobs/jobs.ts'
import { kernelModule } from '../../kernel/kernel-module.ts'
import type { Module } from '../../kernel/module.ts'
import { admin, type TestDatabase, testDatabase } from '../../kernel/testing/database.ts'
import { dispatchAll } from '../../kernel/testing/dispatch.ts'
import { listen, testServices } from '../../kernel/testing/http.ts'
import { until } from '../../kernel/testing/until.ts'
import { identityModule } from '../identity/index.ts'
import { principalLoader, studiosModule } from '../studios/index.ts'
import { auditModule } from './index.ts'
import { verificationTask } from './verification.ts'

const renamed = defineEvent('room.renamed', z.object({ note: z.string() }), 'staff')
const painted = defineEvent('room.painted', z.object({}), 'staff')
const rooms: Module = {
  name: 'rooms',
  figures: [
    {
      name: 'rooms.count',
      label: { ru: 'Комнаты', en: 'Rooms' },
      read: async () => ({ kind: 'count', value: 3 }),
      events: ['room.renamed'],
    },
  ],
}
const below = [kernelModule, identityModule, studiosModule, rooms]
const modules = [...below, auditModule(below)]

let database: TestDatabase
let server: Awaited<ReturnType<typeof listen>>
let operator: TestPerson
let owner: TestPerson
let north: string
let south: string
let ownerMembership: string
const room = randomUUID()

beforeAll(async () => {
  database = await testDatabase()
  operator = await addPerson(database, { name: 'Vera', operator: true })
  owner = await addPerson(database, { name: 'Olga' })
  north = await addStudio(database, 'north', 'Север')
  south = await addStudio(database, 'south', 'Юг')
  ownerMembership = await join(database, north, owner, 'owner', 'Ольга')
  const services = testServices(database)
  const catalogues = modules.map((module) => module.permissions ?? {})
  server = await listen({ services, modules, loadPrincipal: principalLoader(catalogues) })
  for (let i = 0; i < 5; i++) await rename(north, `note ${i}`)
  await rename(south, '=HYPERLINK("http://evil.example")')
  await dispatchAll(database)
})
afterAll(async () => {
  await server.close()
  await database.close()
})

function rename(studioId: string, note: string) {
  const actor = {
    kind: 'profile',
    accountId: owner.accountId,
    membershipId: ownerMembership,
    role: 'owner',
    permissions: new Set<string>(),
  } as const
  const request = { id: randomUUID(), ip: '203.0.113.7', userAgent: 'Firefox' }
  return database.transaction({ studioId, actor, request }, (ctx) =>
    publish(ctx, renamed, {
      subject: { type: 'room', id: room },
      payload: { note },
      before: { name: 'A' },
      after: { name: 'B' },
    }),
  )
}

function ask(path: string, as: TestPerson = operator) {
  return fetch(`${server.url}${path}`, { headers: { cookie: as.cookie } })
}
const read = async (path: string) => (await ask(path)).json()

function post(path: string, body: unknown) {
  return fetch(`${server.url}${path}`, {
    method: 'POST',
    headers: { cookie: operator.cookie, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
}

test('an entry tells who, as which profile, when, from where, in which studio, and what was before and after', async () => {
  const { items } = await read(`/api/console/events?studioId=${north}&name=room.renamed&limit=1`)
  expect(items[0]).toMatchObject({
    studio: { name: 'Север', slug: 'north' },
    actor: { kind: 'profile', name: 'Olga', profile: 'Ольга', role: 'owner', email: owner.email },
    subject: { type: 'room', id: room },
    before: { name: 'A' },
    after: { name: 'B' },
    ip: '203.0.113.7',
    userAgent: 'Firefox',
  })
  const detail = await read(`/api/console/events/${north}/${items[0].id}`)
  expect(detail.seal.hash).toMatch(/^[0-9a-f]{64}$/)
})

test('every filter finds what it says, and together they narrow', async () => {
  const count = async (query: string) => (await read(`/api/console/events?${query}`)).items.length
  expect(await count(`accountId=${owner.accountId}`)).toBe(6)
  expect(await count(`accountId=${owner.accountId}&studioId=${south}`)).toBe(1)
  expect(await count('name=room')).toBe(6)
  expect(await count(`subjectId=${room}`)).toBe(6)
  expect(await count('name=room&from=2999-01-01T00:00:00Z')).toBe(0)
  expect(await count('name=room&to=2000-01-01T00:00:00Z')).toBe(0)
})

test('pages follow one another without a gap or a repeat, while more arrives', async () => {
  const seen: string[] = []
  let cursor: string | null = null
  do {
    const page: { items: { id: string }[]; nextCursor: string | null } = await read(
      `/api/console/events?name=room.renamed&studioId=${north}&limit=2${cursor ? `&cursor=${cursor}` : ''}`,
    )
    seen.push(...page.items.map((item) => item.id))
    cursor = page.nextCursor
    if (seen.length === 2) await rename(north, 'arrived meanwhile')
  } while (cursor)
  expect(seen).toHaveLength(5)
  expect(new Set(seen).size).toBe(5)
  expect((await ask('/api/console/events?cursor=bm9uc2Vuc2U')).status).toBe(400)
})

test('only the operator looks, and every look is an entry', async () => {
  expect((await ask('/api/console/events', owner)).status).toBe(403)
  expect((await ask('/api/console/dead-letters', owner)).status).toBe(403)
  expect((await fetch(`${server.url}/api/console/events`)).status).toBe(401)
  const { items } = await read('/api/console/events?name=console.read&limit=2')
  expect(items[0]).toMatchObject({
    actor: { accountId: operator.accountId },
    payload: { route: '/api/console/events', query: { name: 'console.read' } },
  })
})

test('exports hold every entry of the filter, and no cell is a formula', async () => {
  const path = '/api/console/events/export?name=room.renamed'
  const csv = await (await ask(`${path}&format=csv`)).text()
  expect(csv.trim().split('\n')).toHaveLength(8)
  const jsonl = await (await ask(`${path}&format=jsonl`)).text()
  expect(
    jsonl
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).name),
  ).toEqual(Array(7).fill('room.renamed'))
  const xlsx = await ask(`${path}&format=xlsx`)
  expect(xlsx.headers.get('content-disposition')).toContain('audit.xlsx')
  const book = await readXlsx(new Uint8Array(await xlsx.arrayBuffer()))
  expect(book.sheets[0]?.rows).toHaveLength(8)
  const evil = await addPerson(database, { name: '=1+1' })
  const actor = { kind: 'account', accountId: evil.accountId } as const
  await database.transaction({ studioId: PLATFORM_STUDIO_ID, actor, request: { id: 'x' } }, (ctx) =>
    publish(ctx, painted, { subject: { type: 'room', id: room }, payload: {} }),
  )
  const guarded = await (await ask('/api/console/events/export?name=room.painted&format=csv')).text()
  expect(guarded).toContain("'=1+1")
})

test('the chain is whole, and any change behind the application’s back is found', async () => {
  await dispatchAll(database)
  const check = async () => (await post('/api/console/chain-verifications', {})).json()
  expect(await check()).toMatchObject({ done: true })
  expect((await check()).broken).toBeUndefined()

  const tamper = async (statement: string) => admin(database.ownerUrl, statement)
  await tamper(`update events set payload = '{"note":"forged"}' where payload->>'note' = 'note 2'`)
  expect((await check()).broken).toMatchObject({ position: '3', reason: 'hash_differs' })
  await tamper(`update events set payload = '{"note":"note 2"}' where payload->>'note' = 'forged'`)
  expect((await check()).broken).toBeUndefined()

  await tamper(`alter table event_seals disable trigger all; delete from event_seals where position = 2`)
  expect((await check()).broken).toMatchObject({ position: '2', reason: 'seal_missing' })
})

test('dead letters are listed, read and sent again, and no mail’s text is shown', async () => {
  await database.transaction({ studioId: PLATFORM_STUDIO_ID, actor: { kind: 'system' }, request: { id: 'x' } }, (ctx) =>
    enqueue(ctx, 'mail.send', { to: 'a@example.org', subject: 'Code', text: 'secret 123456' }),
  )
  await handOverJobs(database.pool)
  await admin(database.ownerUrl, 'update graphile_worker._private_jobs set attempts = max_attempts')
  const { items } = await read('/api/console/dead-letters')
  expect(items).toHaveLength(1)
  const letter = await (await ask(`/api/console/dead-letters/${items[0].id}`)).text()
  expect(letter).toContain('a@example.org')
  expect(letter).not.toContain('123456')
  expect((await read('/api/console/queue')).dead).toBe(1)
  expect(await (await post('/api/console/dead-letters/resends', { ids: [items[0].id] })).json()).toEqual({ sent: 1 })
  expect(await read('/api/console/queue')).toMatchObject({ dead: 0, waiting: 1 })
  expect((await read('/api/console/events?name=jobs.resent')).items).toHaveLength(1)
  expect(await (await post('/api/console/dead-letters/resends', { ids: [items[0].id] })).json()).toEqual({ sent: 0 })
})

test('the dashboard shows the modules’ figures with their curves', async () => {
  const { figures, queue } = await read('/api/console/dashboard')
  expect(figures.find((figure: { name: string }) => figure.name === 'rooms.count')).toMatchObject({
    label: 'Комнаты',
    value: { kind: 'count', value: 3 },
    days: [{ count: 7 }],
  })
  expect(queue.waiting).toBe(1)
})

test('studios and people are found by what one remembers of them', async () => {
  expect((await read('/api/console/studios?search=СЕВ')).items).toMatchObject([
    { slug: 'north', members: 1, clients: 0 },
  ])
  expect((await read('/api/console/studios?search=%25')).items).toEqual([])
  const { items } = await read(`/api/console/accounts?search=${owner.email}`)
  expect(items).toMatchObject([{ name: 'Olga', profiles: [{ studio: 'Север', role: 'owner' }] }])
  expect((await read(`/api/console/accounts?studioId=${north}`)).items).toHaveLength(1)
})

test('events arrive live', async () => {
  const stream = await openLiveClient(`${server.url}/api/console/live`, { cookie: operator.cookie })
  const id = await rename(south, 'live')
  await dispatchAll(database)
  await until(() => stream.messages.some((message) => message.id === id))
  expect(stream.messages.find((message) => message.id === id)).toMatchObject({
    event: 'event',
    data: { id, studioId: south, name: 'room.renamed' },
  })
  stream.close()
})

test('the nightly run tells as an event whether everything holds', async () => {
  const services = testServices(database)
  const task = verificationTask(services, [{ name: 'broken.sums', run: async () => ['1 is not 2'] }])
  await task.run({}, { id: '1', attempt: 1, maxAttempts: 1, signal: new AbortController().signal })
  expect((await read('/api/console/events?name=verification.finished')).items[0].payload).toEqual({
    holds: false,
    checks: [{ name: 'broken.sums', findings: ['1 is not 2'] }],
  })
})
