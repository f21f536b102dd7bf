import type { Ctx } from '../../kernel/context.ts'
import type { Principal, Profile } from '../../kernel/http/principal.ts'
import { newId } from '../../kernel/ids.ts'
import { startWorker } from '../../kernel/jobs/worker.ts'
import { kernelModule } from '../../kernel/kernel-module.ts'
import { permissionsOf, type Role } from '../../kernel/policy.ts'
import { testDatabase } from '../../kernel/testing/database.ts'
import { listen, testServices } from '../../kernel/testing/http.ts'
import { accounts } from '../identity/index.ts'
import { memberships, studios } from '../studios/index.ts'
import { filesModule } from './index.ts'
import { filePermissions } from './policy.ts'

/** Two studios that are unlike each other, and their people; each is signed in by the own name as session. */
const STUDIOS = { north: 'Северный звук', attic: 'Чердак' } as const
const PEOPLE = {
  vera: ['north', 'owner'],
  egor: ['north', 'staff'],
  anna: ['north', 'client'],
  pavel: ['north', 'client'],
  olga: ['attic', 'owner'],
} as const satisfies Record<string, [keyof typeof STUDIOS, Role]>

export type PersonName = keyof typeof PEOPLE

/** A server with files and nothing above them, a worker, and people who can send and fetch. */
export async function filesWorld(settings: NodeJS.ProcessEnv = {}) {
  const database = await testDatabase()
  const services = testServices(database, settings)
  const studioIds = { north: newId(), attic: newId() }
  const people = Object.fromEntries(
    Object.entries(PEOPLE).map(([name, [studio, role]]) => [name, personOf(name, studioIds[studio], studio, role)]),
  ) as Record<PersonName, ReturnType<typeof personOf>>

  for (const studio of ['north', 'attic'] as const) {
    const studioId = studioIds[studio]
    await database.transaction({ studioId, actor: { kind: 'system' }, request: { id: 'test' } }, async (ctx) => {
      const row = { slug: studio, name: STUDIOS[studio], currency: 'RUB', zone: 'Europe/Moscow', locale: 'ru' } as const
      await ctx.tx.insert(studios).values({ id: studioId, ...row })
      for (const { account, profile, principal } of Object.values(people)) {
        if (principal.studio.id !== studioId) continue
        await ctx.tx.insert(accounts).values({ id: account.id, name: account.name, email: account.email })
        const { membershipId: id, role, displayName } = profile
        await ctx.tx.insert(memberships).values({ studioId, id, accountId: account.id, role, displayName })
      }
    })
  }

  const modules = [kernelModule, filesModule]
  const server = await listen({
    services,
    modules,
    loadPrincipal: async (_pool, { token, studio: slug }): Promise<Principal> => {
      const person = token && token in people ? people[token as PersonName] : undefined
      if (person && slug === person.principal.studio.slug) return person.principal
      const here = Object.values(people).find((other) => other.principal.studio.slug === slug)?.principal.studio
      return { ...(person ? { account: person.account } : {}), ...(here ? { studio: here } : {}), profilesHere: 0 }
    },
  })
  const worker = await startWorker(services, modules)

  const ask = (as: PersonName, path: string, init: RequestInit = {}) => {
    const studio = people[as].principal.studio.slug
    const headers = { cookie: `atelier=${as}`, ...init.headers }
    return fetch(path.startsWith('/') ? `${server.url}${path}` : `${server.url}/api/studios/${studio}/${path}`, {
      ...init,
      headers,
    })
  }
  /** Sends a file as tus does, in one part, and gives its id. */
  const send = async (as: PersonName, bytes: Uint8Array, name: string, said: Record<string, string> = {}) => {
    const metadata = { filename: name, subjectType: 'thread', subjectId: newId(), ...said }
    const begun = await begin(as, bytes.byteLength, metadata)
    if (begun.status !== 201) throw new Error(`not admitted: ${await begun.text()}`)
    const location = begun.headers.get('location') ?? ''
    const sent = await ask(as, location, {
      method: 'PATCH',
      headers: { 'tus-resumable': '1.0.0', 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' },
      body: Buffer.from(bytes),
    })
    if (sent.status !== 204) throw new Error(`not received: ${await sent.text()}`)
    return location.split('/').at(-1) ?? ''
  }
  const begin = (as: PersonName, bytes: number, metadata: Record<string, string>) =>
    ask(as, 'uploads', {
      method: 'POST',
      headers: {
        'tus-resumable': '1.0.0',
        'upload-length': String(bytes),
        'upload-metadata': Object.entries(metadata)
          .map(([key, value]) => `${key} ${Buffer.from(value).toString('base64')}`)
          .join(','),
      },
    })
  /** Does something in a transaction as the person, as a module above would. */
  const act = <T>(as: PersonName, fn: (ctx: Ctx) => Promise<T>) => {
    const { account, profile, principal } = people[as]
    const { membershipId, role, permissions } = profile
    const actor = { kind: 'profile', accountId: account.id, membershipId, role, permissions } as const
    return database.transaction({ studioId: principal.studio.id, actor, request: { id: 'test' } }, fn)
  }

  return {
    database,
    services,
    people,
    url: server.url,
    begin,
    send,
    ask,
    act,
    close: async () => {
      await worker.stop()
      await server.close()
      await database.close()
    },
  }
}

function personOf(name: string, studioId: string, slug: keyof typeof STUDIOS, role: Role) {
  const email = `${name}@example.org`
  const account = {
    id: newId(),
    email,
    name,
    locale: 'ru',
    zone: 'Europe/Moscow',
    operator: false,
    secondFactor: false,
  } as const
  const permissions = permissionsOf([filePermissions], role, new Set(role === 'staff' ? ['files.upload'] : []))
  const profile: Profile = { membershipId: newId(), role, displayName: name, permissions }
  const studio = {
    id: studioId,
    slug,
    name: STUDIOS[slug],
    currency: 'RUB',
    zone: 'Europe/Moscow',
    locale: 'ru',
    state: 'active',
  } as const
  return { account, profile, principal: { account, studio, profile, profilesHere: 1 } }
}
