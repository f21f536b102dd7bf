import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { addPerson } from '../../../test/people.ts'
import { admin } from '../../kernel/testing/database.ts'
import { setStorageLimit } from '../files/index.ts'
import { join } from '../studios/index.ts'
import { excessOf } from './limits.ts'
import { type OwnedStudio, PLANS, subscriptionWorld } from './world-for-tests.ts'

let world: Awaited<ReturnType<typeof subscriptionWorld>>
beforeAll(async () => {
  world = await subscriptionWorld('2026-04-01T09:00:00Z')
})
afterAll(() => world.close())
beforeEach(() => world.set('2026-04-01T09:00:00Z'))

const within = <T>(studio: OwnedStudio, fn: Parameters<typeof world.database.transaction<T>>[1]) =>
  world.database.transaction({ studioId: studio.id, actor: { kind: 'system' }, request: { id: 'test' } }, fn)
/** Someone new works in the studio; tells the problem's code, or the membership. */
async function hire(studio: OwnedStudio) {
  const { accountId } = await addPerson(world.database, { name: 'Илья' })
  return within(studio, (ctx) => join(ctx, { accountId, role: 'staff', displayName: 'Илья' })).then(
    ({ id }) => ({ id, code: 'joined' }),
    (error) => ({ id: '', code: error.code as string }),
  )
}
const invite = (studio: OwnedStudio, role: string, email: string) =>
  world.ask(studio, 'POST', 'invitations', { role, email, displayName: email })
const room = (name: string) => ({ kind: 'room', name, weekly: [{ weekday: 1, opens: '10:00', closes: '22:00' }] })
const addRoom = (studio: OwnedStudio, name: string) => world.ask(studio, 'POST', 'resources', room(name))
const change = async (studio: OwnedStudio, planId: string) => {
  const { body } = await world.ask(studio, 'GET', `subscription/changes/${planId}`)
  return world.ask(studio, 'POST', 'subscription/changes', {
    ...{ planId, expectedMinor: body.pay.amountMinor, returnTo: '/app' },
  })
}

test('of many who take the last seats at once, as many get one as there are', async () => {
  const studio = await world.begin('seats')
  const answers = await Promise.all(Array.from({ length: 8 }, () => hire(studio)))
  expect(answers.map(({ code }) => code).sort()).toEqual(['joined', 'joined', ...Array(6).fill('seats_exhausted')])
  const { body } = await world.ask(studio, 'GET', 'subscription')
  expect(body.subscription).toMatchObject({ use: { staff: 3 }, limits: { staff: 3 } })

  // Clients take no seat; a seat that is freed can be taken, once.
  expect((await invite(studio, 'client', 'marina@example.org')).status).toBe(201)
  const gone = answers.find(({ code }) => code === 'joined')?.id
  const state = (one: string) => world.ask(studio, 'PATCH', `members/${gone}`, { state: one })
  expect((await state('blocked')).status).toBe(204)
  expect((await hire(studio)).code).toBe('joined')
  expect(await state('active')).toMatchObject({ status: 403, body: { code: 'seats_exhausted', params: { limit: 3 } } })
})

test('nobody is invited to a seat that is promised already, and the refusal says the limit and the way out', async () => {
  const studio = await world.begin('invited')
  const sent = await Promise.all(['a', 'b', 'c', 'd'].map((one) => invite(studio, 'staff', `${one}@example.org`)))
  expect(sent.map(({ status }) => status).sort()).toEqual([201, 201, 403, 403])
  const { body } = await invite(studio, 'manager', 'e@example.org')
  expect(body).toMatchObject({ code: 'seats_exhausted', params: { limit: 3 } })
  expect(body.title).toMatch(/3.*«Подписка»/)
})

test('one who works in the studio already takes no second seat', async () => {
  const studio = await world.begin('twice-here')
  const { accountId } = await addPerson(world.database, { name: 'Олег' })
  for (const role of ['staff', 'manager', 'staff'] as const)
    await within(studio, (ctx) => join(ctx, { accountId, role, displayName: 'Олег' }))
  expect((await hire(studio)).code).toBe('joined')
  expect((await hire(studio)).code).toBe('seats_exhausted')
})

test('of many who add the last rooms at once, as many are added as the plan has; gear and people are no rooms', async () => {
  const studio = await world.begin('rooms')
  const answers = await Promise.all(['А', 'Б', 'В', 'Г', 'Д'].map((name) => addRoom(studio, name)))
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 201, 403, 403, 403])
  expect(answers.find(({ status }) => status === 403)?.body).toMatchObject({
    ...{ code: 'rooms_exhausted', params: { limit: 2 } },
  })
  expect((await world.ask(studio, 'POST', 'resources', { ...room('Neumann'), kind: 'gear' })).status).toBe(201)
  const id = answers.find(({ status }) => status === 201)?.body.id
  expect((await world.ask(studio, 'DELETE', `resources/${id}`)).status).toBe(204)
  expect((await addRoom(studio, 'Е')).status).toBe(201)
  expect((await world.ask(studio, 'PUT', `resources/${id}`, room('А'))).body.code).toBe('rooms_exhausted')
})

test('a larger plan lifts the limit as soon as it is paid; one that is too small is refused, and says of what', async () => {
  const studio = await world.begin('lifts')
  await Promise.all([addRoom(studio, 'А'), addRoom(studio, 'Б')])
  expect((await addRoom(studio, 'В')).status).toBe(403)
  await world.choose((await change(studio, PLANS.studio)).body.paymentUrl, 'succeed')
  expect((await addRoom(studio, 'В')).status).toBe(201)
  const { body } = await world.ask(studio, 'GET', `subscription/changes/${PLANS.start}`)
  expect(body.excess).toEqual(['rooms'])
  expect((await change(studio, PLANS.start)).body).toMatchObject({
    ...{ code: 'plan_too_small', params: { what: 'rooms', has: 3, limit: 2 } },
  })
  expect((await world.ask(studio, 'GET', 'subscription')).body.subscription.plan.code).toBe('studio')
})

test('a smaller plan and a seat that is taken at the same moment never both go through', async () => {
  const studio = await world.begin('crosses', 'succeed', PLANS.studio)
  for (const _ of [1, 2]) expect((await hire(studio)).code).toBe('joined')
  const [changed, ...hired] = await Promise.all([
    change(studio, PLANS.start),
    ...Array.from({ length: 4 }, () => hire(studio)),
  ])
  const { subscription } = (await world.ask(studio, 'GET', 'subscription')).body
  expect(excessOf(subscription.use, subscription.limits)).toEqual([])
  expect(changed?.status === 201).toBe(hired.every(({ code }) => code === 'seats_exhausted'))
})

test('money for a plan that became too small meanwhile is put aside', async () => {
  const studio = await world.begin('fills')
  const { body } = await change(studio, PLANS.studio)
  await within(studio, (ctx) => setStorageLimit(ctx, null))
  const use = 'update storage_use set used_bytes = $2 where studio_id = $1'
  await admin(world.database.ownerUrl, use, [studio.id, 501 * 1024 ** 3])
  await world.choose(body.paymentUrl, 'succeed')
  const { subscription } = (await world.ask(studio, 'GET', 'subscription')).body
  expect(subscription).toMatchObject({ plan: { code: 'start' }, credit: { amountMinor: '300000' } })
})
