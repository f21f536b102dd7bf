import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { modules } from '../src/app.ts'
import { type Name, studioWorld } from './studio-world.ts'

interface Schema {
  $ref?: string
  type?: string | string[]
  enum?: unknown[]
  const?: unknown
  properties?: Record<string, Schema>
  required?: string[]
  items?: Schema
  anyOf?: Schema[]
  oneOf?: Schema[]
  allOf?: Schema[]
  format?: string
  pattern?: string
}
interface Operation {
  responses?: Record<string, unknown>
  parameters?: { name: string; in: string; schema: Schema }[]
  requestBody?: { content?: Record<string, { schema?: Schema }> }
}

const openapi: {
  paths: Record<string, Record<string, Operation>>
  components?: { schemas?: Record<string, Schema> }
} = JSON.parse(readFileSync('docs/openapi.json', 'utf8'))

/** The live feed never ends its answer; and whoever becomes a client of the north is a stranger to it no longer. */
const LEFT_OUT = new Set(['/api/live', '/api/studios/{studio}/me/client-profile'])
const operations = Object.entries(openapi.paths).flatMap(([path, methods]) =>
  LEFT_OUT.has(path) ? [] : Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
)
/** The north's owner, staff and client, and the owner of another studio who asks for the north's. */
const PEOPLE: readonly (Name | null)[] = [null, 'marina', 'ilya', 'vera', 'olga']
const TRIES = 3
/** The same inputs every time; `FUZZ_SEED=…` tries others. */
const SEED = Number(process.env.FUZZ_SEED ?? 1)

let world: Awaited<ReturnType<typeof studioWorld>>
beforeAll(async () => {
  world = await studioWorld(modules)
})
afterAll(() => world.close())

const nonsense = fc.oneof(
  fc.constantFrom<unknown>(null, true, -1, 0, 1e21, 0.5, '', '\u0000', '💥'.repeat(300), [], {}, 'null', '2026-02-30'),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.integer(),
)

/** Values as a schema wants them, one in eight something else altogether. */
function valuesOf(schema: Schema | undefined, depth = 0): fc.Arbitrary<unknown> {
  const right = rightOf(schema, depth)
  return fc.oneof({ arbitrary: right, weight: 7 }, { arbitrary: nonsense, weight: 1 })
}

function rightOf(schema: Schema | undefined, depth: number): fc.Arbitrary<unknown> {
  if (!schema || depth > 6) return nonsense
  if (schema.$ref) return valuesOf(openapi.components?.schemas?.[schema.$ref.split('/').pop() ?? ''], depth + 1)
  if ('const' in schema) return fc.constant(schema.const)
  if (schema.enum) return fc.constantFrom(...schema.enum)
  const choices = schema.anyOf ?? schema.oneOf
  if (choices) return fc.oneof(...choices.map((one) => valuesOf(one, depth + 1)))
  if (schema.allOf) {
    return fc
      .tuple(...schema.allOf.map((one) => rightOf(one, depth + 1)))
      .map((parts) => Object.assign({}, ...parts.filter((part) => typeof part === 'object')))
  }
  const [type] = [schema.type].flat()
  if (type === 'object') {
    const known = Object.entries(schema.properties ?? {}).map(
      ([name, one]) => [name, valuesOf(one, depth + 1)] as const,
    )
    return fc.record(Object.fromEntries(known), { requiredKeys: schema.required ?? [] })
  }
  if (type === 'array') return fc.array(valuesOf(schema.items, depth + 1), { maxLength: 3 })
  if (type === 'integer' || type === 'number') return fc.oneof(fc.integer({ min: 0, max: 100 }), fc.integer())
  if (type === 'boolean') return fc.boolean()
  if (type === 'null') return fc.constant(null)
  if (schema.format === 'uuid') return fc.uuid()
  if (schema.format === 'date-time') return fc.constant('2026-12-01T10:00:00Z')
  if (schema.format === 'date') return fc.constant('2026-12-01')
  if (schema.format === 'email') return fc.emailAddress()
  // fast-check makes no strings for a look-ahead: those are paths of the site.
  if (schema.pattern?.includes('(?!')) return fc.constant('/app')
  if (schema.pattern) return fc.stringMatching(new RegExp(schema.pattern))
  return fc.string({ unit: 'grapheme', maxLength: 30 })
}

const textOf = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value))

async function attempt(
  { path, method, operation }: (typeof operations)[number],
  person: Name | null,
  given: Record<string, unknown>,
  body: unknown,
): Promise<{ status: number; text: string }> {
  const inPath = path.replace(/\{(\w+)\}/g, (_whole, name: string) =>
    encodeURIComponent(name === 'studio' ? 'north' : textOf(given[name]) || '-').slice(0, 300),
  )
  const query = new URLSearchParams(
    (operation.parameters ?? []).flatMap(({ name, in: place }) =>
      place === 'query' && given[name] !== undefined ? [[name, textOf(given[name])]] : [],
    ),
  )
  const answer = await fetch(`${world.url}${inPath}?${query}`, {
    method: method.toUpperCase(),
    redirect: 'manual',
    headers: {
      'idempotency-key': randomUUID(),
      ...(person ? { cookie: world.people[person].cookie } : {}),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  return { status: answer.status, text: await answer.text() }
}

test.each(operations.map((one) => [`${one.method.toUpperCase()} ${one.path}`, one] as const))(
  '%s never breaks, answers as documented, and says in a problem what it refuses',
  async (_name, one) => {
    const schema = one.operation.requestBody?.content?.['application/json']?.schema
    const parameters = Object.fromEntries(
      (one.operation.parameters ?? []).map(({ name, schema: wanted }) => [name, valuesOf(wanted)]),
    )
    const inputs = fc.record({ given: fc.record(parameters), body: schema ? valuesOf(schema) : fc.constant(undefined) })
    for (const person of PEOPLE) {
      for (const { given, body } of fc.sample(inputs, { numRuns: TRIES, seed: SEED })) {
        const { status, text } = await attempt(one, person, given, body)
        const what = `${person} ${JSON.stringify({ given, body })} → ${status} ${text.slice(0, 300)}`
        expect(status, what).toBeLessThan(500)
        if (status < 400) expect(Object.keys(one.operation.responses ?? {}), what).toContain(String(status))
        if (status >= 400 && one.method !== 'head')
          expect(JSON.parse(text), what).toMatchObject({ code: expect.any(String), status })
        if (person === 'olga' && one.path.startsWith('/api/studios/{studio}')) {
          expect(status === 401 || status === 403 || status === 404 || isPublic(one, status), what).toBe(true)
        }
      }
    }
  },
)

/** What a visitor may ask, anyone may. */
function isPublic({ path }: (typeof operations)[number], status: number): boolean {
  return status < 500 && (path.includes('/shown-files/') || PUBLIC.some((one) => path.endsWith(one)))
}

const PUBLIC = [
  ...['/public', '/price-list', '/free-times', '/quote', '/bookings', '/score', '.ics', '/me/active-profile', '/holds'],
]
