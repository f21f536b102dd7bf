import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Name, studioWorld } from '../../../test/studio-world.ts'
import { kernelModule } from '../../kernel/kernel-module.ts'
import { admin } from '../../kernel/testing/database.ts'
import { identityModule } from '../identity/index.ts'
import { studiosModule } from './index.ts'

let world: Awaited<ReturnType<typeof studioWorld>>
beforeAll(async () => {
  world = await studioWorld([kernelModule, identityModule, studiosModule])
})
afterAll(() => world.close())

const put = (as: Name, set: { name: string; permissions: string[] }, id = randomUUID()) =>
  world.ask(as, 'PUT', `permission-sets/${id}`, set).then((answer) => ({ ...answer, id }))
const give = (member: Name, permissionSetId: string | null, as: Name = 'vera') =>
  world.ask(as, 'PATCH', `members/${world.people[member].membershipId}`, { permissionSetId })
const mayInvite = async (name: Name) => (await world.ask(name, 'GET', 'permission-sets')).status === 200

test('a set lets the staff who have it do what it names, from the next request on, and no longer when it is removed', async () => {
  expect(await mayInvite('ilya')).toBe(false)
  const { id, status } = await put('vera', { name: 'Администратор', permissions: ['people.manage'] })
  expect(status).toBe(204)
  expect((await give('ilya', id)).status).toBe(204)
  expect(await mayInvite('ilya')).toBe(true)
  const { items, grantable } = (await world.ask('vera', 'GET', 'permission-sets')).body
  expect(items).toEqual([
    { id, name: 'Администратор', permissions: ['people.manage'], members: [world.people.ilya.membershipId] },
  ])
  expect(grantable).toContainEqual({ name: 'people.manage', title: expect.stringContaining('Приглашать') })

  expect((await world.ask('vera', 'DELETE', `permission-sets/${id}`)).status).toBe(204)
  expect(await mayInvite('ilya')).toBe(false)
  expect((await world.ask('vera', 'DELETE', `permission-sets/${id}`)).status).toBe(404)
  const { rows } = await admin(world.database.ownerUrl, 'select name, payload from events where subject_id = $1', [id])
  expect(rows).toEqual([
    { name: 'permissions.changed', payload: { name: 'Администратор' } },
    { name: 'permissions.removed', payload: { name: 'Администратор', members: [world.people.ilya.membershipId] } },
  ])
})

test('only the owner makes, gives and removes sets; a name stands once; only what can be granted is', async () => {
  const { id } = await put('vera', { name: 'Монтаж', permissions: ['people.manage'] })
  await give('oleg', id)
  expect((await put('oleg', { name: 'Мой', permissions: [] })).status).toBe(403)
  expect((await give('ilya', id, 'oleg')).status).toBe(403)
  expect((await world.ask('oleg', 'DELETE', `permission-sets/${id}`)).status).toBe(403)
  expect((await put('vera', { name: 'Монтаж', permissions: [] })).body).toMatchObject({
    ...{ code: 'set_name_taken', fields: [{ pointer: '/name' }] },
  })
  expect((await put('vera', { name: 'Всё', permissions: ['permissions.manage'] })).body.code).toBe('unknown_permission')
  expect((await put('vera', { name: 'Всё', permissions: ['nonsense'] })).body.code).toBe('unknown_permission')
})

test('a set is for staff, and of this studio', async () => {
  const { id } = await put('vera', { name: 'Ночь', permissions: [] })
  expect((await give('marina', id)).body.code).toBe('set_for_staff')
  expect((await give('ilya', randomUUID())).body.code).toBe('set_unknown')
  const theirs = await put('olga', { name: 'Ночь', permissions: [] })
  expect((await give('ilya', theirs.id)).body.code).toBe('set_unknown')
  expect((await world.ask('vera', 'DELETE', `permission-sets/${theirs.id}`)).status).toBe(404)
})
