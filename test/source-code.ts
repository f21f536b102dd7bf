import { globSync, readFileSync } from 'node:fs'
import { parseSync } from 'vite'

/** A file of the program, as the laws that search the code read it. */
export interface Source {
  path: string
  text: string
}

/** A piece of syntax with where it stands; what else it has depends on its type (ESTree). */
export interface Syntax {
  type: string
  start: number
  end: number
  [part: string]: unknown
}

/** Where a law is broken: `path:line what`. */
export type Breach = string

const isTest = (path: string) => /(\.test|-for-tests)\.tsx?$|^src\/kernel\/testing\/|^src\/web\/generated\//.test(path)

/** The program's own files that a pattern names, without tests and what is generated. */
export function sources(pattern: string | string[]): Source[] {
  const paths = globSync(pattern)
    .filter((path) => !isTest(path))
    .sort()
  if (paths.length === 0) throw new Error(`${pattern} names no file: the search would find nothing, and pass`)
  return paths.map((path) => ({ path, text: readFileSync(path, 'utf8') }))
}

/** The server: every file of it but the screens that modules bring along. */
export const server: readonly Source[] = sources(['src/kernel/**/*.ts', 'src/modules/**/*.ts', 'src/*.ts']).filter(
  ({ path }) => !path.includes('/screens/'),
)

/** Where tables are declared. */
export const tableFiles: readonly Source[] = server.filter(({ path }) =>
  /^src\/(kernel|modules\/[^/]+)\/tables(\/[^/]+)?\.ts$/.test(path),
)

/** A piece of syntax with what it stands in, the outermost first. */
export interface Found {
  node: Syntax
  around: readonly Syntax[]
}

/** Every piece of syntax of some types, in the order of the text. Throws where the text cannot be read. */
export function nodesOf(source: Source, ...types: string[]): Found[] {
  return allNodes(source).filter(({ node }) => types.includes(node.type))
}

const known = new WeakMap<Source, Found[]>()

function allNodes(source: Source): Found[] {
  const before = known.get(source)
  if (before) return before
  const { program, errors } = parseSync(source.path, source.text)
  if (errors.length > 0) throw new Error(`${source.path}: ${errors[0]?.message}`)
  const found: Found[] = []
  const enter = (node: Syntax, around: readonly Syntax[]) => {
    found.push({ node, around })
    const within = [...around, node]
    for (const part of Object.values(node)) {
      for (const child of Array.isArray(part) ? part : [part]) if (isSyntax(child)) enter(child, within)
    }
  }
  enter(program as unknown as Syntax, [])
  known.set(source, found)
  return found
}

function isSyntax(value: unknown): value is Syntax {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value
}

/** The text of a piece of syntax. */
export const textOf = (source: Source, node: unknown): string =>
  isSyntax(node) ? source.text.slice(node.start, node.end) : ''

/** A breach at that place of a file. */
export function breachAt(source: Source, at: number, what: string): Breach {
  return `${source.path}:${source.text.slice(0, at).split('\n').length} ${what}`
}

/** A piece of syntax that a law looks at, in its file. */
export interface Looked extends Found {
  source: Source
  /** The text of a piece of syntax of that file. */
  text(node: unknown): string
}

/** Where pieces of syntax of some types break a law: `wrong` says what is wrong there, or nothing. */
export function breaches(
  files: readonly Source[],
  types: string | readonly string[],
  wrong: (looked: Looked) => string | false | undefined,
): Breach[] {
  return files.flatMap((source) =>
    nodesOf(source, ...[types].flat()).flatMap((found) => {
      const what = wrong({ ...found, source, text: (node) => textOf(source, node) })
      return what ? [breachAt(source, found.node.start, what)] : []
    }),
  )
}

/** The breaches without the excepted places (`path what`, a path alone, or a folder's with `/` behind it), and the exceptions that except nothing any more. */
export function without(breaches: readonly Breach[], exceptions: Readonly<Record<string, string>>): Breach[] {
  const excepts = (breach: Breach) =>
    Object.keys(exceptions).filter((place) => {
      const [path = '', ...what] = place.split(' ')
      const isThere = breach.startsWith(path.endsWith('/') ? path : `${path}:`)
      return isThere && (what.length === 0 || breach.endsWith(` ${what.join(' ')}`))
    })
  const used = new Set(breaches.flatMap(excepts))
  const idle = Object.keys(exceptions).filter((place) => !used.has(place))
  return [
    ...breaches.filter((breach) => excepts(breach).length === 0),
    ...idle.map((place) => `${place}: an exception that excepts nothing`),
  ]
}
