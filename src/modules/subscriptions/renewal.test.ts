import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { addPerson } from '../../../test/people.ts'
import { startWorker } from '../../kernel/jobs/worker.ts'
import { until } from '../../kernel/testing/until.ts'
import { blockStudio, unblockStudio } from '../studios/index.ts'
import { type OwnedStudio, PLANS, subscriptionWorld } from './world-for-tests.ts'

const PRICE = 149_000n

let world: Awaited<ReturnType<typeof subscriptionWorld>>
beforeAll(async () => {
  world = await subscriptionWorld()
})
afterAll(() => world.close())
beforeEach(() => {
  world.set('2026-01-31T09:00:00Z')
  world.asked.length = 0
  world.methods.length = 0
  world.answers.length = 0
})

const moveTo = async ({ owner, slug }: OwnedStudio, zone: string) =>
  expect((await world.send(owner, 'PATCH', `/api/studios/${slug}`, { zone })).status).toBe(204)

test('a month is charged when the last one ends, on the last day of shorter months, and nothing before', async () => {
  const studio = await world.begin('monthly')
  expect(await world.stateOf(studio)).toEqual({ state: 'active', studio: 'active', until: '2026-02-28' })
  await world.at(studio, '2026-02-28T08:59:59Z')
  expect(world.asked).toEqual([])
  await world.at(studio, '2026-02-28T09:00:00Z')
  expect(await world.stateOf(studio)).toMatchObject({ state: 'active', until: '2026-03-31' })
  await world.at(studio, '2026-02-28T10:00:00Z')
  expect(world.asked).toHaveLength(1)
  expect(await world.takenOf(studio)).toBe(2n * PRICE)
  expect(await world.eventsOf(studio)).toEqual(['started', 'renewed'])
})

test('a studio that moves to another zone pays a month’s price for a month, and for a change what its days cost', async () => {
  world.set('2026-03-31T21:30:00Z')
  // The first of April in Moscow is still the last of March in London, and so is each first of a month after it.
  const studio = await world.begin('emigrates')
  const shown = async () => (await world.ask(studio, 'GET', 'subscription')).body.subscription
  expect(await shown()).toMatchObject({ periodEnd: '2026-04-30T21:30:00Z', next: { until: '2026-05-31T21:30:00Z' } })
  expect((await world.ask(studio, 'GET', `subscription/changes/${PLANS.studio}`)).body.pay.amountMinor).toBe('300000')
  await moveTo(studio, 'UTC')
  expect(await shown()).toMatchObject({ next: { until: '2026-05-30T21:30:00Z' } })
  expect((await world.ask(studio, 'GET', `subscription/changes/${PLANS.studio}`)).body.pay.amountMinor).toBe('300000')
  await world.at(studio, '2026-04-30T21:30:00Z')
  await moveTo(studio, 'Asia/Kathmandu')
  expect(await shown()).toMatchObject({
    ...{ periodStart: '2026-04-30T21:30:00Z', periodEnd: '2026-05-30T21:30:00Z' },
    next: { until: '2026-06-29T21:30:00Z' },
  })
})

test('a refused charge is tried again on days 1, 3 and 7, each told of; then the studio is read-only, until paid', async () => {
  const studio = await world.begin('dunned', 'expire')
  for (const [day, state] of [
    ['2026-02-28', 'past_due'],
    ['2026-03-01', 'past_due'],
    ['2026-03-03', 'past_due'],
    ['2026-03-07', 'suspended'],
  ] as const) {
    await world.at(studio, `${day}T08:00:00Z`)
    const before = world.asked.length
    await world.at(studio, `${day}T09:00:00Z`)
    await world.at(studio, `${day}T09:00:01Z`)
    expect(world.asked).toHaveLength(before + 1)
    expect((await world.stateOf(studio))?.state).toBe(state)
  }
  await world.at(studio, '2026-03-20T12:00:00Z')
  expect(world.asked).toHaveLength(4)
  expect(await world.eventsOf(studio)).toEqual([
    ...['started', 'payment_failed', 'payment_failed', 'payment_failed', 'suspended'],
  ])
  expect(await world.stateOf(studio)).toEqual({ state: 'suspended', studio: 'read_only', until: '2026-02-28' })
  expect(await world.takenOf(studio)).toBe(PRICE)

  // What can be looked at can still be looked at; nobody new comes in, by no way.
  expect((await world.ask(studio, 'GET', 'members')).status).toBe(200)
  expect((await world.ask(studio, 'GET', 'wallets')).status).toBe(200)
  const site = { name: 'иначе' }
  expect((await world.ask(studio, 'PATCH', '', site)).status).toBeGreaterThanOrEqual(400)
  const stranger = await addPerson(world.database, { name: 'Марина' })
  for (const path of ['me/client-profile', 'bookings', 'invitations', 'resources']) {
    const answer = await world.ask(studio, 'POST', path, {}, path.startsWith('me') ? stranger : studio.owner)
    expect([path, answer.body.code]).toEqual([path, 'studio_read_only'])
  }

  const out = { amountMinor: '100', currency: 'RUB', destination: '4276550012341111' }
  const withdrawn = await world.ask(studio, 'POST', 'wallets/mine/withdrawals', out)
  expect(withdrawn.body.code).toBe('insufficient_funds')

  await world.pay(studio)
  expect(await world.stateOf(studio)).toEqual({ state: 'active', studio: 'active', until: '2026-04-20' })
  expect((await world.eventsOf(studio)).slice(-2)).toEqual(['renewed', 'restored'])
  expect((await world.ask(studio, 'POST', 'me/client-profile', {}, stranger)).status).toBe(201)
  // The card that it was paid with is the one that is charged from now on.
  await world.at(studio, '2026-04-20T12:00:00Z')
  expect(await world.stateOf(studio)).toMatchObject({ state: 'active', until: '2026-05-20' })
  expect(await world.takenOf(studio)).toBe(3n * PRICE)
})

test('a gateway that fails and then succeeds leaves the days as they were, and the owner is told of both', async () => {
  const studio = await world.begin('second-try')
  world.answers.push('failed', 'failed')
  await world.at(studio, '2026-02-28T09:00:00Z')
  await world.at(studio, '2026-03-01T09:00:00Z')
  expect((await world.ask(studio, 'GET', 'subscription')).body.subscription).toMatchObject({
    state: 'past_due',
    dunning: { failures: 2, of: 4, readOnlyAt: '2026-03-07T09:00:00Z' },
    next: { amount: { amountMinor: '149000' }, at: '2026-03-03T09:00:00Z' },
  })
  await world.at(studio, '2026-03-03T09:00:00Z')
  expect(await world.stateOf(studio)).toEqual({ state: 'active', studio: 'active', until: '2026-03-31' })
  expect(await world.eventsOf(studio)).toEqual(['started', 'payment_failed', 'payment_failed', 'renewed'])
  expect((await world.chargesOf(studio)).map(({ kind, state }) => `${kind} ${state}`)).toEqual([
    ...['start succeeded', 'renewal failed', 'renewal failed', 'renewal succeeded'],
  ])
})

test('twelve workers at once charge once', async () => {
  const studio = await world.begin('raced')
  world.set('2026-02-28T09:00:00Z')
  await Promise.all(Array.from({ length: 12 }, () => world.turn(studio)))
  expect(new Set(world.asked).size).toBe(1)
  expect(await world.takenOf(studio)).toBe(2n * PRICE)
  expect(await world.eventsOf(studio)).toEqual(['started', 'renewed'])
  expect(await world.stateOf(studio)).toMatchObject({ until: '2026-03-31' })
})

test('the database refuses a second charge of time that is under way or paid, whoever writes it', async () => {
  const studio = await world.begin('guarded')
  const again = (period: string, state = 'requested') =>
    world.read(
      `insert into subscription_charges (studio_id, kind, state, plan_id, currency, amount_minor, period, settled_at)
       select studio_id, 'renewal', $2, plan_id, currency, 1, $3, case when $2 <> 'requested' then now() end
       from subscriptions where studio_id = $1`,
      [studio.id, state, period],
    )
  await expect(again('[2026-02-20,2026-03-20)')).rejects.toMatchObject({ constraint: 'subscription_charges_once' })
  await again('[2026-03-01,2026-04-01)')
  await expect(again('[2026-05-01,2026-06-01)')).rejects.toMatchObject({ constraint: 'subscription_charges_open' })
  await expect(again('[2026-03-31,2026-04-30)', 'succeeded')).rejects.toMatchObject({
    constraint: 'subscription_charges_once',
  })
})

test('a gateway that took the money and did not answer is asked again by the same id, and takes it once', async () => {
  const studio = await world.begin('silent')
  world.answers.push('silent', 'pending')
  world.set('2026-02-28T09:00:00Z')
  await expect(world.turn(studio)).rejects.toThrow('no answer in time')
  await expect(world.turn(studio)).rejects.toThrow('not charged yet')
  expect((await world.ask(studio, 'GET', 'subscription')).body.subscription.charging).toBe(true)
  await world.hour(studio)
  expect(world.asked).toHaveLength(3)
  expect(new Set(world.asked).size).toBe(1)
  expect(await world.takenOf(studio)).toBe(2n * PRICE)
})

test('a card that is saved while the gateway is asked is not the one that is asked for again', async () => {
  const studio = await world.begin('two-cards')
  const page = (await world.ask(studio, 'POST', 'subscription/payments', { returnTo: '/app' })).body.paymentUrl
  world.answers.push('pending')
  world.set('2026-02-28T09:00:00Z')
  await expect(world.turn(studio)).rejects.toThrow('not charged yet')
  await world.choose(page, 'expire')
  await world.hour(studio)
  expect(new Set(world.methods).size).toBe(1)
  const { subscription } = (await world.ask(studio, 'GET', 'subscription')).body
  expect(subscription).toMatchObject({ state: 'active', methodLabel: '•• 0002', credit: { amountMinor: '149000' } })
})

test('a trial is announced three days before it ends, and without a card it is asked for and not charged', async () => {
  const studio = await world.begin('trying', 'trial')
  await world.at(studio, '2026-02-11T08:00:00Z')
  expect(await world.eventsOf(studio)).toEqual(['started'])
  await world.at(studio, '2026-02-11T09:00:00Z')
  await world.at(studio, '2026-02-11T10:00:00Z')
  expect(await world.eventsOf(studio)).toEqual(['started', 'trial_ending'])
  await world.at(studio, '2026-02-14T09:00:00Z')
  expect(await world.stateOf(studio)).toMatchObject({ state: 'past_due', studio: 'active' })
  expect(world.asked).toEqual([])
  await world.at(studio, '2026-02-15T09:00:00Z')
  await world.pay(studio)
  // Paid in the days of grace: the period begins where the trial ended.
  expect(await world.stateOf(studio)).toMatchObject({ state: 'active', until: '2026-03-14' })
})

test('paid ahead, the next period is taken from what was put aside, and the gateway is not asked', async () => {
  const studio = await world.begin('ahead', 'trial')
  await world.pay(studio)
  expect(await world.stateOf(studio)).toMatchObject({ state: 'trial' })
  const again = await world.ask(studio, 'POST', 'subscription/payments', { returnTo: '/app' })
  expect(again.body.code).toBe('nothing_due')
  await world.at(studio, '2026-02-14T09:00:00Z')
  expect(await world.stateOf(studio)).toMatchObject({ state: 'active', until: '2026-03-14' })
  expect(world.asked).toEqual([])
  expect(await world.takenOf(studio)).toBe(PRICE)
})

test('who pays by hand while the gateway is asked pays for one period, and the rest is put aside', async () => {
  const studio = await world.begin('crossing')
  const page = async () =>
    (await world.ask(studio, 'POST', 'subscription/payments', { returnTo: '/app' })).body.paymentUrl
  world.answers.push('failed', 'pending')
  await world.at(studio, '2026-02-28T09:00:00Z')
  const [first, second] = [await page(), await page()]
  world.set('2026-03-01T09:00:00Z')
  await expect(world.turn(studio)).rejects.toThrow('not charged yet')
  await Promise.all([world.choose(first, 'twice'), world.choose(second, 'succeed')])
  expect(await world.stateOf(studio)).toMatchObject({ state: 'past_due' })
  world.answers.push('failed')
  await world.hour(studio)
  expect(await world.stateOf(studio)).toMatchObject({ state: 'active', until: '2026-03-31' })
  expect((await world.ask(studio, 'GET', 'subscription')).body.subscription.credit.amountMinor).toBe('149000')
  expect(await world.takenOf(studio)).toBe(3n * PRICE)
})

test('after the program stood still for months, one period is charged, and tries do not crowd', async () => {
  const studio = await world.begin('asleep')
  world.answers.push('failed')
  await world.at(studio, '2026-08-10T12:00:00Z')
  await world.hour(studio)
  expect(world.asked).toHaveLength(1)
  await world.at(studio, '2026-08-11T12:00:00Z')
  expect(await world.stateOf(studio)).toMatchObject({ state: 'active', until: '2026-09-11' })
  await world.hour(studio)
  expect(await world.takenOf(studio)).toBe(2n * PRICE)
})

/** The operator keeps a studio out, or lets it in again. */
const operate = (studio: { id: string }, deed: typeof blockStudio) => {
  const scope = { studioId: studio.id, actor: { kind: 'system' }, request: { id: 'test' } } as const
  return world.database.transaction(scope, (ctx) => deed(ctx, 'Проверяем'))
}

test('a studio that is kept out is not charged; let in again, it has the paid days that it could not use', async () => {
  const studio = await world.begin('shut')
  world.set('2026-02-20T09:00:00Z')
  await operate(studio, blockStudio)
  await world.at(studio, '2026-02-28T09:00:00Z')
  await world.at(studio, '2026-03-05T09:00:00Z')
  expect([world.asked, await world.eventsOf(studio)]).toEqual([[], ['started']])

  // Eight days were left, and eight are left now.
  world.set('2026-03-20T09:00:00Z')
  await operate(studio, unblockStudio)
  await world.hour(studio)
  expect(await world.stateOf(studio)).toEqual({ state: 'active', studio: 'active', until: '2026-03-28' })
  expect(world.asked).toEqual([])
  await world.at(studio, '2026-03-28T08:59:59Z')
  expect(world.asked).toEqual([])
  await world.at(studio, '2026-03-28T09:00:00Z')
  expect(await world.stateOf(studio)).toMatchObject({ state: 'active', until: '2026-04-28' })
  expect(await world.takenOf(studio)).toBe(2n * PRICE)
  expect(await world.eventsOf(studio)).toEqual(['started', 'extended', 'renewed'])
})

test('kept out while a charge is refused and tried again, the tries go on where they stood', async () => {
  const studio = await world.begin('shut-dunned', 'expire')
  await world.at(studio, '2026-02-28T09:00:00Z')
  world.set('2026-02-28T21:00:00Z')
  await operate(studio, blockStudio)
  for (const day of ['2026-03-01', '2026-03-03', '2026-03-07']) await world.at(studio, `${day}T09:00:00Z`)
  expect(await world.stateOf(studio)).toMatchObject({ state: 'past_due', studio: 'active' })
  world.set('2026-03-10T21:00:00Z')
  await operate(studio, unblockStudio)
  await world.hour(studio)
  expect(world.asked).toHaveLength(1)
  await world.at(studio, '2026-03-11T09:00:00Z')
  expect(world.asked).toHaveLength(2)
})

test('a charge that was under way when the studio was kept out is asked for to its end, once', async () => {
  const studio = await world.begin('shut-charging')
  world.answers.push('silent')
  world.set('2026-02-28T09:00:00Z')
  await expect(world.turn(studio)).rejects.toThrow('no answer in time')
  await operate(studio, blockStudio)
  await world.hour(studio)
  expect(new Set(world.asked).size).toBe(1)
  expect(await world.takenOf(studio)).toBe(2n * PRICE)
  await world.at(studio, '2026-04-10T09:00:00Z')
  expect(new Set(world.asked).size).toBe(1)
})

test('of a block and a charge at once one comes first: nothing is begun after the block', async () => {
  const studio = await world.begin('shut-raced')
  world.set('2026-02-28T09:00:00Z')
  await Promise.all([
    ...Array.from({ length: 6 }, () => world.turn(studio).catch(() => undefined)),
    operate(studio, blockStudio),
  ])
  const asked = world.asked.length
  await Promise.all(Array.from({ length: 6 }, () => world.turn(studio)))
  expect(world.asked).toHaveLength(asked)
  expect(new Set(world.asked).size).toBeLessThanOrEqual(1)
})

test('the subscription is the owner’s alone', async () => {
  const studio = await world.begin('private')
  const stranger = await addPerson(world.database, { name: 'Марина' })
  await world.ask(studio, 'POST', 'me/client-profile', {}, stranger)
  for (const path of ['subscription', 'subscription/charges']) {
    expect((await world.ask(studio, 'GET', path, undefined, stranger)).status).toBe(403)
  }
})

test('the program itself pauses what is kept out and goes on with it, and the owner sees until when it is paid', async () => {
  const studio = await world.begin('shut-worked')
  const worker = await startWorker(world.services, world.modules)
  const paused = async () =>
    (await world.read('select paused_at::text from subscriptions where studio_id = $1', [studio.id]))[0]?.paused_at
  try {
    world.set('2026-02-20T09:00:00Z')
    await operate(studio, blockStudio)
    await until(async () => (await paused()) !== null)
    world.set('2026-02-25T09:00:00Z')
    await operate(studio, unblockStudio)
    await until(async () => (await paused()) === null)
    const { subscription } = (await world.ask(studio, 'GET', 'subscription')).body
    expect(subscription).toMatchObject({ periodEnd: '2026-03-05T09:00:00Z', next: { at: '2026-03-05T09:00:00Z' } })
  } finally {
    await worker.stop()
  }
})

test('two workers with their own clockwork renew who is due, once', async () => {
  const studios = [await world.begin('worked-one'), await world.begin('worked-two')]
  world.set('2026-02-28T09:00:00Z')
  const workers = await Promise.all([1, 2].map(() => startWorker(world.services, world.modules)))
  try {
    const sweep = "select graphile_worker.add_job('subscriptions.sweep', '{}'::json)"
    await Promise.all([1, 2, 3].map(() => world.database.pool.query(sweep)))
    for (const studio of studios) {
      await until(async () => (await world.stateOf(studio))?.until === '2026-03-31')
      expect(await world.takenOf(studio)).toBe(2n * PRICE)
    }
  } finally {
    await Promise.all(workers.map((worker) => worker.stop()))
  }
})
