import { createHmac, randomUUID } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { PLATFORM_STUDIO_ID } from '../../kernel/ids.ts'
import { kernelModule } from '../../kernel/kernel-module.ts'
import type { Module } from '../../kernel/module.ts'
import { admin, type TestDatabase, testDatabase } from '../../kernel/testing/database.ts'
import { listen, testServices } from '../../kernel/testing/http.ts'
import { until } from '../../kernel/testing/until.ts'
import { appointOperator, identityModule, makeAccount } from '../identity/index.ts'
import { createStudio, principalLoader, studiosModule } from './index.ts'

const modules = [kernelModule, identityModule, studiosModule]
const permissions = modules.map((module) => module.permissions ?? {})
const PASSWORD = 'a long password'
let database: TestDatabase
let server: Awaited<ReturnType<typeof listen>>
beforeAll(async () => {
  // A code is taken once: the clock that codes go by stands still but for `nextCodeOf`.
  vi.useFakeTimers({ toFake: ['Date'] })
  database = await testDatabase()
  const services = testServices(database, {}, permissions)
  server = await listen({ services, modules, loadPrincipal: principalLoader(permissions) })
})
afterAll(async () => {
  await server.close()
  await database.close()
  vi.useRealTimers()
})

/** A browser: keeps the cookies that it is given. */
function browser() {
  const jar = new Map<string, string>()
  const cookie = () => [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
  const ask = async (method: string, path: string, body?: unknown): Promise<Response> => {
    const answer = await fetch(`${server.url}${path}`, {
      method,
      headers: {
        cookie: cookie(),
        'idempotency-key': randomUUID(),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    for (const cookie of answer.headers.getSetCookie()) {
      const [pair = ''] = cookie.split(';')
      jar.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1))
    }
    return answer
  }
  return Object.assign(ask, { cookie })
}

async function account(email: string): Promise<void> {
  const scope = { studioId: PLATFORM_STUDIO_ID, actor: { kind: 'system' }, request: { id: 'test' } } as const
  const person = { email, name: 'Марина Лис', password: PASSWORD, locale: 'ru', zone: 'Europe/Moscow' } as const
  await database.transaction(scope, (ctx) => makeAccount(ctx, person))
}

/** The authenticator's six digits now (RFC 6238: SHA-1, 30 seconds). */
function codeOf(totpUri: string): string {
  const letters = new URL(totpUri).searchParams.get('secret') ?? ''
  const bits = [...letters].map((letter) =>
    'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0'),
  )
  const key = Buffer.from((bits.join('').match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)))
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)))
  const mac = createHmac('sha1', key).update(counter).digest()
  const offset = (mac.at(-1) ?? 0) & 15
  return String((mac.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}

/** The code of the next half minute, when it has come. */
function nextCodeOf(totpUri: string): string {
  vi.setSystemTime(Date.now() + 30_000)
  return codeOf(totpUri)
}

async function enrol(
  email: string,
): Promise<{ totpUri: string; backupCodes: string[]; ask: ReturnType<typeof browser> }> {
  await account(email)
  const ask = browser()
  expect((await ask('POST', '/api/sessions', { email, password: PASSWORD })).status).toBe(201)
  const begun = await ask('POST', '/api/me/second-factor', { password: PASSWORD })
  expect(begun.status).toBe(201)
  const { totpUri, backupCodes } = await begun.json()
  expect(backupCodes.length).toBeGreaterThan(5)
  expect((await ask('POST', '/api/me/second-factor/verification', { code: codeOf(totpUri) })).status).toBe(204)
  return { totpUri, backupCodes, ask }
}

test('with a second factor the password alone opens nothing, the code does', async () => {
  const { totpUri } = await enrol('two-steps@example.org')
  const ask = browser()
  const first = await ask('POST', '/api/sessions', { email: 'two-steps@example.org', password: PASSWORD })
  expect([first.status, await first.json()]).toEqual([201, { secondFactor: true }])
  expect((await ask('GET', '/api/me')).status).toBe(401)
  const right = nextCodeOf(totpUri)
  const wrong = right === '000000' ? '111111' : '000000'
  expect((await ask('POST', '/api/sessions/second-factor', { code: wrong })).status).toBe(422)
  expect((await ask('POST', '/api/sessions/second-factor', { code: nextCodeOf(totpUri) })).status).toBe(201)
  expect((await ask('GET', '/api/me')).status).toBe(200)
  expect(await (await ask('GET', '/api/me/second-factor')).json()).toEqual({ on: true, given: true })
})

test('a code is taken once, were it given at ten sign-ins at the same time', async () => {
  const email = 'overheard@example.org'
  const { totpUri } = await enrol(email)
  const signIns = await Promise.all(
    Array.from({ length: 10 }, async () => {
      const ask = browser()
      await ask('POST', '/api/sessions', { email, password: PASSWORD })
      return ask
    }),
  )
  const give = async (ask: ReturnType<typeof browser>, code: string) => {
    const answer = await ask('POST', '/api/sessions/second-factor', { code })
    return answer.status === 201 ? 'in' : (await answer.json()).code
  }
  const switchedOnBy = codeOf(totpUri)
  expect(await Promise.all(signIns.slice(0, 1).map((ask) => give(ask, switchedOnBy)))).toEqual(['code_used'])
  const code = nextCodeOf(totpUri)
  const answers = await Promise.all(signIns.map((ask) => give(ask, code)))
  expect(answers.toSorted()).toEqual([...Array(9).fill('code_used'), 'in'])
  // Whom it was refused goes on with the next one.
  const waiting = signIns[answers.indexOf('code_used')]
  expect(waiting && (await give(waiting, nextCodeOf(totpUri)))).toBe('in')
})

test('a backup code is taken once, were it given at five sign-ins at the same time', async () => {
  const email = 'sold-code@example.org'
  const { backupCodes } = await enrol(email)
  const signIns = await Promise.all(
    Array.from({ length: 5 }, async () => {
      const ask = browser()
      await ask('POST', '/api/sessions', { email, password: PASSWORD })
      return ask
    }),
  )
  // All of them have looked before any of them takes it.
  const holder = new pg.Client({ connectionString: database.ownerUrl })
  await holder.connect()
  await holder.query('begin; lock table two_factors in share mode')
  const answers = signIns.map((ask) => ask('POST', '/api/sessions/second-factor', { code: backupCodes[0] }))
  const waiting = `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
  await until(async () => (await holder.query(waiting)).rowCount === signIns.length)
  await holder.query('commit')
  await holder.end()
  const statuses = (await Promise.all(answers)).map(({ status }) => status)
  expect(statuses.toSorted()).toEqual([201, ...Array(4).fill(422)])
})

test('wrong codes given in a session count among the account’s, and none is taken after ten', async () => {
  const { ask, totpUri } = await enrol('guesses@example.org')
  const codes = [...Array(10).fill('000000'), nextCodeOf(totpUri)]
  const answers: string[] = []
  for (const code of codes)
    answers.push((await (await ask('POST', '/api/sessions/second-factor', { code })).json()).code)
  expect(answers).toEqual([...Array(10).fill('wrong_code'), 'too_many_requests'])
})

test('whoever lost the phone gets in with a backup code, once', async () => {
  const email = 'lost-phone@example.org'
  const { backupCodes } = await enrol(email)
  const statuses: number[] = []
  for (const _ of [1, 2]) {
    const ask = browser()
    await ask('POST', '/api/sessions', { email, password: PASSWORD })
    statuses.push((await ask('POST', '/api/sessions/second-factor', { code: backupCodes[0] })).status)
  }
  expect(statuses).toEqual([201, 422])
})

test('after too many wrong codes a right one is not called wrong: the step is over, then the account waits', async () => {
  const email = 'fumbles@example.org'
  const { totpUri } = await enrol(email)
  const answers: string[] = []
  for (const tries of [6, 6, 1]) {
    const ask = browser()
    await ask('POST', '/api/sessions', { email, password: PASSWORD })
    for (let n = 1; n <= tries; n++) {
      const code = n === tries ? nextCodeOf(totpUri) : '000000'
      const answer = await ask('POST', '/api/sessions/second-factor', { code })
      answers.push(answer.status === 201 ? 'in' : (await answer.json()).code)
    }
  }
  const five = Array(5).fill('wrong_code')
  expect(answers).toEqual([...five, 'second_step_over', ...five, 'too_many_requests', 'too_many_requests'])
})

test('until its first code the second factor is not on', async () => {
  await account('half-way@example.org')
  const ask = browser()
  const whoAmI = { email: 'half-way@example.org', password: PASSWORD }
  await ask('POST', '/api/sessions', whoAmI)
  expect((await ask('POST', '/api/me/second-factor', { password: PASSWORD })).status).toBe(201)
  const again = await browser()('POST', '/api/sessions', whoAmI)
  expect(await again.json()).toEqual({ secondFactor: false })
})

test('who switches the second factor on stays signed in, and the session from before is worth nothing', async () => {
  await account('stays@example.org')
  const ask = browser()
  await ask('POST', '/api/sessions', { email: 'stays@example.org', password: PASSWORD })
  const before = ask.cookie()
  const { totpUri } = await (await ask('POST', '/api/me/second-factor', { password: PASSWORD })).json()
  await ask('POST', '/api/me/second-factor/verification', { code: nextCodeOf(totpUri) })
  expect((await ask('GET', '/api/me')).status).toBe(200)
  expect((await fetch(`${server.url}/api/me`, { headers: { cookie: before } })).status).toBe(401)
})

test('the second factor goes off by the password only', async () => {
  const { ask } = await enrol('off@example.org')
  expect((await ask('DELETE', '/api/me/second-factor', { password: 'not this one' })).status).toBe(401)
  expect((await ask('DELETE', '/api/me/second-factor', { password: PASSWORD })).status).toBe(204)
  expect(await (await ask('GET', '/api/me/second-factor')).json()).toEqual({ on: false, given: false })
  const again = await browser()('POST', '/api/sessions', { email: 'off@example.org', password: PASSWORD })
  expect(await again.json()).toEqual({ secondFactor: false })
})

test('in production the console opens to an operator with a second factor only, whom the command line appointed', async () => {
  const services = testServices(database, { MODE: 'production', BASE_URL: 'https://atelier.test' }, permissions)
  const console: Module = {
    name: 'console',
    routes: (app) => {
      app.get('/api/console/bell', { config: { access: { kind: 'operator' } }, schema: {} }, async () => ({ rung: 1 }))
    },
  }
  const production = await listen({
    services,
    modules: [...modules, console],
    loadPrincipal: principalLoader(permissions),
  })
  const email = 'operator@example.org'
  await account(email)
  const look = async (path: string, ask: ReturnType<typeof browser>) => {
    const token = ask.cookie().match(/(?:^|; )atelier=([^.]+)/)?.[1]
    const answer = await fetch(production.url + path, { headers: { cookie: `__Host-atelier=${token}` } })
    return [answer.status, await answer.json()] as const
  }
  const [here, elsewhere] = [browser(), browser()]
  for (const ask of [here, elsewhere]) await ask('POST', '/api/sessions', { email, password: PASSWORD })
  expect(await look('/api/console/bell', here)).toMatchObject([403, { code: 'forbidden' }])
  const scope = { studioId: PLATFORM_STUDIO_ID, actor: { kind: 'system' }, request: { id: 'test' } } as const
  const appoint = (whom: string) => database.transaction(scope, (ctx) => appointOperator(ctx, whom, true))
  expect(await appoint('nobody@example.org')).toBe(false)
  expect(await appoint('Operator@example.org')).toBe(true)
  expect(await look('/api/console/bell', here)).toMatchObject([403, { code: 'second_factor_required' }])
  expect(await look('/api/me', here)).toMatchObject([200, { account: { operator: true, lacksSecondFactor: true } }])
  const { totpUri } = await (await here('POST', '/api/me/second-factor', { password: PASSWORD })).json()
  expect((await here('POST', '/api/me/second-factor/verification', { code: nextCodeOf(totpUri) })).status).toBe(204)
  expect(await look('/api/console/bell', here)).toEqual([200, { rung: 1 }])
  // The account has it switched on; this session was begun without it, until the code is given here too.
  expect(await look('/api/console/bell', elsewhere)).toMatchObject([403, { code: 'second_factor_required' }])
  const again = await elsewhere('POST', '/api/me/second-factor', { password: PASSWORD })
  expect([again.status, await again.json()]).toMatchObject([403, { code: 'second_factor_required' }])
  expect((await elsewhere('POST', '/api/sessions/second-factor', { code: nextCodeOf(totpUri) })).status).toBe(201)
  expect(await look('/api/console/bell', elsewhere)).toEqual([200, { rung: 1 }])
  await production.close()
})

test('a code sent by mail does not stand in for the second factor: registering with a known e-mail asks for it too', async () => {
  const email = 'registers-again@example.org'
  const { totpUri } = await enrol(email)
  const owner = await database.transaction(
    { studioId: PLATFORM_STUDIO_ID, actor: { kind: 'system' }, request: { id: 'test' } },
    (ctx) =>
      makeAccount(ctx, { email: 'o@example.org', name: 'O', password: PASSWORD, locale: 'ru', zone: 'Europe/Moscow' }),
  )
  await database.transaction(
    { studioId: randomUUID(), actor: { kind: 'account', accountId: owner }, request: { id: 'test' } },
    (ctx) =>
      createStudio(ctx, {
        slug: 'factor',
        name: 'Factor',
        currency: 'RUB',
        zone: 'Europe/Moscow',
        locale: 'ru',
        owner: { accountId: owner, displayName: 'O' },
      }),
  )
  const ask = browser()
  const typed = 'whatever I typed'
  const begun = await ask('POST', '/api/registrations', {
    ...{ intent: 'client', studio: 'factor', email, password: typed, name: 'Кто угодно', consent: true },
    ...{ locale: 'ru', zone: 'Europe/Moscow' },
  })
  const { id } = await begun.json()
  const mail = await admin(
    database.ownerUrl,
    `select payload->>'text' as text from job_requests where payload->>'to' = $1 order by id desc limit 1`,
    [email],
  )
  const code = /(\d{6})/.exec(mail.rows[0].text)?.[1]
  const proven = await ask('POST', `/api/registrations/${id}/verification`, { code })
  expect([proven.status, await proven.json()]).toMatchObject([201, { secondFactor: true }])
  expect((await ask('GET', '/api/me')).status).toBe(401)
  expect((await ask('POST', '/api/sessions/second-factor', { code: nextCodeOf(totpUri) })).status).toBe(201)
  const me = await (await ask('GET', '/api/me')).json()
  expect(me.profiles).toMatchObject([{ role: 'client', studio: { slug: 'factor' } }])
  expect((await browser()('POST', '/api/sessions', { email, password: typed })).status).toBe(401)
  expect((await browser()('POST', '/api/sessions', { email, password: PASSWORD })).status).toBe(201)
})

test('whose second step is under way is whom the code is asked of, whoever was signed in there before', async () => {
  const { totpUri } = await enrol('comes-second@example.org')
  const { ask, totpUri: ofFirst } = await enrol('was-first@example.org')
  const { id } = await (
    await ask('POST', '/api/registrations', {
      ...{ intent: 'owner', email: 'comes-second@example.org', password: PASSWORD, name: 'Вторая', consent: true },
      ...{ locale: 'ru', zone: 'Europe/Moscow' },
    })
  ).json()
  const mail = await admin(
    database.ownerUrl,
    `select payload->>'text' as text from job_requests where payload->>'to' = $1 order by id desc limit 1`,
    ['comes-second@example.org'],
  )
  await ask('POST', `/api/registrations/${id}/verification`, { code: /(\d{6})/.exec(mail.rows[0].text)?.[1] })
  expect((await ask('POST', '/api/sessions/second-factor', { code: nextCodeOf(ofFirst) })).status).toBe(422)
  expect((await ask('POST', '/api/sessions/second-factor', { code: nextCodeOf(totpUri) })).status).toBe(201)
  expect(await (await ask('GET', '/api/me')).json()).toMatchObject({ account: { email: 'comes-second@example.org' } })
})
