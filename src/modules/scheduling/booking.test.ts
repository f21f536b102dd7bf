import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { commissionOf } from '../../../test/commission.ts'
import { admin } from '../../kernel/testing/database.ts'
import { completeByItself } from './cancel.ts'
import { settleBookingPayment } from './gateway-payment.ts'
import { bookingWorld, EVERY_DAY } from './world-for-tests.ts'

let world: Awaited<ReturnType<typeof bookingWorld>>
beforeAll(async () => {
  world = await bookingWorld()
  await world.fill('marina', 100_000_000n)
})
afterAll(() => world.close())

const code = ({ status, body }: { status: number; body: { code?: string } }) => [status, body?.code]
const free = async (days: number, more = '') => {
  const query = `service=${world.service}&minutes=120&from=${world.at(days, 0)}&to=${world.at(days + 1, 0)}${more}`
  const { body } = await world.ask('marina', 'GET', `free-times?${query}`)
  return body.starts as { start: string; free: boolean; resourceIds: string[] }[]
}
const startsAt = (starts: Awaited<ReturnType<typeof free>>, start: string) => starts.find((one) => one.start === start)

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
    expect(startsAt(await free(2, `&room=${world.roomA}`), start)?.free).toBe(false)
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
    expect(startsAt(await free(4), world.at(4, 12))?.free).toBe(true)
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
    await admin(world.database.ownerUrl, `update bookings set held_until = now() - interval '1 second' where id = $1`, [
      id,
    ])
    expect(startsAt(await free(9, `&room=${world.roomA}`), start)?.free).toBe(true)
    const paid = await world.ask('marina', 'POST', `bookings/${id}/payments`, { part: 'deposit' })
    expect(paid).toMatchObject({ status: 201, body: { state: 'confirmed' } })
  })

  test('goes to the next who asks, and late money is refused and not taken', async () => {
    const start = world.at(10, 12)
    const { body } = await world.ask('marina', 'POST', 'bookings', world.wish(start))
    const { id } = body.booking
    await admin(world.database.ownerUrl, `update bookings set held_until = now() - interval '1 second' where id = $1`, [
      id,
    ])
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
    await admin(world.database.ownerUrl, `update bookings set held_until = now() - interval '1 second' where id = $1`, [
      id,
    ])
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
    expect(startsAt(await free(12, `&room=${world.roomA}`), world.at(12, 12))?.free).toBe(true)
  })
})

describe('cancelling', () => {
  const cancel = (as: 'marina' | 'vera', id: string, expectedReturnedMinor: string) =>
    world.ask(as, 'POST', `bookings/${id}/cancellation`, { expectedReturnedMinor })

  test('within the terms gives everything back, as was shown before', async () => {
    const id = await world.booked(world.at(13, 12))
    const preview = await world.ask('marina', 'GET', `bookings/${id}/cancellation`)
    expect(preview.body).toMatchObject({
      clause: 'free',
      returned: { amountMinor: '108000' },
      kept: { amountMinor: '0' },
    })
    expect((await cancel('marina', id, '108000')).body).toMatchObject({ state: 'cancelled' })
  })

  test('late keeps the share of the day of booking, whatever the terms became', async () => {
    const id = await world.booked(world.at(14, 12), {}, 'full')
    await world.settings({ lateKeptBps: 9000 })
    await admin(world.database.ownerUrl, `update bookings set free_until = now() - interval '1 hour' where id = $1`, [
      id,
    ])
    const studio = await world.balanceOf(world.studioIds.north)
    expect(code(await cancel('marina', id, '360000'))).toEqual([409, 'price_changed'])
    expect((await cancel('marina', id, '252000')).body).toMatchObject({
      ...{ state: 'cancelled', kept: { amountMinor: '108000' }, returned: { amountMinor: '252000' } },
    })
    expect((await world.balanceOf(world.studioIds.north)) - studio).toBe(104_760n)
    await world.settings()
  })

  test('by the studio gives everything back, however late', async () => {
    const id = await world.booked(world.at(15, 12), {}, 'full')
    await admin(world.database.ownerUrl, `update bookings set free_until = now() - interval '1 hour' where id = $1`, [
      id,
    ])
    expect((await cancel('vera', id, '360000')).body).toMatchObject({ state: 'cancelled', kept: { amountMinor: '0' } })
  })

  test('is written on the statement in the studio’s language', async () => {
    const speak = (locale: string) =>
      admin(world.database.ownerUrl, 'update studios set locale = $2 where id = $1', [world.studioIds.north, locale])
    const notesOf = async (id: string) => {
      const asked = 'select distinct note from transfers where subject_id = $1'
      return (await admin(world.database.ownerUrl, asked, [id])).rows.map(({ note }) => note.split(' · ')[0])
    }
    await speak('en')
    const english = await world.booked(world.at(24, 12), {}, 'full')
    await world.ask('vera', 'POST', `bookings/${english}/cancellation`, { expectedReturnedMinor: '360000' })
    await speak('ru')
    const russian = await world.booked(world.at(24, 15), {}, 'full')
    const { title } = (await admin(world.database.ownerUrl, 'select title from bookings where id = $1', [russian]))
      .rows[0]
    expect(title.en).not.toBe(title.ru)
    expect([await notesOf(english), await notesOf(russian)]).toEqual([[title.en], [title.ru]])
  })

  test('is a client’s own, and staff need the permission', async () => {
    const id = await world.booked(world.at(16, 12))
    const as = (name: 'pavel' | 'oleg' | 'olga') =>
      world.ask(name, 'POST', `bookings/${id}/cancellation`, { expectedReturnedMinor: '108000' }, 'north')
    expect(code(await as('pavel'))).toEqual([404, 'not_found'])
    expect(code(await as('oleg'))).toEqual([403, 'forbidden'])
    expect((await as('olga')).status).toBe(403)
  })
})

describe('moving', () => {
  test('by the client to a cheaper room’s hour keeps the deadline and gives the surplus back', async () => {
    const id = await world.booked(world.at(17, 12), {}, 'full')
    const rules = [
      {
        kind: 'window',
        title: { ru: 'Утро', en: 'Morning' },
        weekdays: [],
        opens: '10:00',
        closes: '12:00',
        bps: 5000,
      },
    ]
    expect((await world.ask('vera', 'PUT', 'price-rules', rules)).status).toBe(204)
    const before = await world.balanceOf(world.people.marina.accountId)
    const moved = await world.ask('marina', 'POST', `bookings/${id}/moves`, { start: world.at(18, 10) })
    await world.ask('vera', 'PUT', 'price-rules', [])
    expect(moved.body).toMatchObject({
      ...{ startsAt: world.at(18, 10), price: { amountMinor: '180000' }, paid: { amountMinor: '180000' } },
      freeUntil: world.at(16, 12),
    })
    expect((await world.balanceOf(world.people.marina.accountId)) - before).toBe(180_000n)
    expect(startsAt(await free(17, `&room=${world.roomA}`), world.at(17, 12))?.free).toBe(true)
  })

  test('by the client is over when the deadline is', async () => {
    const id = await world.booked(world.at(19, 12))
    await admin(world.database.ownerUrl, `update bookings set free_until = now() - interval '1 hour' where id = $1`, [
      id,
    ])
    expect(code(await world.ask('marina', 'POST', `bookings/${id}/moves`, { start: world.at(20, 12) }))).toEqual([
      409,
      'move_too_late',
    ])
  })

  test('by the studio goes to another room and length at any hour, but never where something is', async () => {
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
})

describe('moved by the studio', () => {
  test('a session never goes into the past, and its client may cancel free of charge until the new start', async () => {
    const id = await world.booked(world.at(40, 12), {}, 'full')
    const move = (start: string) => world.ask('vera', 'POST', `bookings/${id}/moves`, { start })
    expect(code(await move(world.at(-1, 12)))).toEqual([422, 'past_start'])
    const start = world.at(1, 22)
    expect((await move(start)).status).toBe(201)
    expect((await world.ask('marina', 'GET', `bookings/${id}/cancellation`)).body).toMatchObject({
      ...{ clause: 'free', kept: { amountMinor: '0' } },
    })
  })
})

describe('when its time has passed', () => {
  test('a session is completed by itself, and what was paid is paid out to the last kopeck', async () => {
    const id = await world.booked(world.at(22, 12), { minutes: 180, expectedMinor: '540000' }, 'full')
    await world.ago(id, 24 * 24)
    const studio = await world.balanceOf(world.studioIds.north)
    await world.system('north', (ctx) => completeByItself(ctx, id))
    await world.system('north', (ctx) => completeByItself(ctx, id))
    expect((await world.ask('marina', 'GET', `bookings/${id}`)).body).toMatchObject({
      ...{ state: 'completed', kept: { amountMinor: '540000' } },
    })
    expect((await world.balanceOf(world.studioIds.north)) - studio).toBe(523_800n)
  })

  test('a session keeps the terms of the day when it was bought, for what is paid later too (R15, R16)', async () => {
    const setCommission = await commissionOf(world)
    const terms = async (bps: number) =>
      expect((await world.ask('vera', 'POST', 'sharing-terms', { membershipId: null, bps })).status).toBe(201)
    await terms(5000)
    const id = await world.booked(world.at(23, 16), {}, 'deposit')
    await setCommission(10)
    await terms(0)
    const paid = await world.ask('marina', 'POST', `bookings/${id}/payments`, { part: 'full' })
    expect(paid).toMatchObject({ status: 201, body: { paid: { amountMinor: '360000' } } })
    await setCommission(3)
    await world.ago(id, 24 * 27)
    const owners = [world.people.ilya.accountId, world.studioIds.north]
    const before = await Promise.all(owners.map((owner) => world.balanceOf(owner)))
    await world.system('north', (ctx) => completeByItself(ctx, id))
    const after = await Promise.all(owners.map((owner) => world.balanceOf(owner)))
    expect(after.map((balance, n) => balance - (before[n] ?? 0n))).toEqual([174_600n, 174_600n])
  })

  test('who worked gets the share of the day when it was bought; a fee for nothing is the studio’s alone (R16)', async () => {
    const terms = async (bps: number) => {
      const answer = await world.ask('vera', 'POST', 'sharing-terms', { membershipId: null, bps })
      expect(answer.status).toBe(201)
    }
    await terms(5000)
    const done = await world.booked(world.at(22, 16), {}, 'full')
    const missed = await world.booked(world.at(22, 18), {}, 'full')
    await terms(0)
    const ilya = world.people.ilya.accountId
    const before = await world.balanceOf(ilya)
    const studio = await world.balanceOf(world.studioIds.north)
    await world.ago(done, 24 * 24)
    await world.ask('vera', 'POST', `bookings/${done}/completion`, {})
    // 3 600 ₽ less the commission of 108 ₽, in halves.
    expect((await world.balanceOf(ilya)) - before).toBe(174_600n)
    expect((await world.balanceOf(world.studioIds.north)) - studio).toBe(174_600n)
    await world.ago(missed, 24 * 24)
    await world.ask('vera', 'POST', `bookings/${missed}/no-show`, { fee: 'charge' })
    expect((await world.balanceOf(ilya)) - before).toBe(174_600n)
  })

  test('what was left open can be paid afterwards, and goes out at once', async () => {
    const id = await world.booked(world.at(23, 12))
    await world.ago(id, 26 * 24)
    await world.ask('vera', 'POST', `bookings/${id}/completion`, {})
    const studio = await world.balanceOf(world.studioIds.north)
    const paid = await world.ask('marina', 'POST', `bookings/${id}/payments`, { part: 'full' })
    expect(paid.body).toMatchObject({ state: 'completed', paid: { amountMinor: '360000' } })
    expect((await world.balanceOf(world.studioIds.north)) - studio).toBe(244_440n)
    expect(code(await world.ask('marina', 'POST', `bookings/${id}/payments`, { part: 'full' }))).toEqual([
      409,
      'nothing_to_pay',
    ])
  })

  test('a no-show is said after the start and the grace only, and its fee is charged once', async () => {
    const id = await world.booked(world.at(24, 12), {}, 'full')
    const miss = () => world.ask('vera', 'POST', `bookings/${id}/no-show`, { fee: 'charge' })
    expect(code(await miss())).toEqual([409, 'not_yet'])
    await world.ago(id, 28 * 24)
    expect((await miss()).body).toMatchObject({ state: 'no_show', kept: { amountMinor: '360000' } })
    expect(code(await miss())).toEqual([409, 'booking_changed'])
  })

  test('a no-show may be waived: everything goes back', async () => {
    const id = await world.booked(world.at(25, 12), {}, 'full')
    await world.ago(id, 30 * 24)
    const missed = await world.ask('vera', 'POST', `bookings/${id}/no-show`, { fee: 'waive' })
    expect(missed.body).toMatchObject({ state: 'no_show', returned: { amountMinor: '360000' } })
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

  test('a room with bookings ahead cannot be taken off the schedule', async () => {
    expect(code(await world.ask('vera', 'DELETE', `resources/${world.roomA}`))).toEqual([409, 'resource_in_use'])
    const spare = await world.resource({ kind: 'room', name: 'Кладовая' })
    expect((await world.ask('vera', 'DELETE', `resources/${spare}`)).status).toBe(204)
  })
})
