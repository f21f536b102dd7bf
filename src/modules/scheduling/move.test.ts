import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bookingWorld, code } from './world-for-tests.ts'

let world: Awaited<ReturnType<typeof bookingWorld>>
beforeAll(async () => {
  world = await bookingWorld()
  await world.fill('marina', 10_000_000n)
  const window = (ru: string, en: string, opens: string, closes: string, bps: number) => ({
    ...{ kind: 'window', title: { ru, en }, weekdays: [], opens, closes, bps },
  })
  const rules = [
    window('Утро', 'Morning', '10:00', '12:00', 5000),
    window('Вечер', 'Evening', '18:00', '22:00', 12_000),
  ]
  expect((await world.ask('vera', 'PUT', 'price-rules', rules)).status).toBe(204)
})
afterAll(() => world.close())

const moveTo = (id: string, start: string, more: object = {}) =>
  world.ask('marina', 'POST', `bookings/${id}/moves`, { start, ...more })
const lookAt = (id: string, start: string) =>
  world.ask('marina', 'GET', `bookings/${id}/move-quote?start=${start}`).then(({ body }) => body)
const wallet = () => world.balanceOf(world.people.marina.accountId)

describe('a client who moves to a dearer hour', () => {
  test('where all is paid ahead sees what is lacking, and pays it in the same step or stays', async () => {
    await world.settings({ depositBps: 10_000 })
    const id = await world.booked(world.at(2, 12))
    const evening = world.at(2, 18)
    expect(await lookAt(id, evening)).toMatchObject({
      ...{ price: { amountMinor: '432000' }, lacking: { amountMinor: '72000', currency: 'RUB' } },
      returned: { amountMinor: '0' },
    })
    const before = await wallet()
    for (const more of [{}, { payUpToMinor: '71999' }]) {
      expect(await moveTo(id, evening, more)).toMatchObject({
        ...{ status: 409, body: { code: 'move_unpaid', params: { lackingMinor: '72000', currency: 'RUB' } } },
      })
    }
    expect((await world.ask('marina', 'GET', `bookings/${id}`)).body.startsAt).toBe(world.at(2, 12))
    expect(await wallet()).toBe(before)
    expect(await moveTo(id, evening, { payUpToMinor: '90000' })).toMatchObject({
      ...{ status: 201, body: { startsAt: evening, price: { amountMinor: '432000' } } },
      ...{ body: { paid: { amountMinor: '432000' }, deposit: { amountMinor: '432000' } } },
    })
    expect(before - (await wallet())).toBe(72_000n)
    expect((await world.eventsOf(id)).slice(-3)).toEqual(['payment.held', 'booking.paid', 'booking.moved'])
    await world.settings()
  })

  test('pays once, however often the same press comes', async () => {
    const id = await world.booked(world.at(3, 12))
    const before = await wallet()
    const press = async (key: string) =>
      fetch(`${world.url}/api/studios/north/bookings/${id}/moves`, {
        method: 'POST',
        headers: { cookie: world.people.marina.cookie, 'content-type': 'application/json', 'idempotency-key': key },
        body: JSON.stringify({ start: world.at(3, 18), payUpToMinor: '21600' }),
      })
    const key = randomUUID()
    expect([(await press(key)).status, (await press(key)).status]).toEqual([201, 201])
    expect(before - (await wallet())).toBe(21_600n)
    expect((await press('not a uuid')).status).toBe(400)
  })

  test('without the money stays where they were', async () => {
    await world.fill('pavel', 108_000n)
    const held = await world.ask('pavel', 'POST', 'bookings', world.wish(world.at(4, 12)))
    const { id } = held.body.booking
    expect((await world.ask('pavel', 'POST', `bookings/${id}/payments`, { part: 'deposit' })).status).toBe(201)
    const wanted = { start: world.at(4, 18), payUpToMinor: '21600' }
    expect(await world.ask('pavel', 'POST', `bookings/${id}/moves`, wanted)).toMatchObject({
      ...{ status: 422, body: { code: 'insufficient_funds' } },
    })
    expect((await world.ask('pavel', 'GET', `bookings/${id}`)).body).toMatchObject({
      ...{ startsAt: world.at(4, 12), price: { amountMinor: '360000' } },
    })
  })

  test('pays nothing where what is paid covers the new deposit: the rest stays open', async () => {
    const id = await world.booked(world.at(6, 12), {}, 'full')
    const evening = world.at(6, 18)
    expect((await lookAt(id, evening)).lacking.amountMinor).toBe('0')
    const moved = await moveTo(id, evening)
    expect(moved.body).toMatchObject({ price: { amountMinor: '432000' }, paid: { amountMinor: '360000' } })
    expect(await lookAt(id, world.at(7, 12))).toMatchObject({
      ...{ price: { amountMinor: '360000' }, lacking: { amountMinor: '0' }, returned: { amountMinor: '0' } },
    })
  })
})

test('a move at the same price asks for no money, whatever is paid ahead by now', async () => {
  const id = await world.booked(world.at(10, 12))
  await world.settings({ depositBps: 10_000 })
  expect((await lookAt(id, world.at(10, 14))).lacking.amountMinor).toBe('0')
  expect((await moveTo(id, world.at(10, 14))).body).toMatchObject({ paid: { amountMinor: '108000' } })
  expect((await lookAt(id, world.at(10, 18))).lacking.amountMinor).toBe('72000')
  await world.settings()
})

test('a move to a cheaper hour says beforehand what goes back', async () => {
  const id = await world.booked(world.at(8, 18), { expectedMinor: '432000' }, 'full')
  expect((await lookAt(id, world.at(8, 12))).returned).toEqual({ amountMinor: '72000', currency: 'RUB' })
})

test('the studio moves at the agreed price, wherever it is dearer', async () => {
  const id = await world.booked(world.at(9, 12))
  const start = world.at(9, 18)
  const seen = await world.ask('vera', 'GET', `bookings/${id}/move-quote?start=${start}`)
  expect(seen.body).toMatchObject({ price: { amountMinor: '360000' }, lacking: { amountMinor: '0' } })
  const moved = await world.ask('vera', 'POST', `bookings/${id}/moves`, { start })
  expect(moved.body).toMatchObject({ price: { amountMinor: '360000' }, paid: { amountMinor: '108000' } })
})

test('a move by the client to a cheaper room’s hour keeps the deadline and gives the surplus back', async () => {
  const id = await world.booked(world.at(17, 12), {}, 'full')
  const before = await wallet()
  const moved = await moveTo(id, world.at(18, 10))
  expect(moved.body).toMatchObject({
    ...{ startsAt: world.at(18, 10), price: { amountMinor: '180000' }, paid: { amountMinor: '180000' } },
    freeUntil: world.at(16, 12),
  })
  expect((await wallet()) - before).toBe(180_000n)
  expect(await world.isFree(world.at(17, 12), world.roomA)).toBe(true)
})

describe('the times to which a session may be moved', () => {
  const timesFor = async (id: string, day: number) => {
    const [from, to] = [world.at(day, 10), world.at(day, 22)]
    const query = `service=${world.service}&minutes=120&room=${world.roomA}&from=${from}&to=${to}&instead=${id}`
    const { status, body } = await world.ask('marina', 'GET', `free-times?${query}`)
    return status === 200
      ? body.starts.flatMap(({ start, free }: { start: string; free: boolean }) => (free ? start : []))
      : code({ status, body })
  }

  test('reach into its own, and take its extras along', async () => {
    const extras = [{ extraId: world.extra, quantity: 1 }]
    const id = await world.booked(world.at(31, 12), { extras, expectedMinor: '410000' })
    expect(await timesFor(id, 31)).toContain(world.at(31, 13))
    const kept = { kind: 'internal', title: 'Ремонт', minutes: 120, resourceIds: [world.microphone] }
    const repair = await world.ask('vera', 'POST', 'schedule', { ...kept, start: world.at(31, 16) })
    expect(repair.status).toBe(201)
    expect(await timesFor(id, 31)).not.toContain(world.at(31, 15))
    expect((await moveTo(id, world.at(31, 13))).status).toBe(201)
    expect(code(await world.ask('pavel', 'GET', `bookings/${id}`))).toEqual([404, 'not_found'])
  })

  test('are none where it is no longer offered as it was booked, and that is said', async () => {
    const extras = [{ extraId: world.extra, quantity: 1 }]
    const id = await world.booked(world.at(32, 12), { extras, expectedMinor: '410000' })
    const { body: list } = await world.ask('vera', 'GET', 'price-list')
    const gone = [409, 'no_longer_offered']
    const isGone = async () => {
      expect(await timesFor(id, 32)).toEqual(gone)
      expect(code(await moveTo(id, world.at(32, 14)))).toEqual(gone)
      const quote = `bookings/${id}/move-quote?start=${world.at(32, 14)}`
      expect(code(await world.ask('marina', 'GET', quote))).toEqual(gone)
    }
    expect((await world.ask('vera', 'PUT', 'extras', [])).status).toBe(204)
    await isGone()
    expect((await world.ask('vera', 'PUT', 'extras', list.extras)).status).toBe(204)
    expect((await world.ask('vera', 'DELETE', `services/${world.service}`)).status).toBe(204)
    await isGone()
    const service = list.services.find((one: { id: string }) => one.id === world.service)
    expect((await world.ask('vera', 'PUT', `services/${world.service}`, service)).status).toBe(204)
    expect((await moveTo(id, world.at(32, 14))).status).toBe(201)
  })
})

test('a move by the client is over when the deadline is', async () => {
  const id = await world.booked(world.at(19, 12))
  await world.passed(id, 'free_until')
  expect(code(await moveTo(id, world.at(20, 12)))).toEqual([409, 'move_too_late'])
})

test('a move by the studio goes to another room and length at any hour, but never where something is', async () => {
  const id = await world.booked(world.at(21, 12))
  const other = await world.booked(world.at(21, 14))
  const move = (body: object) => world.ask('vera', 'POST', `bookings/${id}/moves`, body)
  expect(code(await move({ start: world.at(21, 13) }))).toEqual([409, 'slot_taken'])
  const resourceIds = [world.roomB]
  const moved = await move({ start: world.at(21, 8), minutes: 180, resourceIds })
  expect(moved.body).toMatchObject({
    endsAt: world.at(21, 11),
    resources: [{ name: 'Зал Б' }],
    price: { amountMinor: '360000' },
  })
  expect((await world.ask('marina', 'GET', `bookings/${other}`)).body.startsAt).toBe(world.at(21, 14))
})

test('moved or cut short by the studio after the deadline a session may be cancelled free of charge, stretched it may not', async () => {
  const id = await world.booked(world.at(41, 12), {}, 'full')
  await world.passed(id, 'free_until')
  const move = (body: object) => world.ask('vera', 'POST', `bookings/${id}/moves`, body)
  const clause = async () => (await world.ask('marina', 'GET', `bookings/${id}/cancellation`)).body.clause
  expect((await move({ start: world.at(41, 12), minutes: 180 })).status).toBe(201)
  expect(await clause()).toBe('late')
  expect((await move({ start: world.at(41, 12), minutes: 5 })).status).toBe(201)
  expect(await clause()).toBe('free')
  await world.passed(id, 'free_until')
  expect((await move({ start: world.at(1, 21) })).status).toBe(201)
  expect(await clause()).toBe('free')
})

test('moved by the studio a session never goes into the past, and its client may cancel free of charge until the new start', async () => {
  const id = await world.booked(world.at(40, 12), {}, 'full')
  const move = (start: string) => world.ask('vera', 'POST', `bookings/${id}/moves`, { start })
  expect(code(await move(world.at(-1, 12)))).toEqual([422, 'past_start'])
  const start = world.at(1, 22)
  expect((await move(start)).status).toBe(201)
  expect((await world.ask('marina', 'GET', `bookings/${id}/cancellation`)).body).toMatchObject({
    ...{ clause: 'free', kept: { amountMinor: '0' } },
  })
})
