import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { modules } from '../src/app.ts'
import { declaredTables } from '../src/kernel/database/tables.ts'
import { admin } from '../src/kernel/testing/database.ts'
import { until } from '../src/kernel/testing/until.ts'
import { fillStudio, type Ids, idsOf } from './filled-world.ts'
import { type Operation, operations, type Schema, valuesOf } from './openapi-values.ts'
import { addPerson } from './people.ts'
import { studioWorld } from './studio-world.ts'

/**
 * Every route of a studio that takes an id, asked by its own people under its own address, with the real ids of another
 * studio (P7): the other's things are as if they were not, and stay as they are.
 */
const STUDIO = '/api/studios/{studio}/'
/** Ids of the platform's own, and not of a studio. */
const EVERYBODYS = new Set(['studio', 'plan', 'token'])
const places = ({ parameters }: Operation, place: string) =>
  parameters.filter((one) => one.in === place && !EVERYBODYS.has(one.name))
/** Whoever puts a set of permissions says its id: the same one in another studio is another set. */
const MADE_BY_ITS_ID = 'put /api/studios/{studio}/permission-sets/{set}'
const inPath = operations.filter(
  (one) =>
    one.path.startsWith(STUDIO) && places(one, 'path').length > 0 && `${one.method} ${one.path}` !== MADE_BY_ITS_ID,
)
const elsewhere = operations.filter(
  (one) =>
    one.path.startsWith(STUDIO) && (namesId(one.body) || places(one, 'query').some(({ schema }) => namesId(schema))),
)
const ASKERS = ['vera', 'ilya', 'marina', 'operator'] as const

function namesId(schema: Schema | undefined): boolean {
  if (!schema) return false
  const inner = [...Object.values(schema.properties ?? {}), ...(schema.anyOf ?? []), ...(schema.oneOf ?? [])]
  return schema.format === 'uuid' || [...inner, schema.items].some(namesId)
}

let world: Awaited<ReturnType<typeof studioWorld>>
let operator: string
let own: Ids
let foreign: Ids
beforeAll(async () => {
  world = await studioWorld(modules)
  await Promise.all([fillStudio(world, 'north'), fillStudio(world, 'attic')])
  operator = (await addPerson(world.database, { name: 'operator', operator: true })).cookie
  own = await idsOf(world, 'north')
  foreign = await idsOf(world, 'attic')
  await until(isQuiet, 30_000)
})
afterAll(() => world.close())

/** What its own jobs go on changing. */
const RESTLESS = new Set(['webhook_deliveries', 'handled_events'])
const TENANTS = [...declaredTables()].flatMap(([name, { kind }]) =>
  kind === 'tenant' && !RESTLESS.has(name) ? [name] : [],
)
const FINGERPRINT = [...TENANTS, 'transfers', 'holds', 'withdrawals', 'subscriptions']
  .map(
    (name) =>
      `select '${name}' as name, count(*)::int as rows, md5(coalesce(string_agg(t::text, '' order by t::text), '')) as md5
       from "${name}" t where studio_id = $1`,
  )
  .join(' union all ')

/** The other studio's rows, table by table. */
async function othersRows(): Promise<Record<string, unknown>[]> {
  return (await admin(world.database.ownerUrl, FINGERPRINT, [world.studioIds.attic])).rows
}

/** Whether all that the other studio's own jobs had to do is done: its files are read, its events handled. */
async function isQuiet(): Promise<boolean> {
  const { rows } = await admin(
    world.database.ownerUrl,
    `select (select count(*) from job_requests) + (select count(*) from graphile_worker._private_jobs where attempts = 0 and run_at <= now())
            + (select count(*) from events e where not exists (select from event_seals s where s.event_id = e.id)) as left`,
  )
  return Number(rows[0].left) === 0
}

const textOf = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value))

/** Asks with ids of the one studio in the path and of the other elsewhere; what was sent, and what came back. */
async function ask(one: Operation, as: (typeof ASKERS)[number], path: Ids, rest: Ids, seed = 1) {
  const of = (schema: Schema | undefined, name: string, ids: Ids) =>
    valuesOf(schema, name, { wrongOfEight: 0, ids, ...(rest === foreign ? { everything: true } : {}) })
  const given = Object.fromEntries(
    one.parameters.map(({ name, in: place, schema }) => {
      const ids = place === 'path' ? path : rest
      const known = place === 'path' ? ids.get(name) : undefined
      return [name, known?.length ? fc.constantFrom(...known) : of(schema, name, ids)]
    }),
  )
  const input = fc.record({ given: fc.record(given), body: one.body ? of(one.body, '', rest) : fc.constant(undefined) })
  const [drawn] = fc.sample(input, { numRuns: 1, seed })
  const values: Record<string, unknown> = drawn?.given ?? {}
  const address = one.path.replace(/\{(\w+)\}/g, (_whole, name: string) =>
    encodeURIComponent(name === 'studio' ? 'north' : textOf(values[name])),
  )
  const query = new URLSearchParams(places(one, 'query').map(({ name }) => [name, textOf(values[name])]))
  const upload = one.path.includes('/uploads')
  const body =
    upload && one.method === 'patch' ? 'bytes' : drawn?.body === undefined ? undefined : JSON.stringify(drawn.body)
  const type = upload ? 'application/offset+octet-stream' : 'application/json'
  const answer = await fetch(`${world.url}${address}?${query}`, {
    method: one.method.toUpperCase(),
    redirect: 'manual',
    headers: {
      ...{ 'idempotency-key': randomUUID(), cookie: as === 'operator' ? operator : world.people[as].cookie },
      ...(upload ? { 'tus-resumable': '1.0.0', 'upload-offset': '0', 'upload-length': '5' } : {}),
      ...(body === undefined ? {} : { 'content-type': type }),
    },
    ...(body === undefined ? {} : { body }),
  })
  const text = await answer.text()
  return { status: answer.status, text, sent: `${address} ${query} ${body}` }
}

/** Ids of the other studio that an answer tells and the question did not. */
function told({ text, sent }: { text: string; sent: string }): string[] {
  return [...foreign.values()].flat().filter((id) => text.includes(id) && !sent.includes(id))
}

/** What was drawn for a body may contradict itself, and is refused for that: it is drawn again, so often at most. */
const MALFORMED = new Set([400, 422])
const REFUSED = new Set([403, 404, ...MALFORMED])
const DRAWS = 8

test('another studio’s things are not to be found, whatever is asked of them, and stay as they are', async () => {
  const before = await othersRows()
  const wrong: string[] = []
  for (const one of inPath) {
    const name = `${one.method} ${one.path}`
    const statuses = new Set<number>()
    for (const as of ASKERS) {
      for (let seed = 1; seed <= DRAWS; seed++) {
        const answer = await ask(one, as, foreign, own, seed)
        statuses.add(answer.status)
        if (!REFUSED.has(answer.status))
          wrong.push(`${as} ${name} ${answer.sent} → ${answer.status} ${answer.text.slice(0, 300)}`)
        if (told(answer).length > 0) wrong.push(`${as} ${name} tells ${told(answer)}`)
        if (!MALFORMED.has(answer.status)) break
      }
    }
    if (!statuses.has(404)) wrong.push(`${name} was looked for by nobody: ${[...statuses]}`)
  }
  expect(wrong).toEqual([])
  expect(await othersRows()).toEqual(before)
})

/** A client's session stays in its rooms, whatever the client names. */
const NOT_FOLLOWED = new Set(['marina post /api/studios/{studio}/bookings/{booking}/moves'])

test('another studio’s things are not taken, shown or told of where a body or a query names them', async () => {
  const before = await othersRows()
  const wrong: string[] = []
  for (const one of elsewhere) {
    for (const as of ASKERS) {
      const answer = await ask(one, as, own, foreign)
      if (answer.status >= 500) wrong.push(`${as} ${one.method} ${one.path} ${answer.sent} → ${answer.text}`)
      if (told(answer).length > 0) wrong.push(`${as} ${one.method} ${one.path} tells ${told(answer)}`)
      if (one.method !== 'get' && answer.status < 400 && !NOT_FOLLOWED.has(`${as} ${one.method} ${one.path}`))
        wrong.push(`${as} ${one.method} ${one.path} ${answer.sent} → ${answer.status} ${answer.text}`)
    }
  }
  expect(wrong).toEqual([])
  expect(await othersRows()).toEqual(before)
})
