import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Name } from '../../../test/studio-world.ts'
import { recordingWorld } from './world-for-tests.ts'

let world: Awaited<ReturnType<typeof recordingWorld>>
beforeAll(async () => {
  world = await recordingWorld()
})
afterAll(() => world.close())

const approve = ({ versionId, sha256 }: { versionId: string; sha256: string }) =>
  world.ask('marina', 'POST', `versions/${versionId}/approval`, { sha256 })
const markDone = (projectId: string, stageId: string) =>
  world.ask('ilya', 'PATCH', `projects/${projectId}/stages/${stageId}`, { state: 'done' })
const figuresFor = async (name: Name, projectId: string) =>
  (await world.ask(name, 'GET', `projects/${projectId}/cancellation`)).body

/** Bought; every stage marked as done by the studio, two of them delivered; one or both deliveries accepted. */
async function allMarkedDone(amountMinor: string, accepted: number) {
  const projectId = await world.bought(amountMinor)
  const stages = (await world.projectOf(projectId, 'vera')).stages as { id: string }[]
  const files: string[] = []
  for (const [n, { id }] of stages.entries()) {
    if (n < 2) {
      const version = await world.deliver(projectId, `Лёд_${n}`, id)
      files.push(version.fileId)
      if (n < accepted) await approve(version)
    }
    await markDone(projectId, id)
  }
  return { projectId, stages, files }
}

const cancelling = async (as: Name, projectId: string, returnedMinor: string) => {
  const before = await world.balanceOf(world.people.marina.accountId)
  const answer = await world.ask(as, 'POST', `projects/${projectId}/cancellation`, { returnedMinor })
  return { answer, returned: (await world.balanceOf(world.people.marina.accountId)) - before }
}

test('the studio cannot pay itself by marking every stage as done and cancelling: the client gets all back', async () => {
  const { projectId, files } = await allMarkedDone('600001', 0)
  for (const name of ['vera', 'marina'] as const) {
    const [figure] = await figuresFor(name, projectId)
    expect(figure).toMatchObject({ paid: { amountMinor: '0' }, returned: { amountMinor: '600001' } })
  }
  expect((await cancelling('vera', projectId, '0')).answer.body.code).toBe('conflict')
  expect((await cancelling('vera', projectId, '600001')).returned).toBe(600_001n)
  for (const fileId of files) expect(await world.rightOf('marina', fileId)).toBe('preview')
})

test.each(['vera', 'marina'] as const)(
  'a project cancelled by %s pays for the stages that are done and accepted, opens those, and gives the rest back',
  async (name) => {
    const { projectId, stages, files } = await allMarkedDone('600000', 1)
    const kept = 600_000 / stages.length
    const returned = String(600_000 - kept)
    const [figure] = await figuresFor(name, projectId)
    expect(figure).toMatchObject({ paid: { amountMinor: String(kept) }, returned: { amountMinor: returned } })
    expect((await cancelling(name, projectId, '0')).answer.body.code).toBe('conflict')
    expect((await cancelling(name, projectId, returned)).returned).toBe(BigInt(returned))
    expect(await world.rightOf('marina', files[0] ?? '')).toBe('original')
    expect(await world.rightOf('marina', files[1] ?? '')).toBe('preview')
  },
)

test('cancelled, a purchase of one stage is kept only when that stage was accepted, and opens only that stage', async () => {
  const projectId = await world.openProject()
  const [one, other] = (await world.projectOf(projectId, 'vera')).stages
  await world.buy(projectId, '50000', { stageId: one.id })
  const unpaid = await world.deliver(projectId, 'Лёд_other', other.id)
  await approve(unpaid)
  for (const { id } of [one, other]) await markDone(projectId, id)
  const [none] = await figuresFor('vera', projectId)
  expect(none).toMatchObject({ paid: { amountMinor: '0' } })
  const paid = await world.deliver(projectId, 'Лёд_one', one.id)
  await approve(paid)
  expect((await cancelling('vera', projectId, '0')).answer.status).toBe(201)
  expect(await world.rightOf('marina', paid.fileId)).toBe('original')
  expect(await world.rightOf('marina', unpaid.fileId)).toBe('preview')
})

test('an approval accepts nothing that is bought after it: cancelled, the later purchase goes back whole', async () => {
  const projectId = await world.openProject()
  const { stages } = await world.projectOf(projectId, 'vera')
  const early = await world.deliver(projectId, 'Лёд_early', stages[0].id)
  await approve(early)
  await markDone(projectId, stages[0].id)
  await world.buy(projectId, '600000')
  await world.buy(projectId, '50000', { stageId: stages[0].id })
  const figures = () => figuresFor('vera', projectId)
  const nothing = { paid: { amountMinor: '0' } }
  expect(await figures()).toMatchObject([nothing, nothing])

  // What is approved between two purchases accepts the first of them alone.
  const second = await world.deliver(projectId, 'Лёд_second', stages[1].id)
  await approve(second)
  await markDone(projectId, stages[1].id)
  await world.buy(projectId, '70000', { stageId: stages[1].id })
  const kept = 600_000 / stages.length
  expect(await figures()).toMatchObject([{ paid: { amountMinor: String(kept) } }, nothing, nothing])
  const returned = String(600_000 - kept + 50_000 + 70_000)
  expect((await cancelling('vera', projectId, returned)).returned).toBe(BigInt(returned))
  expect(await world.rightOf('marina', early.fileId)).toBe('preview')
  expect(await world.rightOf('marina', second.fileId)).toBe('original')
})
