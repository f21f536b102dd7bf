import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { addPerson, join } from '../../../test/people.ts'
import { type Name, studioWorld } from '../../../test/studio-world.ts'
import { kernelModule } from '../../kernel/kernel-module.ts'
import { admin } from '../../kernel/testing/database.ts'
import { until } from '../../kernel/testing/until.ts'
import { identityModule } from '../identity/index.ts'
import { studiosModule } from './index.ts'

let world: Awaited<ReturnType<typeof studioWorld>>
beforeAll(async () => {
  world = await studioWorld([kernelModule, identityModule, studiosModule])
})
afterAll(() => world.close())

test('the audit tells what a site and a profile were before', async () => {
  const site = (enabled: boolean) => ({ enabled, blocks: [{ kind: 'about', visible: enabled }] })
  for (const enabled of [true, false]) expect((await world.ask('vera', 'PUT', 'site', site(enabled))).status).toBe(204)
  expect(await world.lastChange('site.changed')).toEqual({ before: site(true), after: site(false) })
  const { membershipId } = world.people.oleg
  expect((await change('vera', membershipId, { title: 'Звукорежиссёр', public: false })).status).toBe(204)
  expect(await world.lastChange('member.changed')).toMatchObject({
    before: { title: '', public: expect.any(Boolean) },
    after: { title: 'Звукорежиссёр', public: false },
  })
})

async function makeSet(name: string, permissions: string[]): Promise<string> {
  const id = randomUUID()
  // Behind the routes: what other modules let the owner grant is not known to this small world.
  await admin(
    world.database.ownerUrl,
    'insert into permission_sets (studio_id, id, name, permissions) values ($1, $2, $3, $4)',
    [world.studioIds.north, id, name, permissions],
  )
  return id
}
const change = (as: Name, member: string, body: object) => world.ask(as, 'PATCH', `members/${member}`, body)
const invite = (as: Name, email: string, permissionSetId: string | null, more: object = {}) =>
  world.ask(as, 'POST', 'invitations', { email, role: 'staff', displayName: 'Второй', permissionSetId, ...more })

test('who may invite gives no more than they have: a wider set is for the owner to give', async () => {
  const people = await makeSet('Люди', ['people.manage'])
  const money = await makeSet('Деньги', ['people.manage', 'wallets.manage'])
  await change('vera', world.people.ilya.membershipId, { permissionSetId: people })
  expect((await invite('ilya', 'wide@example.org', money)).body).toMatchObject({
    code: 'set_beyond_yours',
    status: 403,
  })
  expect((await invite('ilya', 'same@example.org', people)).status).toBe(201)
  expect((await invite('ilya', 'none@example.org', null)).status).toBe(201)
  expect((await invite('vera', 'owners@example.org', money)).status).toBe(201)
  expect((await invite('vera', 'nowhere@example.org', randomUUID())).body.code).toBe('set_unknown')
  expect((await invite('vera', 'client@example.org', people, { role: 'client' })).body.code).toBe('set_for_staff')
})

test('nobody closes the access of somebody above them', async () => {
  const people = await makeSet('Администраторы', ['people.manage'])
  const more = await makeSet('Больше', ['people.manage', 'wallets.manage'])
  const { ilya, oleg, marina, vera } = world.people
  await change('vera', ilya.membershipId, { permissionSetId: people })
  await change('vera', oleg.membershipId, { permissionSetId: more })
  const nina = await join(world.database, ilya.studioId, await addPerson(world.database, { name: 'Нина' }), 'manager')
  const answers = await Promise.all(
    [nina, vera.membershipId, oleg.membershipId].map((one) => change('ilya', one, { state: 'blocked' })),
  )
  expect(answers.map(({ body }) => body.code)).toEqual([
    'access_of_superior',
    'access_of_superior',
    'access_of_superior',
  ])
  expect((await change('ilya', nina, { title: 'администратор' })).status).toBe(204)
  expect((await change('ilya', marina.membershipId, { state: 'blocked' })).status).toBe(204)
  expect((await change('ilya', marina.membershipId, { state: 'active' })).status).toBe(204)
  await change('vera', oleg.membershipId, { permissionSetId: people })
  expect((await change('ilya', oleg.membershipId, { state: 'blocked' })).status).toBe(204)
  expect((await change('vera', oleg.membershipId, { state: 'active' })).status).toBe(204)
  expect((await change('vera', nina, { state: 'blocked' })).status).toBe(204)
  expect((await change('vera', vera.membershipId, { state: 'left' })).body.code).toBe('owner_stays')
})

let token: string | undefined
/** Accepts the invitation that was mailed last, once it has come. */
async function acceptAs(name: Name): Promise<Response> {
  const before = token
  await until(async () => {
    const { rows } = await admin(
      world.database.ownerUrl,
      'select text from mailbox where recipient = $1 order by sent_at desc limit 1',
      [world.people[name].email],
    )
    token = /invitation\/([\w-]+)/.exec(rows[0]?.text)?.[1]
    return token !== undefined && token !== before
  })
  return fetch(`${world.url}/api/invitations/${token}/acceptance`, {
    method: 'POST',
    headers: { cookie: world.people[name].cookie },
  })
}

test('who is invited back after having left has the rights of the invitation, not those of before', async () => {
  const before = await makeSet('Прежние права', ['people.manage'])
  const now = await makeSet('Нынешние права', ['projects.manage'])
  const { ilya } = world.people
  for (const set of [null, now]) {
    await change('vera', ilya.membershipId, { permissionSetId: before })
    expect((await change('vera', ilya.membershipId, { state: 'left' })).status).toBe(204)
    const more = { displayName: 'Илья К.', title: 'стажёр' }
    expect((await invite('vera', ilya.email, set, more)).status).toBe(201)
    expect((await acceptAs('ilya')).status).toBe(201)
    const { rows } = await admin(
      world.database.ownerUrl,
      'select state, role, permission_set_id as "set", display_name as "name", title from memberships where id = $1',
      [ilya.membershipId],
    )
    expect(rows).toEqual([{ state: 'active', role: 'staff', set, name: 'Илья К.', title: 'стажёр' }])
  }
})

test('who the studio keeps out is told so when they join, and gets no profile that opens nothing', async () => {
  const { pavel } = world.people
  expect((await change('vera', pavel.membershipId, { state: 'blocked' })).status).toBe(204)
  const joined = await world.ask('pavel', 'POST', 'me/client-profile')
  expect([joined.status, joined.body.code]).toEqual([403, 'kept_out'])
  expect((await invite('vera', pavel.email, null, { role: 'client' })).status).toBe(201)
  expect((await (await acceptAs('pavel')).json()).code).toBe('kept_out')
  expect((await change('vera', pavel.membershipId, { state: 'active' })).status).toBe(204)
  expect((await world.ask('pavel', 'POST', 'me/client-profile')).status).toBe(201)
})
