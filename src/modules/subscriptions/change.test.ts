import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { copiedFrom } from '../../kernel/testing/pdf-text.ts'
import { type OwnedStudio, PLANS, subscriptionWorld } from './world-for-tests.ts'

let world: Awaited<ReturnType<typeof subscriptionWorld>>
beforeAll(async () => {
  world = await subscriptionWorld('2026-04-01T09:00:00Z')
})
afterAll(() => world.close())
beforeEach(() => world.set('2026-04-01T09:00:00Z'))

const quote = (studio: OwnedStudio, plan: string) => world.ask(studio, 'GET', `subscription/changes/${plan}`)
const change = (studio: OwnedStudio, planId: string, expectedMinor: string) =>
  world.ask(studio, 'POST', 'subscription/changes', { planId, expectedMinor, returnTo: '/app' })
const shown = async (studio: OwnedStudio) => (await world.ask(studio, 'GET', 'subscription')).body.subscription

test('a larger plan costs what its days that are left cost more, is there once paid, and is renewed at its price', async () => {
  const studio = await world.begin('grows')
  world.set('2026-04-21T09:00:00Z')
  const { body } = await quote(studio, PLANS.studio)
  expect(body).toMatchObject({
    price: { amountMinor: '449000' },
    // 10 of 30 days: 1 496,66 less 496,67.
    pay: { amountMinor: '99999' },
    proration: { daysLeft: 10, daysTotal: 30, unused: { amountMinor: '49667' }, cost: { amountMinor: '149666' } },
  })
  expect((await change(studio, PLANS.studio, '1')).body.code).toBe('price_changed')
  const { paymentUrl } = (await change(studio, PLANS.studio, '99999')).body
  expect((await shown(studio)).plan.code).toBe('start')
  await world.choose(paymentUrl, 'twice')
  expect(await shown(studio)).toMatchObject({
    ...{ plan: { code: 'studio' }, price: { amountMinor: '449000' }, periodEnd: '2026-05-01T09:00:00Z' },
    next: { amount: { amountMinor: '449000' } },
  })
  await world.at(studio, '2026-05-01T09:00:00Z')
  expect(await world.takenOf(studio)).toBe(149_000n + 99_999n + 449_000n)
})

test('a smaller plan is there at once, and what is not used up pays for what comes next', async () => {
  const studio = await world.begin('shrinks', 'succeed', PLANS.studio)
  world.set('2026-04-11T09:00:00Z')
  const { body } = await quote(studio, PLANS.start)
  expect(body).toMatchObject({ pay: { amountMinor: '0' }, credit: { amountMinor: '-200001' } })
  expect((await change(studio, PLANS.start, '0')).body).toEqual({ paymentUrl: null })
  expect(await shown(studio)).toMatchObject({
    ...{ plan: { code: 'start' }, credit: { amountMinor: '200001' }, next: { amount: { amountMinor: '0' } } },
  })
  await world.at(studio, '2026-05-01T09:00:00Z')
  await world.at(studio, '2026-06-01T09:00:00Z')
  expect(await shown(studio)).toMatchObject({ state: 'active', credit: { amountMinor: '0' } })
  // The second month takes what was left over, 510,01, and the rest by card.
  expect(await world.takenOf(studio)).toBe(449_000n + 149_000n - 51_001n)
})

test('there and back on one day costs at most what rounding takes', async () => {
  const studio = await world.begin('wavers')
  world.set('2026-04-14T09:00:00Z')
  const { body } = await quote(studio, PLANS.house)
  await world.choose((await change(studio, PLANS.house, body.pay.amountMinor)).body.paymentUrl, 'succeed')
  await change(studio, PLANS.start, '0')
  const back = BigInt((await shown(studio)).credit.amountMinor)
  expect(BigInt(body.pay.amountMinor) - back).toBeLessThanOrEqual(2n)
})

test('what was paid for a change that came too late is put aside, and nothing is lost', async () => {
  const studio = await world.begin('late')
  world.set('2026-04-29T09:00:00Z')
  const { body } = await quote(studio, PLANS.studio)
  const { paymentUrl } = (await change(studio, PLANS.studio, body.pay.amountMinor)).body
  await world.at(studio, '2026-05-01T09:00:00Z')
  await world.choose(paymentUrl, 'succeed')
  expect(await shown(studio)).toMatchObject({ plan: { code: 'start' }, credit: body.pay })
  expect(await world.eventsOf(studio)).toEqual(['started', 'renewed', 'credited'])
})

test('on trial another plan is free to choose, but not one without a trial, nor the one that it is', async () => {
  const studio = await world.begin('chooses', 'trial')
  expect((await change(studio, PLANS.house, '0')).body.code).toBe('no_trial')
  expect((await change(studio, PLANS.start, '0')).body.code).toBe('same_plan')
  expect((await change(studio, PLANS.studio, '0')).status).toBe(201)
  expect(await shown(studio)).toMatchObject({ state: 'trial', next: { amount: { amountMinor: '449000' } } })
  expect(await world.chargesOf(studio)).toEqual([])
})

test('ten who press at once change once', async () => {
  const studio = await world.begin('pressed', 'succeed', PLANS.studio)
  world.set('2026-04-16T09:00:00Z')
  const answers = await Promise.all(Array.from({ length: 10 }, () => change(studio, PLANS.start, '0')))
  expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array(9).fill(422)])
  expect((await world.chargesOf(studio)).map(({ kind }) => kind)).toEqual(['start', 'change'])
})

test('cancelled, it works until the period ends, is not charged again, and can be resumed before and come back after', async () => {
  const studio = await world.begin('leaves')
  const cancel = () => world.ask(studio, 'PUT', 'subscription/cancellation')
  const resume = () => world.ask(studio, 'DELETE', 'subscription/cancellation')
  await cancel()
  expect(await shown(studio)).toMatchObject({ state: 'active', cancelsAtEnd: true, next: { at: null } })
  expect((await resume()).status).toBe(204)
  expect((await shown(studio)).next.at).toBe('2026-05-01T09:00:00Z')
  await Promise.all([cancel(), cancel()])
  await world.at(studio, '2026-04-30T09:00:00Z')
  expect(await world.stateOf(studio)).toMatchObject({ state: 'active', studio: 'active' })
  await world.at(studio, '2026-05-01T09:00:00Z')
  expect(await world.stateOf(studio)).toMatchObject({ state: 'cancelled', studio: 'read_only' })
  expect(await world.takenOf(studio)).toBe(149_000n)
  expect(await world.eventsOf(studio)).toEqual(['started', 'cancelled', 'resumed', 'cancelled', 'ended'])
  expect((await resume()).body.code).toBe('conflict')

  world.set('2026-06-15T09:00:00Z')
  await change(studio, PLANS.studio, '0')
  await world.pay(studio)
  expect(await world.stateOf(studio)).toEqual({ state: 'active', studio: 'active', until: '2026-07-15' })
  expect(await world.takenOf(studio)).toBe(149_000n + 449_000n)
})

test('cancelled while it is owed, it ends at once and is not tried again', async () => {
  const studio = await world.begin('gives-up', 'expire')
  await world.at(studio, '2026-05-01T09:00:00Z')
  expect((await world.ask(studio, 'PUT', 'subscription/cancellation')).status).toBe(204)
  expect(await world.stateOf(studio)).toMatchObject({ state: 'cancelled', studio: 'read_only' })
  const before = world.asked.length
  await world.at(studio, '2026-05-02T09:00:00Z')
  expect(world.asked).toHaveLength(before)
})

test('every payment has its receipt, in the reader’s language', async () => {
  const studio = await world.begin('receipts')
  const { items } = (await world.ask(studio, 'GET', 'subscription/charges')).body
  expect(items).toMatchObject([{ kind: 'start', state: 'succeeded', amount: { amountMinor: '149000' } }])
  const paper = (id: string) => world.file(studio, `subscription/charges/${id}/receipt`)
  const { text } = await copiedFrom(await paper(items[0].id))
  expect(text).toContain('Квитанция')
  expect(text).toContain('тариф «Старт»')
  expect(text).toMatch(/1.490,00.₽/)
  expect(text).toContain('1 апреля 2026 г. – 1 мая 2026 г.')
})
