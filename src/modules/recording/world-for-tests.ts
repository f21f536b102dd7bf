import { randomUUID } from 'node:crypto'
import { expect } from 'vitest'
import { type Name, studioWorld } from '../../../test/studio-world.ts'
import { kernelModule } from '../../kernel/kernel-module.ts'
import { admin } from '../../kernel/testing/database.ts'
import { addFile, describeFiles, filesModule, prepareFile } from '../files/index.ts'
import { identityModule } from '../identity/index.ts'
import { ledgerModule, topUp } from '../ledger/index.ts'
import { messagingModule } from '../messaging/index.ts'
import { studiosModule } from '../studios/index.ts'
import { recordingModule } from './index.ts'

/**
 * The north works for Marina, who has a million in her wallet: Ilya has sixty percent of what is left after the
 * commission, others half.
 */
export async function recordingWorld() {
  const world = await studioWorld([
    ...[kernelModule, identityModule, studiosModule, filesModule, ledgerModule],
    ...[messagingModule, recordingModule],
  ])
  const { ask, people } = world
  const { marina, ilya } = people
  const terms = [
    { membershipId: null, bps: 5000, reason: '' },
    { membershipId: ilya.membershipId, bps: 6000, reason: 'своё оборудование' },
  ]
  for (const one of terms) expect((await ask('vera', 'POST', 'sharing-terms', one)).status).toBe(201)
  await world.act('marina', (ctx) =>
    topUp(ctx, {
      ...{ transferId: randomUUID(), subject: { type: 'test', id: randomUUID() }, note: 'top-up' },
      ...{ to: { kind: 'account', id: marina.accountId }, amount: { amountMinor: 100_000_000n, currency: 'RUB' } },
    }),
  )

  /** One statement behind the application's back. */
  const sql = async (statement: string, values: unknown[]) =>
    (await admin(world.database.ownerUrl, statement, values)).rows
  const balanceOf = async (ownerId: string, kind = 'main') => {
    const [row] = await sql('select balance_minor::text as b from wallets where owner_id = $1 and kind = $2', [
      ...[ownerId, kind],
    ])
    return BigInt(row?.b ?? 0)
  }
  const eventsOf = (name: string, projectId: string) =>
    sql(`select payload, audience from events where name = $1 and payload->>'projectId' = $2`, [name, projectId])
  /** What the chat says of a project by itself, in order. */
  const noticesOf = async (projectId: string): Promise<string[]> => {
    const asked = `select notice from messages where project_id = $1 and kind = 'notice' order by seq`
    return (await sql(asked, [projectId])).map(({ notice }) => notice)
  }
  const projectOf = async (projectId: string, as: Name = 'marina') =>
    (await ask(as, 'GET', `projects/${projectId}`)).body

  /** Marina's project, which Ilya works on; returns its id. */
  async function openProject(title = 'Лёд', more: object = {}): Promise<string> {
    const answer = await ask('vera', 'POST', 'projects', {
      ...{ title, kind: 'single', clientMembershipId: marina.membershipId, staff: [ilya.membershipId] },
      ...{ deadline: Temporal.Now.plainDateISO().add({ days: 7 }).toString(), ...more },
    })
    expect(answer.status).toBe(201)
    return answer.body.id
  }
  async function makeOffer(projectId: string, amountMinor = '1200000', more: object = {}, as: Name = 'ilya') {
    const answer = await ask(as, 'POST', `projects/${projectId}/offers`, {
      ...{ scope: 'Сведение и мастеринг', amountMinor, performerMembershipId: ilya.membershipId },
      ...{ revisionsIncluded: 1, expiresAt: new Date(Date.now() + 86_400_000).toISOString(), ...more },
    })
    expect(answer.status).toBe(201)
    return answer.body
  }
  /** An offer that Marina accepts: what it costs is held. */
  async function buy(projectId: string, amountMinor?: string, more?: object): Promise<void> {
    const offer = await makeOffer(projectId, amountMinor, more)
    expect((await ask('marina', 'POST', `offers/${offer.id}/acceptance`)).status).toBe(201)
  }
  /** A project with one thing bought in it; returns its id. */
  async function bought(amountMinor?: string): Promise<string> {
    const projectId = await openProject()
    await buy(projectId, amountMinor)
    return projectId
  }

  /** A file of Ilya's that is no version yet. */
  async function prepare(title: string) {
    const bytes = Buffer.from(`mix ${randomUUID()}`)
    const prepared = await prepareFile(world.services.storage.blobs, `${title}.bin`, [bytes])
    const subject = { type: 'thread', id: randomUUID() }
    const fileId = await world.act('ilya', (ctx) =>
      addFile(ctx, { ...prepared, id: randomUUID(), subject, senderMembershipId: ilya.membershipId }),
    )
    return { fileId, sha256: prepared.blob.sha256 }
  }
  async function deliver(projectId: string, title = 'Лёд_mix', stageId: string | null = null) {
    const { fileId, sha256 } = await prepare(title)
    const version = { title, stageId, fileId, note: 'вокал вперёд' }
    const answer = await ask('ilya', 'POST', `projects/${projectId}/versions`, version)
    expect(answer.status).toBe(201)
    const { id, number }: { id: string; number: number } = answer.body
    return { fileId, versionId: id, number, sha256 }
  }
  /** Whether somebody may have the original of a file, or hears its preview. */
  const rightOf = async (name: Name, fileId: string) =>
    (await world.act(name, (ctx) => describeFiles(ctx, { fileIds: [fileId] })))[0]?.right

  return {
    ...world,
    ...{ sql, balanceOf, eventsOf, noticesOf, projectOf, rightOf },
    ...{ openProject, makeOffer, buy, bought, prepare, deliver },
  }
}
