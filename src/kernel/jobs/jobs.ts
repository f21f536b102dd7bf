import type { z } from 'zod'
import type { Ctx } from '../context.ts'
import { jobRequests } from '../tables.ts'

/** A kind of job: a shell around one verb of the domain. Runs at least once; its payload carries the studio. */
export interface Task<Payload = unknown> {
  name: string
  payload: z.ZodType<Payload>
  /** What takes minutes (reading sound) waits in a lane of its own, so that mail and handlers never wait behind it. */
  lane?: 'slow'
  run(payload: Payload, job: JobInfo): Promise<void>
}

export interface JobInfo {
  id: string
  attempt: number
  maxAttempts: number
  /** Fires when the process is to stop and the job is still under way. */
  signal: AbortSignal
}

/** A task by the clock. */
export interface Schedule {
  task: string
  /** Five-field cron expression, in UTC. */
  cron: string
}

interface EnqueueOptions {
  /** Not before this moment. */
  runAt?: Temporal.Instant
  /** At most one waiting job of this key: a later one replaces it. */
  key?: string
  /** Attempts before it lands among the dead letters; 12 by default. */
  maxAttempts?: number
}

/** Declares a task; `run` is given the payload as parsed. */
export function defineTask<Payload>(task: Task<Payload>): Task {
  return {
    name: task.name,
    payload: task.payload,
    ...(task.lane ? { lane: task.lane } : {}),
    run: (payload, job) => task.run(task.payload.parse(payload), job),
  }
}

/** Queues a job in the transaction of what made it necessary: with it the job comes to be, or not. */
export async function enqueue(
  ctx: Ctx,
  task: string,
  payload: Record<string, unknown>,
  options: EnqueueOptions = {},
): Promise<void> {
  await enqueueAll(ctx, task, [{ payload, ...options }])
}

/** Queues jobs of one task in one statement, as `enqueue` does one. At most some thousands at once. */
export async function enqueueAll(
  ctx: Ctx,
  task: string,
  jobs: readonly (EnqueueOptions & { payload: Record<string, unknown> })[],
): Promise<void> {
  if (jobs.length === 0) return
  await ctx.tx.insert(jobRequests).values(
    jobs.map(({ payload, runAt = null, key = null, maxAttempts = 12 }) => ({
      ...{ task, payload, runAt, key, maxAttempts },
    })),
  )
}
