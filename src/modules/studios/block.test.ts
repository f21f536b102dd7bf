import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Name, studioWorld } from '../../../test/studio-world.ts'
import { PLATFORM_STUDIO_ID } from '../../kernel/ids.ts'
import { kernelModule } from '../../kernel/kernel-module.ts'
import { cookieOf } from '../../kernel/testing/cookie.ts'
import { admin } from '../../kernel/testing/database.ts'
import { identityModule, makeAccount } from '../identity/index.ts'
import { studiosModule } from './index.ts'

const PASSWORD = 'a long password'

let world: Awaited<ReturnType<typeof studioWorld>>
beforeAll(async () => {
  world = await studioWorld([kernelModule, identityModule, studiosModule])
  // Anton, a client of another studio, is the platform's operator here.
  await admin(world.database.ownerUrl, 'update accounts set operator = true where id = $1', [
    world.people.anton.accountId,
  ])
})
afterAll(() => world.close())

async function send(path: string, body: unknown, as?: Name) {
  const answer = await fetch(`${world.url}/api/${path}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'accept-language': 'ru',
      'idempotency-key': randomUUID(),
      ...(as ? { cookie: world.people[as].cookie } : {}),
    },
    body: JSON.stringify(body),
  })
  const text = await answer.text()
  return { status: answer.status, cookie: cookieOf(answer), body: text ? JSON.parse(text) : undefined }
}

const meOf = async (cookie: string) => (await fetch(`${world.url}/api/me`, { headers: { cookie } })).status
const events = async (name: string, subject: string) => {
  const { rows } = await admin(
    world.database.ownerUrl,
    'select payload, actor_account_id from events where name = $1 and subject_id = $2',
    [name, subject],
  )
  return rows
}

test('a blocked person’s sessions end, and sign-in says why to whoever knows the password', async () => {
  const email = `${randomUUID()}@example.org`
  const scope = { studioId: PLATFORM_STUDIO_ID, actor: { kind: 'system' }, request: { id: 'test' } } as const
  const account = await world.database.transaction(scope, (ctx) =>
    makeAccount(ctx, { email, name: 'Глеб', password: PASSWORD, locale: 'ru', zone: 'Europe/Moscow' }),
  )
  const signIn = (password = PASSWORD) => send('sessions', { email, password })
  const { cookie } = await signIn()
  expect(await meOf(cookie)).toBe(200)

  const path = `console/accounts/${account}`
  expect((await send(`${path}/block`, { reason: 'x' }, 'vera')).status).toBe(403)
  expect((await send(`${path}/block`, { reason: ' ' }, 'anton')).status).toBe(400)
  expect((await send(`${path}/block`, { reason: 'Спам в чатах' }, 'anton')).status).toBe(204)
  expect((await send(`${path}/block`, { reason: 'ещё раз' }, 'anton')).body.code).toBe('conflict')
  expect(await meOf(cookie)).toBe(401)
  const refused = await signIn()
  expect(refused.cookie).toBe('')
  expect(refused).toMatchObject({
    status: 403,
    body: { code: 'account_blocked', title: expect.stringContaining('Спам в чатах') },
  })
  expect((await signIn('a wrong password')).body.code).toBe('wrong_credentials')
  expect(await events('account.blocked', account)).toMatchObject([
    { payload: { reason: 'Спам в чатах', sessionsEnded: 1 }, actor_account_id: world.people.anton.accountId },
  ])

  expect((await send(`${path}/restoration`, { reason: 'Разобрались' }, 'anton')).status).toBe(204)
  expect((await signIn()).status).toBe(201)
  expect(await events('account.unblocked', account)).toHaveLength(1)
})

test('an operator cannot be blocked, and nobody who is not there', async () => {
  const block = (id: string) => send(`console/accounts/${id}/block`, { reason: 'x' }, 'anton')
  expect((await block(world.people.anton.accountId)).body.code).toBe('operator_stays')
  expect((await block(randomUUID())).status).toBe(404)
})

test('a closed studio lets nobody in and says so; its subscription’s state comes back with it', async () => {
  const { vera, olga } = world.people
  const path = `console/studios/${vera.studioId}`
  await admin(world.database.ownerUrl, `update studios set state = 'read_only' where id = $1`, [vera.studioId])
  expect((await send(`${path}/block`, { reason: 'x' }, 'vera')).status).toBe(403)
  expect((await send(`${path}/block`, { reason: 'Торгует чужим' }, 'anton')).status).toBe(204)

  const shown = await fetch(`${world.url}/api/studios/north/public`)
  expect([shown.status, (await shown.json()).code]).toEqual([403, 'studio_blocked'])
  for (const name of ['vera', 'ilya', 'marina'] as const) {
    expect((await world.ask(name, 'GET', 'members')).body.code).toBe('studio_blocked')
  }
  const { profiles } = await (await fetch(`${world.url}/api/me`, { headers: { cookie: vera.cookie } })).json()
  expect(profiles).toEqual([])
  expect((await world.ask('olga', 'GET', 'members')).status).toBe(200)
  expect(await events('studio.blocked', vera.studioId)).toMatchObject([{ payload: { reason: 'Торгует чужим' } }])
  expect(await events('studio.blocked', olga.studioId)).toEqual([])

  expect((await send(`${path}/restoration`, { reason: 'Исправились' }, 'anton')).status).toBe(204)
  expect((await send(`${path}/restoration`, { reason: 'ещё раз' }, 'anton')).body.code).toBe('conflict')
  expect((await world.ask('vera', 'GET', 'members')).status).toBe(200)
  expect((await world.ask('vera', 'PUT', 'site', { enabled: true, blocks: [] })).body.code).toBe('studio_read_only')
})
