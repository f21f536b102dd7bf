import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'

/** Files of a small house that obeys every law; each test adds one breach. */
const house: Record<string, string> = {
  'src/kernel/money.ts': 'export const one = 1\n',
  'src/modules/identity/index.ts': "export { accounts } from './tables.ts'\n",
  'src/modules/identity/tables.ts': 'export const accounts = 1\n',
  'src/modules/studios/index.ts': "import { accounts } from '../identity/index.ts'\nexport const studios = accounts\n",
  'src/modules/ledger/index.ts': 'export const post = 1\nexport interface Wallet { id: string }\n',
  'src/modules/files/index.ts': 'export const blobs = 1\n',
  'src/modules/ledger/screens/index.ts':
    "import { Card } from '../../studios/screens/index.ts'\nexport const S = Card\n",
  'src/modules/studios/screens/index.ts': 'export const Card = 1\n',
  'src/web/app/shell.ts': "import { studios } from './nav.ts'\nexport const shell = studios\n",
  'src/web/app/nav.ts': 'export const studios = 1\n',
  'src/app.ts': "import { post } from './modules/ledger/index.ts'\nexport const app = post\n",
}

const breaches: [law: string, file: string, text: string][] = [
  [
    'kernel-knows-no-module',
    'src/kernel/money.ts',
    "import { post } from '../modules/ledger/index.ts'\nexport const one = post\n",
  ],
  [
    'floors-identity',
    'src/modules/identity/tables.ts',
    "import { studios } from '../studios/index.ts'\nexport const accounts = studios\n",
  ],
  [
    'floors-files',
    'src/modules/files/index.ts',
    "import { post } from '../ledger/index.ts'\nexport const blobs = post\n",
  ],
  [
    'floors-files',
    'src/modules/files/index.ts',
    "import type { Wallet } from '../ledger/index.ts'\nexport type Blob = Wallet\n",
  ],
  [
    'only-the-door',
    'src/modules/studios/index.ts',
    "import { accounts } from '../identity/tables.ts'\nexport const studios = accounts\n",
  ],
  [
    'nobody-imports-the-top',
    'src/modules/files/index.ts',
    "import { app } from '../../app.ts'\nexport const blobs = app\n",
  ],
  [
    'screens-take-types-only',
    'src/web/app/nav.ts',
    "import { post } from '../../modules/ledger/index.ts'\nexport const studios = post\n",
  ],
  [
    'server-knows-no-screens',
    'src/modules/files/index.ts',
    "import { shell } from '../../web/app/shell.ts'\nexport const blobs = shell\n",
  ],
  ['no-circles', 'src/web/app/nav.ts', "import { shell } from './shell.ts'\nexport const studios = () => shell\n"],
  ['resolvable', 'src/kernel/money.ts', "import { x } from './nowhere.ts'\nexport const one = x\n"],
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

function violations(): Promise<string[]> {
  const args = [
    resolve('node_modules/.bin/depcruise'),
    'src',
    '--config',
    resolve('.dependency-cruiser.cjs'),
    '-T',
    'json',
  ]
  return new Promise((done, fail) => {
    execFile(process.execPath, args, { cwd: folder, maxBuffer: 1e8 }, (error, stdout) => {
      if (stdout === '') return fail(error)
      const report: { summary: { violations: { rule: { name: string } }[]; totalCruised: number } } = JSON.parse(stdout)
      if (report.summary.totalCruised < 10) return fail(new Error('the cruiser did not see the house'))
      done(report.summary.violations.map((violation) => violation.rule.name))
    })
  })
}

test('a house that obeys breaks no law', async () => {
  expect(await violations()).toEqual([])
})

test.each(breaches)('a breach of %s is found', async (law, file, text) => {
  await put(file, text)
  try {
    expect(await violations()).toContain(law)
  } finally {
    await put(file, house[file] ?? '')
  }
})
