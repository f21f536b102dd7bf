import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Name } from '../../../test/studio-world.ts'
import { recordingWorld } from './world-for-tests.ts'

let world: Awaited<ReturnType<typeof recordingWorld>>
beforeAll(async () => {
  world = await recordingWorld()
})
afterAll(() => world.close())

test('an offer waits for the other side only, until it is answered, and in nobody else’s sight', async () => {
  const projectId = await world.openProject()
  const offer = await world.makeOffer(projectId, '500000', { performerMembershipId: null }, 'marina')
  const waits = async (as: Name) =>
    (await world.ask(as, 'GET', 'offers')).body.items.filter((one: { id: string }) => one.id === offer.id)
  const shown = { price: { amountMinor: '500000', currency: 'RUB' }, project: { id: projectId } }
  expect([await waits('vera'), await waits('ilya')]).toMatchObject([[shown], [shown]])
  expect([await waits('marina'), await waits('pavel'), await waits('oleg')]).toEqual([[], [], []])
  expect((await world.ask('ilya', 'POST', `offers/${offer.id}/refusal`)).status).toBe(204)
  expect(await waits('vera')).toEqual([])
})

test('an offer accepted sixteen times at once is paid into one hold', async () => {
  const offer = await world.makeOffer(await world.openProject(), '50000')
  const held = await world.balanceOf(world.people.marina.accountId, 'held')
  const answers = await Promise.all(
    Array.from({ length: 16 }, () => world.ask('marina', 'POST', `offers/${offer.id}/acceptance`)),
  )
  expect(answers.filter((answer) => answer.status === 201)).toHaveLength(1)
  expect(answers.filter((answer) => answer.body.code === 'offer_closed')).toHaveLength(15)
  expect((await world.balanceOf(world.people.marina.accountId, 'held')) - held).toBe(50_000n)
})

test('an offer stands for two years at most', async () => {
  const projectId = await world.openProject()
  const offer = { scope: 'Сведение', amountMinor: '100', expiresAt: '9999-12-31T23:59:59.999999999Z' }
  const answer = await world.ask('ilya', 'POST', `projects/${projectId}/offers`, offer)
  expect([answer.status, answer.body.code, answer.body.fields[0].pointer]).toEqual([
    400,
    'invalid_request',
    '/expiresAt',
  ])
})

test('projects opened at once in one chat are all opened', async () => {
  const opened = await Promise.all(Array.from({ length: 16 }, (_, n) => world.openProject(`Сингл ${n}`)))
  expect(new Set(opened).size).toBe(16)
})

test('an offer that the wallet does not cover changes nothing', async () => {
  const projectId = await world.openProject()
  const offer = await world.makeOffer(projectId, '9999999999')
  const answer = await world.ask('marina', 'POST', `offers/${offer.id}/acceptance`)
  expect(answer).toMatchObject({ status: 422, body: { code: 'insufficient_funds' } })
  const { offers, held } = await world.projectOf(projectId)
  expect(offers).toMatchObject([{ state: 'proposed' }])
  expect(held).toEqual([])
})

test('a client’s wish that the studio accepts becomes the studio’s offer: nobody’s money moves without their own press', async () => {
  const projectId = await world.openProject()
  const wish = await world.makeOffer(projectId, '70000', {}, 'marina')
  expect((await world.ask('marina', 'POST', `offers/${wish.id}/acceptance`)).body.code).toBe('own_offer')
  const held = await world.balanceOf(world.people.marina.accountId, 'held')
  const { body } = await world.ask('ilya', 'POST', `offers/${wish.id}/acceptance`)
  expect(body.purchaseId).toBeNull()
  expect(await world.balanceOf(world.people.marina.accountId, 'held')).toBe(held)
  expect((await world.ask('marina', 'POST', `offers/${body.payableOfferId}/acceptance`)).body.purchaseId).not.toBeNull()
})

test('an offer that was countered can no longer be accepted', async () => {
  const projectId = await world.openProject()
  const first = await world.makeOffer(projectId, '90000')
  await world.makeOffer(projectId, '80000', { counterOf: first.id }, 'marina')
  expect((await world.ask('marina', 'POST', `offers/${first.id}/acceptance`)).body.code).toBe('offer_closed')
  const project = await world.projectOf(projectId, 'vera')
  expect(project.offers.map((offer: { state: string }) => offer.state)).toEqual(['countered', 'proposed'])
})
