import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import {
  type Breach,
  breachAt,
  breaches,
  nodesOf,
  type Source,
  type Syntax,
  server,
  textOf,
  without,
} from './source-code.ts'

// What reaches out of the process, and what must not: the network, the clock, jobs.

/** Calls that wait for somebody else's machine. Files may lie in S3. */
const OUTSIDE =
  /^(fetch|createTransport|postWebhook)$|\bgateway\.(payout|charge|ask)$|\btelegram\.(send|listen|deepLink)$|\b(transport|mailer)\.\w+$|\bblobs\.(put|read|bytesOf|localFile|remove|sweep|adopt)$/

const isFunction = ({ type }: Syntax) => /Function/.test(type)

/** Whether a function works inside a transaction: it is given its context. */
function takesCtx(source: Source, node: Syntax): boolean {
  return isFunction(node) && (node.params as Syntax[]).some((one) => /^ctx\b|: Ctx$/.test(textOf(source, one)))
}

interface Call {
  at: number
  callee: string
  /** The named function of the file that it stands in. */
  from: string
  inTransaction: boolean
}

function callsOf(source: Source): Call[] {
  return nodesOf(source, 'CallExpression').map(({ node, around }) => ({
    at: node.start,
    callee: textOf(source, node.callee),
    from:
      around
        .map((one) => (/^(FunctionDeclaration|VariableDeclarator)$/.test(one.type) ? textOf(source, one.id) : ''))
        .find(Boolean) ?? '',
    inTransaction: around.some((one) => takesCtx(source, one)),
  }))
}

/** The file and the name behind each name that a file imports; a door stands for its module. */
function importsOf(source: Source): Map<string, string> {
  return new Map(
    nodesOf(source, 'ImportDeclaration').flatMap(({ node }) => {
      const from = String((node.source as Syntax).value)
      if (!from.startsWith('.')) return []
      const path = join(dirname(source.path), from).replace(/\/index\.ts$/, '/')
      return (node.specifiers as Syntax[]).map((one) => [
        textOf(source, one.local),
        `${path}#${textOf(source, one.imported)}`,
      ])
    }),
  )
}

/** Calls to the outside made where a transaction is open, through any number of functions in between. */
function outsideInTransactions(files: readonly Source[]): Breach[] {
  const calls = files.flatMap((source) => {
    const imports = importsOf(source)
    return callsOf(source).map((call) => ({
      ...call,
      source,
      to: imports.get(call.callee) ?? `${source.path}#${call.callee}`,
    }))
  })
  const reaching = new Set<string>()
  const reaches = (call: (typeof calls)[number]) => OUTSIDE.test(call.callee) || reaching.has(call.to)
  for (let before = -1; before < reaching.size; ) {
    before = reaching.size
    for (const call of calls) {
      if (call.from === '' || !reaches(call)) continue
      reaching.add(`${call.source.path}#${call.from}`)
      reaching.add(`${dirname(call.source.path)}/#${call.from}`)
    }
  }
  return calls
    .filter((call) => call.inTransaction && reaches(call))
    .map((call) => breachAt(call.source, call.at, call.callee))
}

test('nothing waits for the network while a transaction is open', () => {
  expect(without(outsideInTransactions(server), {})).toEqual([])
  const tell = {
    path: 'src/modules/a/tell.ts',
    text: 'export async function tell(url: string) {\n  await fetch(url)\n}\n',
  }
  const verb = `import { tell } from './tell.ts'
export async function book(ctx: Ctx) {
  await tell('https://elsewhere.example')
}
export const pay = (services: Services) => services.database.transaction(scope, (ctx) => services.gateway.charge(x))
`
  expect(outsideInTransactions([tell, { path: 'src/modules/a/book.ts', text: verb }])).toEqual([
    'src/modules/a/book.ts:3 tell',
    'src/modules/a/book.ts:5 services.gateway.charge',
  ])
})

const effects = (files: readonly Source[]) =>
  breaches(files, 'CallExpression', ({ node, text }) => {
    const callee = text(node.callee)
    return OUTSIDE.test(callee) && !/\bblobs\./.test(callee) && callee
  })

test('effects leave by jobs, which events and transactions ask for; nothing else calls the outside', () => {
  const exceptions = {
    'src/kernel/mail/smtp.ts': 'what the mail’s job works with',
    'src/kernel/mail/mail-task.ts': 'the mail’s job',
    'src/kernel/gateway/simulated-page.ts': 'stands for a world outside, which calls us',
    'src/kernel/gateway/simulated-payout.ts': 'stands for a world outside, which calls us',
    'src/modules/notifications/telegram.ts': 'the job that sends to a chat',
    'src/modules/notifications/webhook-task.ts postWebhook': 'the job that delivers to a webhook',
    'src/modules/notifications/bot.ts':
      'listens to the bot, and answers who wrote to it; nothing depends on the answer',
    'src/modules/notifications/settings-routes.ts telegram.deepLink': 'asks the bot’s name once; sends nothing',
    'src/modules/ledger/attempt.ts services.gateway.ask': 'the job that asks what became of a payment',
    'src/modules/ledger/withdrawal.ts services.gateway.payout': 'the job that pays out',
    'src/modules/subscriptions/jobs.ts gateway.charge': 'the job that renews',
  }
  expect(without(effects(server), exceptions)).toEqual([])
  const text = 'await database.transaction(scope, book)\nawait telegram.send(chat, words)\n'
  expect(effects([{ path: 'src/modules/a/routes.ts', text }])).toEqual(['src/modules/a/routes.ts:2 telegram.send'])
})

/** Libraries that open connections. Nobody calls the outside but through the few files that take one. */
const NETWORK =
  /^(node:(http|https|http2|net|tls|dgram|dns)|undici|nodemailer|grammy|ioredis|@aws-sdk\/.+|@keyv\/redis)$/

const connections = (files: readonly Source[]) =>
  breaches(files, 'ImportDeclaration', ({ node }) => {
    const from = String((node.source as Syntax).value)
    return node.importKind !== 'type' && NETWORK.test(from) && from
  })

test('the outside world stands behind one small interface each', () => {
  const exceptions = {
    'src/kernel/cache.ts @keyv/redis': 'the cache, where there are several processes',
    'src/kernel/http/rates.ts ioredis': 'counts requests, where there are several processes',
    'src/kernel/database/embedded.ts node:net': 'looks for a free port',
    'src/modules/scheduling/address.ts node:net': 'tells one kind of address from the other, and opens nothing',
    'src/kernel/http/trusted-proxies.ts node:net': 'compares addresses, and opens nothing',
    'src/kernel/mail/smtp.ts nodemailer': 'mail',
    'src/kernel/telegram/telegram.ts grammy': 'Telegram',
    'src/kernel/storage/s3-blobs.ts @aws-sdk/client-s3': 'files in S3',
    'src/kernel/storage/s3-uploads.ts @aws-sdk/client-s3': 'uploads to S3',
    'src/kernel/storage/s3-multipart.ts @aws-sdk/client-s3': 'uploads to S3, in parts',
    'src/modules/notifications/webhook-post.ts': 'a studio’s webhooks: to public addresses only',
  }
  expect(without(connections(server), exceptions)).toEqual([])
  const text = "import { request } from 'node:https'\nimport type { Agent } from 'node:http'\n"
  expect(connections([{ path: 'src/modules/a/b.ts', text }])).toEqual(['src/modules/a/b.ts:1 node:https'])
})

/** Prices, splits, terms, hours, words and papers: values in, values out. */
const RULES = [
  ...['kernel/money', 'kernel/policy', 'kernel/media/loudness', 'kernel/media/peaks', 'kernel/media/synthesise'],
  ...['ledger/split', 'ledger/breakdown', 'notifications/quiet', 'notifications/who', 'notifications/wording'],
  ...['scheduling/availability', 'scheduling/cancellation-terms', 'scheduling/price', 'scheduling/wall-hours'],
  ...['subscriptions/dunning', 'subscriptions/period', 'subscriptions/proration', 'subscriptions/receipt-paper'],
  'recording/summary-paper',
].map((name) => `src/${name.startsWith('kernel/') ? '' : 'modules/'}${name}.ts`)

/** Libraries that compute and do nothing else. */
const PURE_LIBRARIES = ['zod', 'intl-messageformat']
const IMPURE =
  /\b(Temporal\.Now|Date\.now|performance\.now|Math\.random|crypto\.|process\.|console\.|setTimeout|fetch\(|import\()|\bnew Date\(\)|\bctx\b/g

function impurities(path: string, read: (path: string) => Source | undefined, seen = new Set<string>()): Breach[] {
  if (seen.has(path)) return []
  seen.add(path)
  const source = read(path)
  if (!source) return [`${path}:0 is not there`]
  const code = source.text.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, (comment) => comment.replace(/[^\n]/g, ' '))
  const said = [...code.matchAll(IMPURE)].map((match) => breachAt(source, match.index, match[0]))
  const imported = nodesOf(source, 'ImportDeclaration', 'ExportNamedDeclaration').flatMap(({ node }) => {
    const from = String((node.source as Syntax | null)?.value ?? '')
    const names = (node.specifiers ?? []) as Syntax[]
    const isType = [node, ...names].some((one) => one.importKind === 'type' || one.exportKind === 'type')
    const onlyTypes =
      node.importKind === 'type' ||
      node.exportKind === 'type' ||
      (isType && names.every((one) => one.importKind === 'type' || one.exportKind === 'type'))
    if (from === '' || onlyTypes || PURE_LIBRARIES.includes(from)) return []
    if (!from.startsWith('.')) return [breachAt(source, node.start, from)]
    return impurities(join(dirname(path), from), read, seen)
  })
  return [...said, ...imported]
}

test('rules are pure: no clock, database, environment or network, themselves or in what they import', () => {
  const read = (path: string) => server.find((source) => source.path === path)
  expect(RULES.flatMap((path) => impurities(path, read))).toEqual([])
  const files: Record<string, string> = {
    'src/modules/a/price.ts':
      "import { rate } from './rate.ts'\nimport type pg from 'pg'\nexport const price = () => rate() * 2\n",
    'src/modules/a/rate.ts':
      "import { eq } from 'drizzle-orm'\nexport const rate = () => Temporal.Now.instant() && eq\n",
  }
  const breached = (path: string) => ({ path, text: files[path] ?? '' })
  expect(impurities('src/modules/a/price.ts', breached)).toEqual([
    'src/modules/a/rate.ts:2 Temporal.Now',
    'src/modules/a/rate.ts:1 drizzle-orm',
  ])
})

const jobsWithoutStudio = (files: readonly Source[]) =>
  breaches(
    files,
    'CallExpression',
    ({ node, text }) =>
      text(node.callee) === 'defineTask' && !text(payloadOf(node)).includes('studioId') && 'a job of no studio',
  )

function payloadOf(call: Syntax): unknown {
  const [task] = call.arguments as Syntax[]
  return ((task?.properties ?? []) as Syntax[]).find((one) => (one.key as Syntax | undefined)?.name === 'payload')
    ?.value
}

test('a job carries its studio', () => {
  const exceptions = {
    'src/kernel/mail/mail-task.ts': 'a mail goes to a person',
    'src/modules/audit/verification.ts': 'the nightly run looks at every studio',
    'src/modules/files/sweep.ts': 'sweeps what is of no studio any more',
    'src/modules/ledger/index.ts': 'asks about an attempt, which knows its studio',
    'src/modules/notifications/telegram.ts': 'a message goes to a person',
    'src/modules/scheduling/jobs.ts': 'its payloads carry it by their type',
    'src/modules/subscriptions/jobs.ts': 'looks which studios are due, and queues a job for each',
  }
  expect(without(jobsWithoutStudio(server), exceptions)).toEqual([])
  const text = 'defineTask({ name: x, payload: z.object({ bookingId: z.uuid() }), run })'
  expect(jobsWithoutStudio([{ path: 'src/modules/a/jobs.ts', text }])).toHaveLength(1)
  expect(jobsWithoutStudio([{ path: 'a.ts', text: text.replace('bookingId', 'studioId') }])).toEqual([])
})

/** A job that failed as often as this, for weeks, is for a person to look at. */
const MOST_ATTEMPTS = 50

const unboundedRetries = (files: readonly Source[]) =>
  breaches(files, 'Property', ({ node, around, source, text }) => {
    const isGiven = around.at(-1)?.type === 'ObjectExpression' && /^(maxAttempts|max_attempts)$/.test(text(node.key))
    return isGiven && !(boundOf(source, node.value as Syntax) <= MOST_ATTEMPTS) && text(node)
  })

/** The number that stands there, or behind the name of a constant of the file. */
function boundOf(source: Source, value: Syntax): number {
  if (value.type === 'Literal') return Number(value.value)
  const name = textOf(source, value)
  const constant = nodesOf(source, 'VariableDeclarator').find(({ node }) => textOf(source, node.id) === name)
  return Number(textOf(source, constant?.node.init).replaceAll('_', '') || Number.NaN)
}

test('a job is tried a bounded number of times', () => {
  const exceptions = {
    'src/kernel/jobs/jobs.ts maxAttempts': 'what the caller says, or twelve',
    'src/kernel/tables.ts maxAttempts: integer().notNull()': 'the column that keeps it',
    'src/kernel/jobs/lane.ts maxAttempts: job.max_attempts': 'tells the job how often it may be tried',
  }
  expect(without(unboundedRetries(server), exceptions)).toEqual([])
  const text =
    'const MOST = 1_000\nenqueue(ctx, TASK, payload, { maxAttempts: MOST })\nenqueue(ctx, TASK, payload, { maxAttempts: n })'
  expect(unboundedRetries([{ path: 'src/modules/a/b.ts', text }])).toHaveLength(2)
})
