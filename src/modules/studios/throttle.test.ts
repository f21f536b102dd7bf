import { afterAll, beforeAll, expect, test } from 'vitest'
import { PLATFORM_STUDIO_ID } from '../../kernel/ids.ts'
import { kernelModule } from '../../kernel/kernel-module.ts'
import { cookieOf } from '../../kernel/testing/cookie.ts'
import { type TestDatabase, testDatabase } from '../../kernel/testing/database.ts'
import { listen, testServices } from '../../kernel/testing/http.ts'
import { identityModule, makeAccount } from '../identity/index.ts'
import { principalLoader, studiosModule } from './index.ts'

const modules = [kernelModule, identityModule, studiosModule]
const permissions = modules.map((module) => module.permissions ?? {})
const PASSWORD = 'a long password'
const [VICTIM, ATTACKER] = ['victim@example.org', 'attacker@example.org']
let database: TestDatabase
let server: Awaited<ReturnType<typeof listen>>
beforeAll(async () => {
  database = await testDatabase()
  const services = testServices(database, { TRUST_PROXY: 'true' }, permissions)
  server = await listen({ services, modules, loadPrincipal: principalLoader(permissions) })
  const scope = { studioId: PLATFORM_STUDIO_ID, actor: { kind: 'system' }, request: { id: 'test' } } as const
  for (const email of [VICTIM, ATTACKER]) {
    const person = { email, name: email, password: PASSWORD, locale: 'ru', zone: 'Europe/Moscow' } as const
    await database.transaction(scope, (ctx) => makeAccount(ctx, person))
  }
})
afterAll(async () => {
  await server.close()
  await database.close()
})

async function signIn(from: string, password: string, email = VICTIM, cookie = '') {
  const answer = await fetch(`${server.url}/api/sessions`, {
    method: 'POST',
    headers: { cookie, 'x-forwarded-for': from, 'content-type': 'application/json' },
    body: JSON.stringify({ email, password }),
  })
  return { status: answer.status, device: cookieOf(answer, 'atelier-device') }
}

test('wrong passwords from elsewhere keep nobody out, and where they come from the known device still gets in', async () => {
  const { device } = await signIn('10.0.0.1', PASSWORD)
  const foreign = await signIn('10.0.0.1', PASSWORD, ATTACKER)
  for (let n = 0; n < 10; n++) expect((await signIn('10.0.0.1', `guess ${n}`)).status).toBe(401)
  expect((await signIn('10.0.0.1', PASSWORD)).status).toBe(429)
  expect((await signIn('10.0.0.1', PASSWORD, VICTIM, foreign.device)).status).toBe(429)
  expect((await signIn('10.0.0.1', PASSWORD, VICTIM, device)).status).toBe(201)
  expect((await signIn('10.0.0.2', PASSWORD)).status).toBe(201)
})

test('a known device has a count of its own, and no more tries than others', async () => {
  const { device } = await signIn('10.0.0.3', PASSWORD, ATTACKER)
  for (let n = 0; n < 10; n++) await signIn('10.0.0.3', `guess ${n}`, ATTACKER, device)
  expect((await signIn('10.0.0.3', PASSWORD, ATTACKER, device)).status).toBe(429)
})
