import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { lockOfPlatform } from '../../kernel/database/index.ts'
import { noteOutcome } from '../../kernel/gateway/simulated.ts'
import { admin } from '../../kernel/testing/database.ts'
import { until } from '../../kernel/testing/until.ts'
import { hold, ledgerModule } from '../ledger/index.ts'
import { settleBookingPayment } from './gateway-payment.ts'
import { bookingWorld, code } from './world-for-tests.ts'

let world: Awaited<ReturnType<typeof bookingWorld>>
beforeAll(async () => {
  world = await bookingWorld()
})
afterAll(() => world.close())

/** A booking of Marina's whose deposit is paid, and nothing more in the wallet. */
async function withRest(days: number): Promise<string> {
  await world.fill('marina', 108_000n)
  return world.booked(world.at(days, 12))
}

async function begin(id: string, key: string = randomUUID()) {
  const answer = await fetch(`${world.url}/api/studios/north/bookings/${id}/gateway-payments`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie: world.people.marina.cookie, 'idempotency-key': key },
    body: JSON.stringify({ part: 'full', returnTo: `/app/north/bookings/${id}` }),
  })
  return { status: answer.status, body: await answer.json(), key }
}

async function underWay(id: string, as: 'marina' | 'vera' = 'marina') {
  return (await world.ask(as, 'GET', `bookings/${id}/gateway-payments`)).body.items
}

/** What the bank answers in the end, found by asking. */
async function answer(attemptId: string, state: 'succeeded' | 'failed', amountMinor = 252_000n) {
  await noteOutcome(world.database, { attemptId, amountMinor }, state, null)
  const services = { ...world.services, settlements: { booking: settleBookingPayment } }
  const ask = ledgerModule.tasks?.(services).find(({ name }) => name === 'ledger.ask_gateway')
  await ask?.run(
    { attemptId, round: 0 },
    { id: 'ask', attempt: 1, maxAttempts: 1, signal: new AbortController().signal },
  )
}

test('a payment that the bank has not answered is told of, with the way back to the same payment', async () => {
  const id = await withRest(2)
  const { key, body } = await begin(id)
  const seen = { id: key, state: 'pending', amount: { amountMinor: '252000' } }
  expect(await underWay(id)).toMatchObject([{ ...seen, paymentUrl: body.paymentUrl, answeredAt: null }])
  expect(await underWay(id, 'vera')).toMatchObject([{ ...seen, paymentUrl: null }])
  expect(code(await world.ask('pavel', 'GET', `bookings/${id}/gateway-payments`))).toEqual([404, 'not_found'])
})

test('nobody begins a second while the first is under way, from however many pages; the answer pays once', async () => {
  const id = await withRest(3)
  const begun = await Promise.all([begin(id), begin(id), begin(id)])
  expect(begun.map(({ status }) => status).sort()).toEqual([201, 409, 409])
  expect(begun.find(({ status }) => status === 409)?.body).toMatchObject({ code: 'payment_under_way' })
  const first = begun.find(({ status }) => status === 201)
  if (!first) throw new Error('none began')
  expect((await begin(id, first.key)).body).toEqual(first.body)
  await answer(first.key, 'succeeded')
  await answer(first.key, 'succeeded')
  expect((await world.ask('marina', 'GET', `bookings/${id}`)).body).toMatchObject({ paid: { amountMinor: '360000' } })
  expect(await underWay(id)).toMatchObject([{ state: 'succeeded', paymentUrl: null }])
  expect(code(await begin(id))).toEqual([409, 'nothing_to_pay'])
  expect((await world.eventsOf(id)).filter((name) => name === 'booking.paid')).toHaveLength(2)
})

test('whoever in the studio uses up the id of a payment that they see under way keeps nobody’s money from coming in', async () => {
  const id = await withRest(12)
  const { key } = await begin(id)
  await world.fill('vera', 1n)
  await world.act('vera', (ctx) =>
    hold(ctx, {
      ...{ transferId: key, payer: { kind: 'account', id: world.people.vera.accountId }, note: 'x' },
      ...{ amount: { amountMinor: 1n, currency: 'RUB' }, subject: { type: 'studio', id: ctx.studioId } },
    }),
  )
  await answer(key, 'succeeded')
  expect((await world.ask('marina', 'GET', `bookings/${id}`)).body).toMatchObject({ paid: { amountMinor: '360000' } })
})

test('one that the bank refused is told of at once to who paid, and may be begun again', async () => {
  const id = await withRest(4)
  const { key } = await begin(id)
  await answer(key, 'failed')
  expect(await underWay(id)).toMatchObject([{ state: 'failed', paymentUrl: null }])
  const told = 'select name, audience from events where subject_id = $1 order by occurred_at'
  expect((await admin(world.database.ownerUrl, told, [key])).rows).toMatchObject([
    { name: 'payment.attempt_begun', audience: [] },
    { name: 'payment.attempt_failed', audience: [world.people.marina.membershipId] },
  ])
  expect((await begin(id)).status).toBe(201)
  expect(await underWay(id)).toMatchObject([{ state: 'pending' }, { state: 'failed' }])
})

test('while the platform changes its terms a payment that came in waits with no wallet locked', async () => {
  const id = await withRest(6)
  const { key } = await begin(id)
  const [begun, changed] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const changing = world.system('north', async (ctx) => {
    await lockOfPlatform(ctx, 'platform_terms', 'alone')
    begun.resolve()
    await changed.promise
  })
  await begun.promise
  const settling = answer(key, 'succeeded')
  const waiting = `select 1 from pg_locks where locktype = 'advisory' and mode = 'ShareLock' and not granted
    and database = (select oid from pg_database where datname = current_database())`
  await until(async () => (await admin(world.database.ownerUrl, waiting)).rows.length === 1)
  const wallets = 'select id from wallets where owner_id = $1 for update nowait'
  const locked = admin(world.database.ownerUrl, wallets, [world.people.marina.accountId])
  await expect(locked.finally(() => changed.resolve())).resolves.toMatchObject({ rows: [{}, {}] })
  await Promise.all([changing, settling])
  expect((await world.ask('marina', 'GET', `bookings/${id}`)).body).toMatchObject({ paid: { amountMinor: '360000' } })
})

test('a time that is only kept may be paid for anew: what comes twice stays in the wallet, and is told so', async () => {
  const held = await world.ask('marina', 'POST', 'bookings', world.wish(world.at(5, 12)))
  const { id } = held.body.booking
  const [first, second] = [await begin(id), await begin(id)]
  expect([first.status, second.status]).toEqual([201, 201])
  await answer(first.key, 'succeeded', 360_000n)
  const before = await world.balanceOf(world.people.marina.accountId)
  await answer(second.key, 'succeeded', 360_000n)
  expect((await world.balanceOf(world.people.marina.accountId)) - before).toBe(360_000n)
  const { rows } = await admin(
    world.database.ownerUrl,
    `select payload->>'why' as why from events where name = 'booking.payment_returned' and subject_id = $1`,
    [id],
  )
  expect(rows).toEqual([{ why: 'nothing_to_pay' }])
})
