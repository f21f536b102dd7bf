import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { settleBookingPayment } from './gateway-payment.ts'
import { bookingWorld, code } from './world-for-tests.ts'

let world: Awaited<ReturnType<typeof bookingWorld>>
beforeAll(async () => {
  world = await bookingWorld()
  await world.fill('marina', 100_000_000n)
})
afterAll(() => world.close())

type Kept = { booking: { id: string }; claim: string | null }

/** Asks as somebody who has not signed in. */
async function visit(method: string, path: string, body?: object) {
  const headers = { 'content-type': 'application/json', 'idempotency-key': randomUUID() }
  const init = { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) }
  const answer = await fetch(`${world.url}/api/studios/north/${path}`, init)
  const text = await answer.text()
  return { status: answer.status, body: text === '' ? null : JSON.parse(text) }
}

/** The day's times in room A, as a visitor sees them, or one who keeps a time. */
async function timeAt(start: string, days: number, more = '', ask = visit) {
  const query = `service=${world.service}&minutes=120&room=${world.roomA}&from=${world.at(days, 0)}&to=${world.at(days + 1, 0)}`
  const { body } = await ask('GET', `free-times?${query}${more}`)
  return body.starts.find((one: { start: string }) => one.start === start)
}

async function keep(start: string, more: object = {}): Promise<Kept> {
  const { status, body } = await visit('POST', 'bookings', world.wish(start, more))
  expect(status).toBe(201)
  return body
}

const insteadOf = ({ booking, claim }: Kept) => ({ instead: { bookingId: booking.id, claim } })

describe('one’s own hold', () => {
  test('does not stand in one’s own way, and is shown as one’s own', async () => {
    const start = world.at(2, 12)
    const kept = await keep(start)
    expect(await timeAt(start, 2)).toMatchObject({ free: false, own: null })
    expect(await timeAt(start, 2, `&instead=${kept.booking.id}`)).toMatchObject({ free: true, own: kept.booking.id })
    expect(await timeAt(world.at(2, 13), 2, `&instead=${kept.booking.id}`)).toMatchObject({ free: true, own: null })
  })

  test('is given up by choosing another time, at once and in one step', async () => {
    const [start, later] = [world.at(3, 12), world.at(3, 13)]
    const first = await keep(start)
    const second = await keep(later, insteadOf(first))
    expect(await timeAt(start, 3, `&instead=${second.booking.id}`)).toMatchObject({ free: true, own: null })
    expect(await timeAt(later, 3)).toMatchObject({ free: false })
    const claimed = await world.ask('marina', 'POST', `bookings/${first.booking.id}/claims`, { claim: first.claim })
    expect(code(claimed)).toEqual([404, 'not_found'])
  })

  test('is kept where the other time is refused', async () => {
    const start = world.at(4, 12)
    const kept = await keep(start)
    const refused = await visit('POST', 'bookings', world.wish(world.at(4, 21), insteadOf(kept)))
    expect(code(refused)).toEqual([409, 'closed_then'])
    expect(await timeAt(start, 4)).toMatchObject({ free: false })
  })

  test('nobody gives up another’s', async () => {
    const start = world.at(5, 12)
    const kept = await keep(start)
    const guessed = { instead: { bookingId: kept.booking.id, claim: 'guessed' } }
    expect(code(await visit('POST', 'bookings', world.wish(world.at(5, 16), guessed)))).toEqual([404, 'not_found'])
    expect(code(await visit('POST', `bookings/${kept.booking.id}/release`, {}))).toEqual([404, 'not_found'])
    expect(code(await world.ask('pavel', 'POST', `bookings/${kept.booking.id}/release`, {}))).toEqual([
      404,
      'not_found',
    ])
    expect(await timeAt(start, 5)).toMatchObject({ free: false })
  })

  test('is let go by a visitor with the claim alone, and nobody pays for it any more', async () => {
    const start = world.at(6, 12)
    const { booking, claim } = await keep(start)
    expect((await visit('POST', `bookings/${booking.id}/release`, { claim })).status).toBe(204)
    expect(await timeAt(start, 6)).toMatchObject({ free: true })
    const paid = await world.ask('marina', 'POST', `bookings/${booking.id}/payments`, { part: 'full', claim })
    expect(code(paid)).toEqual([404, 'not_found'])
  })

  test('of a client is theirs on every device, and any of three may be exchanged for a fourth', async () => {
    const start = world.at(7, 10)
    const holds: Kept[] = []
    for (const hour of [10, 12, 14]) {
      const { body } = await world.ask('marina', 'POST', 'bookings', world.wish(world.at(7, hour)))
      holds.push(body)
    }
    const [first] = holds
    if (!first) throw new Error('nothing was kept')
    const asMarina: typeof visit = (method, path) => world.ask('marina', method as 'GET', path)
    expect(await timeAt(start, 7, '', asMarina)).toMatchObject({ free: false, own: first.booking.id })
    const wish = world.wish(world.at(7, 16))
    expect(code(await world.ask('marina', 'POST', 'bookings', wish))).toEqual([409, 'too_many_holds'])
    expect((await world.ask('marina', 'POST', 'bookings', { ...wish, ...insteadOf(first) })).status).toBe(201)
    expect(await world.eventsOf(first.booking.id)).toEqual(['booking.held', 'booking.expired'])
  })

  test('that is paid already is not given up', async () => {
    const start = world.at(8, 12)
    const { body } = await world.ask('pavel', 'POST', 'bookings', world.wish(start))
    await world.fill('pavel', 1_000_000n)
    await world.ask('pavel', 'POST', `bookings/${body.booking.id}/payments`, { part: 'deposit' })
    const wish = world.wish(world.at(8, 16), insteadOf(body))
    expect(code(await world.ask('pavel', 'POST', 'bookings', wish))).toEqual([409, 'booking_changed'])
    expect(code(await world.ask('pavel', 'POST', `bookings/${body.booking.id}/release`, {}))).toEqual([
      409,
      'booking_changed',
    ])
  })
})

test('the studio lets a client’s hold go; money that comes later does not take the time again', async () => {
  const start = world.at(9, 12)
  const { body } = await world.ask('pavel', 'POST', 'bookings', world.wish(start))
  const { id } = body.booking
  const release = (who: 'vera' | 'ilya') => world.ask(who, 'POST', `bookings/${id}/release`, {})
  expect(code(await release('ilya'))).toEqual([403, 'forbidden'])
  expect((await release('vera')).status).toBe(204)
  expect(await timeAt(start, 9)).toMatchObject({ free: true })
  expect((await world.ask('pavel', 'GET', `bookings/${id}`)).body).toMatchObject({
    state: 'expired',
    endedReason: 'released',
  })
  const { accountId, membershipId } = world.people.pavel
  const before = await world.balanceOf(accountId)
  await world.act('pavel', (ctx) =>
    settleBookingPayment(ctx, {
      ...{ id: randomUUID(), purpose: 'booking', accountId, studioId: world.studioIds.north },
      amount: { amountMinor: 108_000n, currency: 'RUB' },
      details: { bookingId: id, membershipId, part: 'deposit' },
    }),
  )
  expect((await world.balanceOf(accountId)) - before).toBe(108_000n)
  expect(await timeAt(start, 9)).toMatchObject({ free: true })
})
