import { randomUUID } from 'node:crypto'
import type { Ctx } from '../src/kernel/context.ts'
import { startWorker } from '../src/kernel/jobs/worker.ts'
import type { Module } from '../src/kernel/module.ts'
import { permissionsOf, type Role } from '../src/kernel/policy.ts'
import { admin, testDatabase } from '../src/kernel/testing/database.ts'
import { listen, testServices } from '../src/kernel/testing/http.ts'
import type { Clock } from '../src/kernel/time.ts'
import { principalLoader } from '../src/modules/studios/index.ts'
import { addPerson, addStudio, join, type TestPerson } from './people.ts'

/** Two studios, and their people: Vera owns the north, Ilya works there, Marina and Pavel are its clients. */
const PEOPLE = {
  vera: ['north', 'owner'],
  ilya: ['north', 'staff'],
  oleg: ['north', 'staff'],
  marina: ['north', 'client'],
  pavel: ['north', 'client'],
  olga: ['attic', 'owner'],
  anton: ['attic', 'client'],
} as const satisfies Record<string, ['north' | 'attic', Role]>

export type Name = keyof typeof PEOPLE
export type Member = TestPerson & { membershipId: string; studioId: string; studio: string; role: Role }

/** A server with the modules, a worker, and people who are signed in. `close` ends all of it. */
export async function studioWorld(modules: readonly Module[], clock?: Clock) {
  const database = await testDatabase({ connections: 20, ...(clock ? { clock } : {}) })
  const permissions = modules.map((module) => module.permissions ?? {})
  const services = testServices(database, {}, permissions)
  const studioIds = { north: await addStudio(database, 'north'), attic: await addStudio(database, 'attic') }
  const people = {} as Record<Name, Member>
  for (const [name, [studio, role]] of Object.entries(PEOPLE) as [Name, (typeof PEOPLE)[Name]][]) {
    const person = await addPerson(database, { name })
    const studioId = studioIds[studio]
    people[name] = {
      ...person,
      membershipId: await join(database, studioId, person, role, name),
      studioId,
      studio,
      role,
    }
  }
  const server = await listen({ services, modules, loadPrincipal: principalLoader(permissions) })
  const worker = await startWorker(services, modules)

  /** Does something in a transaction as the person. */
  const act = <T>(as: Name, fn: (ctx: Ctx) => Promise<T>): Promise<T> => {
    const { accountId, membershipId, role, studioId } = people[as]
    const held = permissionsOf(permissions, role, new Set(role === 'staff' ? ['files.upload'] : []))
    const actor = { kind: 'profile', accountId, membershipId, role, permissions: held } as const
    return database.transaction({ studioId, actor, request: { id: 'test' } }, fn)
  }
  /** Does something as the program itself. */
  const system = <T>(studio: keyof typeof studioIds, fn: (ctx: Ctx) => Promise<T>): Promise<T> =>
    database.transaction({ studioId: studioIds[studio], actor: { kind: 'system' }, request: { id: 'test' } }, fn)
  /** Asks over HTTP, in the person's own studio or another one. */
  const ask = async (as: Name, method: string, path: string, body?: unknown, studio: string = people[as].studio) => {
    const answer = await fetch(`${server.url}/api/studios/${studio}/${path}`, {
      method,
      headers: {
        cookie: people[as].cookie,
        'idempotency-key': randomUUID(),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await answer.text()
    return { status: answer.status, body: text === '' ? undefined : JSON.parse(text) }
  }
  /** What the audit log tells of the last event of a name: what was before and after. */
  const lastChange = async (name: string): Promise<unknown> => {
    const asked = 'select before, after from events where name = $1 order by occurred_at desc limit 1'
    return (await admin(database.ownerUrl, asked, [name])).rows[0]
  }
  return {
    ...{ database, services, people, studioIds, act, system, ask, lastChange, url: server.url },
    close: async () => {
      await worker.stop()
      await server.close()
      await database.close()
    },
  }
}
