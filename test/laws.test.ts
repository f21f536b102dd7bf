import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, posix, resolve } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Breach, breachAt, type Source, sources } from './source-code.ts'

const { forbidden }: { forbidden: { name: string; to: { path?: string } }[] } = (
  await import('../.dependency-cruiser.cjs')
).default

/** The modules that each module may not import, as its rule names them. */
const floors = forbidden.flatMap(({ name, to }) => {
  const module = /^floors-(.+)$/.exec(name)?.[1]
  return module ? [{ module, others: /\((.+)\)/.exec(to.path ?? '')?.[1]?.split('|') ?? [] }] : []
})

/** Files of a small house that obeys every law. */
const house: Record<string, string> = {
  'src/kernel/money.ts': 'export const one = 1\n',
  'src/kernel/testing/database.ts': 'export const database = 1\n',
  ...Object.fromEntries(
    floors.map(({ module }) => [`src/modules/${module}/index.ts`, 'export const verb = 1\nexport interface Word {}\n']),
  ),
  'src/modules/identity/tables.ts': 'export const accounts = 1\n',
  'src/modules/studios/accounts.ts': "import { verb } from '../identity/index.ts'\nexport const studios = verb\n",
  'src/modules/studios/screens/index.ts': 'export const Card = 1\n',
  'src/modules/ledger/screens/index.ts':
    "import { Card } from '../../studios/screens/index.ts'\nexport const S = Card\n",
  'src/web/app/shell.ts': 'export const shell = 1\n',
  'src/web/app/about.ts': 'export const about = 1\n',
  'src/web/app/round.ts': "import { about } from './about.ts'\nexport const round = about\n",
  'src/web/server.ts': "import { one } from '../kernel/money.ts'\nexport const pages = one\n",
  'src/app.ts': "import { verb } from './modules/ledger/index.ts'\nexport const app = verb\n",
}

/** One file for each breach: what it is a breach of, where it stands, what it says. */
const breaches: [law: string, file: string, text: string][] = [
  ...floors.flatMap(({ module, others }) =>
    others
      .filter((other) => other !== 'nothing')
      .flatMap((other): [string, string, string][] => [
        [`floors-${module}`, `src/modules/${module}/of-${other}.ts`, `export { verb } from '../${other}/index.ts'\n`],
        [
          `floors-${module}`,
          `src/modules/${module}/type-of-${other}.ts`,
          `import type { Word } from '../${other}/index.ts'\nexport type Mine = Word\n`,
        ],
      ]),
  ),
  ['kernel-knows-no-module', 'src/kernel/knowing.ts', "export { verb } from '../modules/ledger/index.ts'\n"],
  ['only-the-door', 'src/modules/studios/inside.ts', "export { accounts } from '../identity/tables.ts'\n"],
  ['nobody-imports-the-top', 'src/modules/files/up.ts', "export { app } from '../../app.ts'\n"],
  ...[
    ...['src/modules/ledger/screens', 'src/web/app', 'src/web/scripts', 'src/web/parts', 'src/web/layouts'],
    ...['src/web/pages', 'src/web/ui'],
  ].map((folder): [string, string, string] => [
    'screens-take-types-only',
    `${folder}/reaching.ts`,
    `export { one } from '${posix.relative(folder, 'src/kernel/money.ts')}'\n`,
  ]),
  ['screens-take-types-only', 'src/web/lone.ts', "export { verb } from '../modules/ledger/index.ts'\n"],
  ['server-knows-no-screens', 'src/modules/files/seen.ts', "export { shell } from '../../web/app/shell.ts'\n"],
  ['tests-stay-tests', 'src/modules/files/tested.ts', "export { database } from '../../kernel/testing/database.ts'\n"],
  ['no-circles', 'src/web/app/about.ts', "import { round } from './round.ts'\nexport const about = () => round\n"],
  ['resolvable', 'src/kernel/lost.ts', "export { x } from './nowhere.ts'\n"],
]

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'atelier-laws-'))
  await symlink(resolve('node_modules'), join(folder, 'node_modules'))
  await writeFile(join(folder, 'package.json'), '{"type":"module"}')
  for (const [file, text] of Object.entries(house)) await put(file, text)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function put(file: string, text: string) {
  await mkdir(dirname(join(folder, file)), { recursive: true })
  await writeFile(join(folder, file), text)
}

/** `law file` of each breach that the cruiser found. */
function violations(): Promise<string[]> {
  const config = resolve('.dependency-cruiser.cjs')
  const args = [resolve('node_modules/.bin/depcruise'), 'src', '--config', config, '-T', 'json']
  return new Promise((done, fail) => {
    execFile(process.execPath, args, { cwd: folder, maxBuffer: 1e8 }, (error, stdout) => {
      if (stdout === '') return fail(error)
      const report: { summary: { violations: { rule: { name: string }; from: string }[]; totalCruised: number } } =
        JSON.parse(stdout)
      if (report.summary.totalCruised < Object.keys(house).length) return fail(new Error('the cruiser did not see it'))
      done(report.summary.violations.map(({ rule, from }) => `${rule.name} ${from}`))
    })
  })
}

test('a house that obeys breaks no law, and each breach of each law is found', async () => {
  expect(await violations()).toEqual([])
  for (const [, file, text] of breaches) await put(file, text)
  const found = await violations()
  expect(breaches.map(([law, file]) => `${law} ${file}`).filter((breach) => !found.includes(breach))).toEqual([])
})

test('every rule of the cruiser has a breach here', () => {
  const broken = new Set(breaches.map(([law]) => law))
  expect(forbidden.map(({ name }) => name).filter((name) => !broken.has(name))).toEqual([])
})

/** What pages take from the server: the cruiser reads no `.astro`, so their imports are searched for as text. */
function pagesReaching(files: readonly Source[]): Breach[] {
  return files.flatMap((source) =>
    [...source.text.matchAll(/\bimport\s+(type\s)?[^'"]*?(?:from\s*)?['"]([^'"]+)['"]/g)].flatMap((match) => {
      const [, type, from = ''] = match
      const path = from.startsWith('.') ? posix.join(dirname(source.path), from) : from
      const reaches = /^src\/(kernel|modules\/[^/]+\/(?!screens\/)|app\.ts|main\.ts|demo)/.test(path)
      return reaches && !type ? [breachAt(source, match.index, path)] : []
    }),
  )
}

test('pages take nothing from the server but types', () => {
  expect(pagesReaching(sources('src/web/**/*.astro'))).toEqual([])
  const text =
    "---\nimport type { Words } from '../../modules/studios/index.ts'\nimport { one } from '../../kernel/money.ts'\n---\n<script>import '../../app.ts'</script>\n"
  expect(pagesReaching([{ path: 'src/web/pages/index.astro', text }])).toEqual([
    'src/web/pages/index.astro:3 src/kernel/money.ts',
    'src/web/pages/index.astro:5 src/app.ts',
  ])
})
