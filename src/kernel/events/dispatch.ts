import { createHash } from 'node:crypto'
import type pg from 'pg'
import { LOCKS } from '../database/locks.ts'
import type { AnyHandler } from './handlers.ts'

/** Channel on which processes are woken; the dispatcher notifies, never a transaction that people wait for. */
export const EVENTS_CHANNEL = 'atelier_events'
/** Task that runs one handler for one event. */
export const HANDLE_TASK = 'events.handle'
/** Most events of one pass. */
export const DISPATCH_BATCH = 500
/** A notification's text ends below PostgreSQL's limit of 8000 bytes. */
const NOTIFY_CHUNK = 12
const NOTIFIED_AUDIENCE = 4
const MAX_ATTEMPTS = 12

interface Undispatched {
  studio_id: string
  id: string
  name: string
  xid: string
  audience: string[]
  subject_type: string
  subject_id: string
  canonical: string
}

/** What the live feed is told of an event: enough to know who may hear of it and what to fetch again. */
export interface LiveHint {
  studioId: string
  eventId: string
  name: string
  subject: { type: string; id: string }
  audience: readonly string[]
  /** The audience is longer than what a notification carries; the hub reads it from the event. */
  audienceCut?: true
  /** For the audience alone, not for the studio's staff: what lies in one's own inbox. */
  own?: true
}

/**
 * One pass over the events that no pass has seen: seals them into the hash chain, queues a job for each handler, and
 * wakes the live feeds, in one transaction. One process at a time does it; the others pass by. Because the events wait
 * in a table until they are dispatched, a crash at any moment loses none and repeats none.
 * Returns how many were dispatched; the batch is bounded, so a full one means that there is more.
 */
export async function dispatchEvents(pool: pg.Pool, handlers: readonly AnyHandler[]): Promise<number> {
  const client = await pool.connect()
  let broken: Error | undefined
  try {
    await client.query('begin')
    const { rows: lock } = await client.query<{ taken: boolean }>('select pg_try_advisory_xact_lock($1) as taken', [
      LOCKS.dispatch,
    ])
    const count = lock[0]?.taken ? await dispatchBatch(client, handlers) : 0
    await client.query('commit')
    return count
  } catch (error) {
    await client.query('rollback').catch((failure: Error) => {
      broken = failure
    })
    throw error
  } finally {
    client.release(broken)
  }
}

async function dispatchBatch(client: pg.PoolClient, handlers: readonly AnyHandler[]): Promise<number> {
  const { rows: cursors } = await client.query<{ xid: string; event_id: string; position: string; hash: Buffer }>(
    'select xid::text, event_id, position::text, hash from event_cursor where id = 1',
  )
  const cursor = cursors[0]
  if (!cursor) throw new Error('the event cursor is missing')
  const { rows } = await client.query<Undispatched>({
    name: 'undispatched',
    text: 'select *, xid::text from undispatched_events($1::xid8, $2, $3)',
    values: [cursor.xid, cursor.event_id, DISPATCH_BATCH],
  })
  const last = rows.at(-1)
  if (!last) return 0
  let hash = cursor.hash
  const hashes = rows.map((row) => {
    hash = sealOf(hash, row.canonical)
    return hash
  })
  const position = BigInt(cursor.position)
  await client.query(
    `insert into event_seals (position, studio_id, event_id, hash)
     select * from unnest($1::bigint[], $2::uuid[], $3::uuid[], $4::bytea[])`,
    [
      rows.map((_, index) => (position + BigInt(index) + 1n).toString()),
      rows.map((row) => row.studio_id),
      rows.map((row) => row.id),
      hashes,
    ],
  )
  await queueHandlers(client, rows, handlers)
  await wake(client, rows)
  await client.query('update event_cursor set xid = $1::xid8, event_id = $2, position = $3, hash = $4 where id = 1', [
    last.xid,
    last.id,
    (position + BigInt(rows.length)).toString(),
    hash,
  ])
  return rows.length
}

/** The hash that seals an event behind the one before it. */
export function sealOf(previous: Buffer, canonical: string): Buffer {
  return createHash('sha256').update(previous).update(canonical).digest()
}

async function queueHandlers(client: pg.PoolClient, rows: Undispatched[], handlers: readonly AnyHandler[]) {
  const jobs = rows.flatMap((row) =>
    handlers
      .filter((handler) => handler.event === row.name)
      .map((handler) => ({
        identifier: HANDLE_TASK,
        payload: { studioId: row.studio_id, eventId: row.id, handler: handler.name },
        max_attempts: MAX_ATTEMPTS,
      })),
  )
  if (jobs.length === 0) return
  await client.query(
    `select from graphile_worker.add_jobs(
       (select array_agg(json_populate_record(null::graphile_worker.job_spec, j)) from json_array_elements($1::json) j))`,
    [JSON.stringify(jobs)],
  )
}

async function wake(client: pg.PoolClient, rows: Undispatched[]) {
  for (let start = 0; start < rows.length; start += NOTIFY_CHUNK) {
    const hints: LiveHint[] = rows.slice(start, start + NOTIFY_CHUNK).map((row) => ({
      studioId: row.studio_id,
      eventId: row.id,
      name: row.name,
      subject: { type: row.subject_type, id: row.subject_id },
      audience: row.audience.slice(0, NOTIFIED_AUDIENCE),
      ...(row.audience.length > NOTIFIED_AUDIENCE ? { audienceCut: true } : {}),
    }))
    await client.query('select pg_notify($1, $2)', [EVENTS_CHANNEL, JSON.stringify(hints)])
  }
}
