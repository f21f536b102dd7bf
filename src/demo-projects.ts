import type { Act, DemoPlace } from './demo-people.ts'
import type { Story } from './demo-timeline.ts'
import { type DemoProject, type DemoVersion, PROJECTS } from './demo-works.ts'
import { newId } from './kernel/ids.ts'
import { synthesise } from './kernel/media/index.ts'
import type { Currency } from './kernel/money.ts'
import type { Services } from './kernel/services.ts'
import { addFile, prepareFile } from './modules/files/index.ts'
import { topUp } from './modules/ledger/index.ts'
import { sendMessage } from './modules/messaging/index.ts'
import {
  acceptOffer,
  approveVersion,
  deliverVersion,
  makeOffer,
  markHeard,
  moveStage,
  openProject,
  pinComment,
  pressComplete,
  rateVersion,
  requestChanges,
  sendTip,
  viewProject,
} from './modules/recording/index.ts'
import type { Person } from './modules/studios/index.ts'

/** A studio's projects in their stages, with real sound, through the same functions that people's requests use. */
export function projectStories(services: Services, { slug, currency, act, member }: DemoPlace): Story[] {
  return (PROJECTS[slug] ?? []).map((project) => () => layProject(services, act, member, currency, project))
}

async function layProject(
  { storage }: Services,
  act: Act,
  member: (key: string) => Person,
  currency: Currency,
  project: DemoProject,
): Promise<void> {
  const { client, performer, daysAgo, title, kind, stagesDone, offer, versions = [] } = project
  const buyer = member(client)
  const worker = member(performer)
  const { id, threadId } = await act(performer, daysAgo, (ctx) =>
    openProject(ctx, {
      ...{ title, kind, clientMembershipId: buyer.membershipId, staff: [worker.membershipId] },
      deadline: project.dueInDays
        ? ctx.now
            .toZonedDateTimeISO(worker.zone)
            .toPlainDate()
            .add({ days: daysAgo + project.dueInDays })
        : null,
    }),
  )
  const say = (key: string, ago: number, body: string) =>
    act(key, ago, (ctx) => sendMessage(ctx, { id: newId(), threadId, projectId: id, body }))
  await say(client, daysAgo - 0.1, project.wish)
  const proposed = await act(performer, daysAgo - 0.3, (ctx) =>
    makeOffer(ctx, {
      ...{ projectId: id, scope: offer.scope, price: { amountMinor: offer.amountMinor, currency } },
      ...{ performerMembershipId: worker.membershipId, revisionsIncluded: 3 },
      revisionPriceMinor: offer.roundMinor ?? null,
      expiresAt: ctx.now.add({ hours: 24 * (daysAgo + 5) }),
    }),
  )
  if (!offer.bought) return
  await act(client, daysAgo - 0.5, async (ctx) => {
    const amountMinor = offer.amountMinor + (project.tipMinor ?? 0n) + 150_000n
    const movement = { transferId: newId(), subject: { type: 'project', id }, note: 'top-up' }
    const to = { kind: 'account', id: buyer.accountId } as const
    await topUp(ctx, { ...movement, to, amount: { amountMinor, currency } })
    await acceptOffer(ctx, proposed.id)
  })
  const { stages } = await act(performer, daysAgo, (ctx) => viewProject(ctx, id))
  for (const [index, stage] of stages.slice(0, stagesDone + 1).entries()) {
    const state = index < stagesDone ? 'done' : 'current'
    await act(performer, daysAgo - 1 - index * 0.4, (ctx) => moveStage(ctx, id, stage.id, { state }))
  }
  for (const version of versions) await layVersion(storage.blobs, act, { ...project, id, worker, buyer }, version)
  if (project.said) await say(client, 0.05, project.said)
  if (project.pressed) await act(performer, 0.04, (ctx) => pressComplete(ctx, id))
  if (!project.completedDaysAgo) return
  for (const key of [performer, client]) await act(key, project.completedDaysAgo, (ctx) => pressComplete(ctx, id))
  const { tipMinor } = project
  if (!tipMinor) return
  await act(client, project.completedDaysAgo, (ctx) =>
    sendTip(ctx, {
      ...{ id: newId(), projectId: id, performerMembershipId: worker.membershipId, message: '' },
      amount: { amountMinor: tipMinor, currency },
    }),
  )
}

async function layVersion(
  blobs: Services['storage']['blobs'],
  act: Act,
  project: DemoProject & { id: string; worker: Person; buyer: Person },
  version: DemoVersion,
): Promise<void> {
  const { id: projectId, client, performer } = project
  const { daysAgo, note, song, comments = [] } = version
  const prepared = await prepareFile(blobs, version.file, synthesise(song))
  const { fileId, delivered } = await act(performer, daysAgo, async (ctx) => {
    const subject = { type: 'project', id: projectId }
    const fileId = await addFile(ctx, { ...prepared, subject, senderMembershipId: project.worker.membershipId })
    return { fileId, delivered: await deliverVersion(ctx, { projectId, title: version.deliverable, fileId, note }) }
  })
  const later = daysAgo - 0.02
  if (version.heard !== false) await act(client, later, (ctx) => markHeard(ctx, fileId, project.buyer.membershipId))
  for (const { atMs, body, by } of comments) {
    await act(by ?? client, later, (ctx) => pinComment(ctx, { versionId: delivered.id, atMs, body }))
  }
  if (version.changes) {
    const { changes } = version
    await act(client, later, (ctx) => requestChanges(ctx, delivered.id, changes))
  }
  if (version.approved) await act(client, later, (ctx) => approveVersion(ctx, delivered.id, delivered.sha256))
  if (version.score) {
    const { score } = version
    await act(client, later, (ctx) => rateVersion(ctx, delivered.id, { score, reasons: [], words: '' }))
  }
}
