import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { modules } from '../src/app.ts'
import type { Access } from '../src/kernel/http/types.ts'
import { admin } from '../src/kernel/testing/database.ts'
import { addSpare, begunUpload, fillStudio, idsOf } from './filled-world.ts'
import { operations as documented, type Operation, valuesOf } from './openapi-values.ts'
import { addPerson, addStudio, type TestPerson } from './people.ts'
import { routeList } from './route-list.ts'
import { type Name, studioWorld } from './studio-world.ts'

/** A live feed never ends its answer; and whoever becomes a client of the north is a stranger to it no longer. */
const LEFT_OUT = new Set(['/api/live', '/api/console/live', '/api/studios/{studio}/me/client-profile'])
const operations = documented.filter(({ path }) => !LEFT_OUT.has(path))
/** The north's owner, staff and client, the owner of another studio who asks for the north's, and the operator. */
const PEOPLE = [null, 'marina', 'ilya', 'vera', 'olga', 'operator'] as const
type Asker = (typeof PEOPLE)[number]
/** As documented, and with one wrong value in eight. */
const TRIES = [
  { wrongOfEight: 0, numRuns: 2 },
  { wrongOfEight: 1, numRuns: 2 },
]
/** The same inputs every time; `FUZZ_SEED=…` tries others. */
const SEED = Number(process.env.FUZZ_SEED ?? 1)

const { module: watcher, routes } = routeList()
let world: Awaited<ReturnType<typeof studioWorld>>
let operator: TestPerson
/** Whom to block without harm to the rest. */
const spareAccounts: string[] = []
const spareMembers: string[] = []
beforeAll(async () => {
  world = await studioWorld([watcher, ...modules])
  await fillStudio(world, 'north')
  operator = await addPerson(world.database, { name: 'operator', operator: true })
  await addStudio(world.database, 'spare')
  for (const role of ['staff', 'client', 'client'] as const) {
    const { accountId, membershipId } = await addSpare(world, 'north', role)
    spareAccounts.push(accountId)
    spareMembers.push(membershipId)
  }
})
afterAll(() => world.close())

const cookieOf = (person: NonNullable<Asker>) =>
  person === 'operator' ? operator.cookie : world.people[person as Name].cookie
const accessOf = ({ method, path }: Operation): Access | undefined =>
  routes.find(
    (route) =>
      route.method.toLowerCase() === method.replace('head', 'get') && route.url.replaceAll(/:(\w+)/g, '{$1}') === path,
  )?.access

/** Whoever signed out by an operation is signed in again for the next. */
async function signEverybodyIn(): Promise<void> {
  const people = [operator, ...Object.values(world.people)]
  await admin(
    world.database.ownerUrl,
    `insert into sessions (token, user_id, expires_at)
     select t, a::uuid, now() + interval '1 day' from unnest($1::text[], $2::text[]) as u (t, a)
     on conflict (token) do nothing`,
    [people.map(({ cookie }) => cookie.replace('atelier=', '')), people.map(({ accountId }) => accountId)],
  )
}

const textOf = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value))

interface Input {
  given: Record<string, unknown>
  body: unknown
  upload?: { headers: Record<string, string>; bytes: Uint8Array<ArrayBuffer> }
}

async function attempt({ path, method, parameters }: Operation, person: Asker, { given, body, upload }: Input) {
  const studio = path.startsWith('/api/console') ? 'spare' : 'north'
  const inPath = path.replace(/\{(\w+)\}/g, (_whole, name: string) =>
    encodeURIComponent(name === 'studio' ? studio : textOf(given[name]) || '-').slice(0, 300),
  )
  const query = new URLSearchParams(
    parameters.flatMap(({ name, in: place }) =>
      place === 'query' && given[name] !== undefined ? [[name, textOf(given[name])]] : [],
    ),
  )
  const answer = await fetch(`${world.url}${inPath}?${query}`, {
    method: method.toUpperCase(),
    redirect: 'manual',
    headers: {
      'idempotency-key': randomUUID(),
      ...(person ? { cookie: cookieOf(person) } : {}),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...upload?.headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(upload && method === 'patch' ? { body: upload.bytes } : {}),
  })
  return { status: answer.status, text: await answer.text() }
}

async function idsNow(): Promise<Map<string, readonly string[]>> {
  const ids: Map<string, readonly string[]> = await idsOf(world, 'north')
  ids.set('account', spareAccounts).set('studioId', [world.studioIds.north]).set('planId', PLANS).set('plan', PLANS)
  ids.set('member', spareMembers)
  return ids.set('accountId', [world.people.vera.accountId])
}

function inputsOf(
  one: Operation,
  wrongOfEight: number,
  ids: ReadonlyMap<string, readonly string[]>,
): fc.Arbitrary<Input> {
  const drawing = { wrongOfEight, ids }
  const given = Object.fromEntries(
    one.parameters.map(({ name, schema }) => {
      const uploads = name === 'upload' ? ids.get(name) : undefined
      return [name, uploads?.length ? fc.constantFrom(...uploads) : valuesOf(schema, name, drawing)]
    }),
  )
  const required = one.parameters.filter((parameter) => parameter.required).map(({ name }) => name)
  return fc.record({
    given: fc.record(given, { requiredKeys: required }),
    body: one.body ? valuesOf(one.body, '', drawing) : fc.constant(undefined),
    ...(one.path.includes('/uploads') ? { upload: uploadOf(wrongOfEight) } : {}),
  })
}

const PLANS = ['01990000-0000-7000-8000-000000000001', '01990000-0000-7000-8000-000000000002']

/** What tus asks for, and what it does not. */
function uploadOf(wrongOfEight: number) {
  const mostly = (right: fc.Arbitrary<string>) =>
    fc.oneof(
      { arbitrary: right, weight: 8 - wrongOfEight },
      { arbitrary: fc.constantFrom('-1', '0', '1e9', 'x', '99999999999999999999', '=', ' '), weight: wrongOfEight },
    )
  const encoded = (value: string) => Buffer.from(value).toString('base64')
  const metadata = fc
    .record({ name: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }), subject: fc.uuid() })
    .map(({ name, subject }) =>
      [`filename ${encoded(name)}`, `subjectType ${encoded('thread')}`, `subjectId ${encoded(subject)}`].join(','),
    )
  const headers = fc.record({
    'tus-resumable': mostly(fc.constant('1.0.0')),
    'upload-length': mostly(fc.integer({ min: 1, max: 40 }).map(String)),
    'upload-metadata': mostly(metadata),
    'upload-offset': mostly(fc.constant('0')),
    'content-type': mostly(fc.constant('application/offset+octet-stream')),
  })
  return fc.record({ headers, bytes: fc.uint8Array({ maxLength: 60 }).map((bytes) => new Uint8Array(bytes)) })
}

/** Some need a code, a bank or words that no generator makes; the rest is reached. */
const REFUSED_AT_MOST = 0.4

let seed = SEED
const succeeded = new Set<string>()
const nameOf = ({ method, path }: Operation) => `${method.toUpperCase()} ${path}`

test.each(operations.map((one) => [nameOf(one), one] as const))(
  '%s never breaks, answers as documented, and says in a problem what it refuses',
  async (name, one) => {
    const kind = accessOf(one)?.kind
    await signEverybodyIn()
    const ids = await idsNow()
    for (const person of PEOPLE) {
      // An upload is its sender's alone.
      const sender = person === 'marina' || person === 'vera' ? person : undefined
      if (sender && one.path.includes('{upload}')) ids.set('upload', [await begunUpload(world, sender, 40)])
      for (const { wrongOfEight, numRuns } of TRIES) {
        for (const input of fc.sample(inputsOf(one, wrongOfEight, ids), { numRuns, seed: seed++ })) {
          const { status, text } = await attempt(one, person, input)
          const what = `${person} ${JSON.stringify(input)} → ${status} ${text.slice(0, 300)}`
          expect(status, what).toBeLessThan(500)
          if (status < 400) {
            succeeded.add(name)
            expect(one.responses, what).toContain(String(status))
          }
          if (status >= 400 && one.method !== 'head')
            expect(JSON.parse(text), what).toMatchObject({ code: expect.any(String), status })
          // An address with a zero byte is refused before anybody is looked up by it.
          const holdsNul = Object.values(input.given).some((value) => String(value).includes('\0'))
          if (!mayEnter(kind, person)) expect(holdsNul ? [400, 401, 403, 404] : [401, 403, 404], what).toContain(status)
        }
      }
    }
  },
)

/** Whether the route's declaration lets somebody in at all; what they may do there is another test's. */
function mayEnter(kind: Access['kind'] | undefined, person: Asker): boolean {
  if (kind === 'public') return true
  if (kind === 'account') return person !== null
  if (kind === 'operator') return person === 'operator'
  return person === 'marina' || person === 'ilya' || person === 'vera'
}

test('most of what there is was reached, not only refused', () => {
  const never = operations.map(nameOf).filter((name) => !succeeded.has(name))
  expect(never.length / operations.length, never.join('\n')).toBeLessThan(REFUSED_AT_MOST)
})
