import { randomUUID } from 'node:crypto'
import { expect } from 'vitest'
import { newId } from '../src/kernel/ids.ts'
import { admin } from '../src/kernel/testing/database.ts'
import { until } from '../src/kernel/testing/until.ts'
import { topUp } from '../src/modules/ledger/index.ts'
import { payFirstPeriod } from '../src/modules/subscriptions/index.ts'
import { addPerson, join } from './people.ts'
import type { Name, studioWorld } from './studio-world.ts'

type World = Awaited<ReturnType<typeof studioWorld>>
type Slug = keyof World['studioIds']

/** Real ids by what an address or a body calls them: `booking`, `room`, `clientMembershipId`. */
export type Ids = ReadonlyMap<string, readonly string[]>

const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, opens: '00:00', closes: '00:00' }))
const PLAN = '01990000-0000-7000-8000-000000000003'
const GRANTED = ['files.upload', 'files.see_studio', 'messages.see_all', 'projects.see_all', 'projects.open']

/** Whose words these are in each studio. */
const SIDES = {
  north: { owner: 'vera', worker: 'ilya', client: 'marina' },
  attic: { owner: 'olga', worker: 'olga', client: 'anton' },
} as const satisfies Record<Slug, Record<string, Name>>

/** One thing at least of every kind that an address can name, made in the studio by its own people. */
export async function fillStudio(world: World, studio: Slug): Promise<void> {
  const { owner, worker, client } = SIDES[studio]
  const member = (name: Name) => world.people[name].membershipId
  const go = async (as: Name, method: string, path: string, body?: unknown) => {
    const answer = await world.ask(as, method, path, body)
    expect(answer.status, `${method} ${path}: ${JSON.stringify(answer.body)}`).toBeLessThan(300)
    return answer.body
  }
  const make = async (as: Name, path: string, body?: unknown): Promise<string> => (await go(as, 'POST', path, body)).id

  await fillWallet(world, studio, client)
  await subscribed(world, studio, owner)
  await make(owner, 'sharing-terms', { membershipId: null, bps: 5000, reason: '' })
  const setId = newId()
  await go(owner, 'PUT', `permission-sets/${setId}`, { name: 'engineer', permissions: GRANTED })
  if (worker !== owner) await go(owner, 'PATCH', `members/${member(worker)}`, { permissionSetId: setId })
  await make(owner, 'invitations', { email: `${newId()}@example.org`, role: 'client', displayName: 'Guest' })
  await make(owner, 'canned-replies', { title: 'Hello', body: 'We write back today' })
  await make(owner, 'webhooks', { url: 'http://127.0.0.1:9/hook', events: [] })

  const schedule = { confirmation: 'auto', stepMinutes: 60, noticeMinutes: 0, advanceDays: 60, depositBps: 3000 }
  await go(owner, 'PUT', 'schedule-settings', {
    ...{ ...schedule, freeHours: 24, lateKeptBps: 3000, noShowKeptBps: 10_000, noShowGraceMinutes: 15 },
    answerHours: 24,
  })
  const resource = (body: object) => make(owner, 'resources', { weekly: EVERY_DAY, ...body })
  const room = await resource({ kind: 'room', name: 'Room', perHourMinor: '100000' })
  const person = await resource({
    ...{ kind: 'person', name: 'Engineer', membershipId: member(worker), perHourMinor: '30000' },
  })
  await resource({ kind: 'gear', name: 'Microphone' })
  await make(owner, 'calendar-feeds', { resourceId: room, named: true })
  const service = await make(owner, 'services', {
    ...{ title: { ru: 'Запись', en: 'Recording' }, pricing: 'hourly', priceMinor: '0', bookable: true },
    ...{ minMinutes: 60, maxMinutes: 480, resourceIds: [room, person] },
  })
  const extra = { id: newId(), title: { ru: 'Чай', en: 'Tea' }, priceMinor: '100', per: 'session' }
  await go(owner, 'PUT', 'extras', [extra])
  for (const [n, paid] of [true, true, true, false, false].entries()) {
    const start = Temporal.Now.zonedDateTimeISO('Europe/Moscow')
      .add({ days: 3 + n })
      .withPlainTime('12:00')
      .toInstant()
    const wish = { serviceId: service, start: start.toString(), minutes: 60, roomId: room, personId: person }
    const { booking } = await go(client, 'POST', 'bookings', { ...wish, expectedMinor: '130000' })
    if (paid) await go(client, 'POST', `bookings/${booking.id}/payments`, { part: 'deposit' })
  }

  const opened = async () =>
    make(owner, 'projects', {
      ...{ title: 'Ice', kind: 'single', clientMembershipId: member(client), staff: [member(worker)] },
    })
  const offered = (project: string) =>
    make(worker, `projects/${project}/offers`, {
      ...{ scope: 'Mix', amountMinor: '1200000', performerMembershipId: member(worker), serviceId: service },
      expiresAt: new Date(Date.now() + 86_400_000).toISOString(),
    })
  const delivered = async (project: string) => {
    const fileId = await uploaded(world, worker, randomUUID())
    return make(worker, `projects/${project}/versions`, { title: `Mix ${newId()}`, fileId })
  }
  for (let n = 0; n < 3; n++) {
    const project = await opened()
    await go(client, 'POST', `offers/${await offered(project)}/acceptance`)
    const version = await delivered(project)
    await make(client, `versions/${version}/comments`, { atMs: 1000, body: 'A breath' })
    await go(client, 'POST', `versions/${version}/rating`, { score: 5 })
    await offered(project)
    if (n === 0) await go(client, 'POST', `projects/${project}/disputes`, { reason: 'Not as agreed' })
    const { threadId } = await go(worker, 'GET', `projects/${project}`)
    for (const as of [client, worker]) await go(as, 'POST', `threads/${threadId}/messages`, { id: newId(), body: 'Hi' })
  }
  await go(client, 'POST', 'holds', { amountMinor: '100', currency: 'RUB', note: 'deposit' })
  await go(client, 'POST', 'wallets/mine/withdrawals', {
    ...{ amountMinor: '100', currency: 'RUB', destination: '4276550012341111' },
  })
  for (const as of new Set([owner, worker, client])) await begunUpload(world, as, 40)
  await until(async () => (await idsOf(world, studio)).get('delivery')?.length !== 0)
}

async function fillWallet(world: World, studio: Slug, name: Name): Promise<void> {
  const to = { kind: 'account', id: world.people[name].accountId } as const
  const movement = { transferId: randomUUID(), subject: { type: 'test', id: randomUUID() }, note: 'top-up' }
  const amount = { amountMinor: 1_000_000_000n, currency: 'RUB' } as const
  await world.system(studio, (ctx) => topUp(ctx, { ...movement, to, amount }))
}

function subscribed(world: World, studio: Slug, owner: Name): Promise<void> {
  const amount = { amountMinor: 990_000n, currency: 'RUB' } as const
  const attempt = { id: newId(), accountId: world.people[owner].accountId, amount }
  return world.system(studio, (ctx) => payFirstPeriod(ctx, { planId: PLAN, zone: 'Europe/Moscow' }, attempt))
}

const TUS = { 'tus-resumable': '1.0.0' }

/** An upload that was announced and has no byte yet; its id. */
export async function begunUpload(world: World, as: Name, bytes: number): Promise<string> {
  const { cookie, studio } = world.people[as]
  const metadata = { filename: 'mix.bin', subjectType: 'thread', subjectId: newId() }
  const pairs = Object.entries(metadata).map(([key, value]) => `${key} ${Buffer.from(value).toString('base64')}`)
  const begun = await fetch(`${world.url}/api/studios/${studio}/uploads`, {
    method: 'POST',
    headers: { ...TUS, cookie, 'upload-length': String(bytes), 'upload-metadata': pairs.join(',') },
  })
  expect(begun.status, await begun.text()).toBe(201)
  return begun.headers.get('location')?.split('/').at(-1) ?? ''
}

async function uploaded(world: World, as: Name, text: string): Promise<string> {
  const { cookie, studio } = world.people[as]
  const id = await begunUpload(world, as, text.length)
  const sent = await fetch(`${world.url}/api/studios/${studio}/uploads/${id}`, {
    method: 'PATCH',
    headers: { ...TUS, cookie, 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' },
    body: text,
  })
  expect(sent.status).toBe(204)
  return id
}

/** What addresses, queries and bodies call the rows of each table. */
const CALLED: Readonly<Record<string, string>> = {
  bookings: 'booking bookingId instead',
  calendar_feeds: 'feed',
  canned_replies: 'reply',
  disputes: 'dispute',
  events: 'eventId',
  extras: 'extraId',
  files: 'file fileId fileIds',
  invitations: 'invitation',
  memberships:
    'member membershipId assignedMembershipId assigneeMembershipId clientMembershipId performerMembershipId staff client performer sentBy',
  messages: 'message',
  notifications: 'ids',
  offers: 'offer counterOf',
  permission_sets: 'set permissionSetId',
  project_stages: 'stage stageId',
  projects: 'project projectId',
  ratings: 'rating',
  resources: 'resource resourceId resourceIds room roomId person personId',
  review_comments: 'comment answers',
  services: 'service serviceId',
  storage_reservations: 'upload',
  subscription_charges: 'charge',
  threads: 'thread subjectId',
  transfers: 'transfer',
  versions: 'version',
  webhook_deliveries: 'delivery',
  webhooks: 'webhook',
}
const NEWEST = 40
const IDS = Object.keys(CALLED)
  .map(
    (table) =>
      `(select '${table}' as of, id::text from "${table}" where studio_id = $1 order by id desc limit ${NEWEST})`,
  )
  .join(' union all ')

/** What there is in the studio now: the newest of each kind, by every name that it goes by. */
export async function idsOf(world: World, studio: Slug): Promise<Map<string, string[]>> {
  const { rows } = await admin(world.database.ownerUrl, IDS, [world.studioIds[studio]])
  return new Map(
    Object.entries(CALLED).flatMap(([table, names]) => {
      const ids = rows.filter((row) => row.of === table).map((row): string => row.id)
      return names.split(' ').map((name) => [name, ids] as const)
    }),
  )
}

/** Somebody more in the studio, to be changed, blocked or put out by whoever tries everything. */
export async function addSpare(world: World, studio: Slug, role: 'staff' | 'client') {
  const person = await addPerson(world.database, { name: 'spare' })
  const membershipId = await join(world.database, world.studioIds[studio], person, role, 'spare')
  return { accountId: person.accountId, membershipId }
}
