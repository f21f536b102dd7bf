import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { signedMessage } from '../../kernel/gateway/simulated.ts'
import { newId, PLATFORM_STUDIO_ID } from '../../kernel/ids.ts'
import { kernelModule } from '../../kernel/kernel-module.ts'
import type { Services } from '../../kernel/services.ts'
import { admin, type TestDatabase, testDatabase } from '../../kernel/testing/database.ts'
import { listen, testServices } from '../../kernel/testing/http.ts'
import { accounts, cookieValue, identityModule, makeAccount, startSession } from '../identity/index.ts'
import { ledgerModule } from '../ledger/index.ts'
import { principalLoader, studiosModule } from '../studios/index.ts'
import { subscriptionsModule } from './index.ts'
import { becomeLead, winLead } from './lead.ts'

const modules = [kernelModule, identityModule, studiosModule, ledgerModule, subscriptionsModule]
const permissions = modules.map((module) => module.permissions ?? {})
const START = '01990000-0000-7000-8000-000000000001'
let database: TestDatabase
let services: Services
let server: Awaited<ReturnType<typeof listen>>
beforeAll(async () => {
  database = await testDatabase()
  const settlements = { ...ledgerModule.settlements, ...subscriptionsModule.settlements }
  services = testServices(database, {}, permissions, settlements)
  server = await listen({ services, modules, loadPrincipal: principalLoader(permissions) })
})
afterAll(async () => {
  await server.close()
  await database.close()
})

async function newOwner(): Promise<string> {
  const id = newId()
  const scope = { studioId: randomUUID(), actor: { kind: 'account', accountId: id }, request: { id: 'test' } } as const
  const session = await database.transaction(scope, async (ctx) => {
    await ctx.tx.insert(accounts).values({ id, name: 'Анна', email: `${id}@example.org`, emailVerified: true })
    return startSession(ctx, id)
  })
  return `atelier=${encodeURIComponent(cookieValue(services.config, session.token))}`
}

function send(method: string, path: string, cookie: string, body?: unknown, key: string = randomUUID()) {
  const json: Record<string, string> = body === undefined ? {} : { 'content-type': 'application/json' }
  return fetch(`${server.url}${path}`, {
    method,
    redirect: 'manual',
    headers: { cookie, 'idempotency-key': key, ...json },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
}

const checkout = (slug: string, trial = false) => ({
  planId: START,
  ownerName: 'Анна',
  trial,
  studio: { slug, name: 'Новая студия', currency: 'RUB', zone: 'Europe/Moscow', locale: 'ru' },
})

/** Chooses how the payment ends on the gateway's own page. */
async function choose(paymentUrl: string, choice: string) {
  const { pathname, search } = new URL(paymentUrl)
  const answer = await fetch(`${server.url}${pathname}${search}`, {
    method: 'POST',
    redirect: 'manual',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: `choice=${choice}`,
  })
  expect(answer.status).toBe(303)
}

async function profilesOf(cookie: string) {
  const me = await (await send('GET', '/api/me', cookie)).json()
  return me.profiles.map((profile: { role: string; studio: { slug: string } }) => [profile.role, profile.studio.slug])
}

test('a payment makes studio, owner and subscription at once, even when the gateway answers twice', async () => {
  const cookie = await newOwner()
  const { paymentUrl } = await (await send('POST', '/api/subscriptions', cookie, checkout('twice-paid'))).json()
  expect(await profilesOf(cookie)).toEqual([])
  await choose(paymentUrl, 'twice')
  expect(await profilesOf(cookie)).toEqual([['owner', 'twice-paid']])
  const { rows } = await admin(
    database.ownerUrl,
    "select s.state, s.amount_minor::text as amount from subscriptions s join studios t on t.id = s.studio_id where t.slug = 'twice-paid'",
  )
  expect(rows).toEqual([{ state: 'active', amount: '149000' }])
})

/** What there is of a studio: how many rows of each table that its birth writes, by the address it was given. */
async function partsOf(slug: string, ownerId: string) {
  const { rows } = await admin(
    database.ownerUrl,
    `with s as (select id, currency from studios where slug = $1)
     select (select count(*) from s) as studio,
       (select count(*) from memberships where account_id = $2 and role = 'owner') as owner,
       (select count(*) from sites where studio_id in (select id from s)) as site,
       (select count(*) from wallets w join s on w.owner_kind = 'studio' and w.owner_id = s.id and w.kind = 'main'
          and w.currency = s.currency and w.balance_minor = 0 and w.floor_minor = 0) as wallet,
       (select count(*) from subscriptions where paid_by_account_id = $2) as subscription,
       (select count(*) from events e where e.studio_id in (select id from s)) > 0 as told`,
    [slug, ownerId],
  )
  return rows[0]
}

const idOf = async (cookie: string): Promise<string> => (await (await send('GET', '/api/me', cookie)).json()).account.id

test('studio, owner’s membership, site, wallet and subscription come to be together, paid for or on trial', async () => {
  const whole = { studio: '1', owner: '1', site: '1', wallet: '1', subscription: '1', told: true }
  const paying = await newOwner()
  const { paymentUrl } = await (await send('POST', '/api/subscriptions', paying, checkout('whole-paid'))).json()
  await choose(paymentUrl, 'succeed')
  expect(await partsOf('whole-paid', await idOf(paying))).toEqual(whole)
  const trying = await newOwner()
  expect((await send('POST', '/api/subscriptions', trying, checkout('whole-tried', true))).status).toBe(201)
  expect(await partsOf('whole-tried', await idOf(trying))).toEqual(whole)
  const { items } = await (await send('GET', '/api/studios/whole-tried/wallets', trying)).json()
  expect(items).toMatchObject([{ currency: 'RUB', available: { amountMinor: '0' }, held: { amountMinor: '0' } }])
})

test('what fails at the very end of a birth leaves none of it behind', async () => {
  const nothing = { studio: '0', owner: '0', site: '0', wallet: '0', subscription: '0', told: false }
  const wallets = async () => (await admin(database.ownerUrl, 'select id from wallets order by id')).rows
  await admin(
    database.ownerUrl,
    `create function fail_at_the_end() returns trigger language plpgsql as $$ begin raise exception 'at the end'; end $$;
     create constraint trigger fail_at_the_end after insert on subscriptions deferrable initially deferred
       for each row execute function fail_at_the_end()`,
  )
  try {
    const before = await wallets()
    const trying = await newOwner()
    expect((await send('POST', '/api/subscriptions', trying, checkout('fails-tried', true))).status).toBe(500)
    expect(await partsOf('fails-tried', await idOf(trying))).toEqual(nothing)
    const paying = await newOwner()
    const { paymentUrl } = await (await send('POST', '/api/subscriptions', paying, checkout('fails-paid'))).json()
    const { pathname, search } = new URL(paymentUrl)
    const body = new URLSearchParams({ choice: 'succeed' })
    await fetch(`${server.url}${pathname}${search}`, { method: 'POST', redirect: 'manual', body })
    expect(await partsOf('fails-paid', await idOf(paying))).toEqual(nothing)
    expect(await wallets()).toEqual(before)
  } finally {
    await admin(database.ownerUrl, 'drop trigger fail_at_the_end on subscriptions; drop function fail_at_the_end()')
  }
})

test('a refused payment makes no studio', async () => {
  const cookie = await newOwner()
  const { paymentUrl, attemptId } = await (await send('POST', '/api/subscriptions', cookie, checkout('refused'))).json()
  await choose(paymentUrl, 'fail')
  expect(await profilesOf(cookie)).toEqual([])
  expect((await (await send('GET', `/api/payment-attempts/${attemptId}`, cookie)).json()).state).toBe('failed')
})

test('two who pay for one address both get a studio', async () => {
  const [first, second] = await Promise.all([newOwner(), newOwner()])
  const urls = await Promise.all(
    [first, second].map(
      async (cookie) =>
        (await (await send('POST', '/api/subscriptions', cookie, checkout('wanted'))).json()).paymentUrl,
    ),
  )
  await Promise.all(urls.map((url) => choose(url, 'succeed')))
  const slugs = [...(await profilesOf(first)), ...(await profilesOf(second))].map(([, slug]) => slug).sort()
  expect(slugs[0]).toBe('wanted')
  expect(slugs[1]).toMatch(/^wanted-[0-9a-f]{6}$/)
})

test('an address that somebody has, or the platform keeps, is refused before money is asked for it', async () => {
  await send('POST', '/api/subscriptions', await newOwner(), checkout('had-already', true))
  const cookie = await newOwner()
  const key = randomUUID()
  for (const [slug, status, code, message] of [
    ['had-already', 409, 'slug_taken', 'Этот адрес уже занят'],
    ['www', 422, 'slug_reserved', 'Этот адрес занят платформой'],
  ] as const) {
    const answer = await send('POST', '/api/subscriptions', cookie, checkout(slug), key)
    expect([answer.status, await answer.json()]).toMatchObject([
      status,
      { code, fields: [{ pointer: '/studio/slug', message }] },
    ])
  }
  const { paymentUrl } = await (await send('POST', '/api/subscriptions', cookie, checkout('free-yet'), key)).json()
  expect(new URL(paymentUrl).searchParams.get('order')).toContain(`/app/new?paid=${key}`)
})

test('a trial makes a studio without a payment, and one request has one effect', async () => {
  const cookie = await newOwner()
  const key = randomUUID()
  const answers = await Promise.all(
    [1, 2, 3].map(() => send('POST', '/api/subscriptions', cookie, checkout('tried', true), key)),
  )
  expect(answers.map((answer) => answer.status)).toEqual([201, 201, 201])
  expect(await profilesOf(cookie)).toEqual([['owner', 'tried']])
})

test('one account has one trial, whichever it asks for at once; it may still pay for more', async () => {
  const cookie = await newOwner()
  const answers = await Promise.all(
    ['tries-a', 'tries-b', 'tries-c'].map((slug) => send('POST', '/api/subscriptions', cookie, checkout(slug, true))),
  )
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409])
  const codes = await Promise.all(answers.map(async (answer) => (await answer.json()).code))
  expect(codes.filter((code) => code === 'trial_used')).toHaveLength(2)
  expect(await profilesOf(cookie)).toHaveLength(1)
  const { paymentUrl } = await (await send('POST', '/api/subscriptions', cookie, checkout('pays-then'))).json()
  await choose(paymentUrl, 'succeed')
  expect(await profilesOf(cookie)).toHaveLength(2)
})

test('a taken address is told beside its field', async () => {
  await send('POST', '/api/subscriptions', await newOwner(), checkout('taken', true))
  const answer = await send('POST', '/api/subscriptions', await newOwner(), checkout('taken', true))
  expect([answer.status, await answer.json()]).toMatchObject([
    409,
    { code: 'slug_taken', fields: [{ pointer: '/studio/slug' }] },
  ])
})

test('a wallet is topped up once, whatever the gateway repeats', async () => {
  const cookie = await newOwner()
  const asked = await send('POST', '/api/top-ups', cookie, { amountMinor: '500000', currency: 'RUB', returnTo: '/app' })
  const { paymentUrl } = await asked.json()
  await Promise.all([choose(paymentUrl, 'twice'), choose(paymentUrl, 'twice')])
  const { items } = await (await send('GET', '/api/wallets', cookie)).json()
  expect(items).toMatchObject([{ currency: 'RUB', available: { amountMinor: '500000' } }])
  const statement = await (await send('GET', '/api/wallets/statement', cookie)).json()
  expect(statement.items).toMatchObject([{ kind: 'top_up', amount: { amountMinor: '500000', currency: 'RUB' } }])
})

test('news of another sum, or with a wrong signature, changes nothing', async () => {
  const cookie = await newOwner()
  const { attemptId } = await (
    await send('POST', '/api/top-ups', cookie, { amountMinor: '100', currency: 'RUB', returnTo: '/app' })
  ).json()
  const post = (body: string, signature: string) =>
    fetch(`${server.url}/api/gateway/simulated/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-signature': signature },
      body,
    })
  const wrongSum = signedMessage(services.config, { attemptId, state: 'succeeded', amountMinor: 100_000n })
  expect((await post(wrongSum.body, wrongSum.signature)).status).toBe(204)
  const right = signedMessage(services.config, { attemptId, state: 'succeeded', amountMinor: 100n })
  expect((await post(right.body, 'f'.repeat(64))).status).toBe(403)
  expect((await (await send('GET', '/api/wallets', cookie)).json()).items).toEqual([])
})

test('money is put on hold over HTTP by its own id, once', async () => {
  const cookie = await newOwner()
  await send('POST', '/api/subscriptions', cookie, checkout('holds', true))
  const { paymentUrl } = await (
    await send('POST', '/api/top-ups', cookie, { amountMinor: '1000', currency: 'RUB', returnTo: '/app' })
  ).json()
  await choose(paymentUrl, 'succeed')
  const key = randomUUID()
  const body = { amountMinor: '700', currency: 'RUB', note: 'mix' }
  const answers = await Promise.all([1, 2, 3].map(() => send('POST', '/api/studios/holds/holds', cookie, body, key)))
  expect(answers.map((answer) => answer.status)).toEqual([201, 201, 201])
  const short = await send('POST', '/api/studios/holds/holds', cookie, body)
  expect([short.status, (await short.json()).code]).toEqual([422, 'insufficient_funds'])
  const reused = await send('POST', '/api/studios/holds/holds', cookie, { ...body, amountMinor: '1' }, key)
  expect((await reused.json()).code).toBe('transfer_id_reused')
})

test('who leaves an e-mail is a lead, once; registering and paying make it won', async () => {
  const email = `lead-${randomUUID()}@example.org`
  const leave = async (body: object) => (await send('POST', '/api/leads', '', body)).status
  expect(await leave({ email: 'no e-mail' })).toBe(400)
  for (const _ of [1, 2]) expect(await leave({ email: email.toUpperCase() })).toBe(204)
  const kept = async () => {
    const { rows } = await admin(database.ownerUrl, 'select source, state, name from leads where email = $1', [email])
    return rows
  }
  expect(await kept()).toEqual([{ source: 'site', state: 'new', name: '' }])
  const platform = { studioId: PLATFORM_STUDIO_ID, actor: { kind: 'system' }, request: { id: 'test' } } as const
  const person = { email, name: 'Ada', password: 'a long password', locale: 'en', zone: 'Europe/Lisbon' } as const
  await database.transaction(platform, async (ctx) => {
    const accountId = await makeAccount(ctx, person)
    await becomeLead(ctx, { email, name: 'Ada', accountId })
    await winLead(ctx, accountId)
  })
  expect(await kept()).toEqual([{ source: 'site', state: 'won', name: 'Ada' }])
})
