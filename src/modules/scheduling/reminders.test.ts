import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { admin } from '../../kernel/testing/database.ts'
import { until } from '../../kernel/testing/until.ts'
import { type ReminderStep, remind } from './reminders.ts'
import { bookingWorld } from './world-for-tests.ts'

let world: Awaited<ReturnType<typeof bookingWorld>>
beforeAll(async () => {
  world = await bookingWorld()
  await world.fill('marina', 100_000_000n)
})
// Each test brings its sessions to the same hours of today.
afterEach(() => admin(world.database.ownerUrl, 'update booking_resources set active = false'))
afterAll(() => world.close())

const startOf = async (id: string): Promise<Temporal.Instant> => {
  const { rows } = await admin(world.database.ownerUrl, 'select starts_at from bookings where id = $1', [id])
  return Temporal.Instant.fromEpochMilliseconds(rows[0].starts_at.getTime())
}
/** Lets time pass until the session is less than so many hours away. */
const passTo = async (id: string, hours: number) => {
  const away = Temporal.Now.instant()
    .until(await startOf(id))
    .total('hours')
  await world.ago(id, Math.ceil(away - hours))
}
const run = async (id: string, step: ReminderStep, startsAt?: string) =>
  world.system('north', async (ctx) =>
    remind(ctx, { bookingId: id, step, startsAt: startsAt ?? (await startOf(id)).toString() }),
  )
const reminders = async (id: string) => {
  const { rows } = await admin(
    world.database.ownerUrl,
    `select payload->>'step' as step, payload->'people' as people, audience from events
     where subject_id = $1 and name = 'booking.reminded' order by id`,
    [id],
  )
  return rows.map((row) => [row.step, row.audience, row.people])
}
const waiting = async (id: string) => {
  const { rows } = await admin(
    world.database.ownerUrl,
    'select run_at from graphile_worker.jobs where key = $1 and locked_at is null',
    [`booking-remind:${id}`],
  )
  return rows.map((row) => row.run_at.toISOString())
}
const before = (start: string, hours: number) =>
  new Date(Temporal.Instant.from(start).subtract({ hours }).epochMilliseconds).toISOString()

test('a day before, client and people are told, two hours before the client; each once, whatever runs twice', async () => {
  const { marina, ilya } = world.people
  const id = await world.booked(world.at(5, 12))
  await run(id, 'day')
  expect(await reminders(id)).toEqual([])
  await passTo(id, 23)
  await Promise.all([run(id, 'day'), run(id, 'day')])
  await run(id, 'soon')
  const day = ['day', [marina.membershipId], [ilya.membershipId]]
  expect(await reminders(id)).toEqual([day])
  const start = await startOf(id)
  await until(async () => (await waiting(id))[0] === before(start.toString(), 2))
  await passTo(id, 1)
  await Promise.all([run(id, 'soon'), run(id, 'soon')])
  expect(await reminders(id)).toEqual([day, ['soon', [marina.membershipId], []]])
})

test('a moved booking moves its reminder, and the old one tells nobody', async () => {
  const [first, second] = [world.at(6, 12), world.at(7, 14)]
  const id = await world.booked(first)
  await until(async () => (await waiting(id))[0] === before(first, 24))
  expect((await world.ask('vera', 'POST', `bookings/${id}/moves`, { start: second })).status).toBeLessThan(300)
  await until(async () => (await waiting(id))[0] === before(second, 24))
  expect(await waiting(id)).toHaveLength(1)
  await passTo(id, 20)
  await run(id, 'day', first)
  expect(await reminders(id)).toEqual([])
  await run(id, 'day')
  expect(await reminders(id)).toHaveLength(1)
})

test('of what was cancelled or has begun nobody is told', async () => {
  const cancelled = await world.booked(world.at(8, 12))
  const begun = await world.booked(world.at(9, 12))
  const cancel = { reason: '', expectedReturnedMinor: '108000' }
  expect((await world.ask('marina', 'POST', `bookings/${cancelled}/cancellation`, cancel)).status).toBeLessThan(300)
  await passTo(cancelled, 20)
  await passTo(begun, 0)
  for (const step of ['day', 'soon'] as const) {
    await run(cancelled, step)
    await run(begun, step)
  }
  expect([await reminders(cancelled), await reminders(begun)]).toEqual([[], []])
})

test('a day’s reminder that comes hours late leaves the client to the second one', async () => {
  const id = await world.booked(world.at(10, 12))
  await passTo(id, 1)
  await run(id, 'day')
  expect(await reminders(id)).toEqual([['day', [], [world.people.ilya.membershipId]]])
  await until(async () => (await reminders(id)).length === 2)
  expect((await reminders(id))[1]).toEqual(['soon', [world.people.marina.membershipId], []])
})

test('the studio’s own time reminds its people only', async () => {
  const own = { kind: 'internal', title: 'Ремонт', resourceIds: [world.ilya], minutes: 60, start: world.at(11, 12) }
  const made = await world.ask('vera', 'POST', 'schedule', { ...own, staffNote: '' })
  expect(made).toMatchObject({ status: 201 })
  const { id } = made.body
  await passTo(id, 20)
  await run(id, 'day')
  expect(await reminders(id)).toEqual([['day', [], [world.people.ilya.membershipId]]])
})
