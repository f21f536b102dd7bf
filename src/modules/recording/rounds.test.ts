import { afterAll, beforeAll, expect, test } from 'vitest'
import { splitPayout } from '../ledger/index.ts'
import { recordingWorld } from './world-for-tests.ts'

let world: Awaited<ReturnType<typeof recordingWorld>>
beforeAll(async () => {
  world = await recordingWorld()
})
afterAll(() => world.close())

const PRICE = 300_001n

/** A project whose one included round has been used, with a version that waits for the client's word. */
async function usedUp(revisionPriceMinor: string | null = PRICE.toString()) {
  const projectId = await world.openProject()
  await world.buy(projectId, '1200000', { revisionPriceMinor })
  const first = await world.deliver(projectId)
  expect((await ask(first.versionId)).body).toMatchObject({ round: 1, included: 1, paid: null })
  return { projectId, versionId: (await world.deliver(projectId)).versionId }
}
const ask = (versionId: string, body: object = {}) =>
  world.ask('marina', 'POST', `versions/${versionId}/change-request`, { note: 'тише', ...body })
const held = () => world.balanceOf(world.people.marina.accountId, 'held')
const pay = { payUpToMinor: PRICE.toString() }

test('the price of one more round goes with the offer, through a counter and its acceptance', async () => {
  const projectId = await world.openProject()
  const first = await world.makeOffer(projectId, '90000', { revisionPriceMinor: '15000' })
  const counter = { counterOf: first.id, revisionPriceMinor: '12000', revisionsIncluded: 2 }
  const wish = await world.makeOffer(projectId, '80000', counter, 'marina')
  const { body } = await world.ask('ilya', 'POST', `offers/${wish.id}/acceptance`)
  expect((await world.projectOf(projectId)).rounds.more).toBeNull()
  await world.ask('marina', 'POST', `offers/${body.payableOfferId}/acceptance`)
  const { offers, rounds } = await world.projectOf(projectId)
  const price = (amountMinor: string) => ({ revisionPrice: { amountMinor, currency: 'RUB' } })
  expect(offers).toMatchObject([price('15000'), price('12000'), price('12000')])
  expect(rounds).toEqual({
    used: 0,
    included: 2,
    more: { price: price('12000').revisionPrice, offer: offers[2].number },
  })
})

test('a round beyond the included is paid into the hold by the press that asks for it, once, and never unasked', async () => {
  const { projectId, versionId } = await usedUp()
  const before = await held()
  for (const body of [{}, { payUpToMinor: (PRICE - 1n).toString() }]) {
    expect(await ask(versionId, body)).toMatchObject({
      status: 409,
      body: { code: 'round_unpaid', params: { included: 1, priceMinor: PRICE.toString() } },
    })
  }
  expect(await held()).toBe(before)
  const answers = await Promise.all(Array.from({ length: 8 }, () => ask(versionId, pay)))
  const done = answers.filter(({ status }) => status === 201)
  const paid = { amountMinor: PRICE.toString(), currency: 'RUB' }
  expect(done.map(({ body }) => body)).toEqual([{ round: 2, included: 2, paid }])
  expect((await held()) - before).toBe(PRICE)

  const project = await world.projectOf(projectId)
  const [bought, round] = project.offers
  expect(round).toMatchObject({ roundOf: bought.id, state: 'accepted', price: paid, revisionsIncluded: 1 })
  expect(project.rounds).toEqual({ used: 2, included: 2, more: { price: paid, offer: bought.number } })
  expect(await world.noticesOf(projectId)).toEqual(expect.arrayContaining(['round.paid', 'changes.requested']))
  const told = await world.eventsOf('changes.requested', projectId)
  expect(told.map(({ payload }) => payload.paid)).toEqual([null, paid])

  // The next one costs the same again.
  const third = await world.deliver(projectId)
  expect((await ask(third.versionId)).body.code).toBe('round_unpaid')
})

test('it is divided by the terms of the purchase that it belongs to, whatever they are by then, to the kopeck', async () => {
  const { ilya } = world.people
  const { projectId, versionId } = await usedUp()
  await world.ask('vera', 'POST', 'sharing-terms', { membershipId: ilya.membershipId, bps: 1000, reason: 'в студии' })
  await ask(versionId, pay)
  await world.ask('vera', 'POST', 'sharing-terms', { membershipId: ilya.membershipId, bps: 6000, reason: 'своё' })
  const { purchases } = await world.projectOf(projectId, 'vera')
  const [whole, round] = purchases.map(({ split }: { split: { performerBps: number } }) => split)
  expect(round).toMatchObject({ performerBps: 6000, commissionBps: whole.commissionBps, reason: whole.reason })
  const [row] = await world.sql('select * from purchases where id = $1', [purchases[1].id])
  const { legs } = splitPayout({
    ...{ amountMinor: PRICE, studioId: row.studio_id },
    commission: { bps: BigInt(row.commission_bps), floorMinor: BigInt(row.commission_floor_minor) },
    performers: [{ accountId: ilya.accountId, bps: 6000n }],
  })
  expect(legs.reduce((sum, leg) => sum + leg.amountMinor, 0n)).toBe(PRICE)
  const expected =
    BigInt(whole.performerGets.amountMinor) + (legs.find((leg) => leg.role === 'performer')?.amountMinor ?? 0n)
  const before = await world.balanceOf(ilya.accountId)
  for (const name of ['ilya', 'marina'] as const) await world.ask(name, 'POST', `projects/${projectId}/completion`)
  expect((await world.balanceOf(ilya.accountId)) - before).toBe(expected)
  const done = await world.projectOf(projectId)
  expect(done.purchases.map(({ state }: { state: string }) => state)).toEqual(['paid_out', 'paid_out'])
})

test('where no price was agreed on, or the wallet does not cover it, nothing is asked for and nothing is held', async () => {
  const without = await usedUp(null)
  expect((await ask(without.versionId, pay)).body).toMatchObject({ code: 'revisions_used', params: { included: 1 } })
  const dear = await usedUp('99999999999')
  const before = await held()
  const refused = await ask(dear.versionId, { payUpToMinor: '99999999999' })
  expect(refused).toMatchObject({ status: 422, body: { code: 'insufficient_funds' } })
  expect(await held()).toBe(before)
  const { rounds, deliverables, offers } = await world.projectOf(dear.projectId)
  expect([rounds.used, offers.length, deliverables[0].versions[1].state]).toEqual([1, 1, 'delivered'])
})

test('the studio gives a round for nothing: the client pays none of it, whatever they meant to pay', async () => {
  const { projectId, versionId } = await usedUp()
  const give = (as: 'ilya' | 'marina' | 'oleg') => world.ask(as, 'POST', `projects/${projectId}/given-rounds`)
  expect([(await give('marina')).status, (await give('oleg')).status]).toEqual([403, 404])
  const answers = await Promise.all(Array.from({ length: 6 }, () => give('ilya')))
  expect(answers.filter(({ status }) => status === 201).map(({ body }) => body)).toEqual([{ used: 1, included: 2 }])
  expect(answers.filter(({ body }) => body.code === 'rounds_left')).toHaveLength(5)
  const before = await held()
  expect((await ask(versionId, pay)).body).toEqual({ round: 2, included: 2, paid: null })
  expect(await held()).toBe(before)
  expect(await world.noticesOf(projectId)).toContain('round.given')
  const [told] = await world.eventsOf('round.given', projectId)
  expect(told).toMatchObject({ payload: { round: 2 }, audience: [world.people.marina.membershipId] })
  const changed = await world.sql(`select before, after from events where name = 'round.given' and subject_id = $1`, [
    projectId,
  ])
  expect(changed).toEqual([{ before: { rounds: 1 }, after: { rounds: 2 } }])
})

test('there is nothing to give where nothing was bought, or where rounds are left', async () => {
  const projectId = await world.openProject()
  const give = async (id: string) => (await world.ask('ilya', 'POST', `projects/${id}/given-rounds`)).body.code
  expect([await give(projectId), await give(await world.bought())]).toEqual(['nothing_bought', 'rounds_left'])
})

test('cancelled, a round is paid whole where the stage of what it changed was accepted after it, and goes back where not', async () => {
  const projectId = await world.openProject()
  const [stage] = (await world.projectOf(projectId, 'vera')).stages
  await world.buy(projectId, '1200000', { revisionPriceMinor: PRICE.toString(), revisionsIncluded: 0 })
  const first = await world.deliver(projectId, 'Лёд_mix', stage.id)
  expect((await ask(first.versionId, pay)).status).toBe(201)
  const roundOf = async () => (await world.ask('vera', 'GET', `projects/${projectId}/cancellation`)).body[1]
  await world.ask('ilya', 'PATCH', `projects/${projectId}/stages/${stage.id}`, { state: 'done' })
  expect(await roundOf()).toMatchObject({ paid: { amountMinor: '0' } })
  const second = await world.deliver(projectId, 'Лёд_mix', stage.id)
  await world.ask('marina', 'POST', `versions/${second.versionId}/approval`, { sha256: second.sha256 })
  expect(await roundOf()).toMatchObject({ paid: { amountMinor: PRICE.toString() }, returned: { amountMinor: '0' } })
})

test('the floor of the commission is taken by the purchase alone: a round that costs less than it still pays who worked', async () => {
  const { projectId, versionId } = await usedUp('900')
  await world.sql('update purchases set commission_floor_minor = 50000 where project_id = $1', [projectId])
  expect((await ask(versionId, { payUpToMinor: '900' })).status).toBe(201)
  const { purchases } = await world.projectOf(projectId, 'vera')
  expect(purchases[1].split).toMatchObject({ commission: { amountMinor: '27' } })
})
