import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { modules } from '../src/app.ts'
import { startWorker } from '../src/kernel/jobs/worker.ts'
import { cookieOf } from '../src/kernel/testing/cookie.ts'
import { admin, testDatabase } from '../src/kernel/testing/database.ts'
import { listen, testServices } from '../src/kernel/testing/http.ts'
import { until } from '../src/kernel/testing/until.ts'
import { addFile, prepareFile } from '../src/modules/files/index.ts'
import { principalLoader } from '../src/modules/studios/index.ts'
import { commissionOf } from './commission.ts'
import { type LiveClient, openLiveClient } from './live-client.ts'
import { type MailReceiver, startMailReceiver } from './mail-receiver.ts'
import { addPerson, join, type TestPerson } from './people.ts'
import { startTelegramStandIn, type TelegramStandIn } from './telegram-stand-in.ts'

/**
 * Who is told what, and how, at every step of a studio's life, through the real worker: Nina owns the studio and Yegor
 * works there, both Russian and both with a chat; Timur is a client, English, with a chat; Gleb manages, English, without
 * a chat, and is assigned to nothing.
 */
type Name = 'nina' | 'egor' | 'timur' | 'gleb'
/** All ways, or the inbox alone. A person's own doing is told to the others. */
type Ways = 'inbox mail chat' | 'inbox mail' | 'inbox' | 'mail'
type Told = Partial<Record<Name, Record<string, Ways>>>
const ALL = 'inbox mail chat'
const NO_CHAT = 'inbox mail'

const permissions = modules.map((module) => module.permissions ?? {})
const CHATS = { nina: '501', egor: '502', timur: '503' }
const PLAN = '01990000-0000-7000-8000-000000000002'
const people = {} as Record<Name, TestPerson & { membershipId: string }>
const live = {} as Record<Name, LiveClient>
const closing: (() => unknown)[] = []

let database: Awaited<ReturnType<typeof testDatabase>>
let services: ReturnType<typeof testServices>
let mails: MailReceiver
let telegram: TelegramStandIn
let url: string
let studioId: string

beforeAll(async () => {
  database = await testDatabase({ connections: 20 })
  mails = await startMailReceiver()
  telegram = await startTelegramStandIn()
  const settings = {
    ...{ SMTP_URL: mails.url, BASE_URL: 'http://atelier.test' },
    ...{ TELEGRAM_BOT_TOKEN: telegram.token, TELEGRAM_API_ROOT: telegram.url },
  }
  const settlements = Object.assign({}, ...modules.map((module) => module.settlements ?? {}))
  services = testServices(database, settings, permissions, settlements)
  const server = await listen({ services, modules, loadPrincipal: principalLoader(permissions) })
  const worker = await startWorker(services, modules)
  url = server.url
  closing.push(
    () => Object.values(live).map((client) => client.close()),
    ...[() => server.close(), () => worker.stop(), () => mails.close(), () => telegram.close(), () => database.close()],
  )
  for (const [name, locale] of [
    ['nina', 'ru'],
    ['egor', 'ru'],
    ['gleb', 'en'],
  ] as const) {
    people[name] = { ...(await addPerson(database, { name, locale })), membershipId: '' }
  }
  for (const name of ['nina', 'egor'] as const) await linkChat(name)
})
afterAll(async () => {
  expect((await database.pool.query('select * from ledger_discrepancies()')).rows).toEqual([])
  for (const close of closing) await close()
})

/** Calls the API as somebody; a studio's path begins without a slash. */
async function ask(as: Name, method: string, path: string, body?: unknown) {
  const answer = await fetch(`${url}${path.startsWith('/') ? path : `/api/studios/south/${path}`}`, {
    method,
    headers: {
      ...{ cookie: people[as].cookie, 'idempotency-key': randomUUID() },
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await answer.text()
  const given = text === '' ? undefined : JSON.parse(text)
  expect(answer.status, `${method} ${path}: ${text}`).toBeLessThan(300)
  return given
}

const rows = async (statement: string, values: unknown[] = []) =>
  (await admin(database.ownerUrl, statement, values)).rows

async function linkChat(name: keyof typeof CHATS) {
  const answer = await ask(name, 'POST', '/api/notices/telegram-links')
  telegram.say(CHATS[name], `/start ${new URL(answer.url).searchParams.get('start')}`)
  await until(async () => (await ask(name, 'GET', '/api/notices/settings')).telegram === 'linked')
}

async function pay({ paymentUrl }: { paymentUrl: string }) {
  const { pathname, search } = new URL(paymentUrl)
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  await fetch(`${url}${pathname}${search}`, { method: 'POST', redirect: 'manual', body: 'choice=succeed', headers })
}

/** Nothing that happened is still on its way to anybody, nor about to be tried again. The gateway is asked in a minute. */
function settled() {
  const soon = `run_at < now() + interval '30 seconds'`
  return until(async () => {
    const [row] = await rows(`select
      (select count(*) from job_requests where (run_at is null or ${soon}) and task <> 'ledger.ask_gateway')
      + (select count(*) from events e where not exists (
          select from event_seals s where s.studio_id = e.studio_id and s.event_id = e.id))
      + (select count(*) from graphile_worker.jobs
         where (${soon} or locked_at is not null) and task_identifier <> 'ledger.ask_gateway') as waiting`)
    return Number(row?.waiting) === 0
  }, 30_000)
}

/** Of a raw mail: its subject, and its text. */
function readMail(raw: string) {
  const word = (kind: string, text: string) =>
    kind.toUpperCase() === 'B' ? Buffer.from(text, 'base64') : fromQuoted(text.replaceAll('_', ' '))
  const header = /^Subject: ([^\r\n]*(?:\r?\n[ \t][^\r\n]*)*)/m.exec(raw)?.[1]?.replace(/\r?\n/g, '') ?? ''
  const subject = header
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?utf-8\?([BQ])\?(.*?)\?=/gi, (_all, kind: string, text: string) => word(kind, text).toString())
  const [, , quoted = ''] =
    /Content-Transfer-Encoding: (\S+)\r?\n(?:.+\r?\n)*\r?\n([\s\S]*?)(?=\r?\n--|$)/.exec(raw) ?? []
  const isBase64 = /Content-Transfer-Encoding: base64/.test(raw)
  const text = isBase64 ? Buffer.from(quoted, 'base64') : fromQuoted(quoted.replace(/=\r?\n/g, ''))
  return { subject, text: text.toString() }
}

function fromQuoted(text: string): Buffer {
  return Buffer.from(
    text.replace(/=([0-9A-F]{2})/gi, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  )
}

const lastMailTo = async (email: string) => {
  await until(() => mails.mails.some(({ to }) => to.includes(email)))
  return readMail(mails.mails.filter(({ to }) => to.includes(email)).at(-1)?.raw ?? '').text
}

/** Moments are of the day on which the test runs. */
const MOMENTS =
  /(?:пн|вт|ср|чт|пт|сб|вс), \d+ \p{L}+ в \d\d?:\d\d|(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \w+ \d+ at \d\d?:\d\d [AP]M/gu
const plain = (text: string) =>
  text
    .replaceAll(/\s+/g, ' ')
    .replaceAll(MOMENTS, '…')
    .replace(/\b\d{6}\b/, '######')
    .trim()
const unescaped = (html: string) => html.replaceAll('&quot;', '"').replaceAll('&amp;', '&').replaceAll('&#39;', "'")

const seen = { notices: new Set<string>(), mails: 0, chats: 0 }

/** What has reached whom since it was last asked, and how. */
async function news(): Promise<Told> {
  await settled()
  const told: Record<string, Record<string, string[]>> = {}
  const add = (name: string, title: string, way: string) => {
    const ofName = told[name] ?? {}
    ofName[plain(title)] = [...(ofName[plain(title)] ?? []), way]
    told[name] = ofName
  }
  const nameOf = (is: (person: TestPerson) => boolean) =>
    (Object.keys(people) as Name[]).find((name) => is(people[name])) ?? '?'
  for (const one of await rows('select id, account_id, title from notifications order by id')) {
    if (seen.notices.has(one.id)) continue
    seen.notices.add(one.id)
    add(
      nameOf(({ accountId }) => accountId === one.account_id),
      one.title,
      'inbox',
    )
  }
  for (const { to, raw } of mails.mails.slice(seen.mails)) {
    add(
      nameOf(({ email }) => to.includes(email)),
      readMail(raw).subject,
      'mail',
    )
  }
  for (const { chatId, text } of telegram.messages.slice(seen.chats)) {
    const title = /^<b>(.*)<\/b>/.exec(text)?.[1]
    const name = Object.entries(CHATS).find(([, id]) => id === chatId)?.[0] ?? '?'
    if (title) add(name, unescaped(title), 'chat')
  }
  seen.mails = mails.mails.length
  seen.chats = telegram.messages.length
  return Object.fromEntries(
    Object.entries(told).map(([name, titles]) => [
      name,
      Object.fromEntries(Object.entries(titles).map(([title, ways]) => [title, ways.join(' ')])),
    ]),
  ) as Told
}

const ids: Record<string, string> = {}
const days = (count: number, hour: number) =>
  Temporal.Now.zonedDateTimeISO('Europe/Moscow').add({ days: count }).withPlainTime({ hour }).toInstant().toString()

async function actAs(name: Name, role: 'client' | 'staff') {
  const { accountId, membershipId } = people[name]
  const granted = new Set(role === 'staff' ? ['files.upload'] : [])
  const actor = { kind: 'profile', accountId, membershipId, role, permissions: granted } as const
  return { studioId, actor, request: { id: 'test' } } as const
}

async function deliver(number: number) {
  const prepared = await prepareFile(services.storage.blobs, 'mix.bin', [Buffer.from(`mix ${number}`)])
  const senderMembershipId = people.egor.membershipId
  const subject = { type: 'thread', id: randomUUID() }
  const fileId = await database.transaction(await actAs('egor', 'staff'), (ctx) =>
    addFile(ctx, { ...prepared, subject, senderMembershipId }),
  )
  ids.sha256 = prepared.blob.sha256
  ids.version = (await ask('egor', 'POST', `projects/${ids.project}/versions`, { title: 'Mix', fileId, note: '' })).id
}

/** Without which nobody could book or be paid: what it tells is not the journey's. */
async function furnish() {
  const weekly = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, opens: '10:00', closes: '22:00' }))
  const resource = async (body: object) => (await ask('nina', 'POST', 'resources', { weekly, ...body })).id
  ids.room = await resource({ kind: 'room', name: 'Зал А', perHourMinor: '150000', position: 0 })
  ids.person = await resource({
    ...{ kind: 'person', name: 'Егор', membershipId: people.egor.membershipId, perHourMinor: '0' },
  })
  const service = await ask('nina', 'POST', 'services', {
    ...{ title: { ru: 'Запись вокала', en: 'Vocal recording' }, pricing: 'hourly', priceMinor: '0', bookable: true },
    ...{ minMinutes: 60, maxMinutes: 480, resourceIds: [ids.room, ids.person] },
  })
  ids.service = service.id
  await ask('nina', 'PUT', 'schedule-settings', {
    ...{ confirmation: 'manual', stepMinutes: 60, noticeMinutes: 60, advanceDays: 60, depositBps: 3000 },
    ...{ freeHours: 24, lateKeptBps: 3000, noShowKeptBps: 10_000, noShowGraceMinutes: 15, answerHours: 24 },
  })
  await ask('nina', 'POST', 'sharing-terms', { membershipId: people.egor.membershipId, bps: 6000, reason: 'своё' })
}

const open = (by: Name, title: string, staff: string[]) =>
  ask(by, 'POST', 'projects', { title, kind: 'single', clientMembershipId: people.timur.membershipId, staff })

/** Nina has opened the project: she works on it beside Yegor, and is told once. */
const both = (titles: Record<string, Ways>): Told => ({ egor: titles, nina: titles })

interface Step {
  step: string
  deed: () => Promise<unknown>
  told: Told
}

const JOURNEY: Step[] = [
  {
    step: 'the studio is born, and paid for',
    deed: async () => {
      const studio = { slug: 'south', name: 'Юг', currency: 'RUB', zone: 'Europe/Moscow', locale: 'ru' }
      const wanted = { planId: PLAN, ownerName: 'Нина', trial: false, studio }
      await pay(await ask('nina', 'POST', '/api/subscriptions', wanted))
      const [row] = await rows(
        'select s.id, m.id as owner from studios s join memberships m on m.studio_id = s.id where slug = $1',
        ['south'],
      )
      studioId = row.id
      people.nina.membershipId = row.owner
      live.nina = await openLiveClient(`${url}/api/live`, { cookie: people.nina.cookie })
    },
    told: { nina: { 'Студия «Юг» открыта': ALL, 'Подписка оплачена до …': ALL } },
  },
  {
    step: 'an engineer is invited',
    deed: () => ask('nina', 'POST', 'invitations', { email: people.egor.email, role: 'staff', displayName: 'Егор' }),
    told: { egor: { 'Нина зовёт вас в «Юг»': 'mail' } },
  },
  {
    step: 'and accepts',
    deed: async () => {
      const token = /invitation\/([\w-]+)/.exec(await lastMailTo(people.egor.email))?.[1]
      people.egor.membershipId = (await ask('egor', 'POST', `/api/invitations/${token}/acceptance`)).membershipId
      live.egor = await openLiveClient(`${url}/api/live`, { cookie: people.egor.cookie })
    },
    told: { nina: { 'Егор теперь в студии': ALL } },
  },
  {
    step: 'a client registers',
    deed: async () => {
      people.gleb.membershipId = await join(database, studioId, people.gleb, 'manager', 'Gleb')
      live.gleb = await openLiveClient(`${url}/api/live`, { cookie: people.gleb.cookie })
      const email = 'timur@example.org'
      people.timur = { accountId: '', email, cookie: '', membershipId: '' }
      const { id } = await ask('nina', 'POST', '/api/registrations', {
        ...{ intent: 'client', studio: 'south', email, name: 'Timur', password: 'night air 2026' },
        ...{ locale: 'en', zone: 'Europe/Moscow', consent: true },
      })
      const code = /\b\d{6}\b/.exec(await lastMailTo(email))?.[0]
      const answer = await fetch(`${url}/api/registrations/${id}/verification`, {
        ...{ method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ code }) },
      })
      const { accountId, membershipId } = await answer.json()
      const cookie = cookieOf(answer)
      people.timur = { accountId, membershipId, email, cookie }
      live.timur = await openLiveClient(`${url}/api/live`, { cookie })
      await settled()
      await linkChat('timur')
    },
    told: {
      nina: { 'Новый клиент: Timur': ALL },
      gleb: { 'New client: Timur': NO_CHAT },
      timur: { '###### is your code for Юг': 'mail' },
    },
  },
  {
    step: 'the client tops the wallet up',
    deed: async () => {
      const body = { amountMinor: '5000000', currency: 'RUB', returnTo: '/app/south/wallet' }
      await pay(await ask('timur', 'POST', '/api/top-ups', { ...body, profile: people.timur.membershipId }))
      await furnish()
    },
    told: {
      timur: { '₽50,000 was added to your wallet': ALL },
      egor: { 'Ваша доля теперь 60 %': ALL },
    },
  },
  {
    step: 'books, and pays the deposit',
    deed: async () => {
      const { booking } = await ask('timur', 'POST', 'bookings', {
        ...{ serviceId: ids.service, start: days(5, 12), minutes: 120, roomId: ids.room, personId: ids.person },
        expectedMinor: '300000',
      })
      ids.booking = booking.id
      await ask('timur', 'POST', `bookings/${ids.booking}/payments`, { part: 'deposit' })
    },
    told: {
      nina: { 'Timur просит время: Запись вокала, …': ALL },
      gleb: { 'Timur asks for a time: Vocal recording, …': NO_CHAT },
      timur: { 'Request sent: Vocal recording, …': ALL, '₽900 held: Запись вокала · № 1': ALL },
    },
  },
  {
    step: 'the owner confirms',
    deed: () => ask('nina', 'POST', `bookings/${ids.booking}/confirmation`, {}),
    told: {
      timur: { 'You are booked: Vocal recording, …': ALL },
      egor: { 'У вас сеанс: Запись вокала, …': ALL },
      gleb: { 'Booking: Vocal recording, …': NO_CHAT },
    },
  },
  {
    step: 'the client moves it',
    deed: () => ask('timur', 'POST', `bookings/${ids.booking}/moves`, { start: days(6, 15) }),
    told: {
      egor: { 'Ваш сеанс перенесён: Запись вокала, теперь …': ALL },
      nina: { 'Timur переносит: Запись вокала, теперь …': ALL },
      gleb: { 'Timur moved: Vocal recording, now …': NO_CHAT },
    },
  },
  {
    step: 'and cancels in time: all goes back',
    deed: () => ask('timur', 'POST', `bookings/${ids.booking}/cancellation`, { expectedReturnedMinor: '90000' }),
    told: {
      timur: { 'Cancelled: Vocal recording, …': ALL, '₽900 returned: Запись вокала · № 1': ALL },
      egor: { 'Ваш сеанс отменён: Запись вокала, …': ALL },
      nina: { 'Timur отменяет: Запись вокала, …': ALL },
      gleb: { 'Timur cancelled: Vocal recording, …': NO_CHAT },
    },
  },
  {
    step: 'the client opens a project, which nobody is assigned to',
    deed: async () => {
      ids.idle = (await open('timur', 'Idle', [])).id
    },
    told: { nina: { 'Открыт проект «Idle»': ALL }, gleb: { 'The project “Idle” was opened': NO_CHAT } },
  },
  {
    step: 'offers a price in it: those who see all projects are told',
    deed: () =>
      ask('timur', 'POST', `projects/${ids.idle}/offers`, {
        ...{ scope: 'A mix', amountMinor: '100000', expiresAt: days(9, 12) },
      }),
    told: {
      nina: { 'Предложение № 1 на 1 000 ₽: «Idle»': ALL },
      gleb: { 'Offer № 1 for ₽1,000: “Idle”': NO_CHAT },
    },
  },
  {
    step: 'and cancels it',
    deed: () => ask('timur', 'POST', `projects/${ids.idle}/cancellation`, { returnedMinor: '0' }),
    told: {
      nina: { 'Проект «Idle» отменён': ALL, 'Готов итог проекта «Idle»': 'inbox' },
      gleb: { 'The project “Idle” is cancelled': NO_CHAT, 'The summary of “Idle” is ready': 'inbox' },
      timur: { 'The summary of “Idle” is ready': ALL },
    },
  },
  {
    step: 'the owner opens a project for the engineer',
    deed: async () => {
      ids.project = (await open('nina', 'Night air', [people.egor.membershipId])).id
    },
    told: {
      timur: { 'The project “Night air” was opened': ALL },
      egor: { 'Открыт проект «Night air»': ALL },
      gleb: { 'The project “Night air” was opened': NO_CHAT },
    },
  },
  {
    step: 'the engineer makes an offer',
    deed: async () => {
      const offer = await ask('egor', 'POST', `projects/${ids.project}/offers`, {
        ...{ scope: 'Mix and master', amountMinor: '1200000', expiresAt: days(9, 12) },
        performerMembershipId: people.egor.membershipId,
      })
      ids.offer = offer.id
    },
    told: { timur: { 'Offer № 2 for ₽12,000: “Night air”': ALL } },
  },
  {
    step: 'the client accepts and pays',
    deed: () => ask('timur', 'POST', `offers/${ids.offer}/acceptance`),
    told: {
      egor: { 'Timur принимает предложение № 2 на 12 000 ₽': ALL },
      nina: { 'Timur принимает предложение № 2 на 12 000 ₽': ALL },
      gleb: { 'Timur accepted offer № 2 for ₽12,000': NO_CHAT },
      timur: { '₽12,000 held: Night air · № 2': ALL },
    },
  },
  {
    step: 'a version is delivered',
    deed: () => deliver(1),
    told: { timur: { '“Mix”, version 1 is ready to hear': ALL } },
  },
  {
    step: 'the client comments, twice: the first comes by all ways, the next one lies in the app',
    deed: async () => {
      const pin = (atMs: number, body: string) =>
        ask('timur', 'POST', `versions/${ids.version}/comments`, { atMs, body })
      await pin(49_000, 'More air')
      await pin(61_000, 'Less bass')
    },
    told: both({ 'Timur на 0:49 версии 1: More air': ALL, 'Timur на 1:01 версии 1: Less bass': 'inbox' }),
  },
  {
    step: 'and approves',
    deed: () => ask('timur', 'POST', `versions/${ids.version}/approval`, { sha256: ids.sha256 }),
    told: both({ 'Timur: версия 1 принята': ALL }),
  },
  {
    step: 'the engineer completes',
    deed: () => ask('egor', 'POST', `projects/${ids.project}/completion`),
    told: { timur: { 'Егор completes the project “Night air”': ALL } },
  },
  {
    step: 'the client completes: paid out, each told their own part; the summary',
    deed: () => ask('timur', 'POST', `projects/${ids.project}/completion`),
    told: {
      timur: {
        'The project “Night air” is completed': ALL,
        '₽12,000 paid out: Night air · № 2': ALL,
        'The summary of “Night air” is ready': ALL,
      },
      egor: {
        'Проект «Night air» завершён': ALL,
        'Вам начислено 6 984 ₽: Night air · № 2': ALL,
        'Готов итог проекта «Night air»': ALL,
      },
      nina: { 'Проект «Night air» завершён': ALL, 'Готов итог проекта «Night air»': ALL },
      gleb: { 'The project “Night air” is completed': NO_CHAT, 'The summary of “Night air” is ready': 'inbox' },
    },
  },
  {
    step: 'the client thanks the engineer',
    deed: () =>
      ask('timur', 'POST', `projects/${ids.project}/tips`, {
        ...{ id: randomUUID(), performerMembershipId: people.egor.membershipId, amountMinor: '50000' },
        ...{ currency: 'RUB', message: '' },
      }),
    told: { egor: { 'Чаевые 500 ₽ от Timur': ALL } },
  },
  {
    step: 'a part of what was paid out is refunded: each is told of their own part',
    deed: async () => {
      const { cookie } = await addPerson(database, { name: 'Тамара', operator: true })
      const [{ holdId }] = await rows('select hold_id as "holdId" from purchases where offer_id = $1', [ids.offer])
      const answer = await fetch(`${url}/api/console/studios/south/holds/${holdId}/refunds`, {
        method: 'POST',
        headers: { cookie, 'content-type': 'application/json', 'idempotency-key': randomUUID() },
        body: JSON.stringify({ amountMinor: '100000', refundedMinor: '0', reason: 'Half a song' }),
      })
      expect(answer.status).toBe(201)
    },
    told: {
      timur: { '₽1,000 was refunded to you: Night air · № 2': ALL },
      egor: { 'Из вашей доли вернули клиенту 582 ₽: Night air · № 2': ALL },
      nina: { 'Клиенту вернули 1 000 ₽: Night air · № 2': ALL },
      gleb: { '₽1,000 was refunded to the client: Night air · № 2': NO_CHAT },
    },
  },
  {
    step: 'the operator sets another commission: the owner is told',
    deed: async () => (await commissionOf({ url, database }))(5),
    told: { nina: { 'Комиссия платформы теперь 5 %': ALL } },
  },
]

test.each(JOURNEY)('$step', async ({ deed, told }) => {
  const heard = Object.fromEntries(Object.entries(live).map(([name, { messages }]) => [name, messages.length]))
  await deed()
  expect(await news()).toEqual(told)
  // Whoever has something new in the inbox saw it come, on an open page.
  for (const [name, titles] of Object.entries(told) as [Name, Record<string, Ways>][]) {
    if (!live[name] || heard[name] === undefined || !Object.values(titles).some((ways) => ways !== 'mail')) continue
    const since = heard[name]
    await until(() => live[name].messages.slice(since).some(({ event }) => event === 'inbox'))
  }
})

test('the owner reads what the studio got, the manager too; the client nothing of it', async () => {
  const bodies = await rows(
    `select distinct account_id, body from notifications where title like '%Night air%' and event = 'project.completed'`,
  )
  const bodyOf = (name: Name) => plain(bodies.find((one) => one.account_id === people[name].accountId)?.body ?? '?')
  expect(bodyOf('nina')).toBe('Студии начислено 4 656 ₽')
  expect(bodyOf('gleb')).toBe('The studio has earned ₽4,656')
  expect([bodyOf('timur'), bodyOf('egor')]).toEqual(['', ''])
})
