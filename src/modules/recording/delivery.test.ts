import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { hideFromSight } from '../files/index.ts'
import { levelOf } from './own-ratings.ts'
import { rateVersion, scoreOf } from './rating.ts'
import { recordingWorld } from './world-for-tests.ts'

let world: Awaited<ReturnType<typeof recordingWorld>>
beforeAll(async () => {
  world = await recordingWorld()
})
afterAll(() => world.close())

test('an approval is bound to the file that was heard; rounds of changes are counted', async () => {
  const projectId = await world.bought()
  const first = await world.deliver(projectId)
  // Its excerpt would end within the last sign.
  const comment = { atMs: 49_000, body: `${'я'.repeat(119)}😀` }
  const pinned = await world.ask('marina', 'POST', `versions/${first.versionId}/comments`, comment)
  expect(pinned.status).toBe(201)
  await world.ask('ilya', 'PUT', `comments/${pinned.body.id}/resolution`)
  const changes = await world.ask('marina', 'POST', `versions/${first.versionId}/change-request`, { note: 'тише' })
  expect(changes.body).toEqual({ round: 1, included: 1, paid: null })
  const second = await world.deliver(projectId)
  expect(second.number).toBe(2)
  const more = await world.ask('marina', 'POST', `versions/${second.versionId}/change-request`, {})
  expect(more.body.code).toBe('revisions_used')
  const wrong = await world.ask('marina', 'POST', `versions/${second.versionId}/approval`, { sha256: first.sha256 })
  expect(wrong.body.code).toBe('hash_differs')
  const own = await world.ask('ilya', 'POST', `versions/${second.versionId}/approval`, { sha256: second.sha256 })
  expect(own.status).toBe(403)
  const right = await world.ask('marina', 'POST', `versions/${second.versionId}/approval`, { sha256: second.sha256 })
  expect(right.status).toBe(204)
  const project = await world.projectOf(projectId)
  expect(project.deliverables[0].versions).toMatchObject([
    { state: 'changes_requested', comments: [{ atMs: 49_000, state: 'resolved' }] },
    { state: 'approved', verdicts: [{ verdict: 'approved', sha256: second.sha256 }] },
  ])
  expect(project.purchases[0].split).toBeNull()
})

test('the audit tells what a stage, a project, a version and the terms of projects were before', async () => {
  const projectId = await world.bought()
  const [stage] = (await world.projectOf(projectId, 'vera')).stages
  const moved = await world.ask('vera', 'PATCH', `projects/${projectId}/stages/${stage.id}`, { state: 'done' })
  expect(moved.status).toBe(204)
  expect(await world.lastChange('stage.moved')).toMatchObject({
    before: { state: 'current' },
    after: { state: 'done' },
  })
  const { title } = await world.projectOf(projectId)
  await world.ask('vera', 'PATCH', `projects/${projectId}`, { deadline: '2027-03-01' })
  const late = await world.ask('vera', 'PATCH', `projects/${projectId}`, { deadline: '2020-01-01' })
  expect([late.status, late.body.fields]).toMatchObject([400, [{ pointer: '/deadline', code: 'past' }]])
  await world.ask('vera', 'PATCH', `projects/${projectId}`, { title: 'Оттепель' })
  expect(await world.lastChange('project.changed')).toMatchObject({
    before: { title, deadline: '2027-03-01' },
    after: { title: 'Оттепель', deadline: '2027-03-01' },
  })
  const { versionId, sha256 } = await world.deliver(projectId)
  await world.ask('marina', 'POST', `versions/${versionId}/approval`, { sha256 })
  expect(await world.lastChange('version.approved')).toEqual({
    before: { verdict: null },
    after: { verdict: 'approved' },
  })
  const { body: terms } = await world.ask('vera', 'GET', 'project-settings')
  const patient = { ...terms, silenceDays: terms.silenceDays + 4 }
  expect((await world.ask('vera', 'PUT', 'project-settings', patient)).status).toBe(204)
  expect(await world.lastChange('project_settings.changed')).toEqual({ before: terms, after: patient })
  await world.ask('vera', 'PUT', 'project-settings', terms)
})

test('a version for a stage of another project is refused, and nothing of it stays', async () => {
  const [projectId, other] = [await world.bought(), await world.openProject('Пар')]
  const [mine] = (await world.projectOf(projectId, 'vera')).stages
  const [foreign] = (await world.projectOf(other, 'vera')).stages
  await world.deliver(projectId, 'Лёд_mix', mine.id)
  const { fileId } = await world.prepare('Лёд_master')
  const fields = [{ pointer: '/stageId', code: 'unknown' }]
  for (const title of ['Лёд_master', 'Лёд_mix']) {
    const body = { title, stageId: foreign.id, fileId, note: '' }
    const answer = await world.ask('ilya', 'POST', `projects/${projectId}/versions`, body)
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_request', fields } })
  }
  const { deliverables } = await world.projectOf(projectId, 'vera')
  expect(deliverables).toMatchObject([{ title: 'Лёд_mix', stageId: mine.id, versions: [{ number: 1 }] }])
  // The upload is as free as before.
  const body = { title: 'Лёд_master', stageId: mine.id, fileId, note: '' }
  expect((await world.ask('ilya', 'POST', `projects/${projectId}/versions`, body)).status).toBe(201)
  // Whoever writes past the check meets the database.
  for (const table of ['deliverables', 'offers']) {
    const written = world.sql(`update ${table} set stage_id = $1 where project_id = $2`, [foreign.id, projectId])
    await expect(written).rejects.toMatchObject({ constraint: `${table}_stage` })
  }
})

test('what the sender deletes stays with the receiver, with its hash', async () => {
  const projectId = await world.bought()
  const { fileId, sha256 } = await world.deliver(projectId)
  await world.act('ilya', (ctx) => hideFromSight(ctx, fileId))
  const project = await world.projectOf(projectId)
  expect(project.deliverables[0].versions[0].file).toMatchObject({ id: fileId, sha256 })
})

test('a low rating wants a reason, a high one gives points, unpaid work has none', async () => {
  const projectId = await world.bought()
  const { versionId } = await world.deliver(projectId)
  const rate = async (id: string, rating: object) =>
    (await world.ask('marina', 'POST', `versions/${id}/rating`, rating)).body
  expect(await rate(versionId, { score: 2 })).toMatchObject({ code: 'rating_reason_required' })
  expect(await rate(versionId, { score: 5 })).toMatchObject({ points: 10 })
  expect(await rate(versionId, { score: 1, words: 'x' })).toMatchObject({ code: 'rated_already' })
  const unpaid = await world.deliver(await world.openProject())
  expect(await rate(unpaid.versionId, { score: 5 })).toMatchObject({ code: 'nothing_bought' })
})

test('a performer sees each rating of their own with its points, which count once paid out, and answers it once', async () => {
  const projectId = await world.bought('100000')
  const { versionId } = await world.deliver(projectId)
  const own = async () => (await world.ask('ilya', 'GET', 'me/ratings')).body
  const before = (await own()).total
  await world.ask('marina', 'POST', `versions/${versionId}/rating`, { score: 5, words: 'чисто' })
  const [given] = (await own()).items
  expect(given).toMatchObject({ score: 5, points: 10, counts: false, words: 'чисто', answer: null })
  expect(given.project).toEqual({ id: projectId, title: 'Лёд' })
  expect((await own()).total).toEqual(before)
  for (const name of ['ilya', 'marina'] as const) await world.ask(name, 'POST', `projects/${projectId}/completion`)
  const { total, items } = await own()
  expect([items[0].counts, total.points]).toEqual([true, before.points + 10])
  const answer = (words: string) => world.ask('ilya', 'PUT', `ratings/${given.id}/answer`, { answer: words })
  expect([(await answer('спасибо')).status, (await answer('ещё раз')).status]).toEqual([204, 404])
  expect((await own()).items[0].answer).toBe('спасибо')
  expect((await world.ask('vera', 'GET', 'me/ratings')).body.items).toEqual([])
})

test('points lead from level to level, each further than the one before', () => {
  expect([0, 49, 50, 149, 150, 300].map((points) => levelOf(points))).toEqual([
    { level: 1, nextAt: 50 },
    { level: 1, nextAt: 50 },
    { level: 2, nextAt: 150 },
    { level: 2, nextAt: 150 },
    { level: 3, nextAt: 300 },
    { level: 4, nextAt: 500 },
  ])
})

test('a rating counts when work was paid out, not while the money may go back, and nobody rates their own', async () => {
  const { ilya } = world.people
  const score = () => world.system('north', (ctx) => scoreOf(ctx, ilya.membershipId))
  /** As anybody may see it, signed in or not. */
  const shown = async () => (await fetch(`${world.url}/api/studios/north/ratings`)).json()
  await showRatings()
  const [before, shownBefore] = [await score(), await shown()]
  const projectId = await world.bought('100000')
  const { versionId } = await world.deliver(projectId)
  expect((await world.ask('marina', 'POST', `versions/${versionId}/rating`, { score: 5 })).status).toBe(201)
  expect([await score(), await shown()]).toEqual([before, shownBefore])
  for (const name of ['ilya', 'marina'] as const) await world.ask(name, 'POST', `projects/${projectId}/completion`)
  const after = await score()
  expect(after).toMatchObject({ count: before.count + 1, points: before.points + 10 })
  const { score: mean, count } = after
  expect(await shown()).toEqual({
    ...{ score: mean, count, votes: [0, 0, 0, 0, shownBefore.votes[4] + 1] },
    performers: [{ id: ilya.membershipId, score: mean, count }],
  })

  const own = await world.deliver(await world.bought('100000'))
  const { marina } = world.people
  const belongTo = (accountId: string) =>
    world.sql('update memberships set account_id = $1 where id = $2', [accountId, marina.membershipId])
  await belongTo(ilya.accountId)
  try {
    const rated = world.act('marina', (ctx) => rateVersion(ctx, own.versionId, { score: 5, reasons: [], words: '' }))
    await expect(rated).rejects.toMatchObject({ code: 'own_work' })
  } finally {
    await belongTo(marina.accountId)
  }
})

/** The north's site, with the block of ratings or without, and Ilya named in its team. */
async function showRatings(visible = true, enabled = true) {
  const { ilya } = world.people
  const site = { enabled, blocks: [{ kind: 'ratings', visible }] }
  expect((await world.ask('vera', 'PUT', 'site', site)).status).toBe(204)
  expect((await world.ask('vera', 'PATCH', `members/${ilya.membershipId}`, { public: true })).status).toBe(204)
}

test('anybody sees ratings where the site is open and shows them, and nobody whom it does not name', async () => {
  const { ilya } = world.people
  const projectId = await world.bought('100000')
  const { versionId } = await world.deliver(projectId)
  await world.ask('marina', 'POST', `versions/${versionId}/rating`, { score: 5 })
  for (const name of ['ilya', 'marina'] as const) await world.ask(name, 'POST', `projects/${projectId}/completion`)
  const PATHS = ['ratings', 'score', `score?performer=${ilya.membershipId}`]
  const statuses = () =>
    Promise.all(PATHS.map(async (path) => (await fetch(`${world.url}/api/studios/north/${path}`)).status))
  for (const [visible, enabled] of [
    [false, true],
    [true, false],
  ] as const) {
    await showRatings(visible, enabled)
    expect(await statuses()).toEqual([404, 404, 404])
  }
  await showRatings()
  expect(await statuses()).toEqual([200, 200, 200])
  const shown = async () => (await fetch(`${world.url}/api/studios/north/ratings`)).json()
  const all = await shown()
  expect(all.performers).toMatchObject([{ id: ilya.membershipId }])
  for (const [change, back] of [
    [{ public: false }, { public: true }],
    [{ state: 'left' }, { state: 'active' }],
  ]) {
    const patch = (body: unknown) => world.ask('vera', 'PATCH', `members/${ilya.membershipId}`, body)
    expect((await patch(change)).status).toBe(204)
    expect(await shown()).toEqual({ ...all, performers: [] })
    expect(await statuses()).toEqual([200, 200, 404])
    expect((await patch(back)).status).toBe(204)
  }
})

test('a tip is the performer’s in full, and sent twice is one', async () => {
  const { ilya } = world.people
  const projectId = await world.bought()
  const before = await world.balanceOf(ilya.accountId)
  const tip = { id: randomUUID(), performerMembershipId: ilya.membershipId, amountMinor: '33333', currency: 'RUB' }
  for (let n = 0; n < 2; n++)
    expect((await world.ask('marina', 'POST', `projects/${projectId}/tips`, tip)).status).toBe(201)
  expect((await world.balanceOf(ilya.accountId)) - before).toBe(33_333n)
  expect((await world.projectOf(projectId)).tips).toHaveLength(1)
})

test('another client, other staff and another studio see nothing of a project', async () => {
  const projectId = await world.bought()
  const { versionId } = await world.deliver(projectId)
  for (const name of ['pavel', 'oleg'] as const) {
    expect((await world.ask(name, 'GET', `projects/${projectId}`)).status).toBe(404)
    expect((await world.ask(name, 'POST', `projects/${projectId}/completion`)).status).toBe(404)
    expect((await world.ask(name, 'POST', `versions/${versionId}/comments`, { atMs: 0, body: 'x' })).status).toBe(404)
  }
  expect((await world.ask('olga', 'GET', `projects/${projectId}`)).status).toBe(404)
  expect((await world.ask('olga', 'GET', `projects/${projectId}`, undefined, 'north')).status).toBe(403)
  expect((await world.ask('pavel', 'GET', 'projects')).body.items).toEqual([])
})
