import type pg from 'pg'

/** Thrown by a task to say when trying again makes sense: the other side named a time. */
export class RetryLater extends Error {
  override name = 'RetryLater'
  readonly afterS: number

  constructor(afterS: number, reason: string) {
    super(reason)
    this.afterS = afterS
  }
}

/** Thrown by a task when trying again makes no sense: the job goes to the dead letters at once. */
export class GiveUp extends Error {
  override name = 'GiveUp'
}

/** How much of graphile-worker's exponential delay is added at random, so that what failed together does not return together. */
const JITTER = 0.5

/**
 * Spreads the next attempt of a job that just failed. graphile-worker adds `exp(attempts)` seconds (at most six hours)
 * to the later of now and `run_at`, so moving `run_at` first adds the jitter, or the time that the other side named.
 * One that gave up has no further attempt.
 */
export async function spreadRetry(pool: pg.Pool, jobId: string, error: unknown): Promise<void> {
  if (error instanceof GiveUp) {
    await pool.query('update graphile_worker._private_jobs set attempts = max_attempts where id = $1', [jobId])
    return
  }
  const afterS = error instanceof RetryLater ? error.afterS : 0
  await pool.query(
    `update graphile_worker._private_jobs
     set run_at = now() + make_interval(secs => $2 + random() * $3 * exp(least(attempts, 10)))
     where id = $1`,
    [jobId, afterS, JITTER],
  )
}
