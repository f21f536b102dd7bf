import { afterAll, beforeAll, expect, test } from 'vitest'
import { bookingWorld } from './world-for-tests.ts'

let world: Awaited<ReturnType<typeof bookingWorld>>
beforeAll(async () => {
  world = await bookingWorld()
  await world.fill('marina', 1_000_000n)
})
afterAll(() => world.close())

const EDGES = ['0001-01-01T00:00:00Z', '1970-01-01T00:00:00Z', '2300-01-01T00:00:00Z', '9999-12-31T23:00:00Z']
const refused = { status: 400, body: { code: 'invalid_request' } }
const fieldOf = ({ body }: { body: { fields?: { pointer: string; code: string }[] } }) =>
  body.fields?.map(({ pointer, code }) => `${pointer} ${code}`)

test.each(EDGES)('nothing is entered, moved or kept at %s', async (start) => {
  const own = { kind: 'internal', title: 'Ремонт', start, minutes: 60, resourceIds: [world.roomA] }
  const entered = await world.ask('vera', 'POST', 'schedule', own)
  expect(entered).toMatchObject(refused)
  expect(fieldOf(entered)).toEqual(['/start moment_too_far'])
  expect(fieldOf(await world.ask('marina', 'POST', 'bookings', world.wish(start)))).toEqual(['/start moment_too_far'])
  const id = await world.booked(world.at(2, 12))
  expect(fieldOf(await world.ask('vera', 'POST', `bookings/${id}/moves`, { start }))).toEqual(['/start moment_too_far'])
  expect(await world.ask('marina', 'GET', `bookings/${id}/move-quote?start=${start}`)).toMatchObject(refused)
  await world.ask('vera', 'POST', `bookings/${id}/cancellation`, { expectedReturnedMinor: '108000' })
})

test.each(EDGES)('nobody looks at %s, and no special day stands there', async (moment) => {
  const until = Temporal.Instant.from(moment).add({ hours: 24 }).toString()
  const asked = `service=${world.service}&minutes=60`
  for (const path of [
    `schedule?from=${moment}&to=${until}`,
    `free-times?${asked}&from=${moment}&to=${until}`,
    `quote?${asked}&start=${moment}`,
  ]) {
    expect((await world.ask('vera', 'GET', path)).status).toBe(400)
  }
  const day = { date: moment.slice(0, 10), opens: null, closes: null, note: '' }
  const room = { kind: 'room', name: 'Зал В', weekly: [], exceptions: [day] }
  expect(fieldOf(await world.ask('vera', 'POST', 'resources', room))).toEqual(['/exceptions/0/date year_out_of_range'])
})

test('what is within two years is entered, and what is long past is looked at', async () => {
  const own = { kind: 'internal', title: 'Ремонт', minutes: 60, resourceIds: [world.roomA] }
  for (const days of [-700, 700]) {
    expect((await world.ask('vera', 'POST', 'schedule', { ...own, start: world.at(days, 12) })).status).toBe(201)
  }
  const past = `schedule?from=${world.at(-3000, 0)}&to=${world.at(-2999, 0)}`
  expect((await world.ask('vera', 'GET', past)).status).toBe(200)
})
