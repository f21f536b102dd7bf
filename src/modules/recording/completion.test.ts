import { afterAll, beforeAll, expect, test } from 'vitest'
import { commissionOf, wronglyKept } from '../../../test/commission.ts'
import { until } from '../../kernel/testing/until.ts'
import { hold } from '../ledger/index.ts'
import { readSettings, writeSettings } from './settings.ts'
import { endSilence } from './silence.ts'
import { recordingWorld } from './world-for-tests.ts'

let world: Awaited<ReturnType<typeof recordingWorld>>
beforeAll(async () => {
  world = await recordingWorld()
})
afterAll(() => world.close())

test('both complete: the money is divided to the last kopeck by the terms of the purchase’s day, and the original opens', async () => {
  const { ilya } = world.people
  const [performer, studio] = [await world.balanceOf(ilya.accountId), await world.balanceOf(world.studioIds.north)]
  const projectId = await world.bought('1200000')
  const { fileId } = await world.deliver(projectId)
  expect(await world.rightOf('marina', fileId)).toBe('preview')

  // What the studio agrees with its worker afterwards is of no account for what was bought before.
  await world.ask('vera', 'POST', 'sharing-terms', { membershipId: ilya.membershipId, bps: 1000, reason: 'в студии' })
  expect((await world.ask('ilya', 'POST', `projects/${projectId}/completion`)).body).toEqual({ completed: false })
  expect(await world.rightOf('marina', fileId)).toBe('preview')
  expect((await world.ask('marina', 'POST', `projects/${projectId}/completion`)).body).toEqual({ completed: true })

  expect(await world.rightOf('marina', fileId)).toBe('original')
  expect((await world.balanceOf(ilya.accountId)) - performer).toBe(698_400n)
  expect((await world.balanceOf(world.studioIds.north)) - studio).toBe(465_600n)
  await world.ask('vera', 'POST', 'sharing-terms', { membershipId: ilya.membershipId, bps: 6000, reason: 'своё' })
})

test('a purchase keeps the platform’s commission of its day, whatever the operator sets before it is complete (R15)', async () => {
  const setCommission = await commissionOf(world)
  const completed = async (projectId: string) => {
    const before = await world.balanceOf(world.studioIds.north)
    for (const name of ['ilya', 'marina'] as const) await world.ask(name, 'POST', `projects/${projectId}/completion`)
    return (await world.balanceOf(world.studioIds.north)) - before
  }
  const before = await world.bought('1000000')
  await setCommission(10)
  const after = await world.bought('1000000')
  await setCommission(3)
  // Forty percent to the studio of what the commission leaves: 970 000, and 900 000.
  expect([await completed(before), await completed(after)]).toEqual([388_000n, 360_000n])
})

test('bought while the operator changes the commission again and again, everything keeps the one in force at its moment', async () => {
  const setCommission = await commissionOf(world)
  const projects: string[] = []
  for (let n = 0; n < 24; n++) projects.push(await world.openProject())
  const changes = async () => {
    for (let n = 0; n < 8; n++) await setCommission(n % 2 ? 3 : 10)
  }
  const buy = async (mine: readonly string[]) => {
    for (const id of mine) await world.buy(id, '1000')
  }
  await Promise.all([changes(), ...[0, 6, 12, 18].map((from) => buy(projects.slice(from, from + 6)))])
  expect(await wronglyKept(world.database, 'purchases', 'bought_at')).toEqual([])
})

test('an id that the client reads and uses up for a hold of their own stops neither paying nor being paid out', async () => {
  const { marina, ilya } = world.people
  const takeId = (transferId: string) =>
    world.act('marina', (ctx) =>
      hold(ctx, {
        ...{ transferId, payer: { kind: 'account', id: marina.accountId }, note: 'x' },
        ...{ amount: { amountMinor: 1n, currency: 'RUB' }, subject: { type: 'studio', id: ctx.studioId } },
      }),
    )
  const projectId = await world.openProject()
  const offer = await world.makeOffer(projectId, '100000')
  await takeId(offer.id)
  const bought = await world.ask('marina', 'POST', `offers/${offer.id}/acceptance`)
  expect(bought.status).toBe(201)
  await takeId(bought.body.purchaseId)
  const before = await world.balanceOf(ilya.accountId)
  for (const name of ['ilya', 'marina'] as const) await world.ask(name, 'POST', `projects/${projectId}/completion`)
  expect((await world.projectOf(projectId)).state).toBe('completed')
  expect((await world.balanceOf(ilya.accountId)) - before).toBe(58_200n)
})

test('completion pressed by both at once, again and again, pays once', async () => {
  const before = await world.balanceOf(world.people.ilya.accountId)
  const projectId = await world.bought('1000001')
  const presses = await Promise.all(
    Array.from({ length: 12 }, (_, n) =>
      world.ask(n % 2 ? 'ilya' : 'marina', 'POST', `projects/${projectId}/completion`),
    ),
  )
  expect(presses.every((press) => press.status === 201)).toBe(true)
  expect(await world.eventsOf('project.completed', projectId)).toHaveLength(1)
  // 1 000 001: commission 30 000.03 → 30 000; of 970 001 sixty percent is 582 000.6 → 582 001.
  expect((await world.balanceOf(world.people.ilya.accountId)) - before).toBe(582_001n)
})

test('what is bought takes back both sides’ presses: an old one never pays out new money', async () => {
  const projectId = await world.bought('100000')
  const performer = await world.balanceOf(world.people.ilya.accountId)
  for (const [first, second] of [['marina', 'ilya'] as const, ['ilya', 'marina'] as const]) {
    await world.ask(first, 'POST', `projects/${projectId}/completion`)
    const { silentUntil } = await world.projectOf(projectId, first)
    await world.buy(projectId, '200000')
    expect((await world.noticesOf(projectId)).at(-1)).toBe('completion.taken_back')
    expect(await world.projectOf(projectId, first)).toMatchObject({ completions: [], silentUntil: null })
    await world.system('north', (ctx) => endSilence(ctx, { projectId, silentUntil, step: 'end' }))
    expect((await world.ask(second, 'POST', `projects/${projectId}/completion`)).body).toEqual({ completed: false })
    await world.ask(second, 'DELETE', `projects/${projectId}/completion`)
  }
  expect((await world.projectOf(projectId)).state).toBe('active')
  expect(await world.balanceOf(world.people.ilya.accountId)).toBe(performer)
})

test('a purchase says that it took presses back only where somebody had pressed', async () => {
  const projectId = await world.bought('100000')
  expect(await world.noticesOf(projectId)).toEqual(['project.opened', 'offer.made', 'offer.paid'])
})

test('where nothing was bought silence ends nothing: the original does not open for nothing', async () => {
  const projectId = await world.openProject()
  await world.makeOffer(projectId)
  const { fileId } = await world.deliver(projectId)
  await world.ask('marina', 'POST', `projects/${projectId}/completion`)
  expect(await world.projectOf(projectId)).toMatchObject({ state: 'active', silentUntil: null })
  expect(await world.rightOf('marina', fileId)).toBe('preview')
})

test('one side silent: its time over completes the project with what was bought before the press', async () => {
  const projectId = await world.bought('100000')
  await world.ask('marina', 'POST', `projects/${projectId}/completion`)
  const { silentUntil } = await world.projectOf(projectId)
  await world.system('north', (ctx) => endSilence(ctx, { projectId, silentUntil, step: 'end' }))
  expect((await world.projectOf(projectId)).state).toBe('completed')
})

/** Lets the job come due that waits under this key, and hands it to the worker. */
async function comeDue(key: string) {
  const due = `update graphile_worker._private_jobs set run_at = now() where key = $1 returning key`
  await until(async () => (await world.sql(due, [key])).length === 1)
}

test('a silent side is reminded, and when its time is over what was queued at the press completes the project', async () => {
  const projectId = await world.bought('100000')
  await world.ask('marina', 'POST', `projects/${projectId}/completion`)
  await comeDue(`recording.silence:${projectId}:remind`)
  await until(async () => (await world.eventsOf('completion.reminded', projectId)).length === 1)
  await comeDue(`recording.silence:${projectId}:end`)
  await until(async () => (await world.projectOf(projectId)).state === 'completed')
})

test('a client’s silence is reminded of to the client, and by the studio’s terms goes to a dispute: the money stays held', async () => {
  const { marina } = world.people
  const { stages, silenceDays, silenceOutcome } = await world.act('vera', readSettings)
  const terms = { stages, silenceDays, silenceOutcome }
  await world.act('vera', (ctx) => writeSettings(ctx, { ...terms, silenceOutcome: 'dispute' }))
  try {
    const projectId = await world.bought('100000')
    const held = await world.balanceOf(marina.accountId, 'held')
    expect((await world.ask('vera', 'POST', `projects/${projectId}/completion`)).status).toBe(201)
    await comeDue(`recording.silence:${projectId}:remind`)
    await until(async () => (await world.eventsOf('completion.reminded', projectId)).length === 1)
    expect((await world.eventsOf('completion.reminded', projectId))[0]?.payload.to).toEqual([marina.membershipId])
    await comeDue(`recording.silence:${projectId}:end`)
    await until(async () => (await world.projectOf(projectId, 'vera')).state === 'disputed')
    expect(await world.balanceOf(marina.accountId, 'held')).toBe(held)
    expect((await world.ask('vera', 'POST', `projects/${projectId}/completion`)).body.code).toBe('project_closed')
  } finally {
    await world.act('vera', (ctx) => writeSettings(ctx, terms))
  }
})

test('a client who is shut out while money is held has a dispute, which the studio cannot end by itself', async () => {
  const projectId = await world.bought('100000')
  const { membershipId } = world.people.marina
  expect((await world.ask('vera', 'PATCH', `members/${membershipId}`, { state: 'blocked' })).status).toBe(204)
  try {
    const state = async () => (await world.projectOf(projectId, 'vera')).state
    await until(async () => (await state()) === 'disputed')
    expect((await world.ask('vera', 'POST', `projects/${projectId}/completion`)).body.code).toBe('project_closed')
    const cancelled = await world.ask('vera', 'POST', `projects/${projectId}/cancellation`, {})
    expect(cancelled.status).toBeGreaterThanOrEqual(400)
  } finally {
    await world.ask('vera', 'PATCH', `members/${membershipId}`, { state: 'active' })
  }
})

test('in a dispute the money stays held until it is decided, and then each has their share', async () => {
  const projectId = await world.bought('100000')
  expect((await world.ask('marina', 'POST', `projects/${projectId}/disputes`, { reason: 'Не то' })).status).toBe(201)
  expect((await world.ask('ilya', 'POST', `projects/${projectId}/completion`)).body.code).toBe('project_closed')
  const decision = { clientBps: 2500, note: 'Четверть назад' }
  expect((await world.ask('vera', 'POST', `projects/${projectId}/dispute-decision`, decision)).status).toBe(403)
  await world.sql('update accounts set operator = true where id = $1', [world.people.anton.accountId])
  const before = await world.balanceOf(world.people.marina.accountId)
  const decided = await world.ask('anton', 'POST', `projects/${projectId}/dispute-decision`, decision, 'north')
  expect(decided.status).toBe(201)
  expect((await world.balanceOf(world.people.marina.accountId)) - before).toBe(25_000n)
  expect(await world.projectOf(projectId)).toMatchObject({ state: 'completed', held: [] })
})
