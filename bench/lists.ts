import { newId } from '../src/kernel/ids.ts'
import { type Measure, measure, WITHIN } from './measure.ts'
import { type BenchStudio, benchStudio, type Member } from './studio.ts'

const FEW = 1_000
const MANY = 100_000
/** Items of each studio's catalogue. */
const ITEMS = 100
/** Fewer in all than one account may ask in a minute. */
const ASKED = 150
const WARM = 30
/** The 95th percentile may grow by less than a quarter. */
const MOST_GROWTH = 1.25

/**
 * The first page of the chat, of the inbox, of past bookings and of a studio's catalogue, over HTTP: the 95th percentile
 * at 100,000 rows beside a quarter more than it was at 1,000, in one database. A catalogue holds 500 items at most: the
 * rest are other studios'.
 */
export async function lists(): Promise<Measure[]> {
  const studio = await benchStudio(2_000)
  try {
    const threadId = await layThread(studio)
    const paths = {
      chat: `threads/${threadId}/messages?limit=50`,
      inbox: 'threads?limit=50',
      'past bookings': 'bookings?show=past&limit=50',
      catalogue: 'price-list',
    }
    await layCatalogue(studio, studio.studioId)
    await fill(studio, threadId, 1, FEW)
    const few = await p95OfAll(studio, paths)
    await fill(studio, threadId, FEW + 1, MANY)
    const many = await p95OfAll(studio, paths)
    return Object.keys(paths).map((name) =>
      measure(
        `${name}, first page, p95 at ${MANY} rows (limit: ${MOST_GROWTH} of that at ${FEW})`,
        ...([many[name] ?? 0, 'ms', (few[name] ?? 0) * MOST_GROWTH, WITHIN] as const),
      ),
    )
  } finally {
    await studio.close()
  }
}

async function layThread({ client, studioId, clients }: BenchStudio): Promise<string> {
  const ids = clients.map(() => newId())
  await client.query(
    `insert into threads (studio_id, id, client_membership_id, last_message_at) select $1, t, m, now() from unnest($2::uuid[], $3::uuid[]) x(t, m)`,
    [studioId, ids, clients.map(({ membershipId }) => membershipId)],
  )
  return ids[0] ?? ''
}

async function layCatalogue({ client }: BenchStudio, studioId: string): Promise<void> {
  await client.query(
    `insert into services (studio_id, id, title, pricing, price_minor, bookable)
     select $1, uuidv7(), '{"ru":"S","en":"S"}', 'fixed', 100, false from generate_series(1, $2::int)`,
    [studioId, ITEMS],
  )
}

/** Studios of others, whose catalogues make up the rows that are lacking. */
async function layOtherCatalogues(studio: BenchStudio, rows: number): Promise<void> {
  for (let laid = 0; laid < rows; laid += ITEMS) {
    const studioId = newId()
    await studio.client.query(
      `insert into studios (id, slug, name, currency, zone, locale)
       values ($1, $2, 'B', 'RUB', 'Europe/Moscow', 'ru')`,
      [studioId, `b${studioId.replaceAll('-', '').slice(0, 30)}`],
    )
    await layCatalogue(studio, studioId)
  }
}

/** Messages of one chat and bookings of the studio, from one number to another. */
async function fill(studio: BenchStudio, threadId: string, from: number, to: number) {
  const { client, studioId, clients } = studio
  await layOtherCatalogues(studio, to - from)
  const author = clients[0]?.membershipId
  await client.query(
    `insert into messages (studio_id, id, thread_id, seq, change_seq, author_membership_id, body)
     select $1, uuidv7(), $2, n, n, $3, 'message ' || n from generate_series($4::int, $5::int) n`,
    [studioId, threadId, author, from, to],
  )
  await client.query('update threads set last_seq = $3 where studio_id = $1 and id = $2', [studioId, threadId, to])
  await client.query(
    `insert into bookings (studio_id, number, kind, state, title, client_membership_id, starts_at, ends_at, currency,
       price_minor, price_lines, deposit_minor, terms, free_until)
     select $1, n, 'session', 'completed', '{"ru":"S","en":"S"}', $2, t, t + interval '1 hour', 'RUB', 100, '[]', 0, $5, t
     from generate_series($3::int, $4::int) n, lateral (select now() - make_interval(hours => 2 * n) as t) at`,
    [studioId, author, from, to, { freeHours: 24, lateKeptBps: 0, noShowKeptBps: 0, noShowGraceMinutes: 0 }],
  )
  await client.query('vacuum analyze')
}

async function p95OfAll(studio: BenchStudio, paths: Readonly<Record<string, string>>) {
  const found: Record<string, number> = {}
  for (const [name, path] of Object.entries(paths)) {
    // A catalogue is everybody's, and one account may not ask for it as often.
    found[name] = await p95(studio, path, name === 'catalogue' ? studio.clients : [studio.owner])
  }
  return found
}

async function p95({ program }: BenchStudio, path: string, readers: readonly Member[]): Promise<number> {
  const times: number[] = []
  for (let asked = 0; asked < ASKED + WARM; asked++) {
    const cookie = readers[asked % readers.length]?.cookie ?? ''
    const started = performance.now()
    const answer = await fetch(`${program.url}/api/studios/bench/${path}`, { headers: { cookie } })
    await answer.arrayBuffer()
    if (!answer.ok) throw new Error(`${path}: ${answer.status}`)
    if (asked >= WARM) times.push(performance.now() - started)
  }
  return times.sort((a, b) => a - b)[Math.floor(times.length * 0.95)] ?? 0
}
