import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { admin } from '../../kernel/testing/database.ts'
import { settleBookingPayment } from './gateway-payment.ts'
import { bookingWorld, code, EVERY_DAY } from './world-for-tests.ts'

let world: Awaited<ReturnType<typeof bookingWorld>>
beforeAll(async () => {
  world = await bookingWorld()
  await world.fill('marina', 100_000_000n)
})
afterAll(() => world.close())

describe('a client books', () => {
  test('sees the price, holds the time, pays the deposit, and is told of it only then', async () => {
    const start = world.at(2, 12)
    const query = `service=${world.service}&minutes=120&room=${world.roomA}&extras=${world.extra}&start=${start}`
    const quote = await world.ask('marina', 'GET', `quote?${query}`)
    expect(quote.body).toMatchObject({
      price: { amountMinor: '410000', currency: 'RUB' },
      deposit: { amountMinor: '123000' },
    })
    const wish = world.wish(start, { expectedMinor: '410000', extras: [{ extraId: world.extra, quantity: 1 }] })
    const held = await world.ask('marina', 'POST', 'bookings', wish)
    expect(held).toMatchObject({ status: 201, body: { claim: null, booking: { state: 'held' } } })
    const { id } = held.body.booking
    expect(await world.isFree(start, world.roomA)).toBe(false)
    expect(await world.eventsOf(id)).toEqual(['booking.held'])
    const paid = await world.ask('marina', 'POST', `bookings/${id}/payments`, { part: 'deposit' })
    expect(paid).toMatchObject({ status: 201, body: { state: 'confirmed', paid: { amountMinor: '123000' } } })
    expect(await world.eventsOf(id)).toEqual(['booking.held', 'payment.held', 'booking.paid', 'booking.confirmed'])
    expect(await world.balanceOf(world.people.marina.accountId, 'held')).toBe(123_000n)
  })

  test('gear with a price of its own by the hour costs what the extra costs, in the quote and in the booking alike', async () => {
    const gear = { kind: 'gear', name: 'Neumann U87', weekly: EVERY_DAY }
    const hourly = { ...gear, perHourMinor: '99000' }
    expect((await world.ask('vera', 'PUT', `resources/${world.microphone}`, hourly)).status).toBe(204)
    const start = world.at(47, 10)
    const query = `service=${world.service}&minutes=120&room=${world.roomA}&extras=${world.extra}&start=${start}`
    const quoted = (await world.ask('marina', 'GET', `quote?${query}`)).body.price.amountMinor
    const extras = [{ extraId: world.extra, quantity: 1 }]
    await world.booked(start, { extras, expectedMinor: quoted })
    await world.ask('vera', 'PUT', `resources/${world.microphone}`, gear)
  })

  test('an extra that is one piece of gear is booked along, and cannot be had twice', async () => {
    const extras = [{ extraId: world.extra, quantity: 1 }]
    const start = world.at(3, 12)
    await world.booked(start, { extras, expectedMinor: '410000' })
    const other = world.wish(start, { roomId: world.roomB, personId: null, extras, expectedMinor: '310000' })
    expect(code(await world.ask('pavel', 'POST', 'bookings', other))).toEqual([409, 'slot_taken'])
  })

  test.each([
    ['too_soon', 422, () => ({ start: Temporal.Now.instant().add({ minutes: 5 }).toString() })],
    ['too_far', 422, () => ({ start: world.at(90, 12) })],
    ['length_not_offered', 422, () => ({ minutes: 30, expectedMinor: '90000' })],
    ['off_step', 422, () => ({ start: Temporal.Instant.from(world.at(4, 12)).add({ minutes: 30 }).toString() })],
    ['closed_then', 409, () => ({ start: world.at(4, 21) })],
    ['price_changed', 409, () => ({ expectedMinor: '1' })],
    ['resource_unknown', 422, () => ({ roomId: randomUUID() })],
  ])('is refused with %s, and nothing is kept', async (problem, status, change) => {
    const answer = await world.ask('marina', 'POST', 'bookings', world.wish(world.at(4, 12), change()))
    expect(code(answer)).toEqual([status, problem])
    expect(await world.isFree(world.at(4, 12))).toBe(true)
  })

  test('an extra that stands twice in a wish is refused, so that no more of it is had than there is', async () => {
    const extras = [1, 2].map(() => ({ extraId: world.extra, quantity: 1 }))
    const twice = await world.ask('marina', 'POST', 'bookings', world.wish(world.at(4, 12), { extras }))
    expect(twice).toMatchObject({ status: 400, body: { fields: [{ pointer: '/extras', code: 'listed_twice' }] } })
  })

  test('the same request again is the same booking', async () => {
    const headers = {
      cookie: world.people.marina.cookie,
      'content-type': 'application/json',
      'idempotency-key': 'once',
    }
    const body = JSON.stringify(world.wish(world.at(5, 10)))
    const ask = async () =>
      (await fetch(`${world.url}/api/studios/north/bookings`, { method: 'POST', headers, body })).json()
    const [first, second] = [await ask(), await ask()]
    expect(second).toEqual(first)
  })

  test('at most three unpaid times at once', async () => {
    const ask = (hour: number) =>
      world.ask('pavel', 'POST', 'bookings', world.wish(world.at(6, hour), { minutes: 60, expectedMinor: '180000' }))
    for (const hour of [10, 12, 14]) expect((await ask(hour)).status).toBe(201)
    expect(code(await ask(16))).toEqual([409, 'too_many_holds'])
  })

  test('a visitor holds a time before registering, and it becomes theirs by the claim alone', async () => {
    const answer = await fetch(`${world.url}/api/studios/north/bookings`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': randomUUID() },
      body: JSON.stringify(world.wish(world.at(7, 12))),
    })
    const { booking, claim } = await answer.json()
    expect(answer.status).toBe(201)
    const pay = (body: object) =>
      world.ask('marina', 'POST', `bookings/${booking.id}/payments`, { part: 'full', ...body })
    expect(code(await pay({}))).toEqual([404, 'not_found'])
    expect(code(await pay({ claim: 'guessed' }))).toEqual([404, 'not_found'])
    expect((await pay({ claim })).body).toMatchObject({ state: 'confirmed', client: { name: 'marina' } })
  })

  test('without money nothing is booked, and the time stays held', async () => {
    const { body } = await world.ask('anton', 'POST', 'bookings', world.wish(world.at(8, 12)), 'attic')
    expect(body.code).toBe('not_found')
    const held = await world.ask('pavel', 'GET', 'bookings?show=upcoming')
    const [first] = held.body.items
    expect(code(await world.ask('pavel', 'POST', `bookings/${first.id}/payments`, { part: 'full' }))).toEqual([
      422,
      'insufficient_funds',
    ])
    expect((await world.ask('pavel', 'GET', `bookings/${first.id}`)).body.state).toBe('held')
  })
})

describe('a time that was not paid', () => {
  test('is free again when the ten minutes are over, and may be taken again by late money', async () => {
    const start = world.at(9, 12)
    const { body } = await world.ask('marina', 'POST', 'bookings', world.wish(start))
    const { id } = body.booking
    await world.passed(id, 'held_until')
    expect(await world.isFree(start, world.roomA)).toBe(true)
    const paid = await world.ask('marina', 'POST', `bookings/${id}/payments`, { part: 'deposit' })
    expect(paid).toMatchObject({ status: 201, body: { state: 'confirmed' } })
  })

  test('is no price kept for good: after an hour it is taken again only as it is offered now', async () => {
    const kept = async (day: number) => {
      const { body } = await world.ask('marina', 'POST', 'bookings', world.wish(world.at(day, 12)))
      const { id } = body.booking
      await world.passed(id, 'held_until')
      const older = `update bookings set created_at = created_at - interval '61 minutes' where id = $1`
      await admin(world.database.ownerUrl, older, [id])
      return id
    }
    const [same, dearer] = [await kept(31), await kept(32)]
    const pay = (id: string) => world.ask('marina', 'POST', `bookings/${id}/payments`, { part: 'deposit' })
    expect(await pay(same)).toMatchObject({
      status: 201,
      body: { state: 'confirmed', paid: { amountMinor: '108000' } },
    })
    await world.settings({ advanceDays: 10 })
    expect(code(await pay(dearer))).toEqual([409, 'hold_lapsed'])
    await world.settings()
    const room = { kind: 'room', name: 'Зал А', weekly: EVERY_DAY, position: 0 }
    const price = (perHourMinor: string) =>
      world.ask('vera', 'PUT', `resources/${world.roomA}`, { ...room, perHourMinor })
    expect((await price('990000')).status).toBe(204)
    expect(code(await pay(dearer))).toEqual([409, 'hold_lapsed'])
    await price('150000')
    expect((await pay(dearer)).body).toMatchObject({ state: 'confirmed' })
  })

  test('goes to the next who asks, and late money is refused and not taken', async () => {
    const start = world.at(10, 12)
    const { body } = await world.ask('marina', 'POST', 'bookings', world.wish(start))
    const { id } = body.booking
    await world.passed(id, 'held_until')
    await world.fill('pavel', 1n)
    await admin(
      world.database.ownerUrl,
      `update bookings set state = 'expired', held_until = null where state = 'held'
      and client_membership_id = $1`,
      [world.people.pavel.membershipId],
    )
    expect((await world.ask('pavel', 'POST', 'bookings', world.wish(start))).status).toBe(201)
    const before = await world.balanceOf(world.people.marina.accountId)
    expect(code(await world.ask('marina', 'POST', `bookings/${id}/payments`, { part: 'deposit' }))).toEqual([
      409,
      'slot_taken',
    ])
    expect(await world.balanceOf(world.people.marina.accountId)).toBe(before)
  })
})

describe('money through the gateway', () => {
  test('that comes when the time is gone stays in the wallet, and the client is told', async () => {
    const start = world.at(28, 12)
    const { body } = await world.ask('marina', 'POST', 'bookings', world.wish(start))
    const { id } = body.booking
    await world.passed(id, 'held_until')
    const own = { kind: 'internal', title: 'Ремонт', start, minutes: 120, resourceIds: [world.roomA] }
    expect((await world.ask('vera', 'POST', 'schedule', own)).status).toBe(201)
    const { accountId, membershipId } = world.people.marina
    const before = await world.balanceOf(accountId)
    await world.act('marina', (ctx) =>
      settleBookingPayment(ctx, {
        ...{ id: randomUUID(), purpose: 'booking', accountId, studioId: world.studioIds.north },
        amount: { amountMinor: 108_000n, currency: 'RUB' },
        details: { bookingId: id, membershipId, part: 'deposit' },
      }),
    )
    expect((await world.balanceOf(accountId)) - before).toBe(108_000n)
    expect(await world.eventsOf(id)).toContain('booking.payment_returned')
    expect((await world.ask('marina', 'GET', `bookings/${id}`)).body.state).toBe('expired')
  })
})

describe('the studio answers', () => {
  test('a request holds its time until the studio says yes', async () => {
    await world.settings({ confirmation: 'manual' })
    const id = await world.booked(world.at(11, 12))
    await world.settings()
    expect((await world.ask('marina', 'GET', `bookings/${id}`)).body.state).toBe('pending')
    expect(code(await world.ask('pavel', 'POST', 'bookings', world.wish(world.at(11, 12))))).toEqual([
      409,
      'slot_taken',
    ])
    expect(code(await world.ask('marina', 'POST', `bookings/${id}/confirmation`, {}))).toEqual([403, 'forbidden'])
    expect((await world.ask('vera', 'POST', `bookings/${id}/confirmation`, {})).body.state).toBe('confirmed')
    expect(code(await world.ask('vera', 'POST', `bookings/${id}/confirmation`, {}))).toEqual([409, 'booking_changed'])
  })

  test('a request that is declined gives everything back and frees the time', async () => {
    await world.settings({ confirmation: 'manual' })
    const before = await world.balanceOf(world.people.marina.accountId)
    const id = await world.booked(world.at(12, 12), {}, 'full')
    await world.settings()
    const declined = await world.ask('vera', 'POST', `bookings/${id}/refusal`, { reason: 'ремонт' })
    expect(declined.body).toMatchObject({ state: 'declined', returned: { amountMinor: '360000' } })
    expect(await world.balanceOf(world.people.marina.accountId)).toBe(before)
    expect(await world.isFree(world.at(12, 12), world.roomA)).toBe(true)
  })
})

describe('a calendar', () => {
  test('is read by whoever knows its address until it is revoked, with names or without', async () => {
    const id = await world.booked(world.at(27, 12))
    const feed = async (named: boolean) => {
      const { body } = await world.ask('ilya', 'POST', 'calendar-feeds', { resourceId: world.ilya, named })
      return body as { id: string; url: string }
    }
    const [named, busy] = [await feed(true), await feed(false)]
    const read = async ({ url }: { url: string }) => fetch(url)
    const text = await (await read(named)).text()
    expect(text).toContain(`UID:${id}@north.atelier`)
    expect(text).toContain('SUMMARY:marina · Запись вокала')
    expect(await (await read(busy)).text()).not.toMatch(/marina|Запись/)
    await world.ask('marina', 'POST', `bookings/${id}/cancellation`, { expectedReturnedMinor: '108000' })
    expect(await (await read(named)).text()).toMatch(new RegExp(`UID:${id}[^]*?STATUS:CANCELLED`))
    expect((await world.ask('vera', 'DELETE', `calendar-feeds/${named.id}`)).status).toBe(204)
    expect((await read(named)).status).toBe(404)
  })
})

describe('the studio books', () => {
  test('for a client, who pays later, and time of its own', async () => {
    const place = { start: world.at(26, 12), minutes: 120, resourceIds: [world.roomA, world.ilya] }
    const { marina } = world.people
    const session = { kind: 'session', serviceId: world.service, clientMembershipId: marina.membershipId }
    const made = await world.ask('vera', 'POST', 'schedule', { ...place, ...session })
    expect(made).toMatchObject({ status: 201, body: { state: 'confirmed', price: { amountMinor: '360000' } } })
    const own = {
      kind: 'internal',
      title: 'Настройка рояля',
      start: world.at(26, 14),
      minutes: 60,
      resourceIds: [world.roomA],
    }
    expect(await world.ask('vera', 'POST', 'schedule', own)).toMatchObject({ status: 201, body: { client: null } })
    expect(code(await world.ask('vera', 'POST', 'schedule', own))).toEqual([409, 'slot_taken'])
    expect((await world.ask('oleg', 'POST', 'schedule', own)).status).toBe(403)
    const seen = await world.ask('oleg', 'GET', `schedule?from=${world.at(26, 0)}&to=${world.at(27, 0)}`)
    expect(seen.body.bookings.map((one: { title: { ru: string } }) => one.title.ru)).toEqual([
      'Запись вокала',
      'Настройка рояля',
    ])
    expect(seen.body.resources[0].open).toEqual([{ start: world.at(26, 10), end: world.at(26, 22) }])
  })

  test('where a room’s buffers have changed since it was booked, what is offered can be booked', async () => {
    const room = { kind: 'room', name: 'Зал Б', perHourMinor: '100000', position: 1, weekly: EVERY_DAY }
    const own = { kind: 'internal', title: 'Ремонт', minutes: 60, resourceIds: [world.roomB] }
    const book = async (hour: number) =>
      (await world.ask('vera', 'POST', 'schedule', { ...own, start: world.at(27, hour) })).status
    const buffers = (before: number) =>
      world.ask('vera', 'PUT', `resources/${world.roomB}`, { ...room, bufferBeforeMinutes: before })
    await buffers(60)
    expect(await book(14)).toBe(201)
    await buffers(0)
    expect([await world.isFree(world.at(27, 15), world.roomB), await book(15)]).toEqual([false, 409])
    expect([await world.isFree(world.at(27, 16), world.roomB), await book(16)]).toEqual([true, 201])
    expect(await book(19)).toBe(201)
    await buffers(60)
    expect([await world.isFree(world.at(27, 17), world.roomB), await book(18)]).toEqual([false, 409])
    await buffers(0)
  })

  test('a room with bookings ahead cannot be taken off the schedule', async () => {
    expect(code(await world.ask('vera', 'DELETE', `resources/${world.roomA}`))).toEqual([409, 'resource_in_use'])
    const spare = await world.resource({ kind: 'room', name: 'Кладовая' })
    expect((await world.ask('vera', 'DELETE', `resources/${spare}`)).status).toBe(204)
  })
})
