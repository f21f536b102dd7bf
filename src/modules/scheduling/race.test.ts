import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { addPerson, join } from '../../../test/people.ts'
import { admin } from '../../kernel/testing/database.ts'
import { until } from '../../kernel/testing/until.ts'
import { MAX_HOLDS, MAX_VISITOR_HOLDS } from './hold-time.ts'
import { bookingWorld, code } from './world-for-tests.ts'

let world: Awaited<ReturnType<typeof bookingWorld>>
beforeAll(async () => {
  world = await bookingWorld()
})
afterAll(() => world.close())

const CLIENTS = 100

/** So many clients of the north, signed in. */
async function crowd(count: number): Promise<string[]> {
  const one = async (index: number) => {
    const person = await addPerson(world.database, { name: `client ${index}` })
    await join(world.database, world.studioIds.north, person, 'client', `client ${index}`)
    return person.cookie
  }
  const cookies: string[] = []
  for (let from = 0; from < count; from += 10) {
    cookies.push(...(await Promise.all(Array.from({ length: 10 }, (_, index) => one(from + index)))))
  }
  return cookies
}

const ask = (cookie: string, path: string, body: object) =>
  fetch(`${world.url}/api/studios/north/${path}`, {
    method: 'POST',
    headers: { cookie, 'content-type': 'application/json', 'idempotency-key': randomUUID() },
    body: JSON.stringify(body),
  })

test('of a hundred clients who press at once for one slot one gets it, and ninety-nine are told so', async () => {
  const cookies = await crowd(CLIENTS)
  const answers = await Promise.all(cookies.map((cookie) => ask(cookie, 'bookings', world.wish(world.at(2, 12)))))
  const codes = await Promise.all(answers.map(async (answer) => (await answer.json()).code ?? 'booked'))
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(1)
  expect(answers.filter(({ status }) => status === 409)).toHaveLength(CLIENTS - 1)
  expect(new Set(codes)).toEqual(new Set(['booked', 'slot_taken']))
})

test('clients who press for overlapping times, any room and any person never get one room twice', async () => {
  const cookies = await crowd(40)
  const wishes = cookies.map((cookie, index) => {
    const body = world.wish(world.at(3, 10 + (index % 9)), {
      ...{ minutes: 60 * (1 + (index % 3)), roomId: [world.roomA, world.roomB, null][index % 3], personId: null },
    })
    return { cookie, body }
  })
  const answers = await Promise.all(
    wishes.map(async ({ cookie, body }) => {
      const seen = await ask(cookie, 'bookings', { ...body, expectedMinor: '0' })
      const { params, code } = await seen.json()
      if (code !== 'price_changed') return seen.status
      return (await ask(cookie, 'bookings', { ...body, expectedMinor: params.priceMinor })).status
    }),
  )
  expect(new Set(answers)).toEqual(new Set([201, 409]))
  expect(await overlaps()).toEqual([])
})

test('a client who presses twelve times at once keeps three times, and not one more', async () => {
  const [cookie = ''] = await crowd(1)
  const answers = await Promise.all(hours(5).map((wish) => ask(cookie, 'bookings', wish)))
  expect(await counted(answers)).toEqual({ booked: MAX_HOLDS, too_many_holds: 12 - MAX_HOLDS })
})

test('visitors from one address keep so many times at most together, registered meanwhile or not', async () => {
  const answers = await Promise.all(hours(6).map((wish) => ask('', 'bookings', wish)))
  const [first] = await Promise.all(answers.flatMap((one) => (one.status === 201 ? one.clone().json() : [])))
  expect(await counted(answers)).toEqual({ booked: MAX_VISITOR_HOLDS, too_many_visitor_holds: 12 - MAX_VISITOR_HOLDS })
  const [cookie = ''] = await crowd(1)
  const again = world.wish(world.at(7, 12))
  expect((await ask(cookie, `bookings/${first.booking.id}/claims`, { claim: first.claim })).status).toBe(201)
  expect((await ask('', 'bookings', again)).status).toBe(409)
  expect((await ask(cookie, `bookings/${first.booking.id}/release`, {})).status).toBe(204)
  expect((await ask('', 'bookings', again)).status).toBe(201)
})

/** Twelve wishes that stand in nobody's way: every hour of a day. */
function hours(days: number) {
  return Array.from({ length: 12 }, (_, index) =>
    world.wish(world.at(days, 10 + index), { minutes: 60, expectedMinor: '180000' }),
  )
}

/** How many of each answer there were. */
async function counted(answers: readonly Response[]) {
  const codes = await Promise.all(answers.map(async (answer) => (await answer.json()).code ?? 'booked'))
  return Object.fromEntries(
    [...new Set<string>(codes)].map((code) => [code, codes.filter((one) => one === code).length]),
  )
}

test('whoever waits for a room that is taken off the schedule at this moment does not get it', async () => {
  const { rows } = await admin(world.database.ownerUrl, 'select current_database() as name')
  const waiting = `select 1 from pg_stat_activity where datname = $1 and wait_event_type = 'Lock' and query like '%"resources"%'`
  const gear = await world.resource({ kind: 'gear', name: 'Рояль' })
  const client = new pg.Client({ connectionString: world.database.ownerUrl })
  await client.connect()
  await client.query('begin')
  await client.query('update resources set archived = true where id = $1', [gear])
  const body = { kind: 'internal', title: 'Ремонт', start: world.at(5, 12), minutes: 60, resourceIds: [gear] }
  const answer = world.ask('vera', 'POST', 'schedule', body)
  await until(async () => (await admin(world.database.ownerUrl, waiting, [rows[0]?.name])).rows.length > 0)
  await client.query('commit')
  await client.end()
  expect(code(await answer)).toEqual([422, 'resource_unknown'])
})

test('the database itself refuses the second booking, whatever wrote it', async () => {
  const property = fc.asyncProperty(
    fc.array(fc.record({ hour: fc.integer({ min: 0, max: 30 }), hours: fc.integer({ min: 1, max: 5 }) }), {
      ...{ minLength: 2, maxLength: 6 },
    }),
    async (sessions) => {
      const id = randomUUID()
      await admin(
        world.database.ownerUrl,
        `insert into resources (studio_id, id, kind, name) values ($1, $2, 'room', 'tried')`,
        [world.studioIds.north, id],
      )
      const kept: { from: number; to: number }[] = []
      for (const { hour, hours } of sessions) {
        const clashes = kept.some(({ from, to }) => from < hour + hours && hour < to)
        expect(await write(id, hour, hours)).toBe(!clashes)
        if (!clashes) kept.push({ from: hour, to: hour + hours })
      }
    },
  )
  await fc.assert(property, { numRuns: 40 })
})

/** Writes a booking of a resource behind the application's back; false when the database refuses it. */
async function write(resourceId: string, hour: number, hours: number): Promise<boolean> {
  const [{ number }] = (await admin(world.database.ownerUrl, 'select count(*)::int + 100000 as number from bookings'))
    .rows
  try {
    await admin(
      world.database.ownerUrl,
      `with made as (insert into bookings (studio_id, number, kind, state, title, starts_at, ends_at, currency, price_minor,
           price_lines, deposit_minor, terms, free_until)
         select $1, $5, 'internal', 'confirmed', '{}', t, t + make_interval(hours => $4), 'RUB', 0, '[]', 0, '{}', t
         from (select timestamptz '2031-03-30 00:00+01' + make_interval(hours => $3) as t) at
         returning studio_id, id, starts_at, ends_at)
       insert into booking_resources (studio_id, booking_id, resource_id, starts_at, ends_at, buffer_before_minutes,
           buffer_after_minutes, occupies)
         select studio_id, id, $2, starts_at, ends_at, 0, 0, tstzrange(starts_at, ends_at) from made`,
      [world.studioIds.north, resourceId, hour, hours, number],
    )
    return true
  } catch (error) {
    if (error instanceof Error && 'constraint' in error && error.constraint === 'booking_resources_never_twice')
      return false
    throw error
  }
}

async function overlaps() {
  const { rows } = await admin(
    world.database.ownerUrl,
    `select a.id from booking_resources a join booking_resources b
       on a.resource_id = b.resource_id and a.id < b.id and a.active and b.active
      and a.starts_at < b.ends_at and b.starts_at < a.ends_at`,
  )
  return rows
}

test('moved to cheaper hours by many presses at once, a booking gives each surplus back once', async () => {
  const cheap = (opens: string, closes: string, bps: number) => ({
    ...{ kind: 'window', title: { ru: 'Дешевле', en: 'Cheaper' }, weekdays: [], opens, closes, bps },
  })
  const { accountId, cookie } = world.people.marina
  await world.fill('marina', 360_000n)
  const id = await world.booked(world.at(31, 18))
  expect(await world.ask('marina', 'POST', `bookings/${id}/payments`, { part: 'full' })).toMatchObject({ status: 201 })
  const rules = [cheap('10:00', '12:00', 3000), cheap('13:00', '15:00', 2000)]
  expect((await world.ask('vera', 'PUT', 'price-rules', rules)).status).toBe(204)
  const both = async () => [await world.balanceOf(accountId), await world.balanceOf(accountId, 'held')] as const
  const [main, held] = await both()
  const moved = (hour: number) =>
    Promise.all(Array.from({ length: 12 }, () => ask(cookie, `bookings/${id}/moves`, { start: world.at(32, hour) })))
  // First the rest goes back, all of it; then a part of the deposit, past the payment that has nothing left.
  for (const [hour, priceMinor] of [
    [10, 108_000n],
    [13, 72_000n],
  ] as const) {
    const statuses = (await moved(hour)).map(({ status }) => status)
    expect(statuses).toContain(201)
    expect(statuses.filter((status) => status !== 201 && status !== 409)).toEqual([])
    const returned = 360_000n - priceMinor
    expect(await both()).toEqual([main + returned, held - returned])
  }
  expect((await world.ask('marina', 'GET', `bookings/${id}`)).body).toMatchObject({
    ...{ price: { amountMinor: '72000' }, paid: { amountMinor: '72000' } },
  })
  expect((await world.ask('vera', 'PUT', 'price-rules', [])).status).toBe(204)
})
