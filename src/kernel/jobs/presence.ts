import type pg from 'pg'
import { LOCK_CLASSES } from '../database/locks.ts'

/** A job taken more recently than this is left alone: its worker may be about to show its presence. */
const GRACE_S = 3
const RETRY_MS = 500

/** A worker's sign of life: while its connection stands, nobody takes its jobs for abandoned. */
export interface Presence {
  end(): Promise<void>
}

/**
 * Shows for a worker that its process lives: an advisory lock on a connection of its own, which the server takes off
 * the moment the process is gone. Taken again after the connection broke.
 */
export async function showPresence(pool: pg.Pool, workerId: string): Promise<Presence> {
  let ended = false
  let retry: NodeJS.Timeout | undefined
  let drop: (() => void) | undefined

  const hold = async (): Promise<void> => {
    const client = await pool.connect()
    const onError = (error: Error) => {
      drop = undefined
      client.release(error)
      if (!ended) again()
    }
    client.once('error', onError)
    try {
      await client.query('select pg_advisory_lock($1, hashtext($2))', [LOCK_CLASSES.presence, workerId])
    } catch (error) {
      if (client.listenerCount('error', onError) > 0) {
        client.off('error', onError)
        client.release(error instanceof Error ? error : true)
      }
      throw error
    }
    drop = () => {
      client.off('error', onError)
      client.release(true)
    }
    if (ended) drop()
  }
  const again = () => {
    retry = setTimeout(() => {
      hold().catch(() => {
        if (!ended) again()
      })
    }, RETRY_MS)
  }

  await hold()
  return {
    end: async () => {
      ended = true
      clearTimeout(retry)
      drop?.()
    },
  }
}

/**
 * Gives back the jobs of workers that are gone: whose jobs are locked, and whose presence is not. The attempt that they
 * died in counts, so that a job that kills its process ends among the dead letters. Returns how many workers were gone.
 */
export async function releaseAbandoned(pool: pg.Pool): Promise<number> {
  const { rows } = await pool.query<{ worker: string }>(
    `select distinct locked_by as worker from graphile_worker._private_jobs
     where locked_by is not null and locked_at < now() - make_interval(secs => $1)`,
    [GRACE_S],
  )
  let gone = 0
  for (const { worker } of rows) {
    const { rowCount } = await pool.query(
      `with free as materialized (select pg_try_advisory_xact_lock($1, hashtext($2)) as it)
       select graphile_worker.force_unlock_workers(array[$2]) from free where it`,
      [LOCK_CLASSES.presence, worker],
    )
    gone += rowCount ?? 0
  }
  return gone
}
