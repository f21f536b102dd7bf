import { globSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type DrizzleSnapshotJSON, generateDrizzleJson, generateMigration } from 'drizzle-kit/api'
import { expect, test } from 'vitest'

/** What `npm run db:generate` would write is nothing: the last migration's snapshot says what the tables say. */
const folders = globSync('src/{kernel,modules/*}/migrations/meta').map((path) => path.replace('/migrations/meta', ''))

function lastSnapshot(folder: string): DrizzleSnapshotJSON {
  const last = globSync(`${folder}/migrations/meta/*_snapshot.json`).sort().at(-1)
  if (!last) throw new Error(`${folder} has no snapshot`)
  return JSON.parse(readFileSync(last, 'utf8'))
}

async function missing(folder: string, before = lastSnapshot(folder)): Promise<string[]> {
  const tables = await import(/* @vite-ignore */ pathToFileURL(resolve(folder, 'tables.ts')).href)
  return generateMigration(before, generateDrizzleJson(tables, before.id, undefined, 'snake_case'))
}

test.each(folders)('the migrations of %s make what its tables declare: npm run db:generate', async (folder) => {
  expect(await missing(folder)).toEqual([])
})

test('a type, a default, a check and a foreign key that no migration makes are found', async () => {
  const before = structuredClone(lastSnapshot('src/modules/ledger'))
  const { wallets, postings } = Object.fromEntries(Object.values(before.tables).map((table) => [table.name, table]))
  if (!wallets || !postings) throw new Error('the ledger has no wallets')
  Object.assign(wallets.columns.balance_minor ?? {}, { type: 'integer', default: 5 })
  wallets.checkConstraints = {}
  postings.foreignKeys = {}
  const found = (await missing('src/modules/ledger', before)).join('\n')
  for (const what of [
    'SET DATA TYPE bigint',
    'DEFAULT',
    'ADD CONSTRAINT "postings_transfer',
    'ADD CONSTRAINT "wallets_',
  ])
    expect(found).toContain(what)
})
