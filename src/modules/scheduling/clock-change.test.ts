import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Name } from '../../../test/studio-world.ts'
import { admin } from '../../kernel/testing/database.ts'
import { bookingWorld } from './world-for-tests.ts'

/** A studio in Berlin, open around the clock, on both nights on which its clocks change (P10, P11). */
const ZONE = 'Europe/Berlin'
const AROUND_THE_CLOCK = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, opens: '00:00', closes: '00:00' }))
const NIGHT_HOURS = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, opens: '02:00', closes: '04:00' }))
const PER_HOUR = 100_000

let now = Temporal.Instant.from('2027-03-10T12:00Z')
let world: Awaited<ReturnType<typeof bookingWorld>>
let service: string
/** Two till four by the wall. */
let nightService: string
/** Around the clock too, for sessions over the change. */
let across: string
beforeAll(async () => {
  world = await bookingWorld(undefined, { now: () => now })
  await admin(world.database.ownerUrl, `update studios set zone = $1 where slug = 'north'`, [ZONE])
  service = await serviceIn(AROUND_THE_CLOCK)
  across = await serviceIn(AROUND_THE_CLOCK)
  nightService = await serviceIn(NIGHT_HOURS)
  for (const name of ['marina', 'pavel'] as const) await world.fill(name, 100_000_000n)
})
afterAll(() => world.close())

/** A service in a room of its own that is open so. */
async function serviceIn(weekly: typeof NIGHT_HOURS): Promise<string> {
  const room = await world.resource({ kind: 'room', name: 'C', perHourMinor: String(PER_HOUR), weekly })
  const { body } = await world.ask('vera', 'POST', 'services', {
    ...{ title: { ru: 'Ночь', en: 'Night' }, pricing: 'hourly', priceMinor: '0', bookable: true },
    ...{ minMinutes: 60, maxMinutes: 720, resourceIds: [room] },
  })
  return body.id
}

const hold = (name: Name, start: string, minutes: number, serviceId = service) =>
  world.ask(name, 'POST', 'bookings', {
    ...{ serviceId, start, minutes, expectedMinor: String((PER_HOUR * minutes) / 60) },
  })
/** A booking that is paid in full; what it is shown as. */
async function booked(name: Name, start: string, minutes: number, serviceId = service) {
  const held = await hold(name, start, minutes, serviceId)
  expect(held).toMatchObject({ status: 201 })
  const { id } = held.body.booking
  expect(await world.ask(name, 'POST', `bookings/${id}/payments`, { part: 'full' })).toMatchObject({ status: 201 })
  return (await world.ask(name, 'GET', `bookings/${id}`)).body
}
/** As a clock on the studio's wall shows it, with the offset that tells the same times of one night apart. */
const onTheWall = (moment: string) =>
  Temporal.Instant.from(moment).toZonedDateTimeISO(ZONE).toString({ timeZoneName: 'never', smallestUnit: 'minute' })

async function starts(of: string, from: string, to: string) {
  const query = new URLSearchParams({ service: of, minutes: '60', from, to })
  const { status, body } = await world.ask('marina', 'GET', `free-times?${query}`)
  expect(status).toBe(200)
  return body.starts
    .filter((one: { free: boolean }) => one.free)
    .map((one: { start: string }) => onTheWall(one.start).slice(11)) as string[]
}

describe('in the night of March that has no hour from two to three', () => {
  beforeAll(() => {
    now = Temporal.Instant.from('2027-03-10T12:00Z')
  })

  test('no start is offered within the hour that does not exist, and none is missing around it', async () => {
    expect(await starts(service, '2027-03-28T00:00:00+01:00', '2027-03-28T05:00:00+02:00')).toEqual([
      ...['00:00+01:00', '01:00+01:00', '03:00+02:00', '04:00+02:00'],
    ])
    expect(await starts(nightService, '2027-03-28T00:00:00+01:00', '2027-03-28T06:00:00+02:00')).toEqual([
      '03:00+02:00',
    ])
  })

  test('a wall time by itself is no moment; with an offset it is the one that passes', async () => {
    expect((await hold('marina', '2027-03-28T02:00:00', 60)).status).toBe(400)
    const booking = await booked('marina', '2027-03-28T02:00:00+01:00', 60)
    expect([booking.startsAt, booking.endsAt].map(onTheWall)).toEqual([
      '2027-03-28T03:00+02:00',
      '2027-03-28T04:00+02:00',
    ])
    expect(await hold('pavel', '2027-03-28T03:00:00+02:00', 60)).toMatchObject({
      status: 409,
      body: { code: 'slot_taken' },
    })
  })

  test('a session from ten to six by the wall has seven hours and costs seven', async () => {
    const booking = await booked('marina', '2027-03-27T22:00:00+01:00', 420, across)
    expect(onTheWall(booking.endsAt)).toBe('2027-03-28T06:00+02:00')
    expect(booking).toMatchObject({ price: { amountMinor: '700000' }, lines: [{ minutes: 420 }] })
  })

  test('free of charge until a day of hours that pass before it', async () => {
    const booking = await booked('marina', '2027-03-28T12:00:00+02:00', 60)
    await expectDeadline(booking.id, '2027-03-27T11:00+01:00')
  })
})

describe('in the night of October that has the hour from two to three twice', () => {
  beforeAll(() => {
    now = Temporal.Instant.from('2027-10-10T12:00Z')
  })

  test('both are offered, each as a moment of its own', async () => {
    expect(await starts(service, '2027-10-31T01:00:00+02:00', '2027-10-31T04:00:00+01:00')).toEqual([
      ...['01:00+02:00', '02:00+02:00', '02:00+01:00', '03:00+01:00'],
    ])
    expect(await starts(nightService, '2027-10-31T00:00:00+02:00', '2027-10-31T06:00:00+01:00')).toEqual([
      ...['02:00+02:00', '02:00+01:00', '03:00+01:00'],
    ])
  })

  test('two people book the same time by the wall, an hour apart, and nobody either of them again', async () => {
    const first = await booked('marina', '2027-10-31T02:00:00+02:00', 60)
    const second = await booked('pavel', '2027-10-31T02:00:00+01:00', 60)
    expect([first, second].map(({ startsAt }) => onTheWall(startsAt))).toEqual([
      '2027-10-31T02:00+02:00',
      '2027-10-31T02:00+01:00',
    ])
    expect(first.endsAt).toBe(second.startsAt)
    for (const offset of ['+02:00', '+01:00']) {
      expect(await hold('pavel', `2027-10-31T02:00:00${offset}`, 60)).toMatchObject({ body: { code: 'slot_taken' } })
    }
    const query = new URLSearchParams({ from: '2027-10-31T00:00:00+02:00', to: '2027-10-31T06:00:00+01:00' })
    const { body } = await world.ask('vera', 'GET', `schedule?${query}`)
    expect(body.bookings.map((one: { startsAt: string }) => one.startsAt).sort()).toEqual([
      first.startsAt,
      second.startsAt,
    ])
  })

  test('a session from ten to six by the wall has nine hours and costs nine', async () => {
    const booking = await booked('marina', '2027-10-30T22:00:00+02:00', 540, across)
    expect(onTheWall(booking.endsAt)).toBe('2027-10-31T06:00+01:00')
    expect(booking).toMatchObject({ price: { amountMinor: '900000' }, lines: [{ minutes: 540 }] })
  })

  test('free of charge until a day of hours that pass before it', async () => {
    const booking = await booked('marina', '2027-10-31T12:00:00+01:00', 60)
    await expectDeadline(booking.id, '2027-10-30T13:00+02:00')
  })
})

/** Free to the second, and late a second after. */
async function expectDeadline(id: string, wall: string): Promise<void> {
  const before = now
  const deadline = Temporal.Instant.from(wall)
  const shown = async () => (await world.ask('marina', 'GET', `bookings/${id}/cancellation`)).body
  now = deadline
  expect(await shown()).toMatchObject({ clause: 'free', kept: { amountMinor: '0' } })
  expect(onTheWall((await shown()).freeUntil)).toBe(wall)
  now = deadline.add({ seconds: 1 })
  expect(await shown()).toMatchObject({ clause: 'late', kept: { amountMinor: String((PER_HOUR * 3) / 10) } })
  now = before
}
