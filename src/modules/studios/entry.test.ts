import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { kernelModule } from '../../kernel/kernel-module.ts'
import { cookieOf } from '../../kernel/testing/cookie.ts'
import { admin, type TestDatabase, testDatabase } from '../../kernel/testing/database.ts'
import { listen, testServices } from '../../kernel/testing/http.ts'
import { identityModule } from '../identity/index.ts'
import { createStudio, principalLoader, studiosModule } from './index.ts'

const modules = [kernelModule, identityModule, studiosModule]
const permissions = modules.map((module) => module.permissions ?? {})
let database: TestDatabase
let server: Awaited<ReturnType<typeof listen>>
beforeAll(async () => {
  database = await testDatabase()
  const services = testServices(database, {}, permissions)
  server = await listen({ services, modules, loadPrincipal: principalLoader(permissions) })
})
afterAll(async () => {
  await server.close()
  await database.close()
})

const PASSWORD = 'a long password'
const person = (email: string, more: object) => ({
  email,
  name: 'Марина Лис',
  password: PASSWORD,
  locale: 'ru',
  zone: 'Europe/Moscow',
  consent: true,
  ...more,
})

function send(method: string, path: string, body?: unknown, cookie = '') {
  return fetch(`${server.url}${path}`, {
    method,
    headers: {
      cookie,
      'idempotency-key': randomUUID(),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
}

async function codeFor(email: string): Promise<string> {
  const { rows } = await admin(
    database.ownerUrl,
    `select payload from job_requests where payload->>'to' = $1 order by id desc limit 1`,
    [email],
  )
  return /(\d{6})/.exec(rows[0].payload.text)?.[1] ?? ''
}

async function register(email: string, more: object): Promise<{ cookie: string; body: Record<string, string> }> {
  const { id } = await (await send('POST', '/api/registrations', person(email, more))).json()
  const answer = await send('POST', `/api/registrations/${id}/verification`, { code: await codeFor(email) })
  expect(answer.status).toBe(201)
  return { cookie: cookieOf(answer), body: await answer.json() }
}

async function newStudio(ownerEmail: string, slug: string) {
  const owner = await register(ownerEmail, { intent: 'owner' })
  const studioId = randomUUID()
  const accountId = owner.body.accountId ?? ''
  await database.transaction({ studioId, actor: { kind: 'account', accountId }, request: { id: 'test' } }, (ctx) =>
    createStudio(ctx, {
      slug,
      name: slug,
      currency: 'RUB',
      zone: 'Europe/Moscow',
      locale: 'ru',
      owner: { accountId, displayName: 'Owner' },
    }),
  )
  return { ...owner, studioId }
}

test('a person registers on a studio’s site and is its client at once, and nowhere else', async () => {
  await newStudio('owner1@example.org', 'north')
  await newStudio('owner2@example.org', 'tide')
  const { cookie } = await register('marina@example.org', { intent: 'client', studio: 'north' })
  const me = await (await send('GET', '/api/me', undefined, cookie)).json()
  expect(
    me.profiles.map((profile: { role: string; studio: { slug: string } }) => [profile.role, profile.studio.slug]),
  ).toEqual([['client', 'north']])
  expect((await send('GET', '/api/studios/north', undefined, cookie)).status).toBe(200)
  expect((await send('GET', '/api/studios/tide', undefined, cookie)).status).toBe(403)
  expect((await send('GET', '/api/studios/north/members', undefined, cookie)).status).toBe(403)
})

test('an answer does not tell whether the e-mail is known', async () => {
  await newStudio('owner3@example.org', 'west')
  await register('known@example.org', { intent: 'client', studio: 'west' })
  const answers = await Promise.all(
    ['known@example.org', 'unknown@example.org'].map((email) =>
      send('POST', '/api/registrations', person(email, { intent: 'client', studio: 'west' })),
    ),
  )
  const shapes = await Promise.all(answers.map(async (answer) => [answer.status, Object.keys(await answer.json())]))
  expect(shapes[0]).toEqual(shapes[1])
  const resets = await Promise.all(
    ['known@example.org', 'unknown2@example.org'].map((email) => send('POST', '/api/password-resets', { email })),
  )
  expect(resets.map((answer) => answer.status)).toEqual([202, 202])
  const failures = await Promise.all(
    ['known@example.org', 'unknown3@example.org'].map(async (email) => {
      const answer = await send('POST', '/api/sessions', { email, password: 'not this one' })
      return [answer.status, (await answer.json()).code]
    }),
  )
  expect(failures[0]).toEqual(failures[1])
})

test('a person with one e-mail in two studios signs in once and has two profiles', async () => {
  await newStudio('owner4@example.org', 'one')
  await newStudio('owner5@example.org', 'two')
  await register('both@example.org', { intent: 'client', studio: 'one' })
  const second = await register('both@example.org', { intent: 'client', studio: 'two' })
  const me = await (await send('GET', '/api/me', undefined, second.cookie)).json()
  expect(me.profiles).toHaveLength(2)
  const signIn = await send('POST', '/api/sessions', { email: 'both@example.org', password: PASSWORD })
  expect([signIn.status, await signIn.json()]).toEqual([201, { secondFactor: false }])
})

test('a wrong code is counted, and after five the right one does not help either', async () => {
  await newStudio('owner6@example.org', 'codes')
  const email = 'guess@example.org'
  const { id } = await (
    await send('POST', '/api/registrations', person(email, { intent: 'client', studio: 'codes' }))
  ).json()
  const right = await codeFor(email)
  const wrong = right === '000000' ? '111111' : '000000'
  for (let n = 0; n < 5; n++) {
    expect((await send('POST', `/api/registrations/${id}/verification`, { code: wrong })).status).toBe(422)
  }
  const answer = await send('POST', `/api/registrations/${id}/verification`, { code: right })
  expect((await answer.json()).code).toBe('too_many_attempts')
})

test('another code comes from where the first did: the studio', async () => {
  await newStudio('owner6c@example.org', 'resends')
  const email = 'resent@example.org'
  const begun = await send('POST', '/api/registrations', person(email, { intent: 'client', studio: 'resends' }))
  await send('POST', `/api/registrations/${(await begun.json()).id}/codes`)
  const { rows } = await admin(
    database.ownerUrl,
    `select payload->>'subject' as subject from job_requests where payload->>'to' = $1 order by id`,
    [email],
  )
  expect(rows.map(({ subject }) => subject.replace(/\d{6}/, ''))).toEqual(Array(2).fill(' — код для «resends»'))
})

test('a registration without a name is told what is lacking', async () => {
  const wrong = person('nameless@example.org', { intent: 'owner', name: ' ' })
  const answer = await send('POST', '/api/registrations', wrong)
  const { fields } = await answer.json()
  expect(fields).toEqual([{ pointer: '/name', code: 'too_small', message: 'Fill in this field' }])
  const halved = await (await send('POST', '/api/registrations', person('me@home', { intent: 'owner' }))).json()
  expect(halved.fields).toMatchObject([{ pointer: '/email', message: 'Write the whole address: name@example.com' }])
  const short = await send(
    'POST',
    '/api/registrations',
    person('short@example.org', { intent: 'owner', password: 'short' }),
  )
  expect((await short.json()).fields).toMatchObject([{ pointer: '/password', message: 'At least 8 characters' }])
})

test('one code sent twice at once makes one account and one profile', async () => {
  await newStudio('owner7@example.org', 'twice')
  const email = 'twice@example.org'
  const { id } = await (
    await send('POST', '/api/registrations', person(email, { intent: 'client', studio: 'twice' }))
  ).json()
  const code = await codeFor(email)
  const answers = await Promise.all(
    [1, 2, 3].map(() => send('POST', `/api/registrations/${id}/verification`, { code })),
  )
  expect(answers.map((answer) => answer.status).sort()).toEqual([201, 410, 410])
})

test('an invitation is accepted once, by the person whose e-mail it was sent to', async () => {
  const owner = await newStudio('owner8@example.org', 'team')
  const invited = await send(
    'POST',
    '/api/studios/team/invitations',
    { email: 'engineer@example.org', role: 'staff', displayName: 'Илья', title: 'звукорежиссёр' },
    owner.cookie,
  )
  expect(invited.status).toBe(201)
  const { rows } = await admin(
    database.ownerUrl,
    `select payload->>'text' as text from job_requests where payload->>'to' = 'engineer@example.org'`,
  )
  const token = /invitation\/([\w-]+)/.exec(rows[0].text)?.[1] ?? ''
  const stranger = await register('stranger@example.org', { intent: 'client', studio: 'team' })
  const refused = await send('POST', `/api/invitations/${token}/acceptance`, {}, stranger.cookie)
  expect((await refused.json()).code).toBe('invitation_for_other')
  const engineer = await register('engineer@example.org', { intent: 'invitation', token })
  const me = await (await send('GET', '/api/me', undefined, engineer.cookie)).json()
  expect(me.profiles[0]).toMatchObject({ role: 'staff', displayName: 'Илья', title: 'звукорежиссёр' })
  expect((await send('GET', `/api/invitations/${token}`)).status).toBe(410)
})

test('sign-in closes for a while after ten failures', async () => {
  const statuses: number[] = []
  for (let n = 0; n < 11; n++) {
    statuses.push((await send('POST', '/api/sessions', { email: 'brute@example.org', password: `guess ${n}` })).status)
  }
  expect(statuses.slice(0, 10)).toEqual(Array(10).fill(401))
  expect(statuses[10]).toBe(429)
})

test('of many tries at once no more come through than one after another, and a right one counts for nothing', async () => {
  const guess = (n: number) => send('POST', '/api/sessions', { email: 'burst@example.org', password: `guess ${n}` })
  const answers = await Promise.all(Array.from({ length: 20 }, (_, n) => guess(n)))
  const count = (status: number) => answers.filter((answer) => answer.status === status).length
  expect([count(401), count(429)]).toEqual([10, 10])

  await newStudio('right@example.org', 'right')
  for (let n = 0; n < 11; n++) {
    const answer = await send('POST', '/api/sessions', { email: 'right@example.org', password: PASSWORD })
    expect(answer.status).toBe(201)
  }
})

test('a session that was ended opens nothing more', async () => {
  await newStudio('owner9@example.org', 'ended')
  const { cookie } = await register('leaves@example.org', { intent: 'client', studio: 'ended' })
  expect((await send('DELETE', '/api/sessions/current', undefined, cookie)).status).toBe(204)
  expect((await send('GET', '/api/me', undefined, cookie)).status).toBe(401)
})

test('a link that set a new password voids the others', async () => {
  const email = 'resets@example.org'
  await newStudio(email, 'resets')
  const links = async () => {
    const { rows } = await admin(
      database.ownerUrl,
      `select substring(payload->>'text' from '/password/(\\S+)') as token from job_requests
       where payload->>'to' = $1 and payload->>'text' like '%/password/%'`,
      [email],
    )
    return rows.map(({ token }) => String(token))
  }
  for (const nth of [1, 2]) {
    expect((await send('POST', '/api/password-resets', { email })).status).toBe(202)
    await vi.waitFor(async () => expect(await links()).toHaveLength(nth))
  }
  const statuses: number[] = []
  for (const token of await links()) {
    statuses.push((await send('POST', `/api/password-resets/${token}`, { password: 'another long one' })).status)
  }
  expect(statuses).toEqual([204, 410])
})

test('two studios that want one address: one gets it', async () => {
  const a = await register('a-owner@example.org', { intent: 'owner' })
  const attempts = await Promise.allSettled(
    [1, 2].map(() => {
      const accountId = a.body.accountId ?? ''
      return database.transaction(
        { studioId: randomUUID(), actor: { kind: 'account', accountId }, request: { id: 'test' } },
        (ctx) =>
          createStudio(ctx, {
            slug: 'wanted',
            name: 'W',
            currency: 'RUB',
            zone: 'Europe/Moscow',
            locale: 'ru',
            owner: { accountId, displayName: 'A' },
          }),
      )
    }),
  )
  expect(attempts.map((attempt) => attempt.status).sort()).toEqual(['fulfilled', 'rejected'])
})

test('a zero byte in a studio’s name or in the cookie is no failure of ours', async () => {
  expect((await send('GET', '/api/studios/%00/members')).status).toBe(400)
  expect((await send('GET', '/api/me', undefined, 'atelier=%00.x')).status).toBe(401)
})
