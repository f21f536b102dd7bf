import type { RouteOptions } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { modules } from '../src/app.ts'
import { newId } from '../src/kernel/ids.ts'
import type { Module } from '../src/kernel/module.ts'
import { permissionsOf, type Role } from '../src/kernel/policy.ts'
import { addPerson, join } from './people.ts'
import { studioWorld } from './studio-world.ts'

/**
 * Every route of a studio, asked by every role of that studio, by a visitor, and by everyone of another studio (P6, P7):
 * whoever is not let in by the route's declaration is refused before anything else is looked at, whatever is asked.
 */
interface StudioRoute {
  method: string
  url: string
  /** Null: any profile of the studio. */
  permission: string | null
}

const routes: StudioRoute[] = []
/** Stands before all modules, and sees the routes that they add. */
const watcher: Module = {
  name: 'watcher',
  routes: (app) => {
    app.addHook('onRoute', ({ url, method, config }: RouteOptions) => {
      const access = config?.access
      if (access?.kind !== 'studio' && access?.kind !== 'member') return
      for (const one of [method].flat()) {
        if (one !== 'HEAD')
          routes.push({ method: one, url, permission: 'permission' in access ? access.permission : null })
      }
    })
  },
}
const catalogues = modules.map((module) => module.permissions ?? {})
const held = (role: Role) => permissionsOf(catalogues, role, new Set())

let world: Awaited<ReturnType<typeof studioWorld>>
let manager: string
beforeAll(async () => {
  world = await studioWorld([watcher, ...modules])
  const person = await addPerson(world.database, { name: 'nina' })
  await join(world.database, world.studioIds.north, person, 'manager', 'nina')
  manager = person.cookie
})
afterAll(() => world.close())

/** What a route says to somebody: its status and the problem's code. Ids in the address are of nothing. */
async function answerOf({ method, url }: StudioRoute, cookie: string | null): Promise<string> {
  const path = url.replace(':studio', 'north').replaceAll(/:\w+|\*/g, () => newId())
  const answer = await fetch(world.url + path, {
    method,
    redirect: 'manual',
    headers: { 'idempotency-key': newId(), ...(cookie ? { cookie } : {}) },
  })
  const text = await answer.text()
  const code = answer.headers.get('content-type')?.includes('problem') ? JSON.parse(text).code : ''
  return `${answer.status} ${code}`
}

/** The routes whose answer is not as it has to be, with that answer. */
async function wrongAnswers(cookie: string | null, isRight: (route: StudioRoute, answer: string) => boolean) {
  const wrong: string[] = []
  for (const route of routes) {
    const answer = await answerOf(route, cookie)
    if (!isRight(route, answer)) wrong.push(`${route.method} ${route.url} → ${answer}`)
  }
  return wrong
}

test('there is something to ask', () => {
  expect(routes.length).toBeGreaterThan(100)
})

test('a visitor is asked to sign in, by every route of a studio', async () => {
  expect(await wrongAnswers(null, (_route, answer) => answer === '401 not_signed_in')).toEqual([])
})

test.each(['olga', 'anton'] as const)('%s of another studio is refused by every route', async (name) => {
  expect(await wrongAnswers(world.people[name].cookie, (_route, answer) => answer === '403 forbidden')).toEqual([])
})

test.each([
  ['client', () => world.people.marina.cookie],
  ['staff', () => world.people.ilya.cookie],
  ['manager', () => manager],
  ['owner', () => world.people.vera.cookie],
] as const)('a %s is refused by exactly those routes whose permission they do not hold', async (role, cookie) => {
  const permissions = held(role)
  const lets = ({ permission }: StudioRoute) => permission === null || permissions.has(permission)
  const wrong = await wrongAnswers(cookie(), (route, answer) =>
    lets(route) ? !answer.startsWith('401') && !answer.startsWith('5') : answer === '403 forbidden',
  )
  expect(wrong).toEqual([])
})
