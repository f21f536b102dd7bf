import { afterAll, beforeAll, expect, test } from 'vitest'
import { admin } from '../src/kernel/testing/database.ts'
import { until } from '../src/kernel/testing/until.ts'
import { notificationsModule } from '../src/modules/notifications/index.ts'
import { bookingWorld } from '../src/modules/scheduling/world-for-tests.ts'

let world: Awaited<ReturnType<typeof bookingWorld>>
beforeAll(async () => {
  world = await bookingWorld((below) => [notificationsModule(below)])
  await world.fill('marina', 100_000_000n)
})
afterAll(() => world.close())

test('a reminder reaches client and engineer in the inbox and by mail, each in their language and zone', async () => {
  const { marina, ilya } = world.people
  const sql = (text: string, values: unknown[]) => admin(world.database.ownerUrl, text, values)
  await sql(`update accounts set locale = 'en', zone = 'Asia/Tokyo' where id = $1`, [marina.accountId])
  const id = await world.booked(world.at(3, 12))
  // As if the day before had come: the waiting job finds the booking a day away.
  await until(
    async () => (await sql(`select from graphile_worker.jobs where key = $1`, [`booking-remind:${id}`])).rowCount === 1,
  )
  const { rows } = await sql('select starts_at from bookings where id = $1', [id])
  const away = Temporal.Now.instant().until(Temporal.Instant.fromEpochMilliseconds(rows[0].starts_at.getTime()))
  const hours = Math.ceil(away.total('hours') - 23)
  await world.ago(id, hours)
  const start = Temporal.Instant.fromEpochMilliseconds(rows[0].starts_at.getTime()).subtract({ hours })
  await sql(
    `update graphile_worker._private_jobs set run_at = now(), payload = jsonb_set(payload::jsonb, '{startsAt}', to_jsonb($2::text))::json where key = $1`,
    [`booking-remind:${id}`, start.toString()],
  )
  const inbox = async (accountId: string) =>
    (
      await sql(`select title from notifications where account_id = $1 and event = 'booking.reminded'`, [accountId])
    ).rows.map((row) => row.title as string)
  await until(async () => (await inbox(marina.accountId)).length === 1, 20_000)
  const clock = (locale: string, timeZone: string) =>
    new Intl.DateTimeFormat(locale, { hour: 'numeric', minute: '2-digit', timeZone }).format(start.epochMilliseconds)
  const [hour, tokyo] = [clock('ru', 'Europe/Moscow'), clock('en', 'Asia/Tokyo')]
  expect((await inbox(marina.accountId))[0]).toMatch(
    new RegExp(`^Your session is soon: Vocal recording, .* at ${tokyo}$`),
  )
  expect((await inbox(ilya.accountId))[0]).toMatch(new RegExp(`^Скоро ваш сеанс: Запись вокала, .* в ${hour}$`))
  const mailed = async () =>
    (await sql(`select recipient from mailbox where subject ~ 'session is soon|Скоро ваш сеанс'`, [])).rows.map(
      (row) => row.recipient as string,
    )
  await until(async () => (await mailed()).length === 2)
  expect((await mailed()).sort()).toEqual([ilya.email, marina.email].sort())
})

test('a session that is given to somebody else is told to both, and to its client as what it is', async () => {
  const { marina, ilya, oleg } = world.people
  const person = await world.resource({ kind: 'person', name: 'Олег', membershipId: oleg.membershipId })
  const id = await world.booked(world.at(5, 12))
  const give = { start: world.at(5, 12), resourceIds: [world.roomA, person] }
  expect((await world.ask('vera', 'POST', `bookings/${id}/moves`, give)).status).toBe(201)
  const told = async ({ accountId }: { accountId: string }) => {
    const read = `select title from notifications where account_id = $1 and event = 'booking.moved' and link = $2`
    const { rows } = await admin(world.database.ownerUrl, read, [accountId, `/bookings/${id}`])
    return rows.map((row) => row.title as string)
  }
  await until(async () => (await told(marina)).length === 1, 20_000)
  expect(await Promise.all([told(ilya), told(oleg), told(marina)])).toEqual([
    [expect.stringMatching(/^Сеанс больше не ваш: Запись вокала, /)],
    [expect.stringMatching(/^У вас сеанс: Запись вокала, /)],
    [expect.stringMatching(/^Changed, begins as before: Vocal recording, /)],
  ])
  expect((await world.ask('vera', 'POST', `bookings/${id}/moves`, { start: world.at(5, 15) })).status).toBe(201)
  await until(async () => (await told(marina)).length === 2, 20_000)
  expect((await told(oleg)).at(-1)).toMatch(/^Ваш сеанс перенесён: /)
  expect(await told(ilya)).toHaveLength(1)
})

test('whoever plans is told of the sessions that somebody who leaves has ahead', async () => {
  const { vera, ilya, pavel } = world.people
  await world.booked(world.at(6, 12))
  for (const { membershipId } of [pavel, ilya]) {
    expect((await world.ask('vera', 'PATCH', `members/${membershipId}`, { state: 'left' })).status).toBe(204)
  }
  const told = async () => {
    const read = `select title from notifications where account_id = $1 and event = 'schedule.sessions_orphaned'`
    return (await admin(world.database.ownerUrl, read, [vera.accountId])).rows.map((row) => row.title as string)
  }
  await until(async () => (await told()).length > 0, 20_000)
  expect(await told()).toEqual([expect.stringMatching(/^Илья: впереди \d сеанс.*, а в студии больше не работает$/)])
})
