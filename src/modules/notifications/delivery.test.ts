import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { openLiveClient } from '../../../test/live-client.ts'
import { type MailReceiver, startMailReceiver } from '../../../test/mail-receiver.ts'
import { addPerson, addStudio, join, type TestPerson } from '../../../test/people.ts'
import { startTelegramStandIn, type TelegramStandIn } from '../../../test/telegram-stand-in.ts'
import { defineEvent, publish } from '../../kernel/events/event.ts'
import { defineNotice } from '../../kernel/events/notices.ts'
import { startWorker, type Worker } from '../../kernel/jobs/worker.ts'
import { kernelModule } from '../../kernel/kernel-module.ts'
import type { Module } from '../../kernel/module.ts'
import { moneySchema } from '../../kernel/money.ts'
import { admin, type TestDatabase, testDatabase } from '../../kernel/testing/database.ts'
import { listen, testServices } from '../../kernel/testing/http.ts'
import { until } from '../../kernel/testing/until.ts'
import { identityModule } from '../identity/index.ts'
import { principalLoader, studiosModule } from '../studios/index.ts'
import { notificationsModule } from './index.ts'

const booked = defineEvent(
  'session.booked',
  z.object({ client: z.string(), start: z.string(), price: moneySchema, tracks: z.int() }),
  'staff',
)
const sessions: Module = {
  name: 'sessions',
  permissions: { 'sessions.see': { title: { ru: 'Видеть', en: 'See' }, roles: ['owner', 'manager'] } },
  notices: [
    defineNotice(booked, {
      topic: 'bookings',
      label: { ru: 'Запись создана', en: 'Session booked' },
      to: { kind: 'audience' },
      title: { ru: 'Вы записаны на {start}', en: 'You are booked for {start}' },
      body: {
        ru: '{studio}: {price}, {tracks, plural, one {# дорожка} few {# дорожки} many {# дорожек} other {# дорожки}}',
        en: '{studio}: {price}, {tracks, plural, one {# track} other {# tracks}}',
      },
      values: (payload) => ({ start: Temporal.Instant.from(payload.start) }),
      link: (event) => `/sessions/${event.subject.id}`,
      actorToo: true,
    }),
    defineNotice(booked, {
      topic: 'bookings',
      label: { ru: 'Запись создана', en: 'Session booked' },
      to: { kind: 'permission', permission: 'sessions.see' },
      title: { ru: '{client} записывается на {start}', en: '{client} booked {start}' },
      values: (payload) => ({ start: Temporal.Instant.from(payload.start) }),
      channels: ['telegram'],
    }),
  ],
}
const below = [kernelModule, identityModule, studiosModule, sessions]
const modules = [...below, notificationsModule(below)]

let database: TestDatabase
let mails: MailReceiver
let telegram: TelegramStandIn
let worker: Worker
let server: Awaited<ReturnType<typeof listen>>
let studioId: string
let owner: TestPerson
let engineer: TestPerson
let client: TestPerson
let clientMembership: string

beforeAll(async () => {
  database = await testDatabase({ connections: 20 })
  mails = await startMailReceiver()
  telegram = await startTelegramStandIn()
  const services = testServices(database, {
    SMTP_URL: mails.url,
    TELEGRAM_BOT_TOKEN: telegram.token,
    TELEGRAM_API_ROOT: telegram.url,
    BASE_URL: 'http://atelier.test',
  })
  studioId = await addStudio(database, 'north', 'Студия «Север»')
  owner = await addPerson(database, { name: 'Olga' })
  engineer = await addPerson(database, { name: 'Egor' })
  client = await addPerson(database, { name: 'Anna', locale: 'en', zone: 'Asia/Tokyo' })
  await join(database, studioId, owner, 'owner', 'Ольга')
  await join(database, studioId, engineer, 'staff', 'Егор')
  clientMembership = await join(database, studioId, client, 'client', 'Anna')
  worker = await startWorker(services, modules)
  const catalogues = modules.map((module) => module.permissions ?? {})
  server = await listen({ services, modules, loadPrincipal: principalLoader(catalogues) })
})
afterAll(async () => {
  await server.close()
  await worker.stop()
  await Promise.all([mails.close(), telegram.close()])
  await database.close()
})

function book(start = '2026-12-01T15:00:00Z') {
  const actor = {
    kind: 'profile',
    accountId: client.accountId,
    membershipId: clientMembership,
    role: 'client',
    permissions: new Set<string>(),
  } as const
  return database.transaction({ studioId, actor, request: { id: 'test' } }, (ctx) =>
    publish(ctx, booked, {
      subject: { type: 'session', id: randomUUID() },
      payload: { client: 'Anna', start, price: { amountMinor: '350000', currency: 'RUB' }, tracks: 22 },
      audience: [clientMembership],
    }),
  )
}

async function get(path: string, as: TestPerson) {
  const response = await fetch(`${server.url}${path}`, { headers: { cookie: as.cookie } })
  return { status: response.status, body: await response.json() }
}

function send(method: string, path: string, as: TestPerson, body?: unknown) {
  return fetch(`${server.url}${path}`, {
    method,
    headers: { cookie: as.cookie, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
}

const inboxOf = async (as: TestPerson) => (await get('/api/inbox', as)).body.items

test('an event reaches those it concerns, each in their language, zone and right, and nobody else', async () => {
  await book()
  await until(async () => (await inboxOf(client)).length === 1 && (await inboxOf(owner)).length === 1)
  expect((await inboxOf(client))[0]).toMatchObject({
    title: 'You are booked for Wed, December 2 at 12:00 AM',
    body: 'Студия «Север»: ₽3,500, 22 tracks',
    studioId,
    readAt: null,
  })
  expect((await inboxOf(owner))[0].title).toBe('Anna записывается на вт, 1 декабря в 18:00')
  expect(await inboxOf(engineer)).toEqual([])
  await until(() => mails.mails.length === 1)
  expect(mails.mails[0]?.to).toEqual([client.email])
  expect(mails.mails[0]?.raw).toContain('http://atelier.test/app/north/sessions/')
})

test('a chat is linked by a deep link that works once, and then receives the notices', async () => {
  const answer = await (await send('POST', '/api/notices/telegram-links', owner)).json()
  const code = new URL(answer.url).searchParams.get('start') ?? ''
  telegram.say('501', `/start ${code}`)
  await until(async () => (await get('/api/notices/settings', owner)).body.telegram === 'linked')
  telegram.say('502', `/start ${code}`)
  await until(() => telegram.messages.some((message) => message.chatId === '502'))
  expect(telegram.messages.find((message) => message.chatId === '502')?.text).toContain('устарела')
  await book()
  await until(() => telegram.messages.some((message) => message.text.includes('записывается')))
  expect(telegram.messages.filter((message) => message.text.includes('записывается'))).toHaveLength(1)
})

test('a chat that blocked the bot is unlinked', async () => {
  telegram.block('501')
  await until(async () => (await get('/api/notices/settings', owner)).body.telegram === 'unlinked')
})

test('a person chooses which event comes by which channel', async () => {
  const before = mails.mails.length
  const settings = await (
    await send('PUT', '/api/notices/choices', client, { event: 'session.booked', channel: 'email', wanted: false })
  ).json()
  expect(settings.kinds).toEqual([
    { event: 'session.booked', topic: 'bookings', label: 'Session booked', channels: { email: false, telegram: true } },
  ])
  const count = (await inboxOf(client)).length
  await book()
  await until(async () => (await inboxOf(client)).length === count + 1)
  await send('PUT', '/api/notices/choices', client, { event: 'session.booked', channel: 'email', wanted: true })
  await book()
  await until(() => mails.mails.length === before + 1)
})

test('quiet hours hold the mail until they end, while the inbox has it at once', async () => {
  const now = Temporal.Now.zonedDateTimeISO('Asia/Tokyo')
  const minute = now.hour * 60 + now.minute
  await send('PUT', '/api/notices/quiet-hours', client, {
    quietHours: { fromMinute: (minute + 1435) % 1440, toMinute: (minute + 60) % 1440 },
  })
  const count = (await inboxOf(client)).length
  await book()
  await until(async () => (await inboxOf(client)).length === count + 1)
  const mails = async () => {
    const { rows } = await admin(
      database.ownerUrl,
      `select extract(epoch from run_at - now())::int as s from graphile_worker._private_jobs where key like 'mail:%'`,
    )
    return rows.map((row) => Number(row.s))
  }
  await until(async () => (await mails()).length === 1)
  expect((await mails())[0]).toBeGreaterThan(3400)
  await send('PUT', '/api/notices/quiet-hours', client, { quietHours: null })
})

test('reading lowers the count, for the reader alone', async () => {
  const [first] = await inboxOf(client)
  const unread = (await get('/api/inbox/unread', client)).body.total
  const ownersUnread = (await get('/api/inbox/unread', owner)).body.total
  await send('POST', '/api/inbox/readings', owner, { ids: [first.id], read: true })
  expect((await get('/api/inbox/unread', client)).body.total).toBe(unread)
  await send('POST', '/api/inbox/readings', client, { ids: [first.id], read: true })
  expect((await get('/api/inbox/unread', client)).body.total).toBe(unread - 1)
  await send('POST', '/api/inbox/readings', client, { read: true })
  expect((await get('/api/inbox/unread', client)).body).toEqual({ total: 0, profiles: [] })
  expect((await get('/api/inbox/unread', owner)).body.total).toBe(ownersUnread)
})

test('the inbox comes in pages', async () => {
  const all = await inboxOf(client)
  const first = (await get('/api/inbox?limit=2', client)).body
  const second = (await get(`/api/inbox?limit=2&cursor=${first.nextCursor}`, client)).body
  expect([...first.items, ...second.items].map((item: { id: string }) => item.id)).toEqual(
    all.slice(0, 4).map((item: { id: string }) => item.id),
  )
})

test('open pages hear of it: staff and audience a hint, each reader their own count, outsiders nothing', async () => {
  const stranger = await addPerson(database, { name: 'Sam' })
  const streams = await Promise.all(
    [owner, client, stranger].map((person) => openLiveClient(`${server.url}/api/live`, { cookie: person.cookie })),
  )
  const [ofOwner, ofClient, ofStranger] = streams
  const eventId = await book()
  await until(() => ofClient?.messages.some((message) => message.event === 'inbox') === true)
  await until(() => ofOwner?.messages.some((message) => message.event === 'inbox') === true)
  const hint = { event: 'hint', id: eventId, data: { name: 'session.booked', studioId } }
  expect(ofOwner?.messages).toContainEqual(
    expect.objectContaining({ ...hint, data: expect.objectContaining(hint.data) }),
  )
  expect(ofClient?.messages.find((message) => message.event === 'inbox')?.data).toEqual({
    studioId,
    membershipId: clientMembership,
    unread: 1,
  })
  expect(ofStranger?.messages.map((message) => message.event)).toEqual(['hello'])
  const again = await openLiveClient(`${server.url}/api/live`, { cookie: client.cookie, 'last-event-id': eventId })
  await until(() => again.messages.length > 0)
  expect(again.messages[0]?.event).toBe('refetch')
  for (const stream of [...streams, again]) stream.close()
})

test('a person who has two profiles in the studio is told once', async () => {
  await join(database, studioId, owner, 'manager', 'Ольга')
  const count = (await inboxOf(owner)).length
  const eventId = await book()
  await until(async () => (await inboxOf(owner)).length > count)
  const { rows } = await admin(
    database.ownerUrl,
    'select count(*)::int as n from notifications where event_id = $1 and account_id = $2',
    [eventId, owner.accountId],
  )
  expect(rows[0].n).toBe(1)
})

test('whoever is not signed in hears nothing', async () => {
  expect((await fetch(`${server.url}/api/live`)).status).toBe(401)
})

test('a stream ends with the session that opened it', async () => {
  const leaver = await addPerson(database, { name: 'Lea' })
  const stream = await openLiveClient(`${server.url}/api/live`, { cookie: leaver.cookie })
  await until(() => stream.messages.length > 0)
  expect((await send('DELETE', '/api/sessions/current', leaver)).status).toBe(204)
  await until(() => stream.ended)
})

test('a server that closes ends its streams and does not wait for them', async () => {
  const services = testServices(database)
  const catalogues = modules.map((module) => module.permissions ?? {})
  const other = await listen({ services, modules, loadPrincipal: principalLoader(catalogues) })
  const stream = await openLiveClient(`${other.url}/api/live`, { cookie: owner.cookie })
  await until(() => stream.messages.length > 0)
  const began = performance.now()
  await other.close()
  expect(performance.now() - began).toBeLessThan(3000)
  await until(() => stream.ended)
})
