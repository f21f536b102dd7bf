import { expect, test } from 'vitest'
import {
  type Breach,
  breachAt,
  breaches,
  nodesOf,
  type Source,
  server,
  sources,
  tableFiles,
  textOf,
  without,
} from './source-code.ts'

// Who stores what, and through which door: the laws that no import shows, because SQL is text.

const migrations = sources('src/**/migrations/*.sql')

const { forbidden }: { forbidden: { name: string; to: { path: string } }[] } = (
  await import('../.dependency-cruiser.cjs')
).default

const ownerOf = ({ path }: Pick<Source, 'path'>) => /^src\/modules\/([^/]+)\//.exec(path)?.[1] ?? 'kernel'

const owners = new Map(
  tableFiles.flatMap((source) =>
    [...source.text.matchAll(/\b(?:tenant|platform)Table\(\s*'([a-z_]+)'/g)].map(
      ([, name = '']) => [name, ownerOf(source)] as const,
    ),
  ),
)

const NAMED_IN_SQL =
  /\b(from|join|into|update|references|table|truncate|using)\s+(?:only\s+)?(?:"?public"?\.)?"?([a-z_]+)"?/gi

/** Tables that a text of SQL names and that are not its module's own. */
function othersTables(source: Source, text: string, start: number): { at: number; verb: string; table: string }[] {
  return [...text.matchAll(NAMED_IN_SQL)]
    .map((match) => ({
      at: start + match.index,
      verb: (match[1] ?? '').toLowerCase(),
      table: (match[2] ?? '').toLowerCase(),
    }))
    .filter(({ table }) => (owners.get(table) ?? ownerOf(source)) !== ownerOf(source))
}

function tablesOfOthers(files: readonly Source[]): Breach[] {
  return files.flatMap((source) =>
    nodesOf(source, 'TemplateElement', 'Literal').flatMap(({ node }) =>
      othersTables(source, textOf(source, node), node.start).map(({ at, table }) => breachAt(source, at, table)),
    ),
  )
}

test('a table is named in SQL by its owner only; others take it from the owner’s door', () => {
  const exceptions = {
    'src/modules/audit/search.ts events': 'the audit log is the reading of the kernel’s events',
    'src/demo-sign-ins.ts accounts': 'the program itself looks which of the demo people are there',
    'src/modules/audit/search.ts event_seals': 'and of their seals',
  }
  expect(without(tablesOfOthers(server), exceptions)).toEqual([])
  const text = 'const q = sql`select 1 from threads t join accounts a on a.id = t.id`\n'
  expect(tablesOfOthers([{ path: 'src/modules/messaging/read.ts', text }])).toEqual([
    'src/modules/messaging/read.ts:1 accounts',
  ])
})

/** What a file of a module has from another's door, or from the kernel's tables. */
function foreignNames(source: Source): string[] {
  if (ownerOf(source) === 'kernel') return []
  return nodesOf(source, 'ImportDeclaration')
    .filter(({ node }) => /\.\.\/[a-z]+\/index\.ts'$|kernel\/tables\.ts'$/.test(textOf(source, node.source)))
    .flatMap(({ node }) => (node.specifiers as { local: { name: string } }[]).map(({ local }) => local.name))
}

const writesToOthers = (files: readonly Source[]) =>
  breaches(files, 'CallExpression', ({ node, source, text }) => {
    const verb = /\.(insert|update|delete)$/.exec(text(node.callee))?.[1]
    const table = text((node.arguments as unknown[])[0])
    return verb && foreignNames(source).includes(table) && `${verb} ${table}`
  })

test('a table that its owner offers at its door is read elsewhere, and written nowhere else', () => {
  expect(without(writesToOthers(server), {})).toEqual([])
  const text = "import { accounts } from '../identity/index.ts'\nawait ctx.tx.update(accounts).set({ name })\n"
  expect(writesToOthers([{ path: 'src/modules/studios/people.ts', text }])).toEqual([
    'src/modules/studios/people.ts:2 update accounts',
  ])
})

/** Whether the cruiser lets a module import another: the floors stand there, once. */
function isBelow(other: string, module: string): boolean {
  const rule = forbidden.find(
    ({ name }) => name === (module === 'kernel' ? 'kernel-knows-no-module' : `floors-${module}`),
  )
  if (!rule) throw new Error(`${module} stands on no floor`)
  return other === 'kernel' || !new RegExp(rule.to.path).test(`src/modules/${other}/`)
}

const keysUpwards = (files: readonly Source[]) =>
  files.flatMap((source) =>
    othersTables(source, source.text, 0)
      .filter(({ verb, table }) => verb === 'references' && !isBelow(owners.get(table) ?? '', ownerOf(source)))
      .map(({ at, table }) => breachAt(source, at, table)),
  )

test('a foreign key of a migration is an import: it goes to a floor below', () => {
  expect(without(keysUpwards(migrations), {})).toEqual([])
  const text = 'ALTER TABLE "files" ADD CONSTRAINT x FOREIGN KEY ("id") REFERENCES "public"."wallets"("id");'
  expect(keysUpwards([{ path: 'src/modules/files/migrations/1.sql', text }])).toEqual([
    'src/modules/files/migrations/1.sql:1 wallets',
  ])
})

function othersInMigrations(files: readonly Source[]): Breach[] {
  return files.flatMap((source) =>
    othersTables(source, source.text, 0)
      .filter(({ verb }) => verb !== 'references')
      .map(({ at, table }) => breachAt(source, at, table)),
  )
}

test('a migration touches its own module’s tables only, but for what cannot be asked through a door', () => {
  const exceptions = {
    'src/modules/ledger/migrations/ events': 'the posting function tells of each transfer as it posts',
    'src/modules/recording/migrations/0001_terms-move-to-studios.sql revenue_sharing_terms':
      'its rows moved there once',
    'src/modules/recording/migrations/0003_summary-for-each-reader.sql memberships':
      'summaries were given to whom they had been shown, once',
    'src/modules/scheduling/migrations/0004_rooms.sql studio_limits': 'a trigger counts rooms under the limits’ lock',
    'src/modules/studios/migrations/ sessions': 'who asks, and in which studio, is one prepared statement',
    'src/modules/studios/migrations/ accounts': 'the same statement',
    'src/modules/subscriptions/migrations/0002_renewal.sql studios': 'fills what studios had before there were charges',
    'src/modules/subscriptions/migrations/0002_renewal.sql payment_attempts': 'the same filling',
    'src/modules/subscriptions/migrations/0004_limits.sql studio_limits': 'gives studios their plan’s limits, once',
    'src/modules/subscriptions/migrations/0004_limits.sql storage_use': 'the same, for their space',
  }
  expect(without(othersInMigrations(migrations), exceptions)).toEqual([])
  const text = 'UPDATE "accounts" SET name = 1;'
  expect(othersInMigrations([{ path: 'src/modules/files/migrations/1.sql', text }])).toEqual([
    'src/modules/files/migrations/1.sql:1 accounts',
  ])
})

const besideTheDoor = (files: readonly Source[]) =>
  breaches(files, ['NewExpression', 'CallExpression'], ({ node, source, text }) => {
    if (source.path === 'src/kernel/database/door.ts') return
    const callee = text(node.callee)
    if (node.type === 'NewExpression') return /^(pg\.)?(Client|Pool)$/.test(callee) && `new ${callee}`
    return /(?:^|\.)(pool\.(?:query|connect)|drizzle)$/.exec(callee)?.[1]
  })

test('one door leads to the database, and it sets the studio; past it go only those named here', () => {
  const exceptions = {
    'src/kernel/database/server.ts': 'asks a server whether it is there, before there is anything to enter',
    'src/kernel/database/embedded.ts': 'the same, of our own server',
    'src/kernel/database/migrate.ts': 'migrations work as the owner',
    'src/kernel/database/backup.ts': 'a base backup is the whole server',
    'src/kernel/http/health.ts': 'asks nothing of any table',
    'src/kernel/live/hub.ts': 'listens to the dispatcher',
    'src/kernel/events/dispatch.ts': 'reads every studio’s events by a function with its owner’s rights',
    'src/kernel/jobs/alone.ts': 'holds a lock, not rows',
    'src/kernel/jobs/presence.ts': 'holds a lock, and frees jobs of the queue',
    'src/kernel/jobs/patient-pool.ts': 'the queue’s own tables have no studio',
    'src/kernel/jobs/hand-over.ts': 'the queue’s own table has no studio',
    'src/kernel/jobs/retry.ts': 'the queue’s own table has no studio',
    'src/kernel/mail/mailbox.ts': 'mail of a program without a mail server belongs to no studio',
    'src/kernel/gateway/simulated.ts': 'stands for a world outside, with a table of its own',
    'src/kernel/gateway/simulated-charge.ts': 'the same',
    'src/kernel/gateway/simulated-payout.ts': 'the same',
    'src/modules/identity/auth.ts': 'sign-in comes before the studio',
    'src/modules/studios/principal.ts': 'sign-in: who asks, and in which studio',
    'src/modules/studios/profiles.ts': 'sign-in: one’s profiles in all studios',
    'src/modules/studios/invitation.ts': 'sign-in: an invitation is found by its secret',
    'src/modules/ledger/group-commit.ts': 'transfers of many studios are posted together, by the posting function',
    'src/modules/ledger/reconcile.ts': 'reconciliation looks at every studio',
    'src/modules/ledger/attempt.ts': 'the gateway knows no studio: the attempt tells it',
    'src/demo-sign-ins.ts': 'looks which of the demo people are there, before anybody asks',
    'src/demo.ts': 'one process at a time lays out the demo world',
  }
  expect(without(besideTheDoor(server), exceptions)).toEqual([])
  const text = 'const client = new pg.Client({})\nawait database.pool.query(`select 1`)\n'
  expect(besideTheDoor([{ path: 'src/modules/files/read.ts', text }])).toEqual([
    'src/modules/files/read.ts:1 new pg.Client',
    'src/modules/files/read.ts:2 pool.query',
  ])
})
