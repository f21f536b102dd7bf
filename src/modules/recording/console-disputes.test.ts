import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { recordingWorld } from './world-for-tests.ts'

let world: Awaited<ReturnType<typeof recordingWorld>>
beforeAll(async () => {
  world = await recordingWorld()
  // Anton, a client of another studio, is the platform's operator here.
  await world.sql('update accounts set operator = true where id = $1', [world.people.anton.accountId])
})
afterAll(() => world.close())

const { ask, look } = {
  ask: (...args: Parameters<typeof world.ask>) => world.ask(...args),
  look: async (path: string, as: 'anton' | 'vera' = 'anton') => {
    const answer = await fetch(`${world.url}/api/console/disputes${path}`, {
      headers: { cookie: world.people[as].cookie },
    })
    return { status: answer.status, body: await answer.json() }
  },
}

/** Work that is paid for and disputed by its client; returns the project's id. */
async function disputed(amountMinor: string): Promise<string> {
  const projectId = await world.bought(amountMinor)
  const say = { reason: 'Сведено не то, что записано' }
  expect((await ask('marina', 'POST', `projects/${projectId}/disputes`, say)).status).toBe(201)
  return projectId
}

const disputeOf = async (projectId: string, state = 'open') =>
  (await look(`?state=${state}`)).body.items.find((one: { projectId: string }) => one.projectId === projectId)

test('the operator finds every open dispute with its reason and the money in it; nobody else does', async () => {
  const projectId = await disputed('1200000')
  expect(await disputeOf(projectId)).toMatchObject({
    ...{ title: 'Лёд', client: 'marina', side: 'client', openedBy: 'marina', state: 'open' },
    ...{ reason: 'Сведено не то, что записано', disputed: [{ amountMinor: '1200000', currency: 'RUB' }] },
    studio: { slug: 'north' },
  })
  expect((await look('', 'vera')).status).toBe(403)
  const { items, next } = (await look('?limit=1')).body
  expect(items).toHaveLength(1)
  expect(next === null || typeof next === 'string').toBe(true)
})

test('one dispute shows the offer, the files and what both sides said, but not the studio’s notes to itself', async () => {
  const projectId = await disputed('500000')
  const { id } = await disputeOf(projectId)
  const { threadId } = (await ask('marina', 'GET', `projects/${projectId}`)).body
  const say = (as: 'marina' | 'ilya' | 'vera', body: string, internal = false) =>
    ask(as, 'POST', `threads/${threadId}/messages`, { id: randomUUID(), body, projectId, internal })
  expect((await say('ilya', 'Это третий дубль, как вы просили')).status).toBe(201)
  expect((await say('vera', 'между нами', true)).status).toBe(201)
  const { body } = await look(`/${id}`)
  expect(body.project).toMatchObject({ id: projectId, state: 'disputed', offers: [{ scope: 'Сведение и мастеринг' }] })
  expect(body.project.purchases[0].split).toMatchObject({ reason: 'своё оборудование' })
  const said = (await look(`/${id}/messages`)).body
  const texts = said.items.map((message: { body: string }) => message.body)
  expect(texts).toContain('Это третий дубль, как вы просили')
  expect(texts).toContain('Сведено не то, что записано')
  expect(texts).not.toContain('между нами')
  const older = await look(`/${id}/messages?limit=1`)
  expect(older.body.next).toEqual(expect.any(Number))
  expect((await look(`/${id}/messages?limit=1&before=${older.body.next}`)).status).toBe(200)
  expect((await look(`/${randomUUID()}`)).status).toBe(404)
})

test('the figures shown before a decision are those that the decision pays, to the kopeck', async () => {
  const projectId = await disputed('333333')
  const { id } = await disputeOf(projectId)
  const figures = (await look(`/${id}/figures?clientBps=3333`)).body
  const whole = (share: { parts: { amount: { amountMinor: string } }[] }) =>
    share.parts.reduce((sum, part) => sum + BigInt(part.amount.amountMinor), 0n)
  expect(figures.map((share: { clientBps: number }) => share.clientBps)).toEqual([0, 10_000, 3333])
  for (const share of figures) expect(whole(share)).toBe(333_333n)
  const partOf = (role: string) =>
    figures[2].parts.find((part: { role: string }) => part.role === role).amount.amountMinor

  const { marina, ilya } = world.people
  const all = () => Promise.all([marina.accountId, ilya.accountId, ilya.studioId].map((id) => world.balanceOf(id)))
  const before = await all()
  const decision = { clientBps: 3333, note: 'Треть назад: дубль не тот' }
  const decided = await ask('anton', 'POST', `projects/${projectId}/dispute-decision`, decision, 'north')
  expect(decided.status).toBe(201)
  const moved = (await all()).map((sum, index) => String(sum - (before[index] ?? 0n)))
  expect(moved).toEqual([partOf('client'), partOf('performer'), partOf('studio')])

  expect(await disputeOf(projectId)).toBeUndefined()
  expect(await disputeOf(projectId, 'decided')).toMatchObject({
    ...{ clientBps: 3333, note: decision.note, disputed: [{ amountMinor: '333333' }] },
  })
  expect((await look(`/${id}/figures?clientBps=3333`)).body).toEqual(figures)

  // Both sides see what became of it: the client what came back, the studio how the rest was divided.
  const { body: project } = await ask('vera', 'GET', `projects/${projectId}`)
  expect(project.dispute).toMatchObject({ state: 'decided', note: decision.note })
  expect(project.purchases[0]).toMatchObject({
    ...{ state: 'divided', returned: { amountMinor: partOf('client') } },
    split: { performerGets: { amountMinor: partOf('performer') }, studioGets: { amountMinor: partOf('studio') } },
  })
})

test('a decision that gives all back cancels the project', async () => {
  const projectId = await disputed('100000')
  const decision = { clientBps: 10_000, note: 'Работы нет' }
  expect((await ask('anton', 'POST', `projects/${projectId}/dispute-decision`, decision, 'north')).status).toBe(201)
  const again = await ask('anton', 'POST', `projects/${projectId}/dispute-decision`, decision, 'north')
  expect(again.body.code).toBe('project_closed')
  expect((await ask('marina', 'GET', `projects/${projectId}`)).body).toMatchObject({
    ...{ state: 'cancelled', purchases: [{ state: 'returned', returned: { amountMinor: '100000' } }] },
  })
})
