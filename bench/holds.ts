import { randomBytes, randomUUID } from 'node:crypto'
import { join } from 'node:path'
import pg from 'pg'
import { startProgram } from '../e2e/program.ts'
import { findRunning } from '../src/kernel/database/embedded.ts'
import { newId } from '../src/kernel/ids.ts'
import { load, type NextRequest } from './http-load.ts'
import { type Measure, measure } from './measure.ts'

const PEOPLE = 2_000
const STUDIOS = 50
const SECONDS = 5
const DIRECT_CONNECTIONS = 32
/** Of the direct rate, at 64 and at 256 connections. */
const LEAST_AT_64 = 0.7
const LEAST_AT_256 = 1

interface Payer {
  accountId: string
  studioId: string
  token: string
}

/**
 * Paid holds a second over HTTP (session, permission, row-level security, event, all of it), beside the same posting
 * driven directly by 32 connections, one transfer at a time: random wallets in many studios, then all against one.
 */
export async function holds(): Promise<Measure[]> {
  const program = await startProgram({ DEMO: 'false' })
  const server = await findRunning(join(program.dataDir, 'postgres'))
  if (!server) throw new Error('the program’s database is not to be found')
  const url = server.url('atelier')
  try {
    const people = await seed(url)
    const one = people.map((payer) => ({ ...payer, studioId: people[0]?.studioId ?? '' }))
    await load(program.port, 32, 2, request(people))
    const measures: Measure[] = []
    for (const [where, payers] of [
      ['random wallets', people],
      ['one studio', one],
    ] as const) {
      const direct = await postDirectly(url, payers)
      for (const [connections, least] of [
        [64, LEAST_AT_64],
        [256, LEAST_AT_256],
      ] as const) {
        const rate = await load(program.port, connections, SECONDS, request(payers))
        measures.push(measure(`holds, ${where}, ${connections} connections`, rate, 'per s', direct, { least }))
      }
    }
    return measures
  } finally {
    await program.stop()
  }
}

function request(payers: readonly Payer[]): NextRequest {
  const body = JSON.stringify({ amountMinor: '1', currency: 'RUB', note: 'bench' })
  return () => {
    const payer = payers[Math.floor(Math.random() * payers.length)]
    if (!payer) throw new Error('nobody pays')
    const headers = {
      cookie: `atelier=${payer.token}`,
      'content-type': 'application/json',
      'idempotency-key': randomUUID(),
    }
    return { path: `/api/studios/${payer.studioId}/holds`, headers, body }
  }
}

async function seed(url: string): Promise<Payer[]> {
  const studios = Array.from({ length: STUDIOS }, newId)
  const people = Array.from({ length: PEOPLE }, (_, n) => ({
    accountId: newId(),
    studioId: studios[n % STUDIOS] ?? '',
    token: randomBytes(24).toString('base64url'),
  }))
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const ids = people.map((payer) => payer.accountId)
  await client.query(
    `insert into studios (id, slug, name, currency, zone, locale) select s, 'b' || left(replace(s::text, '-', ''), 30), 'B', 'RUB', 'Europe/Moscow', 'ru' from unnest($1::uuid[]) s`,
    [studios],
  )
  await client.query(
    `insert into accounts (id, name, email, email_verified) select a, 'B', a || '@example.org', true from unnest($1::uuid[]) a`,
    [ids],
  )
  await client.query(
    `insert into sessions (token, user_id, expires_at) select t, a, now() + interval '1 day' from unnest($1::text[], $2::uuid[]) x(t, a)`,
    [people.map((payer) => payer.token), ids],
  )
  // Everyone is a client of their own studio and of the first.
  await client.query(
    `insert into memberships (studio_id, account_id, role, display_name)
     select s, a, 'client', 'B' from unnest($1::uuid[], $2::uuid[]) x(s, a)
     union select $3::uuid, a, 'client', 'B' from unnest($2::uuid[]) a`,
    [people.map((payer) => payer.studioId), ids, studios[0]],
  )
  for (let start = 0; start < people.length; start += 200) {
    const batch = people.slice(start, start + 200).map((payer) => transfer('top_up', payer, 10_000_000n, 'gateway'))
    await client.query('select * from ledger_post($1::jsonb)', [JSON.stringify(batch)])
  }
  await client.query('analyze')
  await client.end()
  return people
}

async function postDirectly(url: string, people: readonly Payer[]): Promise<number> {
  const until = performance.now() + SECONDS * 1000
  const counts = await Promise.all(
    Array.from({ length: DIRECT_CONNECTIONS }, async () => {
      const client = new pg.Client({ connectionString: url })
      await client.connect()
      let count = 0
      while (performance.now() < until) {
        const payer = people[Math.floor(Math.random() * people.length)]
        if (!payer) break
        await client.query({
          name: 'post',
          text: 'select outcome from ledger_post($1::jsonb)',
          values: [JSON.stringify([transfer('hold', payer, 1n, 'held')])],
        })
        count++
      }
      await client.end()
      return count
    }),
  )
  return counts.reduce((sum, count) => sum + count, 0) / SECONDS
}

/** A command as the program's own verbs make it, with its event. */
function transfer(kind: 'top_up' | 'hold', payer: Payer, amount: bigint, other: 'gateway' | 'held') {
  const id = newId()
  const occurredAt = new Date().toISOString()
  const main = { ownerKind: 'account', ownerId: payer.accountId, kind: 'main', currency: 'RUB' }
  const legs =
    other === 'held'
      ? [
          { ...main, amount: `-${amount}`, role: 'payer' },
          { ...main, kind: 'held', amount: `${amount}`, role: 'held' },
        ]
      : [
          {
            ownerKind: 'gateway',
            ownerId: '00000000-0000-7000-8000-000000000000',
            kind: 'main',
            currency: 'RUB',
            amount: `-${amount}`,
            role: 'gateway',
          },
          { ...main, amount: `${amount}`, role: 'payee' },
        ]
  const subject = { subjectType: 'studio', subjectId: payer.studioId }
  const open = { payerKind: 'account', payerId: payer.accountId, currency: 'RUB', amount: `${amount}` }
  const event = {
    id: newId(),
    studioId: payer.studioId,
    name: kind === 'hold' ? 'payment.held' : 'wallet.topped_up',
    actorKind: 'account',
    actorAccountId: payer.accountId,
    actorMembershipId: null,
    actorRole: null,
    ...subject,
    payload: { transferId: id, holdId: id, amount: { amountMinor: `${amount}`, currency: 'RUB' }, note: 'bench' },
    audience: [],
    requestId: 'bench',
    ip: null,
    userAgent: null,
    occurredAt,
  }
  return {
    id,
    hash: id,
    kind,
    studioId: payer.studioId,
    ...subject,
    note: 'bench',
    breakdown: null,
    accountIds: [payer.accountId],
    actorAccountId: payer.accountId,
    occurredAt,
    legs,
    open: kind === 'hold' ? open : null,
    consume: null,
    events: [event],
  }
}
