import { readFileSync } from 'node:fs'
import fc from 'fast-check'

export interface Schema {
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
  minimum?: number
  maximum?: number
  minLength?: number
  maxLength?: number
  minItems?: number
  maxItems?: number
}

export interface Operation {
  path: string
  method: string
  responses: string[]
  parameters: { name: string; in: string; required?: boolean; schema: Schema }[]
  body: Schema | undefined
}

interface Document {
  paths: Record<string, Record<string, DocumentedOperation>>
  components?: { schemas?: Record<string, Schema> }
}
interface DocumentedOperation {
  responses?: Record<string, unknown>
  parameters?: Operation['parameters']
  requestBody?: { content?: Record<string, { schema?: Schema }> }
}

const document: Document = JSON.parse(readFileSync('docs/openapi.json', 'utf8'))

/** Everything that the OpenAPI document says can be asked. */
export const operations: readonly Operation[] = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, { responses = {}, parameters = [], requestBody }]) => ({
    ...{ path, method, responses: Object.keys(responses), parameters },
    body: requestBody?.content?.['application/json']?.schema,
  })),
)

export interface Drawing {
  /** Of eight values, how many are something else altogether. */
  wrongOfEight: number
  /** Ids of what there is, by name: all are of these, or half of them where something else is wrong too. */
  ids: ReadonlyMap<string, readonly string[]>
  /** What may be left out is there, too. */
  everything?: true
}

const nonsense = fc.oneof(
  fc.constantFrom<unknown>(null, true, -1, 0, 1e21, 0.5, '', '\u0000', '💥'.repeat(300), [], {}, 'null', '2026-02-30'),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.integer(),
)

/** Values as a schema wants them, as many of them wrong as the drawing says. */
export function valuesOf(schema: Schema | undefined, name: string, drawing: Drawing, depth = 0): fc.Arbitrary<unknown> {
  const right = rightOf(schema, name, drawing, depth)
  const { wrongOfEight: wrong } = drawing
  return fc.oneof({ arbitrary: right, weight: 8 - wrong }, { arbitrary: nonsense, weight: wrong })
}

function rightOf(schema: Schema | undefined, name: string, drawing: Drawing, depth: number): fc.Arbitrary<unknown> {
  const of = (one: Schema | undefined, called = name) => valuesOf(one, called, drawing, depth + 1)
  if (!schema || depth > 8) return nonsense
  if (schema.$ref) return of(document.components?.schemas?.[schema.$ref.split('/').pop() ?? ''])
  if ('const' in schema) return fc.constant(schema.const)
  if (schema.enum) return fc.constantFrom(...schema.enum)
  const choices = (schema.anyOf ?? schema.oneOf)?.filter((one) => !drawing.everything || one.type !== 'null')
  if (choices) return fc.oneof(...choices.map((one) => of(one)))
  if (schema.allOf) {
    return fc
      .tuple(...schema.allOf.map((one) => rightOf(one, name, drawing, depth + 1)))
      .map((parts) => Object.assign({}, ...parts.filter((part) => typeof part === 'object')))
  }
  const [type] = [schema.type].flat()
  if (type === 'object') {
    const known = Object.entries(schema.properties ?? {}).map(([called, one]) => [called, of(one, called)] as const)
    return fc.record(Object.fromEntries(known), drawing.everything ? {} : { requiredKeys: schema.required ?? [] })
  }
  if (type === 'array') {
    const least = schema.minItems ?? 0
    return fc.array(of(schema.items), {
      minLength: least,
      maxLength: Math.max(least, Math.min(schema.maxItems ?? 3, 3)),
    })
  }
  if (type === 'integer' || type === 'number') return numberOf(schema)
  if (type === 'boolean') return fc.boolean()
  if (type === 'null') return fc.constant(null)
  if (schema.format === 'uuid') return idOf(drawing, name)
  return textOf(schema)
}

function idOf({ ids, wrongOfEight }: Drawing, name: string): fc.Arbitrary<string> {
  const known = ids.get(name) ?? []
  if (known.length === 0) return fc.uuid()
  return wrongOfEight === 0 ? fc.constantFrom(...known) : fc.oneof(fc.uuid(), fc.constantFrom(...known))
}

function numberOf({ minimum, maximum }: Schema): fc.Arbitrary<number> {
  const most = Math.min(maximum ?? 2 ** 31, 2 ** 53)
  const least = Math.max(minimum ?? 0, -(2 ** 53))
  return fc.oneof(fc.integer({ min: least, max: Math.min(most, least + 100) }), fc.integer({ min: least, max: most }))
}

function textOf({ format, pattern, minLength = 0, maxLength = 30 }: Schema): fc.Arbitrary<unknown> {
  if (format === 'date-time') return fc.constantFrom(...MOMENTS)
  if (format === 'date') return fc.constantFrom(...MOMENTS.map((moment) => moment.slice(0, 10)))
  if (format === 'email') return fc.emailAddress()
  if (format === 'uri') return fc.constant('http://127.0.0.1:9/hook')
  // fast-check makes no strings for a look-ahead: those are paths of the site.
  if (pattern?.includes('(?!')) return fc.constant('/app')
  if (pattern) return fc.stringMatching(new RegExp(pattern))
  return fc.string({ unit: 'grapheme', minLength, maxLength: Math.max(minLength, Math.min(maxLength, 30)) })
}

/** Now, soon and long ago, on the hour: what a calendar may say yes to. */
const MOMENTS = [0, 1, 30, -30, -4_000].map((days) =>
  Temporal.Now.instant()
    .add({ hours: days * 24 + 2 })
    .round({ smallestUnit: 'hour' })
    .toString(),
)
