import { afterAll, beforeAll, expect, test } from 'vitest'
import { modules } from '../src/app.ts'
import { newId } from '../src/kernel/ids.ts'
import { permissionsOf, type Role } from '../src/kernel/policy.ts'
import { addPerson, join } from './people.ts'
import { type Route, routeList } from './route-list.ts'
import { studioWorld } from './studio-world.ts'

/**
 * Every route, asked by every role of a studio, by a visitor, by everyone of another studio and by the operator (P6, P7):
 * whoever is not let in by the route's declaration is refused before anything else is looked at, whatever is asked.
 */
const { module: watcher, routes } = routeList()
const catalogues = modules.map((module) => module.permissions ?? {})
const held = (role: Role) => permissionsOf(catalogues, role, new Set())

let world: Awaited<ReturnType<typeof studioWorld>>
let manager: string
let operator: string
beforeAll(async () => {
  world = await studioWorld([watcher, ...modules])
  const person = await addPerson(world.database, { name: 'nina' })
  await join(world.database, world.studioIds.north, person, 'manager', 'nina')
  manager = person.cookie
  operator = (await addPerson(world.database, { name: 'operator', operator: true })).cookie
})
afterAll(() => world.close())

const ofStudios = ({ access }: Route) => access.kind === 'studio' || access.kind === 'member'
const ofAccounts = ({ access }: Route) => access.kind === 'account'
const ofOperator = ({ access }: Route) => access.kind === 'operator'

/** What a route says to somebody: its status and the problem's code. Ids in the address are of nothing. */
async function answerOf({ method, url }: Route, cookie: string | null): Promise<string> {
  const path = url.replace(':studio', 'north').replaceAll(/:\w+|\*/g, () => newId())
  const answer = await fetch(world.url + path, {
    method,
    redirect: 'manual',
    headers: { 'idempotency-key': newId(), ...(cookie ? { cookie } : {}) },
  })
  if (!answer.headers.get('content-type')?.includes('problem')) {
    // A live feed never ends.
    await answer.body?.cancel()
    return `${answer.status} `
  }
  return `${answer.status} ${JSON.parse(await answer.text()).code}`
}

/** The routes of a kind whose answer is not as it has to be, with that answer. */
async function wrongAnswers(
  kind: (route: Route) => boolean,
  cookie: string | null,
  isRight: (answer: string, route: Route) => boolean,
) {
  const wrong: string[] = []
  for (const route of routes.filter((one) => one.method !== 'HEAD' && kind(one))) {
    const answer = await answerOf(route, cookie)
    if (!isRight(answer, route)) wrong.push(`${route.method} ${route.url} → ${answer}`)
  }
  return wrong
}

const isForbidden = (answer: string) => answer === '403 forbidden'
/** In, and past the door: what was asked may still be nonsense. */
const isIn = (answer: string) => !/^(401|403 forbidden|5)/.test(answer)

test('there is something to ask of every kind', () => {
  expect(routes.filter(ofStudios).length).toBeGreaterThan(100)
  expect(routes.filter(ofAccounts).length).toBeGreaterThan(15)
  expect(routes.filter(ofOperator).length).toBeGreaterThan(20)
})

test('a visitor is asked to sign in, by every route that is not public', async () => {
  const closed = ({ access }: Route) => access.kind !== 'public'
  expect(await wrongAnswers(closed, null, (answer) => answer === '401 not_signed_in')).toEqual([])
})

const OTHERS = [
  ['olga of another studio', () => world.people.olga.cookie],
  ['anton of another studio', () => world.people.anton.cookie],
  ['the operator', () => operator],
] as const
const ROLES = [
  ['client', () => world.people.marina.cookie],
  ['staff', () => world.people.ilya.cookie],
  ['manager', () => manager],
  ['owner', () => world.people.vera.cookie],
] as const

test.each(OTHERS)('%s is refused by every route of a studio', async (_name, cookie) => {
  expect(await wrongAnswers(ofStudios, cookie(), isForbidden)).toEqual([])
})

test.each(ROLES)('a %s is refused by exactly those routes whose permission they do not hold', async (role, cookie) => {
  const permissions = held(role)
  const lets = ({ access }: Route) =>
    access.kind === 'member' || ('permission' in access && permissions.has(access.permission))
  const wrong = await wrongAnswers(ofStudios, cookie(), (answer, route) =>
    lets(route) ? !/^(401|5)/.test(answer) : isForbidden(answer),
  )
  expect(wrong).toEqual([])
})

test.each([...ROLES, ...OTHERS.slice(0, 2)])('the console refuses %s', async (_name, cookie) => {
  expect(await wrongAnswers(ofOperator, cookie(), isForbidden)).toEqual([])
})

test('the console lets the operator in', async () => {
  expect(await wrongAnswers(ofOperator, operator, isIn)).toEqual([])
})

test.each([...ROLES, ...OTHERS])('what is everybody’s own lets %s in', async (_name, cookie) => {
  expect(await wrongAnswers(ofAccounts, cookie(), isIn)).toEqual([])
})
