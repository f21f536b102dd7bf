import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { addPerson, type TestPerson } from '../../../test/people.ts'
import { studioWorld } from '../../../test/studio-world.ts'
import { kernelModule } from '../../kernel/kernel-module.ts'
import { admin } from '../../kernel/testing/database.ts'
import { until } from '../../kernel/testing/until.ts'
import { identityModule } from '../identity/index.ts'
import { studiosModule } from '../studios/index.ts'
import { commissionTerms, ledgerModule } from './index.ts'

let world: Awaited<ReturnType<typeof studioWorld>>
let operator: TestPerson
beforeAll(async () => {
  world = await studioWorld([kernelModule, identityModule, studiosModule, ledgerModule])
  operator = await addPerson(world.database, { name: 'Тамара', operator: true })
})
afterAll(() => world.close())

const url = (path = '') => `${world.url}/api/console/commission-terms${path}`
const as = (cookie: string) => ({ cookie, 'accept-language': 'ru' })

async function list(cookie = operator.cookie) {
  const answer = await fetch(url(), { headers: as(cookie) })
  return { status: answer.status, ...(await answer.json()) }
}

const none = { RUB: '0', USD: '0', EUR: '0' }

async function set(body: object, { cookie = operator.cookie, key = randomUUID() } = {}) {
  const [inForce] = (await list()).items
  const answer = await fetch(url(), {
    method: 'POST',
    headers: { ...as(cookie), 'content-type': 'application/json', 'idempotency-key': key },
    body: JSON.stringify({ replaces: inForce.id, bps: 300, floors: none, reason: 'Проверка', ...body }),
  })
  return { status: answer.status, body: await answer.json() }
}

const eventsOf = async (name: string) =>
  (
    await admin(
      world.database.ownerUrl,
      'select studio_id, actor_account_id, subject_id, before, after, payload from events where name = $1 order by id',
      [name],
    )
  ).rows

test('the first terms are those of the installation; others are for the operator alone to see and to set', async () => {
  expect((await list()).items).toMatchObject([
    { bps: 300, floors: [{ amountMinor: '0', currency: 'RUB' }, {}, {}], reason: '', setBy: null },
  ])
  expect((await list(world.people.vera.cookie)).status).toBe(403)
  expect((await set({ bps: 500 }, { cookie: world.people.vera.cookie })).status).toBe(403)
})

test.each([
  ['above the whole', { bps: 10_001 }],
  ['below nothing', { bps: -1 }],
  ['no whole hundredth of a percent', { bps: 2.5 }],
  ['a floor below nothing', { floors: { ...none, RUB: '-1' } }],
  ['a floor above the bound', { floors: { ...none, USD: '1000001' } }],
  ['a floor that is no number', { floors: { ...none, EUR: 'x' } }],
  ['no reason', { reason: '  ' }],
])('%s is refused, and nothing is set', async (_what, body) => {
  expect((await set({ bps: 500, ...body })).status).toBe(400)
  expect((await list()).items).toHaveLength(1)
})

test('what another commission means is told beforehand, by currency', async () => {
  const query = new URLSearchParams({ bps: '500', RUB: '5000', USD: '0', EUR: '0' })
  const answer = await fetch(url(`/examples?${query}`), { headers: as(operator.cookie) })
  const rub = (minor: string) => ({ amountMinor: minor, currency: 'RUB' })
  expect((await answer.json()).slice(0, 2)).toEqual([
    { price: rub('50000'), inForce: rub('1500'), wanted: rub('5000') },
    { price: rub('1000000'), inForce: rub('30000'), wanted: rub('50000') },
  ])
})

test('new terms hold from now on, are told with what was before, and each studio hears its own currency', async () => {
  await admin(world.database.ownerUrl, `update studios set currency = 'USD' where slug = 'attic'`)
  const key = randomUUID()
  const [before] = (await list()).items
  const wanted = { replaces: before.id, bps: 500, floors: { ...none, RUB: '5000' }, reason: 'Подорожал банк' }
  const first = await set(wanted, { key })
  expect(first.status).toBe(201)
  expect((await set(wanted, { key })).body).toEqual(first.body)
  expect((await list()).items).toMatchObject([
    { id: first.body.id, bps: 500, reason: 'Подорожал банк', setBy: { id: operator.accountId, name: 'Тамара' } },
    { id: before.id, bps: 300 },
  ])
  const terms = (currency: 'RUB' | 'USD') => world.system('north', (ctx) => commissionTerms(ctx, currency))
  expect(await terms('RUB')).toEqual({ bps: 500n, floorMinor: 5_000n })
  expect(await terms('USD')).toEqual({ bps: 500n, floorMinor: 0n })
  expect(await eventsOf('commission.set')).toMatchObject([
    { actor_account_id: operator.accountId, before: { bps: 300 }, after: { bps: 500 }, payload: { was: { bps: 300 } } },
  ])
  await until(async () => (await eventsOf('commission.changed')).length === 2)
  const told = new Map((await eventsOf('commission.changed')).map((event) => [event.studio_id, event]))
  expect(told.get(world.studioIds.north)?.payload).toMatchObject({
    ...{ bps: 500, wasBps: 300, floor: { amountMinor: '5000', currency: 'RUB' }, reason: 'Подорожал банк' },
  })
  expect(told.get(world.studioIds.attic)?.after).toEqual({ bps: 500, floor: { amountMinor: '0', currency: 'USD' } })
})

test('the same terms again are refused, and those that were seen must still be in force', async () => {
  expect((await set({ bps: 500, floors: { ...none, RUB: '5000' } })).body.code).toBe('commission_unchanged')
  const [, before] = (await list()).items
  const late = await set({ bps: 700, replaces: before.id })
  expect(late).toMatchObject({ status: 409, body: { code: 'commission_changed' } })
})

test('of operators who set it at once one does, and the others are told', async () => {
  const before = (await list()).items.length
  const [inForce] = (await list()).items
  const answers = await Promise.all(
    Array.from({ length: 8 }, (_, n) => set({ replaces: inForce.id, bps: 600 + n, reason: `№ ${n}` })),
  )
  expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array.from({ length: 7 }, () => 409)])
  expect((await list()).items).toHaveLength(before + 1)
})

test('a change waits for a purchase under way, and holds from after it', async () => {
  const [read, pay] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const buying = world.system('north', async (ctx) => {
    const terms = await commissionTerms(ctx, 'RUB')
    read.resolve()
    await pay.promise
    return terms
  })
  await read.promise
  const changing = set({ bps: 900 })
  const waiting = `select 1 from pg_locks where locktype = 'advisory' and mode = 'ExclusiveLock' and not granted
    and database = (select oid from pg_database where datname = current_database())`
  await until(async () => (await admin(world.database.ownerUrl, waiting)).rows.length === 1)
  const paidAt = world.database.clock.now()
  pay.resolve()
  expect((await buying).bps).not.toBe(900n)
  expect((await changing).status).toBe(201)
  const [{ inForceFrom }] = (await list()).items
  expect(Temporal.Instant.compare(inForceFrom, paidAt)).toBe(1)
})

test('the history cannot be changed, and the database holds its bounds', async () => {
  const sql = (statement: string) => world.system('north', (ctx) => ctx.tx.execute(statement))
  for (const statement of ['update platform_terms set commission_bps = 0', 'delete from platform_terms'])
    await expect(sql(statement)).rejects.toMatchObject({ cause: { code: '42501' } })
  const insert = (columns: string, values: string) =>
    sql(`insert into platform_terms (replaces, ${columns}) select id, ${values} from platform_terms
      order by in_force_from desc limit 1`)
  for (const [columns, values, constraint] of [
    ['commission_bps, reason', `10001, 'x'`, 'platform_terms_share'],
    ['commission_bps, reason, floor_rub_minor', `1, 'x', 1000001`, 'platform_terms_floors'],
    ['commission_bps, reason', `1, ''`, 'platform_terms_reason'],
  ] as const)
    await expect(insert(columns, values)).rejects.toMatchObject({ cause: { constraint } })
  await expect(sql(`insert into platform_terms (commission_bps, reason) values (1, 'x')`)).rejects.toMatchObject({
    cause: { constraint: 'platform_terms_replaced_once' },
  })
})

test('more studios than one transaction tells are told by jobs, each studio once, though a job is run again', async () => {
  await admin(
    world.database.ownerUrl,
    `insert into studios (id, slug, name, currency, zone, locale)
     select uuidv7(), 'many-' || n, 'many', 'RUB', 'Europe/Moscow', 'ru' from generate_series(1, 410) n`,
  )
  const { body } = await set({ bps: 1_100, reason: 'Всем' })
  const told = async () => (await eventsOf('commission.changed')).filter((event) => event.subject_id === body.id)
  await until(async () => (await told()).length === 412)
  const { rows } = await admin(
    world.database.ownerUrl,
    `select h.studio_id, h.event_id, split_part(h.handler, ' ', 2) as after from handled_events h
     join events e on e.studio_id = h.studio_id and e.id = h.event_id
     where h.handler like 'ledger.tell_commission %' and e.subject_id = $1`,
    [body.id],
  )
  expect(rows).toHaveLength(2)
  const on = ledgerModule.tasks?.(world.services).find(({ name }) => name === 'ledger.tell_commission_on')
  for (const { studio_id: studioId, event_id: eventId, after } of rows)
    await on?.run(
      { studioId, eventId, after },
      { id: 'on', attempt: 2, maxAttempts: 12, signal: AbortSignal.timeout(1e4) },
    )
  expect(new Set((await told()).map((event) => event.studio_id)).size).toBe(412)
  expect(await told()).toHaveLength(412)
})
