import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Name, studioWorld } from '../../../test/studio-world.ts'
import { kernelModule } from '../../kernel/kernel-module.ts'
import { admin } from '../../kernel/testing/database.ts'
import { until } from '../../kernel/testing/until.ts'
import { addFile, describeFiles, filesModule, hideFromSight, prepareFile } from '../files/index.ts'
import { identityModule } from '../identity/index.ts'
import { ledgerModule, topUp } from '../ledger/index.ts'
import { messagingModule } from '../messaging/index.ts'
import { studiosModule } from '../studios/index.ts'
import { recordingModule } from './index.ts'
import { rateVersion, scoreOf } from './rating.ts'
import { readSettings, writeSettings } from './settings.ts'
import { endSilence } from './silence.ts'

let world: Awaited<ReturnType<typeof studioWorld>>
beforeAll(async () => {
  world = await studioWorld([
    ...[kernelModule, identityModule, studiosModule, filesModule, ledgerModule],
    ...[messagingModule, recordingModule],
  ])
  const terms = [
    { membershipId: null, bps: 5000, reason: '' },
    { membershipId: world.people.ilya.membershipId, bps: 6000, reason: 'своё оборудование' },
  ]
  for (const one of terms) expect((await world.ask('vera', 'POST', 'sharing-terms', one)).status).toBe(201)
  await fill('marina', 100_000_000n)
})
afterAll(() => world.close())

async function fill(name: Name, amountMinor: bigint) {
  const to = { kind: 'account', id: world.people[name].accountId } as const
  const movement = { transferId: randomUUID(), subject: { type: 'test', id: randomUUID() }, note: 'top-up' }
  await world.act(name, (ctx) => topUp(ctx, { ...movement, to, amount: { amountMinor, currency: 'RUB' } }))
}

const ask = (...args: Parameters<typeof world.ask>) => world.ask(...args)
const balanceOf = async (ownerId: string, kind = 'main') => {
  const { rows } = await admin(
    world.database.ownerUrl,
    'select balance_minor::text as b from wallets where owner_id = $1 and kind = $2',
    [ownerId, kind],
  )
  return BigInt(rows[0]?.b ?? 0)
}
const eventsOf = async (name: string, projectId: string) => {
  const { rows } = await admin(
    world.database.ownerUrl,
    `select payload, audience from events where name = $1 and payload->>'projectId' = $2`,
    [name, projectId],
  )
  return rows
}

async function openProject(title = 'Лёд') {
  const { marina, ilya } = world.people
  const answer = await ask('vera', 'POST', 'projects', {
    ...{ title, kind: 'single', clientMembershipId: marina.membershipId, staff: [ilya.membershipId] },
    deadline: '2026-11-28',
  })
  expect(answer.status).toBe(201)
  return answer.body.id as string
}

async function makeOffer(projectId: string, amountMinor = '1200000', more: object = {}, as: Name = 'ilya') {
  const answer = await ask(as, 'POST', `projects/${projectId}/offers`, {
    ...{ scope: 'Сведение и мастеринг', amountMinor, performerMembershipId: world.people.ilya.membershipId },
    ...{ revisionsIncluded: 1, expiresAt: new Date(Date.now() + 86_400_000).toISOString(), ...more },
  })
  expect(answer.status).toBe(201)
  return answer.body
}

async function bought(amountMinor = '1200000') {
  const projectId = await openProject()
  const offer = await makeOffer(projectId, amountMinor)
  expect((await ask('marina', 'POST', `offers/${offer.id}/acceptance`)).status).toBe(201)
  return projectId
}

async function prepare(title: string) {
  const bytes = Buffer.from(`mix ${randomUUID()}`)
  const prepared = await prepareFile(world.services.storage.blobs, `${title}.bin`, [bytes])
  const fileId = await world.act('ilya', (ctx) =>
    addFile(ctx, {
      ...{ ...prepared, id: randomUUID(), subject: { type: 'thread', id: randomUUID() } },
      senderMembershipId: world.people.ilya.membershipId,
    }),
  )
  return { fileId, sha256: prepared.blob.sha256 }
}

async function deliver(projectId: string, title = 'Лёд_mix', stageId: string | null = null) {
  const { fileId, sha256 } = await prepare(title)
  const answer = await ask('ilya', 'POST', `projects/${projectId}/versions`, {
    title,
    stageId,
    fileId,
    note: 'вокал вперёд',
  })
  expect(answer.status).toBe(201)
  return {
    fileId,
    versionId: answer.body.id as string,
    number: answer.body.number as number,
    sha256,
  }
}

const rightOf = async (name: Name, fileId: string) =>
  (await world.act(name, (ctx) => describeFiles(ctx, { fileIds: [fileId] })))[0]?.right

test('both complete: the money is divided to the last kopeck by the terms of the purchase’s day, and the original opens', async () => {
  const { ilya } = world.people
  const [performer, studio] = [await balanceOf(ilya.accountId), await balanceOf(world.studioIds.north)]
  const projectId = await bought('1200000')
  const { fileId } = await deliver(projectId)
  expect(await rightOf('marina', fileId)).toBe('preview')

  // What the studio agrees with its worker afterwards is of no account for what was bought before.
  await ask('vera', 'POST', 'sharing-terms', { membershipId: ilya.membershipId, bps: 1000, reason: 'в студии' })
  expect((await ask('ilya', 'POST', `projects/${projectId}/completion`)).body).toEqual({ completed: false })
  expect(await rightOf('marina', fileId)).toBe('preview')
  expect((await ask('marina', 'POST', `projects/${projectId}/completion`)).body).toEqual({ completed: true })

  expect(await rightOf('marina', fileId)).toBe('original')
  expect((await balanceOf(ilya.accountId)) - performer).toBe(698_400n)
  expect((await balanceOf(world.studioIds.north)) - studio).toBe(465_600n)
  await ask('vera', 'POST', 'sharing-terms', { membershipId: ilya.membershipId, bps: 6000, reason: 'своё' })
})

test('an offer waits for the other side only, until it is answered, and in nobody else’s sight', async () => {
  const projectId = await openProject()
  const offer = await makeOffer(projectId, '500000', { performerMembershipId: null }, 'marina')
  const waits = async (as: Name) =>
    (await ask(as, 'GET', 'offers')).body.items.filter((one: { id: string }) => one.id === offer.id)
  const shown = { price: { amountMinor: '500000', currency: 'RUB' }, project: { id: projectId } }
  expect([await waits('vera'), await waits('ilya')]).toMatchObject([[shown], [shown]])
  expect([await waits('marina'), await waits('pavel'), await waits('oleg')]).toEqual([[], [], []])
  expect((await ask('ilya', 'POST', `offers/${offer.id}/refusal`)).status).toBe(204)
  expect(await waits('vera')).toEqual([])
})

test('completion pressed by both at once, again and again, pays once', async () => {
  const before = await balanceOf(world.people.ilya.accountId)
  const projectId = await bought('1000001')
  const presses = await Promise.all(
    Array.from({ length: 12 }, (_, n) => ask(n % 2 ? 'ilya' : 'marina', 'POST', `projects/${projectId}/completion`)),
  )
  expect(presses.every((press) => press.status === 201)).toBe(true)
  expect(await eventsOf('project.completed', projectId)).toHaveLength(1)
  // 1 000 001: commission 30 000.03 → 30 000; of 970 001 sixty percent is 582 000.6 → 582 001.
  expect((await balanceOf(world.people.ilya.accountId)) - before).toBe(582_001n)
})

test('an offer accepted sixteen times at once is paid into one hold', async () => {
  const offer = await makeOffer(await openProject(), '50000')
  const held = await balanceOf(world.people.marina.accountId, 'held')
  const answers = await Promise.all(
    Array.from({ length: 16 }, () => ask('marina', 'POST', `offers/${offer.id}/acceptance`)),
  )
  expect(answers.filter((answer) => answer.status === 201)).toHaveLength(1)
  expect(answers.filter((answer) => answer.body.code === 'offer_closed')).toHaveLength(15)
  expect((await balanceOf(world.people.marina.accountId, 'held')) - held).toBe(50_000n)
})

test('an offer that the wallet does not cover changes nothing', async () => {
  const offer = await makeOffer(await openProject(), '9999999999')
  const answer = await ask('marina', 'POST', `offers/${offer.id}/acceptance`)
  expect(answer).toMatchObject({ status: 422, body: { code: 'insufficient_funds' } })
  const { body } = await ask('marina', 'GET', `projects/${(await projectOf(offer.id)) ?? ''}`)
  expect(body.offers).toMatchObject([{ state: 'proposed' }])
  expect(body.held).toEqual([])
})

const noticesOf = async (projectId: string) => {
  const sql = `select notice from messages where project_id = $1 and kind = 'notice' order by seq`
  const { rows } = await admin(world.database.ownerUrl, sql, [projectId])
  return rows.map(({ notice }) => notice as string)
}

async function projectOf(offerId: string) {
  const { rows } = await admin(world.database.ownerUrl, 'select project_id from offers where id = $1', [offerId])
  return rows[0]?.project_id as string | undefined
}

test('a client’s wish that the studio accepts becomes the studio’s offer: nobody’s money moves without their own press', async () => {
  const projectId = await openProject()
  const wish = await makeOffer(projectId, '70000', {}, 'marina')
  expect((await ask('marina', 'POST', `offers/${wish.id}/acceptance`)).body.code).toBe('own_offer')
  const held = await balanceOf(world.people.marina.accountId, 'held')
  const { body } = await ask('ilya', 'POST', `offers/${wish.id}/acceptance`)
  expect(body.purchaseId).toBeNull()
  expect(await balanceOf(world.people.marina.accountId, 'held')).toBe(held)
  expect((await ask('marina', 'POST', `offers/${body.payableOfferId}/acceptance`)).body.purchaseId).not.toBeNull()
})

test('an offer that was countered can no longer be accepted', async () => {
  const projectId = await openProject()
  const first = await makeOffer(projectId, '90000')
  await makeOffer(projectId, '80000', { counterOf: first.id }, 'marina')
  expect((await ask('marina', 'POST', `offers/${first.id}/acceptance`)).body.code).toBe('offer_closed')
  const { body } = await ask('vera', 'GET', `projects/${projectId}`)
  expect(body.offers.map((offer: { state: string }) => offer.state)).toEqual(['countered', 'proposed'])
})

test('an approval is bound to the file that was heard; rounds of changes are counted', async () => {
  const projectId = await bought()
  const first = await deliver(projectId)
  const pinned = await ask('marina', 'POST', `versions/${first.versionId}/comments`, { atMs: 49_000, body: 'Вдох' })
  expect(pinned.status).toBe(201)
  await ask('ilya', 'PUT', `comments/${pinned.body.id}/resolution`)
  expect((await ask('marina', 'POST', `versions/${first.versionId}/change-request`, { note: 'тише' })).body).toEqual({
    round: 1,
    included: 1,
  })
  const second = await deliver(projectId)
  expect(second.number).toBe(2)
  const more = await ask('marina', 'POST', `versions/${second.versionId}/change-request`, {})
  expect(more.body.code).toBe('revisions_used')
  const wrong = await ask('marina', 'POST', `versions/${second.versionId}/approval`, { sha256: first.sha256 })
  expect(wrong.body.code).toBe('hash_differs')
  expect((await ask('ilya', 'POST', `versions/${second.versionId}/approval`, { sha256: second.sha256 })).status).toBe(
    403,
  )
  const right = await ask('marina', 'POST', `versions/${second.versionId}/approval`, { sha256: second.sha256 })
  expect(right.status).toBe(204)
  const { body } = await ask('marina', 'GET', `projects/${projectId}`)
  expect(body.deliverables[0].versions).toMatchObject([
    { state: 'changes_requested', comments: [{ atMs: 49_000, state: 'resolved' }] },
    { state: 'approved', verdicts: [{ verdict: 'approved', sha256: second.sha256 }] },
  ])
  expect(body.purchases[0].split).toBeNull()
})

test('a version for a stage of another project is refused, and nothing of it stays', async () => {
  const [projectId, other] = [await bought(), await openProject('Пар')]
  const [mine] = (await ask('vera', 'GET', `projects/${projectId}`)).body.stages
  const [foreign] = (await ask('vera', 'GET', `projects/${other}`)).body.stages
  await deliver(projectId, 'Лёд_mix', mine.id)
  const { fileId } = await prepare('Лёд_master')
  const fields = [{ pointer: '/stageId', code: 'unknown' }]
  for (const title of ['Лёд_master', 'Лёд_mix']) {
    const body = { title, stageId: foreign.id, fileId, note: '' }
    const answer = await ask('ilya', 'POST', `projects/${projectId}/versions`, body)
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_request', fields } })
  }
  const { deliverables } = (await ask('vera', 'GET', `projects/${projectId}`)).body
  expect(deliverables).toMatchObject([{ title: 'Лёд_mix', stageId: mine.id, versions: [{ number: 1 }] }])
  // The upload is as free as before.
  const body = { title: 'Лёд_master', stageId: mine.id, fileId, note: '' }
  expect((await ask('ilya', 'POST', `projects/${projectId}/versions`, body)).status).toBe(201)
  // Whoever writes past the check meets the database.
  for (const table of ['deliverables', 'offers']) {
    const written = admin(world.database.ownerUrl, `update ${table} set stage_id = $1 where project_id = $2`, [
      ...[foreign.id, projectId],
    ])
    await expect(written).rejects.toMatchObject({ constraint: `${table}_stage` })
  }
})

test('a low rating wants a reason, a high one gives points, unpaid work has none', async () => {
  const projectId = await bought()
  const { versionId } = await deliver(projectId)
  const low = await ask('marina', 'POST', `versions/${versionId}/rating`, { score: 2 })
  expect(low.body.code).toBe('rating_reason_required')
  expect((await ask('marina', 'POST', `versions/${versionId}/rating`, { score: 5 })).body.points).toBe(10)
  expect((await ask('marina', 'POST', `versions/${versionId}/rating`, { score: 1, words: 'x' })).body.code).toBe(
    'rated_already',
  )
  const unpaid = await deliver(await openProject())
  expect((await ask('marina', 'POST', `versions/${unpaid.versionId}/rating`, { score: 5 })).body.code).toBe(
    'nothing_bought',
  )
})

test('a tip is the performer’s in full, and sent twice is one', async () => {
  const { ilya } = world.people
  const projectId = await bought()
  const before = await balanceOf(ilya.accountId)
  const tip = { id: randomUUID(), performerMembershipId: ilya.membershipId, amountMinor: '33333', currency: 'RUB' }
  for (let n = 0; n < 2; n++) expect((await ask('marina', 'POST', `projects/${projectId}/tips`, tip)).status).toBe(201)
  expect((await balanceOf(ilya.accountId)) - before).toBe(33_333n)
  expect((await ask('marina', 'GET', `projects/${projectId}`)).body.tips).toHaveLength(1)
})

test('what the sender deletes stays with the receiver, with its hash', async () => {
  const projectId = await bought()
  const { fileId, sha256 } = await deliver(projectId)
  await world.act('ilya', (ctx) => hideFromSight(ctx, fileId))
  const { body } = await ask('marina', 'GET', `projects/${projectId}`)
  expect(body.deliverables[0].versions[0].file).toMatchObject({ id: fileId, sha256 })
})

test('what is bought takes back both sides’ presses: an old one never pays out new money', async () => {
  const projectId = await bought('100000')
  const performer = await balanceOf(world.people.ilya.accountId)
  for (const [first, second] of [['marina', 'ilya'] as const, ['ilya', 'marina'] as const]) {
    await ask(first, 'POST', `projects/${projectId}/completion`)
    const { silentUntil } = (await ask(first, 'GET', `projects/${projectId}`)).body
    const more = await makeOffer(projectId, '200000')
    expect((await ask('marina', 'POST', `offers/${more.id}/acceptance`)).status).toBe(201)
    expect((await noticesOf(projectId)).at(-1)).toBe('completion.taken_back')
    expect((await ask(first, 'GET', `projects/${projectId}`)).body).toMatchObject({
      completions: [],
      silentUntil: null,
    })
    await world.system('north', (ctx) => endSilence(ctx, { projectId, silentUntil, step: 'end' }))
    expect((await ask(second, 'POST', `projects/${projectId}/completion`)).body).toEqual({ completed: false })
    await ask(second, 'DELETE', `projects/${projectId}/completion`)
  }
  expect((await ask('marina', 'GET', `projects/${projectId}`)).body.state).toBe('active')
  expect(await balanceOf(world.people.ilya.accountId)).toBe(performer)
})

test('a purchase says that it took presses back only where somebody had pressed', async () => {
  const projectId = await bought('100000')
  expect(await noticesOf(projectId)).toEqual(['project.opened', 'offer.made', 'offer.paid'])
})

test('one side silent: its time over completes the project with what was bought before the press', async () => {
  const projectId = await bought('100000')
  await ask('marina', 'POST', `projects/${projectId}/completion`)
  const { silentUntil } = (await ask('marina', 'GET', `projects/${projectId}`)).body
  await world.system('north', (ctx) => endSilence(ctx, { projectId, silentUntil, step: 'end' }))
  expect((await ask('marina', 'GET', `projects/${projectId}`)).body.state).toBe('completed')
})

/** Bought, every stage marked as done by the studio, two of them delivered; one or both deliveries accepted. */
async function allMarkedDone(amountMinor: string, accepted: number) {
  const projectId = await bought(amountMinor)
  const stages = (await ask('vera', 'GET', `projects/${projectId}`)).body.stages as { id: string }[]
  const files: string[] = []
  for (const [n, { id }] of stages.entries()) {
    if (n < 2) {
      const { fileId, versionId, sha256 } = await deliver(projectId, `Лёд_${n}`, id)
      files.push(fileId)
      if (n < accepted) await ask('marina', 'POST', `versions/${versionId}/approval`, { sha256 })
    }
    await ask('ilya', 'PATCH', `projects/${projectId}/stages/${id}`, { state: 'done' })
  }
  return { projectId, stages, files }
}

const cancelling = async (as: Name, projectId: string, returnedMinor: string) => {
  const before = await balanceOf(world.people.marina.accountId)
  const answer = await ask(as, 'POST', `projects/${projectId}/cancellation`, { returnedMinor })
  return { answer, returned: (await balanceOf(world.people.marina.accountId)) - before }
}

test('the studio cannot pay itself by marking every stage as done and cancelling: the client gets all back', async () => {
  const { projectId, files } = await allMarkedDone('600001', 0)
  for (const name of ['vera', 'marina'] as const) {
    const [figure] = (await ask(name, 'GET', `projects/${projectId}/cancellation`)).body
    expect(figure).toMatchObject({ paid: { amountMinor: '0' }, returned: { amountMinor: '600001' } })
  }
  expect((await cancelling('vera', projectId, '0')).answer.body.code).toBe('conflict')
  expect((await cancelling('vera', projectId, '600001')).returned).toBe(600_001n)
  for (const fileId of files) expect(await rightOf('marina', fileId)).toBe('preview')
})

test.each(['vera', 'marina'] as const)(
  'a project cancelled by %s pays for the stages that are done and accepted, opens those, and gives the rest back',
  async (name) => {
    const { projectId, stages, files } = await allMarkedDone('600000', 1)
    const kept = 600_000 / stages.length
    const returned = String(600_000 - kept)
    const [figure] = (await ask(name, 'GET', `projects/${projectId}/cancellation`)).body
    expect(figure).toMatchObject({ paid: { amountMinor: String(kept) }, returned: { amountMinor: returned } })
    expect((await cancelling(name, projectId, '0')).answer.body.code).toBe('conflict')
    expect((await cancelling(name, projectId, returned)).returned).toBe(BigInt(returned))
    expect(await rightOf('marina', files[0] ?? '')).toBe('original')
    expect(await rightOf('marina', files[1] ?? '')).toBe('preview')
  },
)

test('cancelled, a purchase of one stage is kept only when that stage was accepted, and opens only that stage', async () => {
  const projectId = await openProject()
  const [one, other] = (await ask('vera', 'GET', `projects/${projectId}`)).body.stages
  const offer = await makeOffer(projectId, '50000', { stageId: one.id })
  expect((await ask('marina', 'POST', `offers/${offer.id}/acceptance`)).status).toBe(201)
  const unpaid = await deliver(projectId, 'Лёд_other', other.id)
  await ask('marina', 'POST', `versions/${unpaid.versionId}/approval`, { sha256: unpaid.sha256 })
  for (const { id } of [one, other]) {
    await ask('ilya', 'PATCH', `projects/${projectId}/stages/${id}`, { state: 'done' })
  }
  const [none] = (await ask('vera', 'GET', `projects/${projectId}/cancellation`)).body
  expect(none).toMatchObject({ paid: { amountMinor: '0' } })
  const paid = await deliver(projectId, 'Лёд_one', one.id)
  await ask('marina', 'POST', `versions/${paid.versionId}/approval`, { sha256: paid.sha256 })
  expect((await cancelling('vera', projectId, '0')).answer.status).toBe(201)
  expect(await rightOf('marina', paid.fileId)).toBe('original')
  expect(await rightOf('marina', unpaid.fileId)).toBe('preview')
})

test('an approval accepts nothing that is bought after it: cancelled, the later purchase goes back whole', async () => {
  const projectId = await openProject()
  const { stages } = (await ask('vera', 'GET', `projects/${projectId}`)).body
  const early = await deliver(projectId, 'Лёд_early', stages[0].id)
  await ask('marina', 'POST', `versions/${early.versionId}/approval`, { sha256: early.sha256 })
  await ask('ilya', 'PATCH', `projects/${projectId}/stages/${stages[0].id}`, { state: 'done' })
  const buy = async (amountMinor: string, more: object = {}) => {
    const offer = await makeOffer(projectId, amountMinor, more)
    expect((await ask('marina', 'POST', `offers/${offer.id}/acceptance`)).status).toBe(201)
  }
  await buy('600000')
  await buy('50000', { stageId: stages[0].id })
  const figures = async () => (await ask('vera', 'GET', `projects/${projectId}/cancellation`)).body
  const nothing = { paid: { amountMinor: '0' } }
  expect(await figures()).toMatchObject([nothing, nothing])

  // What is approved between two purchases accepts the first of them alone.
  const second = await deliver(projectId, 'Лёд_second', stages[1].id)
  await ask('marina', 'POST', `versions/${second.versionId}/approval`, { sha256: second.sha256 })
  await ask('ilya', 'PATCH', `projects/${projectId}/stages/${stages[1].id}`, { state: 'done' })
  await buy('70000', { stageId: stages[1].id })
  const kept = 600_000 / stages.length
  expect(await figures()).toMatchObject([{ paid: { amountMinor: String(kept) } }, nothing, nothing])
  const returned = String(600_000 - kept + 50_000 + 70_000)
  expect((await cancelling('vera', projectId, returned)).returned).toBe(BigInt(returned))
  expect(await rightOf('marina', early.fileId)).toBe('preview')
  expect(await rightOf('marina', second.fileId)).toBe('original')
})

/** Lets the job come due that waits under this key, and hands it to the worker. */
async function comeDue(key: string) {
  const due = `update graphile_worker._private_jobs set run_at = now() where key = $1`
  await until(async () => (await admin(world.database.ownerUrl, due, [key])).rowCount === 1)
}

test('a silent side is reminded, and when its time is over what was queued at the press completes the project', async () => {
  const projectId = await bought('100000')
  await ask('marina', 'POST', `projects/${projectId}/completion`)
  await comeDue(`recording.silence:${projectId}:remind`)
  await until(async () => (await eventsOf('completion.reminded', projectId)).length === 1)
  await comeDue(`recording.silence:${projectId}:end`)
  await until(async () => (await ask('marina', 'GET', `projects/${projectId}`)).body.state === 'completed')
})

test('a client’s silence is reminded of to the client, and by the studio’s terms goes to a dispute: the money stays held', async () => {
  const { marina } = world.people
  const { stages, silenceDays, silenceOutcome } = await world.act('vera', readSettings)
  const terms = { stages, silenceDays, silenceOutcome }
  await world.act('vera', (ctx) => writeSettings(ctx, { ...terms, silenceOutcome: 'dispute' }))
  try {
    const projectId = await bought('100000')
    const held = await balanceOf(marina.accountId, 'held')
    expect((await ask('vera', 'POST', `projects/${projectId}/completion`)).status).toBe(201)
    await comeDue(`recording.silence:${projectId}:remind`)
    await until(async () => (await eventsOf('completion.reminded', projectId)).length === 1)
    expect((await eventsOf('completion.reminded', projectId))[0]?.payload.to).toEqual([marina.membershipId])
    await comeDue(`recording.silence:${projectId}:end`)
    await until(async () => (await ask('vera', 'GET', `projects/${projectId}`)).body.state === 'disputed')
    expect(await balanceOf(marina.accountId, 'held')).toBe(held)
    expect((await ask('vera', 'POST', `projects/${projectId}/completion`)).body.code).toBe('project_closed')
  } finally {
    await world.act('vera', (ctx) => writeSettings(ctx, terms))
  }
})

test('where nothing was bought silence ends nothing: the original does not open for nothing', async () => {
  const projectId = await openProject()
  await makeOffer(projectId)
  const { fileId } = await deliver(projectId)
  await ask('marina', 'POST', `projects/${projectId}/completion`)
  const { body } = await ask('marina', 'GET', `projects/${projectId}`)
  expect(body).toMatchObject({ state: 'active', silentUntil: null })
  expect(await rightOf('marina', fileId)).toBe('preview')
})

test('a client who is shut out while money is held has a dispute, which the studio cannot end by itself', async () => {
  const projectId = await bought('100000')
  const { membershipId } = world.people.marina
  expect((await ask('vera', 'PATCH', `members/${membershipId}`, { state: 'blocked' })).status).toBe(204)
  try {
    const state = async () => (await ask('vera', 'GET', `projects/${projectId}`)).body.state
    await until(async () => (await state()) === 'disputed')
    expect((await ask('vera', 'POST', `projects/${projectId}/completion`)).body.code).toBe('project_closed')
    expect((await ask('vera', 'POST', `projects/${projectId}/cancellation`, {})).status).toBeGreaterThanOrEqual(400)
  } finally {
    await ask('vera', 'PATCH', `members/${membershipId}`, { state: 'active' })
  }
})

test('a rating counts when work was paid out, not while the money may go back, and nobody rates their own', async () => {
  const { ilya } = world.people
  const score = () => world.system('north', (ctx) => scoreOf(ctx, ilya.membershipId))
  const before = await score()
  const projectId = await bought('100000')
  const { versionId } = await deliver(projectId)
  expect((await ask('marina', 'POST', `versions/${versionId}/rating`, { score: 5 })).status).toBe(201)
  expect(await score()).toEqual(before)
  for (const name of ['ilya', 'marina'] as const) await ask(name, 'POST', `projects/${projectId}/completion`)
  expect(await score()).toMatchObject({ count: before.count + 1, points: before.points + 10 })

  const own = await deliver(await bought('100000'))
  const as = { accountId: ilya.accountId, membershipId: world.people.marina.membershipId }
  await admin(world.database.ownerUrl, 'update memberships set account_id = $1 where id = $2', [
    ...[as.accountId, as.membershipId],
  ])
  try {
    const rated = world.act('marina', (ctx) => rateVersion(ctx, own.versionId, { score: 5, reasons: [], words: '' }))
    await expect(rated).rejects.toMatchObject({ code: 'own_work' })
  } finally {
    await admin(world.database.ownerUrl, 'update memberships set account_id = $1 where id = $2', [
      ...[world.people.marina.accountId, as.membershipId],
    ])
  }
})

test('in a dispute the money stays held until it is decided, and then each has their share', async () => {
  const projectId = await bought('100000')
  expect((await ask('marina', 'POST', `projects/${projectId}/disputes`, { reason: 'Не то' })).status).toBe(201)
  expect((await ask('ilya', 'POST', `projects/${projectId}/completion`)).body.code).toBe('project_closed')
  const decision = { clientBps: 2500, note: 'Четверть назад' }
  expect((await ask('vera', 'POST', `projects/${projectId}/dispute-decision`, decision)).status).toBe(403)
  await admin(world.database.ownerUrl, 'update accounts set operator = true where id = $1', [
    world.people.anton.accountId,
  ])
  const before = await balanceOf(world.people.marina.accountId)
  const decided = await ask('anton', 'POST', `projects/${projectId}/dispute-decision`, decision, 'north')
  expect(decided.status).toBe(201)
  expect((await balanceOf(world.people.marina.accountId)) - before).toBe(25_000n)
  expect((await ask('marina', 'GET', `projects/${projectId}`)).body).toMatchObject({ state: 'completed', held: [] })
})

test('another client, other staff and another studio see nothing of a project', async () => {
  const projectId = await bought()
  const { versionId } = await deliver(projectId)
  for (const name of ['pavel', 'oleg'] as const) {
    expect((await ask(name, 'GET', `projects/${projectId}`)).status).toBe(404)
    expect((await ask(name, 'POST', `projects/${projectId}/completion`)).status).toBe(404)
    expect((await ask(name, 'POST', `versions/${versionId}/comments`, { atMs: 0, body: 'x' })).status).toBe(404)
  }
  expect((await ask('olga', 'GET', `projects/${projectId}`)).status).toBe(404)
  expect((await ask('olga', 'GET', `projects/${projectId}`, undefined, 'north')).status).toBe(403)
  expect((await ask('pavel', 'GET', 'projects')).body.items).toEqual([])
})
