import { randomUUID } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { modules } from '../src/app.ts'
import { dispatchEvents } from '../src/kernel/events/dispatch.ts'
import { declaredEvents, type EventKind, isOfStudio, publish } from '../src/kernel/events/event.ts'
import { handleEvent } from '../src/kernel/events/handlers.ts'
import { admin } from '../src/kernel/testing/database.ts'
import { until } from '../src/kernel/testing/until.ts'
import * as ledgerEvents from '../src/modules/ledger/events.ts'
import { sharingTermsSet } from '../src/modules/studios/events.ts'
import * as subscriptionEvents from '../src/modules/subscriptions/events.ts'
import { studioWorld } from './studio-world.ts'

let world: Awaited<ReturnType<typeof studioWorld>>
let receiver: Server
const received: { hook: string; type: string; eventId: string; subject: string; payload: Record<string, unknown> }[] =
  []
/** How many answers are still to be a failure. */
let failures = 3

beforeAll(async () => {
  world = await studioWorld(modules)
  receiver = createServer((request, response) => {
    let body = ''
    request.on('data', (part) => {
      body += part
    })
    request.on('end', () => {
      if (failures > 0) {
        failures--
        return response.writeHead(503).end()
      }
      const { type, data } = JSON.parse(body)
      const { eventId, subject, ...payload } = data
      received.push({ hook: request.url ?? '', type, eventId, subject: subject.id, payload })
      response.writeHead(204).end()
    })
  })
  await new Promise<void>((done) => receiver.listen(0, '127.0.0.1', done))
})
afterAll(async () => {
  await world.close()
  await new Promise((done) => receiver.close(done))
})

const kinds = [...declaredEvents().values()].sort((a, b) => a.name.localeCompare(b.name))
const ofStudio = kinds.filter(isOfStudio).map(({ name }) => name)

interface JsonSchema {
  $ref?: string
  $defs?: Record<string, JsonSchema>
  type?: string
  format?: string
  pattern?: string
  enum?: unknown[]
  minimum?: number
  properties?: Record<string, JsonSchema>
  anyOf?: JsonSchema[]
}

/** Something that a schema admits. */
function sample(schema: JsonSchema, defs: Record<string, JsonSchema> = schema.$defs ?? {}): unknown {
  const { $ref, type, format, pattern, properties, anyOf } = schema
  const named = $ref ? defs[$ref.split('/').at(-1) ?? ''] : anyOf?.[0]
  if (named) return sample(named, defs)
  if (schema.enum) return schema.enum[0]
  if (type === 'object') {
    return Object.fromEntries(Object.entries(properties ?? {}).map(([name, one]) => [name, sample(one, defs)]))
  }
  if (type === 'array') return []
  if (type === 'boolean') return true
  if (type === 'integer' || type === 'number') return Math.max(schema.minimum ?? 1, 1)
  if (format === 'uuid') return randomUUID()
  return pattern ? '1' : 'x'
}

/** Announces one of a kind, with figures that no notice of it can be written from: a webhook does not wait for that. */
const announce = (kind: EventKind, id: string) =>
  world.system('attic', (ctx) =>
    publish(ctx, kind as EventKind<string, z.ZodType<Record<string, unknown>>>, {
      subject: { type: 'test', id },
      payload: sample(z.toJSONSchema(kind.payload, { io: 'input' }) as JsonSchema) as Record<string, unknown>,
    }),
  )

test('every declared event of a studio reaches the webhook that picked none, and nothing of a person’s or the platform’s', async () => {
  const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`
  expect((await world.ask('olga', 'POST', 'webhooks', { url: `${url}/all` })).status).toBe(201)
  const few = { url: `${url}/few`, events: ['wallet.topped_up', 'booking.paid'] }
  expect((await world.ask('olga', 'POST', 'webhooks', few)).status).toBe(201)
  const ids = new Map(kinds.map(({ name }) => [name, randomUUID()]))
  for (const kind of kinds) await announce(kind, ids.get(kind.name) ?? '')
  const announced = () => received.filter(({ subject }) => [...ids.values()].includes(subject))
  await until(() => announced().length >= ofStudio.length + 2, 60_000)
  const at = (hook: string) => announced().filter((one) => one.hook === hook)
  expect(
    at('/all')
      .map(({ type }) => type)
      .sort(),
  ).toEqual([...ofStudio].sort())
  expect(
    at('/few')
      .map(({ type }) => type)
      .sort(),
  ).toEqual(['booking.paid', 'wallet.topped_up'])
  expect(at('/all').find(({ type }) => type === 'wallet.topped_up')?.payload).toMatchObject({ note: 'x' })
  expect(failures).toBe(0)
})

test('a handler that is run again for an event queues it for no webhook twice', async () => {
  const { notificationsModule } = await import('../src/modules/notifications/index.ts')
  const { handlers = [] } = notificationsModule(modules)
  const all = typeof handlers === 'function' ? handlers(world.services) : handlers
  const handler = all.find(({ name }) => name === 'notifications.webhooks.wallet.topped_up')
  const [event] = received.filter(({ type }) => type === 'wallet.topped_up')
  if (!handler || !event) throw new Error('nobody hears wallet.topped_up')
  for (let n = 0; n < 2; n++) {
    await handleEvent(world.database, handler, world.people.olga.studioId, event.eventId)
  }
  expect(await dispatchEvents(world.database.pool, [])).toBe(0)
  const { rows } = await admin(
    world.database.ownerUrl,
    'select count(*)::int as n from webhook_deliveries where event_id = $1',
    [event.eventId],
  )
  expect(rows[0].n).toBe(2)
})

test('every event says whose business it is; what moves money or pays for a plan is that of those who lead the studio', () => {
  const unsaid = kinds.filter(({ whose }) => !['staff', 'leads', 'person', 'platform'].includes(whose))
  expect(unsaid).toEqual([])
  const told = [...Object.values(ledgerEvents), ...Object.values(subscriptionEvents), sharingTermsSet]
  const ofMoney = told.flatMap((one) => ('payload' in one && isOfStudio(one) ? one : []))
  expect(ofMoney.length).toBeGreaterThan(20)
  expect(ofMoney.filter(({ whose }) => whose !== 'leads')).toEqual([])
})

test('a studio is offered all of its events to pick from, and no others', async () => {
  const { body } = await world.ask('olga', 'GET', 'webhooks')
  expect(body.kinds).toEqual([...ofStudio].sort())
  for (const name of ['wallet.topped_up', 'project.cancelled', 'booking.paid']) expect(body.kinds).toContain(name)
  for (const name of ['session.failed', 'password.changed', 'lead.left']) expect(body.kinds).not.toContain(name)
})
