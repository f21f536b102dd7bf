import type pg from 'pg'
import { parseInstant } from '../database/columns.ts'

/** A job whose attempts are exhausted. */
export interface DeadLetter {
  id: string
  task: string
  payload: unknown
  attempts: number
  lastError: string | null
  createdAt: Temporal.Instant
  failedAt: Temporal.Instant
}

export interface QueueState {
  /** Due and not yet taken. */
  waiting: number
  /** To be run later: retries and what has its time. */
  later: number
  running: number
  /** Failed at least once and to be tried again. */
  retrying: number
  dead: number
  /** Age of the oldest job that is due, in seconds. */
  oldestS: number
}

type Queryable = Pick<pg.Pool, 'query'>

/** Jobs that have failed as often as they may, the newest first; `before` is the last id of the page before (P14). */
export async function deadLetters(db: Queryable, page: { limit: number; before?: string }): Promise<DeadLetter[]> {
  const { rows } = await db.query<DeadLetterRow>(
    `select j.id::text, t.identifier as task, j.payload, j.attempts, j.last_error, j.created_at::text, j.updated_at::text
     from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
     where j.attempts >= j.max_attempts and j.locked_at is null and ($1::bigint is null or j.id < $1)
     order by j.id desc limit $2`,
    [page.before ?? null, page.limit],
  )
  return rows.map(letterOf)
}

/** One dead letter, or undefined when it is none (any more). */
export async function deadLetter(db: Queryable, id: string): Promise<DeadLetter | undefined> {
  const [letter] = await deadLetters(db, { limit: 1, before: (BigInt(id) + 1n).toString() })
  return letter?.id === id ? letter : undefined
}

/** Sends dead letters again with all their attempts anew, at once. Returns how many of them were dead letters. */
export async function sendAgain(db: Queryable, ids: readonly string[]): Promise<number> {
  const { rowCount } = await db.query(
    `select graphile_worker.reschedule_jobs(array_agg(j.id), run_at => now(), attempts => 0)
     from graphile_worker._private_jobs j
     where j.id = any($1::bigint[]) and j.attempts >= j.max_attempts and j.locked_at is null
     having count(*) > 0`,
    [ids],
  )
  return rowCount ?? 0
}

/** How deep the queue is, and what is wrong with it (P19). */
export async function queueState(db: Queryable): Promise<QueueState> {
  const { rows } = await db.query<QueueState>(
    `select count(*) filter (where locked_at is null and attempts < max_attempts and run_at <= now())::int as waiting,
            count(*) filter (where locked_at is null and attempts < max_attempts and run_at > now())::int as later,
            count(*) filter (where locked_at is not null)::int as running,
            count(*) filter (where locked_at is null and attempts between 1 and max_attempts - 1)::int as retrying,
            count(*) filter (where locked_at is null and attempts >= max_attempts)::int as dead,
            coalesce(extract(epoch from now() - min(run_at) filter (
              where locked_at is null and attempts < max_attempts and run_at <= now()))::int, 0) as "oldestS"
     from graphile_worker._private_jobs`,
  )
  return rows[0] ?? { waiting: 0, later: 0, running: 0, retrying: 0, dead: 0, oldestS: 0 }
}

interface DeadLetterRow {
  id: string
  task: string
  payload: unknown
  attempts: number
  last_error: string | null
  created_at: string
  updated_at: string
}

function letterOf(row: DeadLetterRow): DeadLetter {
  return {
    id: row.id,
    task: row.task,
    payload: row.payload,
    attempts: row.attempts,
    lastError: row.last_error,
    createdAt: parseInstant(row.created_at),
    failedAt: parseInstant(row.updated_at),
  }
}
