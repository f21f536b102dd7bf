import { randomUUID } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import { type AddressInfo, createServer as createRawServer } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { addPerson, addStudio, join, type TestPerson } from '../../../test/people.ts'
import { defineEvent, publish } from '../../kernel/events/event.ts'
import { defineNotice } from '../../kernel/events/notices.ts'
import { startWorker, type Worker } from '../../kernel/jobs/worker.ts'
import { kernelModule } from '../../kernel/kernel-module.ts'
import type { Module } from '../../kernel/module.ts'
import { type TestDatabase, testDatabase } from '../../kernel/testing/database.ts'
import { listen, testServices } from '../../kernel/testing/http.ts'
import { until } from '../../kernel/testing/until.ts'
import { identityModule } from '../identity/index.ts'
import { principalLoader, studiosModule } from '../studios/index.ts'
import { notificationsModule } from './index.ts'
import { isInside, postWebhook, signatureOf } from './webhook-post.ts'

const rang = defineEvent('bell.rang', z.object({ times: z.int() }), 'staff')
const bells: Module = {
  name: 'bells',
  notices: [
    defineNotice(rang, {
      topic: 'studio',
      label: { ru: 'Звонок', en: 'Bell' },
      to: { kind: 'role', role: 'owner' },
      title: { ru: 'Звонок', en: 'Bell' },
    }),
  ],
}
const below = [kernelModule, identityModule, studiosModule, bells]
const modules = [...below, notificationsModule(below)]

interface Received {
  headers: Record<string, string | string[] | undefined>
  body: string
}

let database: TestDatabase
let worker: Worker
let server: Awaited<ReturnType<typeof listen>>
let receiver: Server
let receiverUrl: string
let received: Received[] = []
let answers: number[] = []
let studioId: string
let owner: TestPerson
let staff: TestPerson

beforeAll(async () => {
  database = await testDatabase({ connections: 20 })
  receiver = createServer((request, response) => {
    let body = ''
    request.on('data', (part) => {
      body += part
    })
    request.on('end', () => {
      received.push({ headers: request.headers, body })
      response.writeHead(answers.shift() ?? 204).end('thank you')
    })
  })
  await new Promise<void>((done) => receiver.listen(0, '127.0.0.1', done))
  receiverUrl = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`
  studioId = await addStudio(database, 'north')
  owner = await addPerson(database, { name: 'Olga' })
  staff = await addPerson(database, { name: 'Egor' })
  await join(database, studioId, owner, 'owner')
  await join(database, studioId, staff, 'staff')
  const services = testServices(database)
  worker = await startWorker(services, modules)
  const catalogues = modules.map((module) => module.permissions ?? {})
  server = await listen({ services, modules, loadPrincipal: principalLoader(catalogues) })
})
afterAll(async () => {
  await server.close()
  await worker.stop()
  await new Promise((done) => receiver.close(done))
  await database.close()
})

function call(method: string, path: string, body?: unknown, as: TestPerson = owner) {
  return fetch(`${server.url}/api/studios/north/webhooks${path}`, {
    method,
    headers: { cookie: as.cookie, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
}

function ring() {
  return database.transaction({ studioId, actor: { kind: 'system' }, request: { id: 'x' } }, (ctx) =>
    publish(ctx, rang, { subject: { type: 'bell', id: randomUUID() }, payload: { times: 2 } }),
  )
}

let webhook: { id: string; secret: string }

test('only who may set up webhooks does', async () => {
  expect((await call('POST', '', { url: receiverUrl }, staff)).status).toBe(403)
  const answer = await call('POST', '', { url: receiverUrl, events: ['bell.rang'] })
  expect(answer.status).toBe(201)
  webhook = await answer.json()
})

test('a studio has twenty webhooks at most, however many are added at once', async () => {
  const fill = `insert into webhooks (studio_id, url, events, state)
    select $1, 'https://hooks.example', '{none}', 'paused' from generate_series(1, 18)`
  await database.transaction({ studioId, actor: { kind: 'system' }, request: { id: 'x' } }, (ctx) =>
    ctx.tx.$client.query(fill, [studioId]),
  )
  const answers = await Promise.all([1, 2, 3].map(() => call('POST', '', { url: receiverUrl, events: ['none'] })))
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409])
})

test('an event arrives signed, tried again after a failure, under one id', async () => {
  answers = [500]
  const eventId = await ring()
  await until(() => received.length === 2, 20_000)
  const [first, second] = received
  expect(second?.headers['webhook-id']).toBe(first?.headers['webhook-id'])
  expect(JSON.parse(second?.body ?? '')).toMatchObject({ type: 'bell.rang', data: { eventId, times: 2, studioId } })
  const signature = signatureOf({
    id: String(second?.headers['webhook-id']),
    timestampS: Number(second?.headers['webhook-timestamp']),
    body: second?.body ?? '',
    secret: webhook.secret,
  })
  expect(second?.headers['webhook-signature']).toBe(signature)
})

test('the log tells what came of it, and a delivery can be sent again', async () => {
  const log = async () => (await (await call('GET', `/${webhook.id}/deliveries`)).json()).items
  await until(async () => (await log())[0].state === 'delivered')
  expect(await log()).toMatchObject([{ event: 'bell.rang', attempts: 2, status: 204 }])
  const [delivery] = await log()
  const count = received.length
  expect((await call('POST', `/${webhook.id}/deliveries/${delivery.id}/resends`)).status).toBe(202)
  await until(() => received.length === count + 1)
})

test('a receiver that wants to speak another protocol ends the attempt', { timeout: 8_000 }, async () => {
  const switching = createRawServer((socket) => {
    socket.on('error', () => undefined)
    socket.once('data', () =>
      socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n'),
    )
  })
  await new Promise<void>((done) => switching.listen(0, '127.0.0.1', done))
  const message = { id: 'm', body: '{}', secret: webhook.secret, timestampS: 0 }
  const url = `http://127.0.0.1:${(switching.address() as AddressInfo).port}`
  expect(await postWebhook(url, message, 'anywhere')).toEqual({ status: 101, answer: '' })
  await new Promise((done) => switching.close(done))
})

test('a new secret replaces the old one', async () => {
  const changed = await (await call('PATCH', `/${webhook.id}`, { newSecret: true })).json()
  expect(changed.secret).not.toBe(webhook.secret)
})

test('a receiver that is gone is not asked again', async () => {
  answers = [410]
  await ring()
  await until(async () => (await (await call('GET', '')).json()).items[0].state === 'gone')
  const count = received.length
  received = received.slice(0, count)
  await ring()
  expect((await call('DELETE', `/${webhook.id}`)).status).toBe(204)
  expect(received).toHaveLength(count)
})

test('no webhook reaches inside the house', async () => {
  for (const address of ['127.0.0.1', '10.1.2.3', '169.254.169.254', '::1', '::ffff:127.0.0.1', 'fd00::1', '0.0.0.0']) {
    expect(isInside(address), address).toBe(true)
  }
  for (const address of ['93.184.216.34', '2606:2800:220:1::1']) expect(isInside(address), address).toBe(false)
  const message = { id: '1', body: '{}', secret: 'whsec_eA==', timestampS: 1 }
  await expect(postWebhook(receiverUrl, message, 'outside')).rejects.toThrow('inside')
  const named = receiverUrl.replace('127.0.0.1', 'localhost')
  await expect(postWebhook(named, message, 'outside')).rejects.toThrow('inside')
})
